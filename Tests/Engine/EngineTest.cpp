#include "Core/Limits.h"
#include "Support/EngineRun.h"

#include "Core/Random.h"
#include "Engine/BlockTrace.h"
#include "Engine/Models.h"
#include "Scope/TraceTap.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace soma::test {
namespace {

Snapshot lif_with_step(double amplitude_pa) {
    Snapshot values; // the defaults are the course's cell 474626527
    values.set(Id::stim_shape, 1);
    values.set(Id::stim_amplitude_pa, amplitude_pa);
    return values;
}

/// Closed form for cell 474626527: reset at rest, refractory period 1 ms.
std::vector<double> closed_form_s(double amplitude_pa, double onset_ms, double end_ms) {
    const double rise_mv = 0.345 * amplitude_pa, climb_ms = 20.2 * std::log(rise_mv / (rise_mv - 10.0));
    std::vector<double> spikes_s;
    for (double t = onset_ms + climb_ms; t < end_ms; t += 1.0 + climb_ms) spikes_s.push_back(1e-3 * t);
    return spikes_s;
}

class EngineAtRate : public testing::TestWithParam<double> {};

TEST_P(EngineAtRate, lif_step_fires_at_the_closed_form_times) {
    const double rate_hz = GetParam();
    const auto expected = closed_form_s(45.0, 100.0, 1100.0);
    for (const int block : {1, 64, 4096}) {
        const auto run = run_engine(lif_with_step(45.0), rate_hz, static_cast<int>(1.2 * rate_hz), block);
        ASSERT_EQ(run.spikes_s.size(), expected.size());
        for (std::size_t n = 0; n < expected.size(); ++n)
            EXPECT_NEAR(run.spikes_s[n], expected[n], 1e-9 + 1e-12 * static_cast<double>(n)) << n; // as Models.md says
    }
}

INSTANTIATE_TEST_SUITE_P(Rates, EngineAtRate, testing::Values(44100.0, 48000.0, 96000.0, 192000.0));

TEST(Engine, a_step_that_begins_and_ends_inside_samples_is_exact) {
    auto values = lif_with_step(60.0);
    values.set(Id::stim_delay_ms, 3.3337);
    values.set(Id::stim_duration_ms, 14.007);
    const double rise_mv = 20.7, climb_ms = 20.2 * std::log(rise_mv / (rise_mv - 10.0));
    const auto run = run_engine(values, 44100.0, 2000, 100);
    ASSERT_EQ(run.spikes_s.size(), 1u);
    EXPECT_NEAR(run.spikes_s[0], 1e-3 * (3.3337 + climb_ms), 1e-12); // rounding
    const double charge = std::accumulate(run.current_pa.begin(), run.current_pa.end(), 0.0) * 1000.0 / 44100.0;
    EXPECT_NEAR(charge, 60.0 * 14.007, 1e-9); // pA·ms; the trace's current is charge-exact
}

/// Every way of cutting gives the same bits: noise, sub-sample pulses, heterogeneity neurons, refractoriness and all.
TEST(Engine, block_size_never_changes_a_bit) {
    Snapshot values;
    values.set(Id::stim_shape, 4);
    values.set(Id::stim_amplitude_pa, 400.0);
    values.set(Id::stim_delay_ms, 1.234);
    values.set(Id::stim_duration_ms, 1.7);
    values.set(Id::stim_period_ms, 7.77);
    values.set(Id::noise_pa, 30.0);
    values.set(Id::noise_correlation, 0.3);
    values.set(Id::neurons, 5);
    values.set(Id::spread_percent, 10.0);
    std::vector<float> input(24000);
    SplitMix64 random(7);
    for (auto& x : input) x = static_cast<float>(0.2 * random.unit() - 0.1);
    const auto whole = run_engine(values, 48000.0, 24000, 24000, input);
    ASSERT_GT(whole.spikes_s.size(), 100u);
    for (const int block : {1, 7, 64, 333, 512, 4096}) {
        const auto cut = run_engine(values, 48000.0, 24000, block, input);
        EXPECT_EQ(cut.neurons, whole.neurons) << block;
        EXPECT_EQ(cut.voltage_mv, whole.voltage_mv) << block;
        EXPECT_EQ(cut.left, whole.left) << block;
        EXPECT_EQ(cut.right, whole.right) << block;
        ASSERT_EQ(cut.spikes_s.size(), whole.spikes_s.size());
        for (std::size_t n = 0; n < whole.spikes_s.size(); ++n) // the sum sample + offset is rounded by this test alone
            EXPECT_NEAR(cut.spikes_s[n], whole.spikes_s[n], 1e-15);
    }
}

/// A thousand neurons that fire all the time leave more segments of V in a long block than a block_trace has room for.
TEST(Engine, a_long_block_loses_nothing_of_a_large_population) {
    Snapshot values;
    values.set(Id::neurons, 1000);
    values.set(Id::spread_percent, 10.0);
    values.set(Id::holding_current_pa, 77.0); // about 95 spikes/s
    const auto whole = run_engine(values, 48000.0, 16384, 16384), cut = run_engine(values, 48000.0, 16384, 64);
    ASSERT_GT(4 * whole.spikes_s.size(), limits::segments);
    EXPECT_EQ(cut.left, whole.left);
}

/// So fast, V is summed at each step of the lanes, and the steps of 24 neurons in one sample are more than are kept.
TEST(Engine, a_population_in_tune_does_not_depend_on_the_block_size) {
    struct Fast {
        ModelId model;
        double current_pa, time_scale;
    };
    for (const auto& [model, current_pa, time_scale] :
         {Fast{ModelId::hh, 1000.0, 46.0}, {ModelId::izhikevich, 1000.0, 60.0}, {ModelId::adex, 500.0, 40.0}})
        for (const bool coupled : {false, true}) {
            Snapshot values;
            values.set(Id::model, static_cast<double>(model));
            values.set(Id::neurons, 24);
            values.set(Id::holding_current_pa, current_pa);
            values.set(Id::time_scale, time_scale);
            values.set(Id::voltage_level_db, 0.0);
            values.set(Id::noise_pa, coupled ? 30.0 : 0.0);
            values.set(Id::coupling, coupled ? 2.0 : 0.0);
            const auto whole = run_engine(values, 48000.0, 600, 600);
            EXPECT_GT(*std::ranges::max_element(whole.left), 0.01f);
            for (const int block : {1, 37}) {
                const auto cut = run_engine(values, 48000.0, 600, block);
                EXPECT_EQ(cut.left, whole.left) << static_cast<int>(model) << ", blocks of " << block;
            }
        }
}

/// Neurons run side by side in vectors, the rest one by one: how many there are must not show in any one of them.
TEST(Engine, a_neuron_with_its_noise_does_not_depend_on_how_many_others_there_are) {
    for (const double model : {3.0, 10.0}) {
        Snapshot values;
        values.set(Id::model, model);
        values.set(Id::noise_pa, 40.0);
        values.set(Id::noise_correlation, 0.3);
        values.set(Id::spread_percent, 10.0);
        values.set(Id::holding_current_pa, model == 3.0 ? 40.0 : 400.0);
        const auto spikes_of = [&](int neurons) {
            values.set(Id::neurons, neurons);
            const auto run = run_engine(values, 48000.0, 12000, 512);
            std::vector<std::vector<double>> spikes_s(static_cast<std::size_t>(neurons));
            for (std::size_t n = 0; n < run.spikes_s.size(); ++n)
                spikes_s[static_cast<std::size_t>(run.neurons[n])].push_back(run.spikes_s[n]);
            return spikes_s;
        };
        const auto many = spikes_of(21);
        EXPECT_NE(many[1], many[20]);
        for (const int few : {1, 2, 6, 9, 10, 18}) {
            const auto alone = spikes_of(few);
            for (std::size_t i = 0; i < alone.size(); ++i) EXPECT_EQ(alone[i], many[i]) << model << ": " << i;
        }
    }
}

/// A stimulus that changes on a grid common to all rates gives the same spikes at all of them (design §1 rule 4: 1e-7
/// s).
TEST(Engine, spike_times_do_not_depend_on_the_sample_rate) {
    const auto spikes_at = [](int rate_hz) {
        std::vector<double> pa;
        SplitMix64 random(3);
        for (int segment = 0; segment < 3000; ++segment)
            pa.insert(pa.end(), rate_hz / 300, 25.0 + 60.0 * random.unit());
        return run_engine(Snapshot{}, rate_hz, static_cast<int>(pa.size()), 512, {}, pa).spikes_s;
    };
    const auto reference = spikes_at(44100);
    ASSERT_GT(reference.size(), 300u);
    for (const int rate_hz : {48000, 96000, 192000}) {
        const auto spikes = spikes_at(rate_hz);
        ASSERT_EQ(spikes.size(), reference.size());
        for (std::size_t n = 0; n < spikes.size(); ++n)
            EXPECT_NEAR(spikes[n], reference[n], 1e-9) << rate_hz; // rounding
    }
}

TEST(Engine, time_scale_runs_the_neuron_faster_and_nothing_else) {
    for (const double scale : {0.02, 0.5, 20.0, 1000.0}) {
        auto values = lif_with_step(45.0);
        values.set(Id::time_scale, scale);
        const auto expected = closed_form_s(45.0, 100.0, 1100.0);
        const auto run = run_engine(values, 48000.0, static_cast<int>(1.2 * 48000.0 / scale), 256);
        const auto spikes = std::min(run.spikes_s.size(), expected.size());
        ASSERT_EQ(spikes, expected.size()) << scale;
        for (std::size_t n = 0; n < spikes; ++n) EXPECT_NEAR(run.spikes_s[n] * scale, expected[n], 1e-9) << scale;
    }
}

/// A new time scale while playing is a glide of the pitch, not a jump, the same for any block size.
TEST(Engine, time_scale_glides_while_playing) {
    std::vector<std::vector<double>> runs;
    for (const int block : {32, 64, 320}) {
        Snapshot values;
        values.set(Id::holding_current_pa, 2000.0);
        Engine engine;
        engine.prepare(48000.0, block);
        engine.set(values);
        engine.reset();
        std::vector<double> spikes;
        for (int at = 0; at < 38400; at += block) {
            if (at == 9600) {
                values.set(Id::time_scale, 2.0);
                engine.set(values);
            }
            Block part;
            part.frames = block;
            engine.process(part);
            for (const auto& spike : engine.spikes()) spikes.push_back(at + spike.sample + spike.offset);
        }
        runs.push_back(spikes);
    }
    EXPECT_EQ(runs[0].size(), runs[1].size());
    EXPECT_EQ(runs[0], runs[1]);
    EXPECT_EQ(runs[0], runs[2]);
    const auto& spikes = runs[0];
    double before = spikes[11] - spikes[10];
    const double first = before;
    for (std::size_t n = 12; n < spikes.size(); ++n) {
        const double now = spikes[n] - spikes[n - 1];
        EXPECT_LE(now, before + 1e-9);
        EXPECT_GT(now, 0.9 * before) << "a jump of the pitch";
        before = now;
    }
    EXPECT_NEAR(before, 0.5 * first, 1e-9);
}

TEST(Engine, bad_samples_are_replaced_counted_and_leave_no_trace) {
    Snapshot values;
    values.set(Id::holding_current_pa, 45.0);
    const std::vector<float> silence(4800, 0.0f);
    auto bad = silence;
    bad[100] = std::numeric_limits<float>::quiet_NaN();
    bad[200] = std::numeric_limits<float>::infinity();
    bad[300] = 1e30f;
    const auto clean = run_engine(values, 48000.0, 4800, 64, silence);
    const auto run = run_engine(values, 48000.0, 4800, 64, bad);
    EXPECT_EQ(run.status.bad_inputs, 3u);
    EXPECT_EQ(run.voltage_mv, clean.voltage_mv);
    EXPECT_EQ(run.spikes_s, clean.spikes_s);
}

TEST(Engine, ionic_leak_is_the_weighted_mean_of_its_batteries) {
    Snapshot values;
    values.set(Id::leak, 1);
    values.set(Id::chloride_leak, 0);
    values.set(Id::sodium_resistance_mohm, 95);
    values.set(Id::sodium_reversal_mv, 130);
    values.set(Id::potassium_resistance_mohm, 5);
    values.set(Id::potassium_reversal_mv, -90);
    EXPECT_NEAR(leak_of(values).reversal_mv, -79.0, 1e-12); // course, Task 5; rounding
    EXPECT_NEAR(leak_of(values).resistance_mohm, 4.75, 1e-12);
}

TEST(Engine, a_firing_neuron_is_heard_and_a_resting_one_is_silent_from_the_first_sample) {
    const auto firing = run_engine(lif_with_step(60.0), 48000.0, 48000, 256);
    const auto peak = [](const std::vector<float>& x) {
        return std::abs(
            *std::max_element(x.begin(), x.end(), [](float a, float b) { return std::abs(a) < std::abs(b); }));
    };
    EXPECT_GT(peak(firing.left), 0.01f);
    EXPECT_LE(peak(firing.left), 0.989f); // −0.1 dBFS
    const auto resting = run_engine(Snapshot{}, 48000.0, 48000, 256);
    EXPECT_LT(peak(resting.left), 1e-6f); // −120 dBFS: no thump from the resting potential
}

/// Onsets of the stimulus in model ms, from the current's rises.
std::vector<double> onsets_ms(Engine& engine, int blocks, const Transport& transport) {
    std::vector<double> onsets;
    double before_pa = 0.0;
    for (int i = 0; i < blocks; ++i) {
        Block block;
        block.frames = 480;
        block.transport = transport;
        engine.process(block);
        const double end_ms = engine.model_time_ms(), step_ms = 1000.0 / 48000.0;
        for (std::size_t k = 0; k < 480; ++k) {
            const double pa = engine.current_pa()[k];
            if (before_pa == 0.0 && pa != 0.0) onsets.push_back(end_ms - static_cast<double>(480 - k) * step_ms);
            before_pa = pa;
        }
    }
    return onsets;
}

TEST(Engine, the_stimulus_repeats_in_beats_and_starts_with_the_transport) {
    auto values = lif_with_step(45.0);
    values.set(Id::stim_delay_ms, 20.0);
    values.set(Id::stim_duration_ms, 10.0);
    values.set(Id::stim_sync, 4); // half a beat: 250 ms at 120 to the minute, 200 ms at 150
    values.set(Id::stim_start, 1);
    Engine engine;
    engine.prepare(48000.0, 480);
    engine.set(values);
    engine.reset();
    onsets_ms(engine, 33, {false, 120.0}); // runs on, until the transport starts it restarts
    const auto onsets = onsets_ms(engine, 100, {true, 120.0});
    ASSERT_EQ(onsets.size(), 4u);
    for (std::size_t n = 0; n < onsets.size(); ++n)
        EXPECT_NEAR(onsets[n], 20.0 + 250.0 * static_cast<double>(n), 0.021); // a sample
    onsets_ms(engine, 1, {false, 150.0});
    const auto faster = onsets_ms(engine, 100, {true, 150.0});
    ASSERT_EQ(faster.size(), 5u);
    EXPECT_NEAR(faster[4] - faster[0], 800.0, 0.021);
}

TEST(Engine, each_channel_can_have_its_own_neuron) {
    Snapshot values;
    values.set(Id::channel_mode, 1);
    values.set(Id::input_scale_pa, 100.0);
    Engine engine;
    engine.prepare(48000.0, 4800);
    engine.set(values);
    engine.reset();
    const std::vector<float> silence(4800, 0.0f), drive(4800, 0.45f);
    const float* channels[] = {silence.data(), drive.data()};
    Block block;
    block.frames = 4800;
    block.input = channels;
    engine.process(block);
    ASSERT_FALSE(engine.spikes().empty());
    for (const auto& spike : engine.spikes()) EXPECT_EQ(spike.neuron, 1);
}

/// The engine says which breakpoint of V is the reset of a spike; a jump of the current and the end of a refractory
/// period are breakpoints too. One engine after another, so that the scope sees every spike at its own instant.
TEST(Engine, the_scope_is_told_which_breakpoint_is_a_spike) {
    for (const ModelId model : {ModelId::lif, ModelId::glif1, ModelId::izhikevich, ModelId::adex}) {
        Snapshot values;
        values.set(Id::model, static_cast<double>(model));
        values.set(Id::stim_shape, 4.0); // a train, whose edges bend V inside samples
        values.set(Id::stim_amplitude_pa, model == ModelId::lif || model == ModelId::glif1 ? 200.0 : 3000.0);
        values.set(Id::stim_duration_ms, 3.331);
        values.set(Id::stim_period_ms, 5.017);
        values.set(Id::stim_delay_ms, 1.0);
        values.set(Id::voltage_level_db, -6.0);
        scope::TraceTap tap;
        tap.subscribe(true);
        Engine engine;
        engine.prepare(48000.0, 480);
        engine.connect(&tap);
        engine.set(values);
        engine.start();
        std::vector<double> spikes, resets;
        std::size_t others = 0;
        std::vector<float> left(480);
        for (int block = 0; block < 20; ++block) {
            Block render;
            render.frames = 480;
            render.main[0] = left.data();
            engine.process(render);
            for (const auto& spike : engine.spikes()) spikes.push_back(480.0 * block + spike.sample + spike.offset);
            scope::TracePacket packet;
            while (tap.pop(packet))
                for (int i = 0; i < packet.event_count; ++i) {
                    const auto& event = packet.events[static_cast<std::size_t>(i)];
                    if (event.kind != scope::TraceEvent::Kind::breakpoint) continue;
                    if (event.spike)
                        resets.push_back(static_cast<double>(event.sample) + event.offset);
                    else
                        ++others;
                }
        }
        EXPECT_GT(spikes.size(), 3u) << static_cast<int>(model);
        EXPECT_GT(others, 10u) << static_cast<int>(model);
        ASSERT_EQ(resets.size(), spikes.size()) << static_cast<int>(model);
        for (std::size_t n = 0; n < spikes.size(); ++n) EXPECT_EQ(resets[n], spikes[n]) << n;
    }
}

} // namespace
} // namespace soma::test
