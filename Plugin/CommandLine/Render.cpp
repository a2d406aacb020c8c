#include "CommandLine/Commands.h"
#include "CommandLine/Errors.h"
#include "CommandLine/Given.h"
#include "CommandLine/Input.h"
#include "CommandLine/Instrument.h"
#include "CommandLine/Progress.h"
#include "CommandLine/Sink.h"

#include "Parameters/ParameterText.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iostream>
#include <memory>
#include <vector>

namespace soma::command {
namespace {

constexpr double usual_rate_hz = 48000.0, least_rate_hz = 1000.0, largest_rate_hz = 768000.0;
constexpr int usual_block = 4096, largest_block = 1 << 20;
constexpr double endless_s = 2.0; ///< length of a run whose stimulus says nothing about it
constexpr double tail_s = 0.5;    ///< sound after the stimulus
constexpr double largest_usual_s = 3600.0, largest_duration_s = 7 * 86400.0;

struct RenderOptions {
    InstrumentOptions instrument;
    std::string input;
    double rate_hz = 0.0; ///< 0: the input's own, or the usual one
    int block = usual_block;
    double duration_s = 0.0; ///< 0: of the input, or of the stimulus
    std::string wav, spikes, trace, plot, midi;
};

/// One output of the command line: where it is asked for and what makes it.
struct OutputKind {
    const char *option, *file, *help;
    std::string RenderOptions::*target;
    bool may_be_standard_output;
    std::unique_ptr<Sink> (*make)(Output&, const RunInfo&);
};

constexpr std::array output_kinds{
    OutputKind{"-o", "OUT.wav", "The mix: stereo, 32-bit float", &RenderOptions::wav, false, make_wav_sink},
    OutputKind{"--spikes", "FILE.csv", "Table of spikes: neuron,time_s in model time", &RenderOptions::spikes, true,
               make_spikes_sink},
    OutputKind{"--trace", "FILE.csv", "Table of time_s,current_pA,voltage_mV and the model's variables",
               &RenderOptions::trace, true, make_trace_sink},
    OutputKind{"--plot", "FILE.png", "Picture of voltage, current and spikes", &RenderOptions::plot, false,
               make_plot_sink},
    OutputKind{"--midi", "FILE.mid", "Standard MIDI file with a note for each spike", &RenderOptions::midi, false,
               make_midi_sink},
};

void check_targets(const RenderOptions& options) {
    bool any = false;
    for (const auto& kind : output_kinds) {
        const auto& target = options.*kind.target;
        any = any || !target.empty();
        if (target == "-" && !kind.may_be_standard_output)
            throw UsageError(std::string(kind.option) +
                             " -: only --spikes and --trace can go to standard output; name a file");
        if (!target.empty() && target == options.input && target != "-")
            throw UsageError(std::string(kind.option) + " " + target + ": is the input; give the output another name");
    }
    if (!any) throw UsageError("nothing to write; give at least one of -o, --spikes, --trace, --plot, --midi");
}

double rate_of(const RenderOptions& options, const Input* input) {
    const auto own_hz = input != nullptr ? input->rate_hz() : std::nullopt;
    if (own_hz && options.rate_hz != 0.0 && options.rate_hz != *own_hz)
        throw UsageError("--rate " + shortest(options.rate_hz) + ": " + options.input + " has " + shortest(*own_hz) +
                         " Hz; leave --rate out, or convert the file first");
    const double rate_hz = own_hz ? *own_hz : options.rate_hz != 0.0 ? options.rate_hz : usual_rate_hz;
    if (rate_hz < least_rate_hz || rate_hz > largest_rate_hz)
        throw RunError(options.input + ": has " + shortest(rate_hz) + " Hz; it must have " + shortest(least_rate_hz) +
                       " to " + shortest(largest_rate_hz) + " Hz");
    return rate_hz;
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
    if (options.duration_s == 0.0 && input != nullptr) return input->frames();
    const double duration_s = options.duration_s != 0.0
                                  ? options.duration_s
                                  : usual_duration_s(engine, info.provenance.values[Id::time_scale]);
    return std::max<std::int64_t>(1, std::llround(duration_s * info.provenance.sample_rate_hz));
}

RunInfo describe(const RenderOptions& options, const Instrument& instrument, double rate_hz) {
    RunInfo info;
    auto& run = info.provenance;
    run.version = SOMAPHONE_VERSION;
    run.command = "render";
    run.values = instrument.values;
    if (!options.midi.empty()) run.values.set(Id::midi_out, 1.0);
    run.sample_rate_hz = rate_hz;
    run.input = options.input == "-" ? "standard input" : options.input;
    if (instrument.cell) {
        run.cell = instrument.cell->id +
                   (instrument.cell->name == instrument.cell->id ? "" : " (" + instrument.cell->name + ")");
        run.source = instrument.cell->source;
        if (run.values[Id::model] == instrument.cell->model) run.initial = instrument.cell->initial;
    }
    info.title = instrument.cell ? instrument.cell->name : "";
    return info;
}

void show_troubles(const EngineStatus& status) {
    const std::pair<std::uint64_t, const char*> troubles[] = {
        {status.bad_inputs, "samples of the input were beyond any current and counted as 0"},
        {status.resets, "times a neuron left its numeric range and was reset to rest"},
        {status.rate_limited, "samples in which a neuron reached the most spikes that a sample can hold"},
        {status.dropped_spikes, "spikes were beyond what one block can list; a smaller --block lists them all"},
        {status.dropped_notes, "spikes have no MIDI note: less than 1 ms after their neuron's last note began"},
    };
    for (const auto& [count, what] : troubles)
        if (count > 0) std::cerr << "somaphone: note: " << count << ' ' << what << '\n';
}

/// The whole run, block by block, into its sinks.
void run(Engine& engine, Input* input, const RunInfo& info, int block_size,
         const std::vector<std::unique_ptr<Sink>>& sinks) {
    std::array<std::vector<float>, 2> channels;
    for (auto& channel : channels) channel.resize(static_cast<std::size_t>(block_size));
    const std::array<const float*, 2> main{channels[0].data(), channels[1].data()};
    Progress progress("rendering", info.frames);
    for (const auto& sink : sinks) sink->begin(engine);
    for (std::int64_t start = 0; start < info.frames; start += block_size) {
        Block block;
        block.frames = static_cast<int>(std::min<std::int64_t>(block_size, info.frames - start));
        for (std::size_t c = 0; c < 2; ++c) block.main[c] = channels[c].data();
        if (input != nullptr) input->read(start, block);
        engine.process(block);
        for (const auto& sink : sinks) sink->block({engine, start, block.frames, main.data()});
        progress.update(start + block.frames);
    }
    for (const auto& sink : sinks) sink->end();
}

void render(const RenderOptions& options) {
    check_targets(options);
    const auto instrument = make_instrument(options.instrument);
    Outputs outputs;
    std::vector<std::pair<const OutputKind*, Output*>> wanted;
    for (const auto& kind : output_kinds)
        if (const auto& target = options.*kind.target; !target.empty())
            wanted.emplace_back(&kind, &outputs.add(target));
    const auto input = options.input.empty() ? nullptr : open_input(options.input);
    auto info = describe(options, instrument, rate_of(options, input.get()));

    Engine engine;
    engine.prepare(info.provenance.sample_rate_hz, options.block, !options.trace.empty());
    engine.set(info.provenance.values);
    engine.set_initial(instrument.initial);
    engine.reset();
    info.neurons = info.provenance.values.integer(Id::neurons);
    if (input && info.provenance.values.on(Id::channel_mode)) info.neurons = std::max(info.neurons, input->channels());
    info.frames = frames_of(options, input.get(), engine, info);

    std::vector<std::unique_ptr<Sink>> sinks;
    sinks.reserve(wanted.size());
    for (const auto& [kind, output] : wanted) sinks.push_back(kind->make(*output, info));
    run(engine, input.get(), info, options.block, sinks);
    outputs.commit();
    show_troubles(engine.status());
}

} // namespace

void add_render(CLI::App& app) {
    auto* command = app.add_subcommand("render", "Inject a sound, a table of currents or the stimulator's current; "
                                                 "write sound, spikes, traces, pictures");
    auto options = std::make_shared<RenderOptions>();
    command
        ->add_option("INPUT", options->input,
                     "WAV, FLAC, AIFF or Ogg Vorbis (full scale = input_scale_pa), or a CSV table whose header names "
                     "current_pA and perhaps conductance_nS, one row per sample; - is a table on standard input. None: "
                     "the stimulator alone")
        ->check(given);
    add_options(*command, options->instrument);
    command->add_option("--rate", options->rate_hz, "Sample rate of a table or the stimulator; 48000 if not given")
        ->type_name("HZ")
        ->check(CLI::Range(least_rate_hz, largest_rate_hz));
    command->add_option("--block", options->block, "Samples in a block; changes no result")
        ->type_name("N")
        ->check(CLI::Range(1, largest_block));
    command
        ->add_option("--duration", options->duration_s,
                     "Seconds of sound; if not given that of INPUT, or the stimulus and half a second")
        ->type_name("S")
        ->check(CLI::Range(1e-6, largest_duration_s));
    for (const auto& kind : output_kinds)
        command->add_option(kind.option, (*options).*kind.target, kind.help)->type_name(kind.file)->check(given);
    command->callback([options] { render(*options); });
}

} // namespace soma::command
