#include "CommandLine/Commands.h"
#include "CommandLine/Errors.h"
#include "CommandLine/FitOutput.h"
#include "CommandLine/NonEmpty.h"
#include "CommandLine/NumberOption.h"
#include "CommandLine/OutputName.h"
#include "CommandLine/Outputs.h"
#include "CommandLine/Progress.h"
#include "CommandLine/SweepList.h"

#include "Core/Utf8.h"
#include "Recording/Fit.h"
#include "State/NearMatches.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <thread>

namespace soma::command {
namespace {

using MaybeNumber = std::shared_ptr<std::optional<double>>;

constexpr Number threads_option{"--threads", "", 1.0, 256.0, true};
constexpr Number seed_option{"--seed", "", 1.0, 1e9, true};
constexpr Number searches_option{"--searches", "", 1.0, 1000.0, true};

struct FitArguments {
    std::string input, model, sweeps, test, cell, plot;
    MaybeNumber threads = std::make_shared<std::optional<double>>();
    MaybeNumber seed = std::make_shared<std::optional<double>>();
    MaybeNumber searches = std::make_shared<std::optional<double>>();
};

std::vector<std::string_view> fitted_models() {
    std::vector<std::string_view> names;
    for (int m = 0; m <= static_cast<int>(parameter(Id::model).max); ++m)
        if (recording::can_be_fitted(static_cast<ModelId>(m)))
            names.push_back(choice_name(parameter(Id::model), static_cast<double>(m)));
    return names;
}

std::string list_of(const std::vector<std::string_view>& names) {
    std::string text;
    for (const auto name : names) text += (text.empty() ? "" : ", ") + std::string(name);
    return text;
}

ModelId model_of(const std::string& name) {
    for (int m = 0; m <= static_cast<int>(parameter(Id::model).max); ++m)
        if (recording::can_be_fitted(static_cast<ModelId>(m)) &&
            name == choice_name(parameter(Id::model), static_cast<double>(m)))
            return static_cast<ModelId>(m);
    throw UsageError("--model " + in_quotes(name) + ": cannot be fitted" + near_matches_text(name, fitted_models()) +
                     "; it must be one of " + list_of(fitted_models()));
}

/// Which sweeps are fitted and which only scored.
struct Split {
    std::vector<std::size_t> fit, test;
};

/// Without --test every fourth sweep is kept for the scores, where there are four.
Split split_sweeps(const recording::RecordingFile& file, const FitArguments& arguments) {
    Split split;
    const auto places = [&](const char* option, const std::string& text) {
        return sweep_places(file, arguments.input, option, text);
    };
    if (!arguments.sweeps.empty()) {
        split.fit = places("--sweeps", arguments.sweeps);
    } else {
        for (std::size_t i = 0; i < file.size(); ++i) split.fit.push_back(i);
    }
    if (!arguments.test.empty()) {
        split.test = places("--test", arguments.test);
        std::erase_if(split.fit,
                      [&](std::size_t place) { return std::ranges::find(split.test, place) != split.test.end(); });
    } else if (constexpr std::size_t each = 4; arguments.sweeps.empty() && split.fit.size() >= each) {
        for (std::size_t i = each - 1; i < split.fit.size(); i += each) split.test.push_back(split.fit[i]);
        std::erase_if(split.fit,
                      [&](std::size_t place) { return std::ranges::find(split.test, place) != split.test.end(); });
    }
    if (split.fit.empty()) throw UsageError("--test: leaves no sweep to fit");
    return split;
}

std::vector<recording::Sweep> read_sweeps(recording::RecordingFile& file, const FitArguments& arguments,
                                          const std::vector<std::size_t>& places) {
    std::vector<recording::Sweep> sweeps;
    for (const auto place : places) {
        sweeps.push_back(file.read(place));
        if (!sweeps.back().has_current())
            throw RunError(arguments.input + ": the current of sweep " + std::to_string(sweeps.back().number) +
                           " is unknown, and a fit needs it; name sweeps with --sweeps whose current 'somaphone "
                           "recording info' knows");
    }
    return sweeps;
}

void fit(const FitArguments& arguments) {
    const auto model = model_of(arguments.model);
    if (!arguments.cell.empty()) check_name("--output", arguments.cell, ".json");
    if (!arguments.plot.empty()) check_name("--plot", arguments.plot, ".png");
    FilesRead read;
    const auto file = open_recording_argument(arguments.input, read);
    const auto split = split_sweeps(*file, arguments);
    Outputs outputs(read);
    auto* cell = arguments.cell.empty() ? nullptr : &outputs.add(arguments.cell);
    auto* plot = arguments.plot.empty() ? nullptr : &outputs.add(arguments.plot);
    FittedRecording fitted;
    fitted.input = arguments.input;
    fitted.model = arguments.model;
    {
        constexpr double parts = 1000.0;
        Progress progress("fitting", static_cast<std::int64_t>(parts));
        const auto data = recording::make_fit_data(read_sweeps(*file, arguments, split.fit));
        for (const auto& sweep : data.sweeps) fitted.fit_numbers.push_back(sweep.number);
        recording::FitOptions options;
        options.threads =
            static_cast<int>(arguments.threads->value_or(std::max(1u, std::thread::hardware_concurrency())));
        options.seed = static_cast<std::uint64_t>(arguments.seed->value_or(1.0));
        options.searches = static_cast<int>(arguments.searches->value_or(options.searches));
        try {
            fitted.fit = recording::fit_model(model, data, options, [&](double share) {
                progress.update(static_cast<std::int64_t>(parts * share)); // throws where the work is to stop
                return true;
            });
        } catch (const FormatError& error) {
            throw RunError(arguments.input + ": " + error.what());
        }
        fitted.tested_apart = !split.test.empty();
        fitted.tested = fitted.tested_apart ? recording::make_fit_data(read_sweeps(*file, arguments, split.test)).sweeps
                                            : data.sweeps;
        for (const auto& sweep : fitted.tested)
            fitted.scores.push_back(recording::score(fitted.fit.values, sweep, fitted.fit.onset_ms));
    }
    if (cell != nullptr) cell->write(fitted_cell(fitted));
    if (plot != nullptr) write_fit_plot(*plot, fitted);
    outputs.commit();
    std::cout << fit_text(fitted);
}

} // namespace

void add_fit(CLI::App& app) {
    auto* command =
        app.add_subcommand("fit", "Fit a model to a recording of a real cell, and score it on sweeps that the "
                                  "fit did not use");
    auto arguments = std::make_shared<FitArguments>();
    command->add_option("RECORDING", arguments->input, "ABF, NWB or CSV, as recording info reads it")
        ->required()
        ->check(given);
    command->add_option("--model", arguments->model, "One of " + list_of(fitted_models()))->required()->check(given);
    command->add_option("--sweeps", arguments->sweeps, "Sweeps to fit: 3 or 1,4,7 or 2-9; all if not given")
        ->type_name("LIST")
        ->check(given);
    command
        ->add_option("--test", arguments->test,
                     "Sweeps that are only scored; if neither this nor --sweeps is given every fourth")
        ->type_name("LIST")
        ->check(given);
    command->add_option("-o,--output", arguments->cell, "The fitted neuron, which --cell and the window load")
        ->type_name("CELL.json")
        ->check(given);
    command->add_option("--plot", arguments->plot, "Picture of a scored sweep: cell, model, residual")
        ->type_name("FILE.png")
        ->check(given);
    add_number(*command, threads_option, arguments->threads, "Processors to use; all if not given; changes no result");
    add_number(*command, seed_option, arguments->seed, "Of the searches and the bootstrap; 1 if not given");
    add_number(*command, searches_option, arguments->searches, "Places from which the fit begins; 4 if not given");
    command->callback([arguments] { fit(*arguments); });
}

} // namespace soma::command
