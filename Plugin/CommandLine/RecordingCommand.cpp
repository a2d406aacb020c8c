#include "CommandLine/Commands.h"
#include "CommandLine/Errors.h"
#include "CommandLine/NonEmpty.h"
#include "CommandLine/OutputName.h"
#include "CommandLine/Outputs.h"
#include "CommandLine/Progress.h"
#include "CommandLine/RecordingMeasure.h"
#include "CommandLine/SweepList.h"
#include "CommandLine/Table.h"

#include "Core/Utf8.h"
#include "Parameters/ParameterText.h"
#include "Recording/SpikeDetection.h"
#include "Recording/SweepTable.h"

#include <algorithm>
#include <iostream>
#include <memory>

namespace soma::command {
namespace {

using recording::Sweep;

struct RecordingOptions {
    std::string input, sweeps, output = "-";
};

std::vector<std::size_t> asked_places(const recording::RecordingFile& file, const RecordingOptions& options) {
    if (!options.sweeps.empty()) return sweep_places(file, options.input, "--sweeps", options.sweeps);
    std::vector<std::size_t> all(file.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    return all;
}

std::string range_text(const std::vector<double>& values, int decimals) {
    const auto [low, high] = std::ranges::minmax_element(values);
    const auto from = fixed_text(*low, decimals), to = fixed_text(*high, decimals);
    return from == to ? from : from + " … " + to;
}

void info(const RecordingOptions& options) {
    FilesRead read;
    const auto file = open_recording_argument(options.input, read);
    const auto places = asked_places(*file, options);
    bool scaled = true;
    Table table({"sweep", "s", "kHz", "mV", "pA", "current", "spikes", "name"});
    {
        Progress progress("reading", static_cast<std::int64_t>(places.size()));
        std::int64_t done = 0;
        for (const auto place : places) {
            const auto sweep = file->read(place);
            scaled = scaled && sweep.scaled;
            table.add({std::to_string(sweep.number), fixed_text(sweep.duration_ms() / 1000.0, 3),
                       shortest(sweep.rate_hz / 1000.0), sweep.scaled ? range_text(sweep.voltage_mv, 1) : "–",
                       sweep.has_current() ? range_text(sweep.current_pa, 1) : "–",
                       std::string(recording::source_name(sweep.source)),
                       std::to_string(recording::find_spikes(sweep).size()), one_line(sweep.name)});
            progress.update(++done);
        }
    }
    std::cout << options.input << ": " << file->format() << ", " << file->size()
              << (file->size() == 1 ? " sweep\n" : " sweeps\n") << table.text();
    if (!scaled)
        std::cout << "Spikes from outside the cell: the file has no millivolts and no current, so it can be listed and "
                     "written as a table, but neither injected nor fitted.\n";
    for (const auto& marker : file->markers())
        std::cout << "marker " << one_line(marker.name) << " at " << shortest(marker.time_s) << " s\n";
}

void csv(const RecordingOptions& options) {
    check_table_name("--output", options.output);
    FilesRead read;
    const auto file = open_recording_argument(options.input, read);
    const auto places = asked_places(*file, options);
    Outputs outputs(read);
    auto& output = outputs.add(options.output);
    output.write("# somaphone " SOMAPHONE_VERSION " recording csv\n# input: " + one_line(options.input) +
                 "\n# format: " + one_line(file->format()) + "\n");
    {
        Progress progress("writing", static_cast<std::int64_t>(places.size()));
        std::optional<bool> with_current;
        std::int64_t done = 0;
        for (const auto place : places) {
            const auto sweep = file->read(place);
            const bool several = places.size() > 1;
            if (!with_current) output.write(recording::sweep_table_header(sweep, several));
            if (with_current.value_or(sweep.has_current()) != sweep.has_current())
                throw RunError(options.input + ": the current of sweep " + std::to_string(sweep.number) + " is " +
                               (sweep.has_current() ? "known" : "unknown") +
                               ", other than of the sweeps before it; write them apart with --sweeps");
            with_current = sweep.has_current();
            std::string rows;
            recording::append_sweep(rows, sweep, several);
            output.write(rows);
            progress.update(++done);
        }
    }
    outputs.commit();
}

CLI::App* add_one(CLI::App& parent, const char* name, const char* help,
                  const std::shared_ptr<RecordingOptions>& options) {
    auto* command = parent.add_subcommand(name, help);
    command
        ->add_option("FILE", options->input,
                     "ABF 1 or 2, NWB 1 or 2, a WAV of Spike Recorder, or a CSV table of time_s, current_pA, "
                     "voltage_mV and perhaps sweep")
        ->required()
        ->check(given);
    command->add_option("--sweeps", options->sweeps, "Only these: 3 or 1,4,7 or 2-9")->type_name("LIST")->check(given);
    return command;
}

} // namespace

void add_recording(CLI::App& app) {
    auto* command = app.add_subcommand(
        "recording", "Look into a recording of a real cell (ABF, NWB, CSV, WAV of Spike Recorder), or write it as "
                     "a table");
    command->require_subcommand(0, 1);
    command->callback([command] {
        if (command->get_subcommands().empty())
            throw UsageError("recording: name one of info, csv, measure, and a file");
    });
    auto options = std::make_shared<RecordingOptions>();
    add_one(*command, "info", "List its sweeps with rates, ranges, where the current is known from, and spikes",
            options)
        ->callback([options] { info(*options); });
    auto* table = add_one(*command, "csv", "Write time, current and voltage as a table", options);
    table->add_option("-o,--output", options->output, "The table; standard output if not given")
        ->type_name("FILE.csv")
        ->check(given);
    table->callback([options] { csv(*options); });
    add_measure(*command);
}

} // namespace soma::command
