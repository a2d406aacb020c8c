#include "ProcessorBench.h"
#include "Support/RealTimeGuard.h"

#include <gtest/gtest.h>

namespace soma::test {
namespace {

constexpr int prepared = 512;
constexpr std::array block_sizes{1, 17, 64, prepared, 4 * prepared};

#define SKIP_WITHOUT_GUARD                                                                                             \
    if (!RealTimeGuard::available()) GTEST_SKIP() << "a sanitizer brings its own allocator"

/// Messages of a keyboard in a block of `frames`.
void play(juce::MidiBuffer& midi, int frames) {
    midi.clear();
    midi.addEvent(juce::MidiMessage::noteOn(1, 60, 0.8f), 0);
    midi.addEvent(juce::MidiMessage::noteOn(2, 67, 0.5f), frames / 2);
    midi.addEvent(juce::MidiMessage::pitchWheel(1, 9000), frames / 3);
    midi.addEvent(juce::MidiMessage::channelPressureChange(2, 77), frames / 2);
    midi.addEvent(juce::MidiMessage::controllerEvent(1, 74, frames % 128), frames / 2);
    midi.addEvent(juce::MidiMessage::noteOff(1, 60), frames - 1);
}

/// One block with automation of the kind that a host does on its audio thread, everything armed.
void expect_clean_block(ProcessorBench& bench, int frames, bool bypassed = false) {
    bench.begin(frames, 0.3f);
    play(bench.midi, frames);
    auto& automated = bench.processor.host_parameter(Id::input_scale_pa);
    auto& speed = bench.processor.host_parameter(Id::time_scale);
    RealTimeGuard guard;
    automated.setValue(0.4f + 0.1f * static_cast<float>(frames % 5));
    speed.setValue(0.3f + 0.05f * static_cast<float>(frames % 3));
    if (bypassed)
        bench.processor.processBlockBypassed(bench.audio, bench.midi);
    else
        bench.processor.processBlock(bench.audio, bench.midi);
    const int violations = guard.violations();
    ASSERT_EQ(violations, 0) << guard.first() << " in a block of " << frames;
}

TEST(ProcessorRealTime, TheGuardSeesThisProgram) {
    SKIP_WITHOUT_GUARD;
    RealTimeGuard guard;
    juce::MidiBuffer midi;
    midi.addEvent(juce::MidiMessage::noteOn(1, 60, 0.8f), 0);
    EXPECT_GT(guard.violations(), 0);
}

TEST(ProcessorRealTime, EveryModelInEveryMode) {
    SKIP_WITHOUT_GUARD;
    ProcessorBench bench(48000.0, prepared);
    for (double model = 0; model <= parameter(Id::model).max; ++model) {
        for (int mode = 0; mode < 8; ++mode) {
            auto preset = bench.processor.preset();
            preset.values = Snapshot{};
            preset.values.set(Id::model, model);
            preset.values.set(Id::stim_shape, mode);
            preset.values.set(Id::stim_amplitude_pa, 300.0);
            preset.values.set(Id::stim_delay_ms, 0.01);
            preset.values.set(Id::stim_period_ms, 3.3);
            preset.values.set(Id::stim_duration_ms, 1.1);
            preset.values.set(Id::stim_start, mode % 2);
            preset.values.set(Id::stim_sync, mode);
            preset.values.set(Id::neurons, mode == 7 ? 64 : 1 + mode);
            preset.values.set(Id::noise_pa, 20.0);
            preset.values.set(Id::coupling, mode % 4);
            preset.values.set(Id::channel_mode, mode % 2);
            preset.values.set(Id::sidechain_mode, mode % 3);
            preset.values.set(Id::midi_mode, mode % 3);
            preset.values.set(Id::midi_kernel, (mode + static_cast<int>(model)) % 3);
            preset.values.set(Id::midi_out, mode != 0);
            preset.values.set(Id::osc_out, mode % 2);
            preset.values.set(Id::spike_sound, mode % 4);
            preset.values.set(Id::pitch_level_db, -12.0);
            bench.processor.load(preset);
            bench.playing = mode % 2 == 0;
            if (mode > 5) bench.processor.trace_tap().subscribe(mode == 6);
            for (const int frames : block_sizes) {
                ASSERT_NO_FATAL_FAILURE(expect_clean_block(bench, frames)) << "model " << model << ", mode " << mode;
            }
        }
    }
}

TEST(ProcessorRealTime, StatesAndRequestsBetweenBlocks) {
    SKIP_WITHOUT_GUARD;
    ProcessorBench bench(48000.0, prepared);
    juce::MemoryBlock state;
    bench.processor.getStateInformation(state);
    for (int round = 0; round < 8; ++round) {
        for (const int frames : block_sizes) {
            bench.processor.setStateInformation(state.getData(), static_cast<int>(state.getSize()));
            bench.processor.request(static_cast<Request>(round % 4));
            if (round % 3 == 0) bench.processor.reset();
            ASSERT_NO_FATAL_FAILURE(expect_clean_block(bench, frames));
        }
    }
}

TEST(ProcessorRealTime, Bypass) {
    SKIP_WITHOUT_GUARD;
    ProcessorBench bench(48000.0, prepared);
    bench.processor.host_parameter(Id::midi_out).set_from_editor(1.0);
    for (int round = 0; round < 3; ++round) {
        for (const int frames : block_sizes) {
            ASSERT_NO_FATAL_FAILURE(expect_clean_block(bench, frames));
            ASSERT_NO_FATAL_FAILURE(expect_clean_block(bench, frames, true));
        }
    }
}

/// Notes in tune while references arrive from the other thread.
TEST(ProcessorRealTime, PitchReferencesArrive) {
    SKIP_WITHOUT_GUARD;
    ProcessorBench bench(48000.0, prepared);
    bench.processor.host_parameter(Id::midi_mode).set_from_editor(2.0);
    for (int round = 0; round < 40; ++round) {
        bench.processor.host_parameter(Id::membrane_resistance_mohm).set_from_editor(300.0 + round);
        juce::Thread::sleep(10);
        ASSERT_NO_FATAL_FAILURE(expect_clean_block(bench, 64));
    }
}

} // namespace
} // namespace soma::test
