#include "CommandLine/RenderOutputs.h"

#include "CommandLine/Errors.h"
#include "CommandLine/NonEmpty.h"
#include "CommandLine/OutputName.h"

#include "Parameters/ParameterText.h"

#include <cmath>

namespace soma::command {

struct RenderOutputs::Kind {
    const char *option, *file, *help;
    std::string RenderOutputs::*target;
    bool may_be_standard_output;
    void (*check_name)(std::string_view option, const std::string& target);
    std::unique_ptr<Sink> (*make)(Output&, const RunInfo&);
};

const std::array<RenderOutputs::Kind, 6> RenderOutputs::kinds{
    Kind{"-o", "OUT.wav",
         "The mix: stereo; .wav, .aiff, .caf, .au, .w64 and .rf64 hold 32-bit float, .flac 24 bits, .ogg is Vorbis",
         &RenderOutputs::mix_, false, check_sound_name, make_mix_sink},
    Kind{"--spikes", "FILE.csv", "Table of spikes: neuron,time_s in model time", &RenderOutputs::spikes_, true,
         check_table_name, make_spikes_sink},
    Kind{"--trace", "FILE.csv", "Table of time_s,current_pA,voltage_mV and the model's variables",
         &RenderOutputs::trace_, true, check_table_name, make_trace_sink},
    Kind{"--plot", "FILE.png", "Picture of voltage, current and spikes", &RenderOutputs::plot_, false,
         [](std::string_view option, const std::string& target) { check_name(option, target, ".png"); },
         make_plot_sink},
    Kind{"--spectrogram", "FILE.png", "Picture of the mix: its frequencies over time", &RenderOutputs::spectrogram_,
         false, [](std::string_view option, const std::string& target) { check_name(option, target, ".png"); },
         make_spectrogram_sink},
    Kind{"--midi", "FILE.mid", "Standard MIDI file with a note for each spike", &RenderOutputs::midi_, false,
         [](std::string_view option, const std::string& target) { check_name(option, target, ".mid, .midi"); },
         make_midi_sink},
};

void RenderOutputs::add_options(CLI::App& command) {
    for (const auto& kind : kinds)
        command.add_option(kind.option, this->*kind.target, kind.help)->type_name(kind.file)->check(given);
    command
        .add_option("--stems", stems_,
                    "The plugin's other buses as PREFIX-voltage.wav (of the first neuron; 1.0 is 100 mV), "
                    "PREFIX-spikes.wav (of all) and PREFIX-stimulus.wav (1.0 is 1 nA): mono, 32-bit float")
        ->type_name("PREFIX")
        ->check(given);
}

void RenderOutputs::check() const {
    bool any = wants_stems();
    for (const auto& kind : kinds) {
        const auto& target = this->*kind.target;
        if (target.empty()) continue;
        any = true;
        if (target == "-" && !kind.may_be_standard_output)
            throw UsageError(std::string(kind.option) +
                             " -: only --spikes and --trace can go to standard output; name a file");
        kind.check_name(kind.option, target);
    }
    if (!any)
        throw UsageError("nothing to write; give at least one of -o, --stems, --spikes, --trace, --plot, "
                         "--spectrogram, --midi");
}

void RenderOutputs::open(Outputs& outputs) {
    for (const auto& kind : kinds)
        if (const auto& target = this->*kind.target; !target.empty()) opened_.emplace_back(&kind, &outputs.add(target));
    if (wants_stems())
        for (const auto* name : stem_names) opened_stems_.push_back(&outputs.add(stems_ + "-" + name + ".wav"));
}

std::vector<std::unique_ptr<Sink>> RenderOutputs::sinks(const RunInfo& info) const {
    const double rate_hz = info.provenance.sample_rate_hz;
    if ((!mix_.empty() || wants_stems()) && rate_hz != std::round(rate_hz))
        throw UsageError((mix_.empty() ? "--stems " + stems_ : "-o " + mix_) +
                         ": a sound file has a whole number of samples per second, and the rate is " +
                         shortest(rate_hz) + " Hz; choose a --rate of whole Hz");
    std::vector<std::unique_ptr<Sink>> all;
    for (const auto& [kind, output] : opened_) all.push_back(kind->make(*output, info));
    for (std::size_t i = 0; i < opened_stems_.size(); ++i)
        all.push_back(make_stem_sink(*opened_stems_[i], info, static_cast<Stem>(i)));
    return all;
}

} // namespace soma::command
