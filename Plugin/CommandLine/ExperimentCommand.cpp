#include "CommandLine/Commands.h"
#include "CommandLine/Errors.h"
#include "CommandLine/ExperimentOutput.h"
#include "CommandLine/NonEmpty.h"
#include "CommandLine/NumberOption.h"
#include "CommandLine/OutputName.h"
#include "CommandLine/Progress.h"

#include "Core/Utf8.h"
#include "Parameters/ParameterText.h"
#include "State/NearMatches.h"

#include <algorithm>
#include <iostream>
#include <map>
#include <memory>

namespace soma::command {
namespace {

struct ExperimentOptions {
    InstrumentOptions instrument;
    std::string cells, list, branch, csv, plot;
    std::map<std::string_view, std::string> numbers; ///< by the setting's id, as typed
};

/// Any number passes: the experiment refuses those that it cannot run.
double typed(std::string_view option, std::string_view unit, std::string_view text) {
    constexpr double any = 1e300;
    const std::string id = "--" + std::string(option);
    return typed_number({id, unit, -any, any}, text);
}

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto comma = std::min(text.find(',', begin), text.size());
        parts.push_back(text.substr(begin, comma - begin));
        begin = comma + 1;
    }
    return parts;
}

bench::Protocol protocol_of(const bench::ExperimentKind& kind, const ExperimentOptions& options) {
    auto protocol = kind.usual;
    if (!options.list.empty()) {
        auto& list = kind.list->at(protocol);
        list.clear();
        for (const auto& part : split(options.list)) list.push_back(typed(kind.list->id, kind.list->unit, part));
    }
    for (const auto& setting : kind.numbers)
        if (const auto& text = options.numbers.at(setting.id); !text.empty())
            setting.at(protocol) = typed(setting.id, setting.unit, text);
    if (auto* rest = std::get_if<bench::RestingPotential>(&protocol); rest != nullptr && !options.branch.empty()) {
        const auto names = bench::branch_names();
        const auto found = std::ranges::find(names, options.branch);
        if (found == names.end())
            throw UsageError("--branch: '" + options.branch + "' is none of sodium, potassium, chloride, extra");
        rest->branch = static_cast<bench::Branch>(found - names.begin());
    }
    return protocol;
}

std::vector<std::string> cells_of(const ExperimentOptions& options) {
    if (options.cells.empty()) return {options.instrument.cell};
    if (!options.instrument.cell.empty()) throw UsageError("--cell and --cells: give one of them");
    auto cells = split(options.cells);
    for (const auto& cell : cells)
        if (cell.empty()) throw UsageError("--cells " + options.cells + ": an id between two commas is empty");
    return cells;
}

bench::Outcome measure(const ExperimentRun& run, const Instrument& instrument, const std::string& cell,
                       const bench::Progress& progress) {
    try {
        return bench::run({instrument.values}, run.protocol, progress);
    } catch (const bench::ProtocolError& error) {
        throw RunError("experiment " + std::string(run.kind.id) + (cell.empty() ? "" : " of " + cell) + ": " +
                       error.what());
    }
}

