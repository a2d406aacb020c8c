#include "CommandLine/ExperimentOutput.h"

#include "CommandLine/Picture.h"
#include "CommandLine/Table.h"
#include "Plot/OutcomeWords.h"

#include "Parameters/ParameterText.h"
#include "State/RecordingCsv.h"

#include <cmath>

namespace soma::command {
namespace {

constexpr int width_px = 1100, height_px = 720, device_scale = 2;
constexpr std::size_t most_printed_rows = 100;
constexpr int printed_digits = 7;

std::string printed(double value) {
    if (std::isnan(value)) return "–";
    return general_text(value, printed_digits);
}

void append_figures(std::string& text, const bench::Outcome& outcome) {
    Table figures({"result", "value", "unit", "how"});
    for (const auto& figure : outcome.figures)
        figures.add({figure.name, printed(figure.value), figure.unit, figure.note});
    text += figures.text();
}

void append_table(std::string& text, const bench::Table& table) {
    if (table.rows.size() > most_printed_rows) {
        text += "The table has " + std::to_string(table.rows.size()) + " rows; --csv writes it.\n";
        return;
    }
    std::vector<std::string> names;
    for (const auto& column : table.columns) names.push_back(column.name);
    Table rows(std::move(names));
    for (const auto& row : table.rows) {
        std::vector<std::string> fields;
        fields.reserve(row.size());
        for (const double value : row) fields.push_back(printed(value));
        rows.add(std::move(fields));
    }
    text += rows.text();
}

std::string provenance_of(const ExperimentRun& run) {
    const auto& instrument = run.instruments.front();
    Provenance provenance;
    provenance.version = SOMAPHONE_VERSION;
    provenance.command = "experiment " + std::string(run.kind.id);
    provenance.sample_rate_hz = 0.0;
    provenance.values = instrument.values;
    std::string cells;
    for (const auto& outcome : run.outcomes) cells += (cells.empty() ? "" : ", ") + outcome.cell;
    provenance.cell = cells;
    provenance.preset = instrument.preset;
    if (!run.several && instrument.cell) provenance.source = instrument.cell->source;
    // Of several cells each has its own parameters; their ids stand for them.
    if (run.several) provenance.values = Snapshot{};
    return provenance_lines(provenance) + "# protocol: " + bench::protocol_text(run.protocol) + "\n";
}

} // namespace

std::string experiment_text(const ExperimentRun& run) {
    std::string text;
    for (std::size_t i = 0; i < run.outcomes.size(); ++i) {
        const auto& [cell, outcome] = run.outcomes[i];
        text += (i > 0 ? "\n" : "") + outcome.title + (cell.empty() ? "" : ", " + cell) + "\n";
        append_figures(text, outcome);
        if (run.several) continue;
        text += "\n";
        append_table(text, outcome.table);
        for (const auto& remark : outcome.remarks) text += "\n" + remark + "\n";
    }
    return text;
}

void write_experiment_csv(Output& output, const ExperimentRun& run) {
    if (!run.several)
        output.write(bench::csv_text(run.outcomes.front().outcome, provenance_of(run)));
    else if (std::holds_alternative<bench::StrengthDuration>(run.protocol))
        output.write(bench::course_csv_text(run.outcomes));
    else
        output.write(bench::csv_text(run.outcomes, provenance_of(run)));
}

void write_experiment_plot(Output& output, const ExperimentRun& run) {
    const auto& first = run.outcomes.front();
    plot::OutcomeScene scene{first.outcome};
    for (std::size_t i = 1; i < run.outcomes.size(); ++i)
        scene.overlays.push_back(
            plot::overlay_of(run.outcomes[i].outcome, run.outcomes[i].cell, static_cast<int>(i) - 1));
    const auto image =
        plot::draw_outcome_page(scene, plot::page_text(first.outcome, first.cell, run.instruments.front().values),
                                editor::Theme::of(editor::Theme::Kind::light), width_px, height_px, device_scale);
    write_picture(output, image);
}

} // namespace soma::command
