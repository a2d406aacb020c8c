#include "CallSites.h"
#include "HostChecks.h"
#include "Support/RealTimeGuard.h"
#include "ValidatorRun.h"

namespace soma::validator {
namespace {

/// One block with automation and notes, as a host's audio thread does it, everything armed.
void guarded_block(Run& run, int frames, int turn, bool bypassed) {
    run.midi.clear();
    run.midi.addEvent(juce::MidiMessage::noteOn(1, 60, 0.8F), 0);
    run.midi.addEvent(juce::MidiMessage::controllerEvent(1, 74, turn % 128), frames / 2);
    run.midi.addEvent(juce::MidiMessage::noteOff(1, 60), frames - 1);
    auto* automated = run.parameter(Id::input_scale_pa);
    run.begin(frames, 0.3F);
    const test::RealTimeGuard guard;
    if (automated != nullptr) automated->setValue(0.4F + 0.01F * static_cast<float>(turn % 16));
    run.finish(bypassed);
}

std::string listed(const std::map<std::string, int>& calls) {
    std::string text;
    for (const auto& [call, times] : calls) text += (text.empty() ? "" : ", ") + call + " × " + std::to_string(times);
    return text.empty() ? "nothing" : text;
}

} // namespace

void check_real_time(const Subject& subject, Report& report) {
    if (!report.expect(test::RealTimeGuard::available(), "the guard does not work with a sanitizer")) return;
    Run run(subject);
    CallSites sites;
    int blocks = 0;
    for (double model = 0; model <= parameter(Id::model).max; ++model) {
        for (int mode = 0; mode < 3; ++mode) {
            make_it_fire(run);
            run.set({{Id::model, model},
                     {Id::midi_mode, mode},
                     {Id::neurons, mode == 2 ? 16.0 : 1.0},
                     {Id::midi_out, mode > 0},
                     {Id::osc_out, mode > 1},
                     {Id::stim_shape, 1.0 + mode},
                     {Id::sidechain_mode, mode},
                     {Id::noise_pa, 10.0}});
            for (const int frames : {1, 17, 64, prepared_block}) {
                for (int turn = 0; turn < 3; ++turn) guarded_block(run, frames, blocks++, turn == 2);
            }
        }
    }
    const auto makers = sites.makers(subject);
    report.expect(makers.own.empty(), "on the audio thread " + listed(makers.own));
    report.note(std::to_string(blocks) + " blocks; the framework's wrapper: " + listed(makers.wrapper) +
                "; the host: " + std::to_string(makers.host) + " calls");
}

} // namespace soma::validator