void experiment(const bench::ExperimentKind& kind, const ExperimentOptions& options) {
    ExperimentRun run{kind, protocol_of(kind, options), {}, {}, !options.cells.empty()};
    const auto cells = cells_of(options);
    if (options.plot == "-") throw UsageError("--plot -: only --csv can go to standard output; name a file");
    if (!options.csv.empty()) check_table_name("--csv", options.csv);
    if (!options.plot.empty()) check_name("--plot", options.plot, ".png");
    if (!options.plot.empty() && cells.size() > most_drawn_cells)
        throw UsageError("--plot: draws at most " + std::to_string(most_drawn_cells) + " cells; name fewer in --cells");
    FilesRead read;
    for (const auto& cell : cells) {
        auto asked = options.instrument;
        asked.cell = cell;
        run.instruments.push_back(make_instrument(asked, read));
    }
    Outputs outputs(read);
    auto* csv = options.csv.empty() ? nullptr : &outputs.add(options.csv);
    auto* plot = options.plot.empty() ? nullptr : &outputs.add(options.plot);
    {
        constexpr double parts = 1000.0;
        Progress progress("measuring", static_cast<std::int64_t>(parts) * static_cast<std::int64_t>(cells.size()));
        for (const auto& instrument : run.instruments) {
            const auto before = static_cast<double>(run.outcomes.size());
            const auto cell = instrument.cell ? instrument.cell->id : std::string();
            run.outcomes.push_back({cell, measure(run, instrument, cell, [&](const bench::Stage& stage) {
                                        progress.update(static_cast<std::int64_t>(parts * (before + stage.share)));
                                        return true;
                                    })});
        }
    }
    if (csv != nullptr) write_experiment_csv(*csv, run);
    if (plot != nullptr) write_experiment_plot(*plot, run);
    outputs.commit();
    if (options.csv != "-") std::cout << experiment_text(run);
}

std::string experiment_ids() {
    std::string ids;
    for (const auto& kind : bench::experiments()) ids += (ids.empty() ? "" : ", ") + std::string(kind.id);
    return ids;
}

void add_kind(CLI::App& parent, const bench::ExperimentKind& kind) {
    auto* command =
        parent.add_subcommand(std::string(kind.id), std::string(kind.title) + ": " + std::string(kind.summary));
    auto options = std::make_shared<ExperimentOptions>();
    add_cell_options(*command, options->instrument);
    command
        ->add_option("--cells", options->cells,
                     "Several cells in one table" +
                         std::string(kind.id == "strength-duration"
                                         ? ", in the course's layout: ms, then one column per cell in nA"
                                         : ""))
        ->type_name("A,B,C")
        ->check(given);
    if (kind.list)
        command
            ->add_option("--" + std::string(kind.list->id), options->list,
                         "Values, separated by commas, with or without unit; if not given " +
                             std::string(kind.list->usual))
            ->type_name(std::string(kind.list->unit) + ",…");
    auto usual = kind.usual;
    for (const auto& setting : kind.numbers)
        command
            ->add_option("--" + std::string(setting.id), options->numbers[setting.id],
                         std::string(setting.help) + "; " + shortest(setting.at(usual)) + " if not given")
            ->type_name(setting.unit.empty() ? "N" : std::string(setting.unit))
            ->check(given);
    if (kind.id == "rest")
        command->add_option("--branch", options->branch, "Which resistance: sodium, potassium, chloride, extra")
            ->type_name("NAME")
            ->check(given);
    command->add_option("--csv", options->csv, "Table; - is standard output")->type_name("FILE.csv")->check(given);
    command->add_option("--plot", options->plot, "Picture")->type_name("FILE.png")->check(given);
    command->callback([&kind, options] { experiment(kind, *options); });
}

} // namespace

void add_experiment(CLI::App& app) {
    auto* command = app.add_subcommand("experiment", "Repeat the lab's experiments on a cell: " + experiment_ids() +
                                                         "; see experiment NAME --help");
    command->require_subcommand(0, 1);
    auto unknown = std::make_shared<std::vector<std::string>>();
    // Takes the words that are no experiment, so that the answer can name those there are.
    command->add_option("NAME", *unknown)->group("");
    for (const auto& kind : bench::experiments()) add_kind(*command, kind);
    command->callback([command, unknown] {
        if (!command->get_subcommands().empty()) return;
        std::vector<std::string_view> ids;
        for (const auto& kind : bench::experiments()) ids.push_back(kind.id);
        if (!unknown->empty())
            throw UsageError("experiment: unknown experiment " + in_quotes(unknown->front()) +
                             near_matches_text(unknown->front(), ids) + "; it must be one of " + experiment_ids());
        throw UsageError("experiment: name one of " + experiment_ids());
    });
}

} // namespace soma::command
