#include "Headless/HostedNeuron.h"
#include "Headless/Typed.h"
#include "Support/RealTimeGuard.h"

#include "Parameters/ParameterText.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <thread>

namespace soma::headless::test {
namespace {

using soma::test::RealTimeGuard;

constexpr double rate_hz = 48000.0;

/// A neuron's results over all blocks of a run.
struct Recorded {
    std::vector<float> left, voltage_mv;
    std::vector<SpikeEvent> spikes; ///< samples from the start of the run
};

/// A step of current in blocks of these sizes in turn.
Recorded run(HostedNeuron& neuron, int frames, std::span<const int> blocks, std::span<const MidiEvent> midi = {}) {
    const std::vector<float> current(static_cast<std::size_t>(frames), 60.0f);
    Recorded all;
    all.left.resize(current.size());
    all.voltage_mv.resize(current.size());
    std::size_t block = 0;
    for (int from = 0; from < frames; block = (block + 1) % blocks.size()) {
        Signals signals;
        signals.frames = std::min(blocks[block], frames - from);
        signals.current_pa = current.data() + from;
        if (from == 0) signals.midi = midi;
        signals.main[0] = all.left.data() + from;
        signals.voltage_mv = all.voltage_mv.data() + from;
        neuron.process(signals);
        for (auto spike : neuron.spikes()) {
            spike.sample += from;
            all.spikes.push_back(spike);
        }
        from += signals.frames;
    }
    return all;
}

TEST(HostedNeuron, gives_the_same_in_blocks_of_any_size) {
    const int one[] = {64}, odd[] = {1, 63, 500, 7, 4096};
    HostedNeuron a, b;
    a.prepare(rate_hz);
    b.prepare(rate_hz);
    const auto whole = run(a, 20000, one), cut = run(b, 20000, odd);
    ASSERT_GT(whole.spikes.size(), 10u);
    ASSERT_EQ(whole.spikes.size(), cut.spikes.size());
    for (std::size_t i = 0; i < whole.spikes.size(); ++i) {
        EXPECT_EQ(whole.spikes[i].sample, cut.spikes[i].sample);
        EXPECT_EQ(whole.spikes[i].offset, cut.spikes[i].offset);
        EXPECT_EQ(whole.spikes[i].model_time_ms, cut.spikes[i].model_time_ms);
    }
    EXPECT_EQ(whole.left, cut.left);
    EXPECT_EQ(whole.voltage_mv, cut.voltage_mv);
}

TEST(HostedNeuron, fires_as_the_membrane_equation_says) {
    HostedNeuron neuron;
    neuron.prepare(rate_hz);
    const int blocks[] = {100};
    const auto spikes = run(neuron, 48000, blocks).spikes;
    // LIF of 345 MOhm and 20.2 ms at 60 pA, 10 mV below threshold, 1 ms refractory; a millionth is far above rounding.
    const double drive_mv = 0.345 * 60.0, interval_ms = 1.0 + 20.2 * std::log(drive_mv / (drive_mv - 10.0));
    ASSERT_GT(spikes.size(), 20u);
    for (std::size_t i = 1; i < spikes.size(); ++i)
        EXPECT_NEAR(spikes[i].model_time_ms - spikes[i - 1].model_time_ms, interval_ms, 1e-6);
    EXPECT_NEAR(neuron.rate_hz(), 1000.0 / interval_ms, 2.0 + 1e-9); // one spike more or less in half a second
}

TEST(HostedNeuron, may_read_and_write_the_same_memory) {
    HostedNeuron apart, together;
    apart.prepare(rate_hz);
    together.prepare(rate_hz);
    std::vector<float> current(1024, 60.0f), voltage(1024), shared(1024, 60.0f);
    for (auto* neuron : {&apart, &together}) {
        Signals signals;
        signals.frames = 1024;
        signals.current_pa = neuron == &apart ? current.data() : shared.data();
        signals.voltage_mv = neuron == &apart ? voltage.data() : shared.data();
        neuron->process(signals);
    }
    EXPECT_EQ(voltage, shared);
}

/// Everything that a host may ask of it between and in blocks, for every preset and cell.
TEST(HostedNeuron, never_touches_the_system_on_the_audio_thread) {
    if (!RealTimeGuard::available()) GTEST_SKIP() << "a sanitizer brings its own allocator";
    load_sounds();
    HostedNeuron neuron;
    neuron.prepare(rate_hz);
    std::vector<float> in(700, 0.5f), current(700, 80.0f), out(700), voltage(700), pulses(700);
    const MidiEvent midi[] = {{0, {0x90, 60, 100}}, {100, {0xe0, 0, 80}}, {650, {0x80, 60, 0}}};
    const auto one_block = [&] {
        Signals signals;
        signals.frames = 700;
        signals.input[0] = signals.input[1] = in.data();
        signals.current_pa = current.data();
        signals.conductance_ns = in.data();
        signals.midi = midi;
        signals.main[0] = signals.main[1] = out.data();
        signals.voltage_mv = voltage.data();
        signals.spikes = pulses.data();
        neuron.process(signals);
    };
    RealTimeGuard guard;
    for (const auto& preset : presets()) {
        neuron.use(*find_preset(preset.id));
        neuron.set(Id::midi_out, 1.0);
        one_block();
        neuron.set(Id::midi_mode, 2.0);
        one_block();
    }
    for (const auto& entry : cells()) {
        const auto* found = find_cell(entry.cell->id);
        neuron.use(*found->cell, found->start);
        neuron.set(Id::rest_mv, typed(-61.7f));
        one_block();
    }
    neuron.run_stimulus(true);
    neuron.send_stimulus();
    neuron.end_notes();
    neuron.reset();
    one_block();
    EXPECT_EQ(guard.violations(), 0) << guard.first();
}

TEST(HostedNeuron, parses_a_value_that_is_right_without_allocating) {
    if (!RealTimeGuard::available()) GTEST_SKIP() << "a sanitizer brings its own allocator";
    RealTimeGuard guard;
    for (const char* text : {"0.2 nA", "-65 pA", "60", "0.0586"}) {
        const auto value = parse_value(parameter(Id::holding_current_pa), text);
        EXPECT_TRUE(std::holds_alternative<double>(value)) << text;
    }
    EXPECT_EQ(guard.violations(), 0) << guard.first();
}

// A note of pitch mode is in tune as soon as the shared thread has found how fast the neuron fires, and offline from
// the first.
TEST(HostedNeuron, plays_notes_in_tune) {
    for (const bool offline : {true, false}) {
        HostedNeuron neuron;
        neuron.set_offline(offline);
        neuron.prepare(rate_hz);
        neuron.use(*find_preset("keyboard-in-tune"));
        const int blocks[] = {256};
        for (int wait = 0; wait < 100 && !offline; ++wait) {
            run(neuron, 256, blocks);
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        const MidiEvent a4[] = {{0, {0x90, 69, 127}}};
        const auto spikes = run(neuron, 48000, blocks, a4).spikes;
        std::vector<double> of_note;
        for (const auto& spike : spikes)
            if (spike.neuron > 0) of_note.push_back(spike.sample + spike.offset);
        ASSERT_GT(of_note.size(), 100u) << "offline: " << offline;
        const double seconds = (of_note.back() - of_note[10]) / rate_hz;
        const double heard_hz = static_cast<double>(of_note.size() - 11) / seconds;
        EXPECT_NEAR(1200.0 * std::log2(heard_hz / 440.0), 0.0, 1.0) << "cents; offline: " << offline;
    }
}

// Hosts make and destroy instances faster than a thread starts, and several at once.
TEST(HostedNeuron, comes_and_goes_quickly) {
    for (int i = 0; i < 300; ++i) PitchTuner tuner;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([] {
            for (int i = 0; i < 200; ++i) PitchTuner tuner;
        });
    for (auto& thread : threads) thread.join();
}

TEST(Typed, has_the_digits_that_were_typed) {
    EXPECT_EQ(typed(0.0586f), 0.0586);
    EXPECT_EQ(typed(-61.7f), -61.7);
    EXPECT_EQ(typed(1e-4f), 1e-4);
    EXPECT_EQ(typed(474626.5f), 474626.5);
    EXPECT_TRUE(std::isnan(typed(std::nanf(""))));
}

} // namespace
} // namespace soma::headless::test
