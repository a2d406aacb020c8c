#include "Core/Random.h"
#include "HostChecks.h"
#include "ValidatorRun.h"

#include <cmath>

namespace soma::validator {
namespace {

/// Which notes sound in what comes out; complains of messages outside their block.
class SoundingNotes {
  public:
    void read(const juce::MidiBuffer& midi, int frames, Report& report) {
        for (const auto& meta : midi) {
            report.expect(meta.samplePosition >= 0 && meta.samplePosition < frames, "a message outside its block");
            const auto message = meta.getMessage();
            auto& sounding = sounding_[channels * static_cast<std::size_t>(message.getNoteNumber()) +
                                       static_cast<std::size_t>(message.getChannel()) % channels];
            if (message.isNoteOn()) {
                sounding = true;
                ++begun_;
            } else if (message.isNoteOff()) {
                sounding = false;
            }
        }
    }
    bool silent() const {
        return std::none_of(sounding_.begin(), sounding_.end(), [](bool sounding) { return sounding; });
    }
    int begun() const { return begun_; }

  private:
    static constexpr std::size_t channels = 16, notes = 128;
    std::array<bool, channels * notes> sounding_{};
    int begun_ = 0;
};

/// Spikes leave as notes that last long, so that one always sounds.
void make_it_play(Run& run) {
    make_it_fire(run);
    run.set({{Id::midi_out, 1.0}, {Id::midi_out_length_ms, 200.0}, {Id::stim_amplitude_pa, 300.0}});
}

juce::MidiMessage random_message(SplitMix64& random) {
    const auto data = [&] { return static_cast<juce::uint8>(random.below(128)); };
    if (random.below(12) == 0) {
        juce::uint8 exclusive[64];
        for (auto& byte : exclusive) byte = data();
        return juce::MidiMessage::createSysExMessage(exclusive, 1 + static_cast<int>(random.below(64)));
    }
    const auto status = static_cast<juce::uint8>(0x80 + random.below(0x70)); // channel messages
    return {status, data(), data()};
}

} // namespace

void check_midi_fuzz(const Subject& subject, Report& report) {
    constexpr int blocks = 2000;
    Run run(subject);
    SplitMix64 random(6);
    SoundingNotes notes;
    int messages = 0;
    for (int block = 0; block < blocks; ++block) {
        if (block % 100 == 0) {
            make_it_play(run);
            run.set({{Id::midi_mode, block / 100 % 3}, {Id::midi_kernel, block / 300 % 3}});
        }
        const int frames = 1 + static_cast<int>(random.below(prepared_block));
        run.midi.clear();
        for (auto count = random.below(random.below(20) == 0 ? 400 : 8); count > 0; --count, ++messages)
            run.midi.addEvent(random_message(random), static_cast<int>(random.below(frames)));
        run.process(frames);
        notes.read(run.midi, frames, report);
        report.expect(run.is_finite() && run.main_peak() <= full_scale, "bad sound in block " + std::to_string(block));
    }
    // Everything ends when everything is told to.
    run.set({{Id::midi_mode, 1.0}, {Id::stim_shape, 0.0}, {Id::noise_pa, 0.0}});
    run.midi.clear();
    for (int channel = 1; channel <= 16; ++channel) {
        run.midi.addEvent(juce::MidiMessage::allNotesOff(channel), 0);
        run.midi.addEvent(juce::MidiMessage::controllerEvent(channel, 64, 0), 0);
        run.midi.addEvent(juce::MidiMessage::allSoundOff(channel), 0);
    }
    for (int block = 0; block < 200; ++block) {
        run.process(prepared_block);
        notes.read(run.midi, prepared_block, report);
        run.midi.clear();
    }
    report.expect(notes.silent(), "a note sounds on");
    report.note(std::to_string(messages) + " messages");
}

void check_notes_end(const Subject& subject, Report& report) {
    const auto expect_end = [&](const char* what, auto&& end) {
        Run run(subject);
        SoundingNotes notes;
        const auto process = [&](bool bypassed = false) {
            run.midi.clear();
            bypassed ? run.bypass(prepared_block) : run.process(prepared_block);
            notes.read(run.midi, prepared_block, report);
        };
        make_it_play(run);
        for (int i = 0; i < 40; ++i) process();
        report.expect(notes.begun() > 0 && !notes.silent(), std::string("no note sounds before ") + what);
        end(run, process);
        report.expect(notes.silent(), std::string("a note sounds on after ") + what);
    };
    expect_end("the stimulus", [](Run& run, auto&& process) {
        run.set({{Id::stim_shape, 0.0}});
        for (int i = 0; i < 40; ++i) process(); // longer than a note
    });
    expect_end("a bypass", [](Run&, auto&& process) {
        for (int i = 0; i < 2; ++i) process(true);
    });
    expect_end("MIDI out is switched off", [](Run& run, auto&& process) {
        run.set({{Id::midi_out, 0.0}});
        for (int i = 0; i < 2; ++i) process();
    });
    expect_end("the transport stops", [](Run& run, auto&& process) {
        run.set({{Id::stim_shape, 0.0}});
        run.playing = false;
        for (int i = 0; i < 2; ++i) process();
    });

    // A played note ends too: current from a key, and no more after it is let go.
    Run run(subject);
    run.set({{Id::stim_shape, 0.0},
             {Id::midi_mode, 1.0},
             {Id::midi_current_pa, 300.0},
             {Id::midi_out, 1.0},
             {Id::midi_kernel, 0.0}});
    const auto spikes = [&](int blocks) {
        SoundingNotes notes;
        for (int i = 0; i < blocks; ++i) {
            run.process(prepared_block);
            notes.read(run.midi, prepared_block, report);
            run.midi.clear();
        }
        return notes.begun();
    };
    report.expect(spikes(50) == 0, "it fires without a key");
    for (const bool reset : {false, true}) {
        run.midi.addEvent(juce::MidiMessage::noteOn(1, 60, 1.0F), 0);
        report.expect(spikes(50) > 5, "a key makes no spikes");
        run.midi.addEvent(reset ? juce::MidiMessage::allNotesOff(1) : juce::MidiMessage::noteOff(1, 60), 0);
        spikes(10);
        report.expect(spikes(50) == 0,
                      reset ? "a key stays down after all notes off" : "a key that was let go fires on");
    }
}

void check_bypass(const Subject& subject, Report& report) {
    Run run(subject);
    make_it_fire(run);
    report.expect(run.plugin().getBypassParameter() != nullptr, "the host finds no bypass");
    report.expect(run.play(0.5) > 0.001F, "nothing is heard before");
    const auto state = run.state();
    for (int block = 0; block < 60; ++block) {
        run.midi.clear();
        run.bypass(prepared_block, 0.25F);
        if (block < 2) continue; // a host may need one block to pass the switch on
        bool is_passed_on = true;
        for (int channel = 0; channel < 2; ++channel)
            for (int i = 0; i < prepared_block; ++i)
                is_passed_on = is_passed_on && run.audio().getSample(channel, i) == 0.25F;
        report.expect(is_passed_on, "the main input does not pass as it is");
        for (int bus = 1; bus < run.plugin().getBusCount(false); ++bus)
            report.expect(run.bus_peak(bus) == 0.0F, "bus " + std::to_string(bus) + " is not silent");
        report.expect(run.midi.isEmpty(), "MIDI comes out");
    }
    report.expect(run.state() == state, "the state changes by bypassing");
    report.expect(run.play(1.0) > 0.001F, "nothing is heard afterwards");
}

} // namespace soma::validator
