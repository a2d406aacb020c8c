#include "CommandLine/Commands.h"
#include "CommandLine/Errors.h"
#include "CommandLine/Input.h"
#include "CommandLine/InstrumentOptions.h"
#include "CommandLine/Messages.h"
#include "CommandLine/NonEmpty.h"
#include "CommandLine/NumberOption.h"
#include "CommandLine/Progress.h"
#include "CommandLine/RenderOutputs.h"
#include "SoundFile/SoundReader.h"

#include "Parameters/ParameterText.h"
#include "Recording/CellBesideModel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <vector>

namespace soma::command {
namespace {

using sound_file::largest_rate_hz;
using sound_file::least_rate_hz;

constexpr double usual_rate_hz = 48000.0;
constexpr double usual_block = 4096, largest_block = 1 << 20;
constexpr double endless_s = 2.0; ///< length of a run whose stimulus says nothing about it
constexpr double tail_s = 0.5;    ///< sound after the stimulus
constexpr double largest_usual_s = 3600.0, largest_duration_s = 7 * 86400.0;

constexpr Number rate_option{"--rate", "Hz", least_rate_hz, largest_rate_hz};
constexpr Number block_option{"--block", "", 1.0, largest_block, true};
constexpr Number sweep_option{"--sweep", "", 0.0, 1e9, true};
constexpr Number duration_option{"--duration", "s", 1e-6, largest_duration_s};

using MaybeNumber = std::shared_ptr<std::optional<double>>;

struct RenderOptions {
    InstrumentOptions instrument;
    std::string input;
    MaybeNumber rate_hz = std::make_shared<std::optional<double>>();
    MaybeNumber sweep = std::make_shared<std::optional<double>>();
    MaybeNumber block = std::make_shared<std::optional<double>>();
    MaybeNumber duration_s = std::make_shared<std::optional<double>>();
    std::string heard;
    RenderOutputs outputs;
};

/// In the order of recording::Listening.
const std::vector<std::string> heard_names{"model", "both", "cell"};

double rate_of(const RenderOptions& options, const Input* input, double time_scale) {
    const auto stated = input != nullptr ? input->rate(time_scale) : std::nullopt;
    const auto asked_hz = *options.rate_hz;
    if (!stated) return asked_hz.value_or(usual_rate_hz);
    if (asked_hz && !stated->agrees(*asked_hz))
        throw UsageError("--rate " + shortest(*asked_hz) + ": " + options.input + " has " + shortest(stated->hz) +
                         " Hz; leave --rate out, or convert the file first");
    const double rate_hz = asked_hz.value_or(stated->hz);
    if (rate_hz < least_rate_hz || rate_hz > largest_rate_hz)
        throw RunError(options.input + ": has " + shortest(rate_hz) + " Hz; it must have " + shortest(least_rate_hz) +
                       " to " + shortest(largest_rate_hz) + " Hz");
    return rate_hz;
}

std::optional<int> sweep_of(const RenderOptions& options) {
    if (!*options.sweep) return std::nullopt;
    return static_cast<int>(**options.sweep);
}

/// Seconds of sound that show the whole stimulus.
double usual_duration_s(const Engine& engine, double time_scale) {
    const double end_s = engine.stimulus_end_ms() / 1000.0 / time_scale;
    if (!std::isfinite(end_s) || end_s == 0.0) return endless_s;
    if (end_s > largest_usual_s)
        throw UsageError("the stimulus lasts " + shortest(std::round(end_s)) +
                         " s of sound; say how long the run is with --duration");
    return end_s + tail_s;
}

std::int64_t frames_of(const RenderOptions& options, const Input* input, const Engine& engine, const RunInfo& info) {
    if (!*options.duration_s && input != nullptr) return input->frames();
    const double duration_s =
        *options.duration_s ? **options.duration_s : usual_duration_s(engine, info.provenance.values[Id::time_scale]);
    return std::max<std::int64_t>(1, std::llround(duration_s * info.provenance.sample_rate_hz));
}

RunInfo describe(const RenderOptions& options, const Instrument& instrument, double rate_hz) {
    RunInfo info;
    auto& run = info.provenance;
    run.version = SOMAPHONE_VERSION;
    run.command = "render";
    run.values = instrument.values;
    if (options.outputs.wants_notes()) run.values.set(Id::midi_out, 1.0);
    run.sample_rate_hz = rate_hz;
    run.input = (options.input == "-" ? "standard input" : options.input) +
                (*options.sweep ? ", sweep " + shortest(**options.sweep) : "");
    run.preset = instrument.preset;
    run.initial = instrument.stated;
    if (instrument.cell) {
        run.cell = instrument.cell->id +
                   (instrument.cell->name == instrument.cell->id ? "" : " (" + instrument.cell->name + ")");
        run.source = instrument.cell->source;
    }
    info.title = instrument.cell ? instrument.cell->name : instrument.preset;
    return info;
}

void show_troubles(const EngineStatus& status) {
    const std::pair<std::uint64_t, const char*> troubles[] = {
        {status.bad_inputs, "samples of the input were beyond any current and counted as 0"},
        {status.resets, "times a neuron left its numeric range and was reset to rest"},
        {status.rate_limited, "samples in which a neuron reached the most spikes that a sample can hold"},
        {status.dropped_spikes, "spikes were beyond what one block can list; a smaller --block lists them all"},
        {status.dropped_segments, "segments of V were beyond what can be listed at once; the mean of each is heard"},
        {status.dropped_notes, "spikes have no MIDI note: less than 1 ms after their neuron's last note began"},
    };
    for (const auto& [count, what] : troubles)
        if (count > 0) print_note(std::to_string(count) + ' ' + what);
}

/// Puts the recorded cell into the mix.
class CellMix {
  public:
    CellMix(const RenderOptions& options, const Input* input, const RunInfo& info, int block_size)
        : cell_(input != nullptr ? input->cell() : nullptr)
        , values_(info.provenance.values)
        , step_ms_(1000.0 * values_[Id::time_scale] / info.provenance.sample_rate_hz) {
        if (options.heard.empty()) return;
        if (cell_ == nullptr)
            throw UsageError(
                "--heard " + options.heard +
                ": chooses between a recorded cell and the model; name a recording as INPUT, and its sweep");
        heard_ = static_cast<recording::Listening>(std::ranges::find(heard_names, options.heard) - heard_names.begin());
        mix_.prepare(info.provenance.sample_rate_hz, static_cast<std::size_t>(block_size));
    }

