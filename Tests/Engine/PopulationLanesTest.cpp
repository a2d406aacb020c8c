#include "Core/Limits.h"
#include "Engine/Engine.h"
#include "Engine/Population.h"
#include "Support/SimdTargets.h"

#include <gtest/gtest.h>

#include <map>

namespace soma::test {
namespace {

constexpr double lanes_rate_hz = 48000.0;

constexpr double tie = 1e-9 * lanes_rate_hz; // the promise of the lanes: 1e-9 s, in samples
/// LIF in lanes rounds otherwise than the scalar model: LifLanesTest.cpp.
constexpr double lif_tie = 1e-11 * lanes_rate_hz;

/// A population with what reaches it: a held current, a pulse that begins and ends inside samples, perhaps a clamp.
struct Scene {
    std::string name;
    double neurons = 63;
    std::vector<std::pair<Id, double>> settings;
    bool jumps = false, clamp = false;
    std::size_t channels = 1;
    double spike_tolerance = lif_tie; ///< in samples
    double voltage_tolerance = 1e-10; ///< of the sum, per neuron, in mV: rounding
    int frames = 4800;

    friend std::ostream& operator<<(std::ostream& out, const Scene& scene) { return out << scene.name; }
};

struct PopulationRun {
    std::vector<SpikeEvent> spikes; ///< in samples from the begin
    std::vector<double> begin_mv, end_slope, first_mv;
    std::vector<std::array<double, 8>> segments; ///< sample, neuron, and the numbers of a segment
    EngineStatus status;
};

Snapshot values_of(const Scene& scene) {
    Snapshot values;
    values.set(Id::model, static_cast<double>(ModelId::lif));
    values.set(Id::neurons, scene.neurons);
    values.set(Id::spread_percent, 10.0);
    for (const auto& [id, value] : scene.settings) values.set(id, value);
    return values;
}

PopulationRun run(const Scene& scene, int block, std::size_t most_in_lanes, bool sums_voltage = true) {
    const auto values = values_of(scene);
    Population population;
    population.prepare(lanes_rate_hz, most_in_lanes);
    population.set(values, values[Id::time_scale] * 1000.0 / lanes_rate_hz, {});
    std::vector<stimulus::Current> channels(scene.channels);
    for (auto& channel : channels) channel.prepare(block);
    BlockTrace block_trace;
    block_trace.prepare();
    std::vector<double> conductance_ns(static_cast<std::size_t>(block)), current_pa(conductance_ns);
    std::vector<double> voltage_mv(conductance_ns.size() + 1);
    PopulationRun run;
    for (int first = 0; first < scene.frames; first += block) {
        const int frames = std::min(block, scene.frames - first);
        for (std::size_t c = 0; c < channels.size(); ++c) {
            channels[c].begin(frames);
            for (int k = 0; k < frames; ++k) {
                channels[c].add(k, values[Id::holding_current_pa] * (1.0 + 0.2 * static_cast<double>(c)));
                if (scene.jumps && (first + k) % 331 == 7) channels[c].add_jump(k, 0.3, 200.0);
                if (scene.jumps && (first + k) % 331 == 7) channels[c].add_jump(k, 0.8, -150.0);
            }
            channels[c].finish();
        }
        for (int k = 0; k < frames; ++k)
            conductance_ns[static_cast<std::size_t>(k)] = (first + k) % 3 == 0 ? 0.0 : 0.01 * ((first + k) % 100);
        block_trace.begin(frames);
        population.process({channels, scene.clamp ? conductance_ns.data() : nullptr, -45.0, voltage_mv.data(),
                            current_pa.data(), nullptr, sums_voltage},
                           frames, block_trace, run.status);
        block_trace.finish();
        for (auto spike : block_trace.spikes()) {
            spike.sample += first;
            run.spikes.push_back(spike);
        }
        for (const auto& of : block_trace.runs())
            for (const auto& segment : block_trace.segments(of))
                run.segments.push_back({static_cast<double>(first + of.sample), static_cast<double>(of.neuron),
                                        segment.start, segment.length, segment.begin_mv, segment.begin_slope,
                                        segment.end_mv, segment.end_slope});
        run.begin_mv.insert(run.begin_mv.end(), block_trace.begin_mv().begin(), block_trace.begin_mv().end());
        run.end_slope.insert(run.end_slope.end(), block_trace.end_slope().begin(), block_trace.end_slope().end());
        run.first_mv.insert(run.first_mv.end(), voltage_mv.begin(), voltage_mv.begin() + frames);
    }
    return run;
}

/// The first neuron runs in time: its additions, and so its last bits, are in the order of the instruction set.
void expect_same_spikes(PopulationRun a, PopulationRun b, double tolerance) {
    ASSERT_EQ(a.spikes.size(), b.spikes.size());
    for (auto* run : {&a, &b})
        std::ranges::stable_sort(run->spikes, {}, &SpikeEvent::neuron); // ties may change the order
    for (std::size_t n = 0; n < a.spikes.size(); ++n) {
        ASSERT_EQ(a.spikes[n].neuron, b.spikes[n].neuron) << n;
        ASSERT_NEAR(a.spikes[n].sample + a.spikes[n].offset, b.spikes[n].sample + b.spikes[n].offset,
                    a.spikes[n].neuron == 0 ? tie : tolerance)
            << n;
    }
}

class PopulationLanes : public testing::TestWithParam<Scene> {};

/// The scalar model alone is the oracle; then no way of cutting time changes a bit, with any set of instructions.
TEST_P(PopulationLanes, give_what_the_scalar_model_gives) {
    const auto& scene = GetParam();
    const auto expected = run(scene, limits::quantum, 0);
    ASSERT_GT(expected.spikes.size(), static_cast<std::size_t>(scene.neurons / 2));
    for_each_lane_target([&](const std::string& target) {
        SCOPED_TRACE(target);
        const auto lanes = run(scene, limits::quantum, limits::neurons);
        expect_same_spikes(lanes, expected, scene.spike_tolerance);
        EXPECT_EQ(lanes.status.rate_limited, expected.status.rate_limited);
        EXPECT_EQ(lanes.status.resets, expected.status.resets);
        ASSERT_EQ(lanes.segments.size(), expected.segments.size());
        for (std::size_t k = 0; k < expected.begin_mv.size(); ++k) {
            ASSERT_NEAR(lanes.begin_mv[k], expected.begin_mv[k], scene.voltage_tolerance * scene.neurons) << k;
            ASSERT_NEAR(lanes.end_slope[k], expected.end_slope[k], scene.voltage_tolerance * scene.neurons) << k;
        }
        expect_same_spikes(run(scene, limits::quantum, limits::neurons, false), lanes, 0.0);
        for (const int block : {1, 7, 61}) {
            if (block == 1 && scene.neurons > 500) continue;
            SCOPED_TRACE(block);
            const auto cut = run(scene, block, limits::neurons);
            ASSERT_EQ(cut.spikes.size(), lanes.spikes.size());
            for (std::size_t n = 0; n < cut.spikes.size(); ++n) {
                ASSERT_EQ(cut.spikes[n].neuron, lanes.spikes[n].neuron);
                ASSERT_EQ(cut.spikes[n].sample, lanes.spikes[n].sample);
                ASSERT_EQ(cut.spikes[n].offset, lanes.spikes[n].offset);
            }
            EXPECT_TRUE(cut.segments == lanes.segments);
            EXPECT_EQ(cut.begin_mv, lanes.begin_mv);
            EXPECT_EQ(cut.end_slope, lanes.end_slope);
            EXPECT_EQ(cut.first_mv, lanes.first_mv);
        }
    });
}

const std::pair<Id, double> driven{Id::holding_current_pa, 60.0};

Scene cell_scene(const std::string& name, ModelId model, double pa, double spike_tolerance = 0.0,
                 double voltage_tolerance = 1e-11) {
    return {name,
            37,
            {{Id::model, static_cast<double>(model)}, {Id::holding_current_pa, pa}, {Id::noise_pa, 0.2 * pa}},
            true,
            false,
            2,
            spike_tolerance,
            voltage_tolerance};
}

INSTANTIATE_TEST_SUITE_P(
    Scenes, PopulationLanes,
    testing::Values(
        Scene{"two", 2, {driven}}, Scene{"four", 4, {driven}}, Scene{"eight", 8, {driven}}, Scene{"nine", 9, {driven}},
        Scene{"ten", 10, {driven}}, Scene{"sixty_four", 64, {driven}},
        Scene{"thousand", 1000, {driven, {Id::noise_pa, 10.0}}, false, false, 1, lif_tie, 1e-10, 3000},
        Scene{"four_thousand", 4096, {driven}, false, false, 1, lif_tie, 1e-10, 1000},
        Scene{"noise", 33, {driven, {Id::noise_pa, 50.0}, {Id::noise_correlation, 0.3}}},
        Scene{"jumps", 41, {driven}, true}, Scene{"channels", 19, {driven}, true, false, 8},
        Scene{"no_refractory_period", 20, {{Id::holding_current_pa, 200.0}, {Id::refractory_ms, 0.0}}},
        Scene{"long_refractory_period", 20, {{Id::holding_current_pa, 200.0}, {Id::refractory_ms, 20.0}}},
        Scene{"many_spikes_a_sample", 20, {driven, {Id::time_scale, 1000.0}}, false, false, 1, lif_tie, 1e-10, 80},
        Scene{"slow_motion", 20, {{Id::holding_current_pa, 90000.0}, {Id::time_scale, 0.02}}},
        Scene{"excited", 30, {driven, {Id::coupling, 1}, {Id::coupling_pa, 800.0}}, true, false, 1, tie, 1e-9},
        Scene{"inhibited",
              30,
              {driven, {Id::coupling, 2}, {Id::coupling_pa, 800.0}, {Id::noise_pa, 5.0}},
              false,
              false,
              1,
              tie,
              1e-9},
        // The lanes' relaxation under a conductance is Highway's, the scalar model's the C library's.
        Scene{"clamp", 21, {driven}, true, true, 1, tie, 1e-9},
        Scene{"gap_junctions", 21, {driven, {Id::coupling, 3}}, false, true, 1, tie, 1e-9},
        // Exact like lif.
        cell_scene("glif1", ModelId::glif1, 200.0), cell_scene("glif2", ModelId::glif2, 200.0),
        cell_scene("glif3", ModelId::glif3, 200.0), cell_scene("glif4", ModelId::glif4, 200.0),
        cell_scene("glif5", ModelId::glif5, 200.0), cell_scene("izhikevich", ModelId::izhikevich, 1000.0),
        // Other exponentials than the scalar models' move a steep V by 1e-6 mV.
        cell_scene("hh", ModelId::hh, 1500.0, tie, 1e-5), cell_scene("adex", ModelId::adex, 150.0, tie, 1e-5)),
    [](const auto& tested) { return tested.param.name; });

/// The first neuron runs in time, the others side by side: one population after another keeps its state.
TEST(PopulationLanes, keep_their_state_when_parameters_change) {
    const Scene scene{"kept", 40, {driven}};
    for (const std::size_t most_in_lanes : {0, 4096}) {
        Population population;
        population.prepare(lanes_rate_hz, most_in_lanes);
        auto values = values_of(scene);
        population.set(values, 1000.0 / lanes_rate_hz, {});
        const double rest_mv = population.sum_mv();
        stimulus::Current channel;
        channel.prepare(64);
        channel.begin(64);
        for (int k = 0; k < 64; ++k) channel.add(k, 60.0);
        channel.finish();
        BlockTrace block_trace;
        block_trace.prepare();
        EngineStatus status;
        std::vector<double> voltage_mv(65), current_pa(64);
        block_trace.begin(64);
        population.process({{&channel, 1}, nullptr, 0.0, voltage_mv.data(), current_pa.data(), nullptr}, 64,
                           block_trace, status);
        const double moved_mv = population.sum_mv();
        EXPECT_GT(moved_mv, rest_mv + 1.0);
        values.set(Id::refractory_ms, 2.0);
        population.set(values, 1000.0 / lanes_rate_hz, {});
        EXPECT_EQ(population.sum_mv(), moved_mv);
        values.set(Id::neurons, 20);
        population.set(values, 1000.0 / lanes_rate_hz, {});
        EXPECT_EQ(population.count(), 20);
        values.set(Id::neurons, 1);
        population.set(values, 1000.0 / lanes_rate_hz, {});
        EXPECT_EQ(population.sum_mv(), voltage_mv[64]);
    }
}

/// A threshold that moves below V in the refractory period counts when that ends, not before. The first neuron is the
/// scalar model, the others are lanes; without a spread all are the same.
TEST(PopulationLanes, wait_for_the_end_of_the_refractory_period_below_a_lowered_threshold) {
    Engine engine;
    engine.prepare(48000.0, 64);
    Snapshot values;
    values.set(Id::model, static_cast<double>(ModelId::lif));
    values.set(Id::neurons, 200);
    values.set(Id::refractory_ms, 5.0);
    values.set(Id::holding_current_pa, 2000.0);
    engine.set(values);
    engine.reset();
    std::map<std::int32_t, std::vector<double>> spikes_ms;
    for (int block = 0; block < 300; ++block) {
        values.set(Id::threshold_mv, block / 7 % 2 == 0 ? -50.0 : -120.0);
        engine.set(values);
        Block now;
        now.frames = 64;
        engine.process(now);
        for (const auto& spike : engine.spikes()) spikes_ms[spike.neuron].push_back(spike.model_time_ms);
    }
    ASSERT_EQ(spikes_ms.size(), 200u);
    ASSERT_GT(spikes_ms[0].size(), 40u);
    for (const auto& [neuron, times] : spikes_ms) {
        ASSERT_EQ(times.size(), spikes_ms[0].size()) << neuron;
        for (std::size_t i = 0; i < times.size(); ++i) ASSERT_NEAR(times[i], spikes_ms[0][i], 1e-9) << neuron;
    }
}

} // namespace
} // namespace soma::test
