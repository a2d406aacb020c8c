#include "CommandLine/RecordingMeasure.h"

#include "CommandLine/Errors.h"
#include "CommandLine/InstrumentOptions.h"
#include "CommandLine/NonEmpty.h"
#include "CommandLine/OutputName.h"
#include "CommandLine/Picture.h"
#include "CommandLine/Progress.h"
#include "CommandLine/SweepList.h"
#include "CommandLine/Table.h"
#include "Plot/OutcomeWords.h"

#include "Bench/OutcomeCsv.h"
#include "Core/DecimalText.h"
#include "Core/Utf8.h"
#include "Recording/StepMeasures.h"

#include <cmath>
#include <iostream>
#include <memory>

namespace soma::command {
namespace {

constexpr int width_px = 1100, height_px = 720, device_scale = 2;

struct MeasureOptions {
    std::string input, sweeps, csv, plot;
    InstrumentOptions instrument;

    bool has_model() const {
        return !instrument.cell.empty() || !instrument.preset.empty() || !instrument.settings.empty();
    }
};

std::string printed(double value) {
    if (std::isnan(value)) return "–";
    constexpr int digits = 5;
    return general_text(value, digits);
}

std::string text_of(const bench::Outcome& outcome) {
    std::string text = outcome.title + "\n";
    Table figures({"result", "value", "unit", "how"});
    for (const auto& figure : outcome.figures)
        figures.add({figure.name, printed(figure.value), figure.unit, figure.note});
    text += figures.text() + "\n";
    std::vector<std::string> heads;
    for (const auto& column : outcome.table.columns)
        heads.push_back(column.head + (column.unit.empty() ? "" : ", " + column.unit));
    Table rows(heads);
    for (const auto& row : outcome.table.rows) {
        std::vector<std::string> fields;
        for (const double value : row) fields.push_back(printed(value));
        rows.add(std::move(fields));
    }
    return text + rows.text() + "\n" + outcome.remarks.front() + "\n";
}

std::vector<recording::Sweep> read_steps(const MeasureOptions& options, FilesRead& read) {
    const auto file = open_recording_argument(options.input, read);
    std::vector<std::size_t> places;
    if (options.sweeps.empty())
        for (std::size_t i = 0; i < file->size(); ++i) places.push_back(i);
    else
        places = sweep_places(*file, options.input, "--sweeps", options.sweeps);
    std::vector<recording::Sweep> steps;
    Progress progress("reading", static_cast<std::int64_t>(places.size()));
    std::int64_t done = 0;
    for (const auto place : places) {
        auto sweep = file->read(place);
        if (recording::find_step(sweep)) steps.push_back(std::move(sweep));
        progress.update(++done);
    }
    if (steps.empty())
        throw RunError(options.input + ": none of its sweeps holds one step of a known current; 'somaphone recording "
                                       "info' lists them");
    return steps;
}

void measure(const MeasureOptions& options) {
    if (!options.csv.empty()) check_table_name("--csv", options.csv);
    if (!options.plot.empty()) check_name("--plot", options.plot, ".png");
    FilesRead read;
    std::optional<Instrument> instrument;
    if (options.has_model()) instrument = make_instrument(options.instrument, read);
    const auto sweeps = read_steps(options, read);
    Outputs outputs(read);
    auto* csv = options.csv.empty() ? nullptr : &outputs.add(options.csv);
    auto* plot = options.plot.empty() ? nullptr : &outputs.add(options.plot);
    std::optional<recording::StepSummary> model;
    std::string title = "Steps of " + options.input;
    if (instrument) {
        model = recording::measure_model(instrument->values, sweeps);
        if (instrument->cell) title += " beside " + instrument->cell->name;
    }
    const auto outcome = recording::step_outcome(recording::measure_cell(sweeps), model, title);
    if (csv != nullptr)
        csv->write(bench::csv_text(outcome, "# somaphone " SOMAPHONE_VERSION " recording measure\n# input: " +
                                                one_line(options.input) + "\n"));
    if (plot != nullptr) {
        const auto words = instrument ? plot::page_text(outcome, "", instrument->values)
                                      : plot::PageText{title, "", outcome.remarks.front()};
        write_picture(*plot, plot::draw_outcome_page({outcome}, words, editor::Theme::of(editor::Theme::Kind::light),
                                                     width_px, height_px, device_scale));
    }
    outputs.commit();
    if (options.csv != "-") std::cout << text_of(outcome);
}

} // namespace

void add_measure(CLI::App& recording) {
    auto* command = recording.add_subcommand(
        "measure",
        "Measures from its steps of current: resting potential, resistance, time constant, sag, rheobase, f–I, the "
        "spike's shape; with --cell the same of a model beside it");
    auto options = std::make_shared<MeasureOptions>();
    command->add_option("FILE", options->input, "ABF, NWB or CSV")->required()->check(given);
    command->add_option("--sweeps", options->sweeps, "Only these: 3 or 1,4,7 or 2-9")->type_name("LIST")->check(given);
    add_cell_options(*command, options->instrument);
    command->add_option("--csv", options->csv, "Table; - is standard output")->type_name("FILE.csv")->check(given);
    command->add_option("--plot", options->plot, "Picture of the f–I curves")->type_name("FILE.png")->check(given);
    command->callback([options] { measure(*options); });
}

} // namespace soma::command