    void process(std::int64_t start, const Block& block) {
        if (heard_ == recording::Listening::model) return;
        mix_.process(*cell_, heard_, values_, static_cast<double>(start) * step_ms_, step_ms_, block.main[0],
                     block.main[1], static_cast<std::size_t>(block.frames));
    }

  private:
    const recording::SweepSignal* cell_;
    const Snapshot& values_;
    double step_ms_;
    recording::Listening heard_ = recording::Listening::model;
    recording::CellBesideModel mix_;
};

/// The whole run, block by block, into its sinks.
void run(Engine& engine, Input* input, CellMix& cell, const RunInfo& info, int block_size, bool with_stems,
         const std::vector<std::unique_ptr<Sink>>& sinks) {
    std::array<std::vector<float>, 5> channels;
    for (auto& channel : channels) channel.resize(static_cast<std::size_t>(block_size));
    const std::array<const float*, 2> main{channels[0].data(), channels[1].data()};
    const std::array<const float*, 3> stems{channels[2].data(), channels[3].data(), channels[4].data()};
    Progress progress("rendering", info.frames);
    for (const auto& sink : sinks) sink->begin(engine);
    for (std::int64_t start = 0; start < info.frames; start += block_size) {
        Block block;
        block.frames = static_cast<int>(std::min<std::int64_t>(block_size, info.frames - start));
        for (std::size_t c = 0; c < 2; ++c) block.main[c] = channels[c].data();
        if (with_stems) {
            block.voltage = channels[2].data();
            block.spikes = channels[3].data();
            block.stimulus = channels[4].data();
        }
        if (input != nullptr) input->read(start, block);
        engine.process(block);
        cell.process(start, block);
        for (const auto& sink : sinks) sink->block({engine, start, block.frames, main.data(), stems.data()});
        progress.update(start + block.frames);
    }
    for (const auto& sink : sinks) sink->end();
}

void render(RenderOptions& options) {
    options.outputs.check();
    if (*options.sweep && options.input.empty())
        throw UsageError("--sweep: chooses a sweep of a recording; name the recording as INPUT");
    FilesRead read;
    const auto instrument = make_instrument(options.instrument, read);
    if (!options.input.empty()) read.add(options.input);
    Outputs outputs(read);
    options.outputs.open(outputs);
    const auto input = options.input.empty() ? nullptr : open_input(options.input, sweep_of(options), read);
    auto info = describe(options, instrument, rate_of(options, input.get(), instrument.values[Id::time_scale]));
    const auto block_size = static_cast<int>(options.block->value_or(usual_block));

    Engine engine;
    engine.prepare(info.provenance.sample_rate_hz, block_size, options.outputs.wants_trace());
    engine.set(info.provenance.values);
    engine.set_initial(instrument.initial);
    engine.start();
    info.neurons = info.provenance.values.integer(Id::neurons);
    if (input && info.provenance.values.on(Id::channel_mode)) info.neurons = std::max(info.neurons, input->channels());
    info.frames = frames_of(options, input.get(), engine, info);

    CellMix cell(options, input.get(), info, block_size);
    const auto sinks = options.outputs.sinks(info);
    run(engine, input.get(), cell, info, block_size, options.outputs.wants_stems(), sinks);
    outputs.commit();
    show_troubles(engine.status());
}

} // namespace

void add_render(CLI::App& app) {
    auto* command = app.add_subcommand("render", "Inject a sound, a table of currents or the stimulator's current; "
                                                 "write sound, spikes, traces, pictures");
    auto options = std::make_shared<RenderOptions>();
    command
        ->add_option(
            "INPUT", options->input,
            "A sound (" + sound_file::format_names() +
                "; full scale = input_scale_pa), or a CSV table whose header names current_pA and perhaps "
                "conductance_nS, one row per sample; - is either of them on standard input; or a recording of a "
                "real cell (ABF, NWB), whose current is injected. None: the stimulator alone")
        ->check(given);
    add_options(*command, options->instrument);
    add_number(*command, rate_option, options->rate_hz,
               "Sample rate of the stimulator, or of a table that states none by a column time_s; 48000 if not given");
    add_number(*command, sweep_option, options->sweep, "Sweep of a recording; a CSV of sweeps is one too");
    command
        ->add_option("--heard", options->heard,
                     "Who is in the mix of a recording's sweep: model (the usual), cell, or both: the real cell on the "
                     "left, the model on the right")
        ->type_name("WHO")
        ->check(CLI::IsMember(heard_names));
    add_number(*command, block_option, options->block, "Samples in a block; changes no result");
    add_number(*command, duration_option, options->duration_s,
               "Seconds of sound; if not given that of INPUT, or the stimulus and half a second");
    options->outputs.add_options(*command);
    command->callback([options] { render(*options); });
}

} // namespace soma::command
