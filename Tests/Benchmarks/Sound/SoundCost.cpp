#include "Core/Limits.h"
#include "Core/Random.h"
#include "Sound/Mixer.h"
#include "Sound/VoltageLowpass.h"

#include <benchmark/benchmark.h>

#include <array>
#include <vector>

namespace soma::benchmarks {
namespace {

constexpr int frames = limits::quantum;

/// Spikes anywhere in a block, in order of time.
std::vector<SpikeEvent> spikes_of_a_block(std::int64_t count) {
    SplitMix64 random(1);
    std::vector<double> times;
    for (std::int64_t i = 0; i < count; ++i) times.push_back(random.unit() * frames);
    std::sort(times.begin(), times.end());
    std::vector<SpikeEvent> spikes;
    for (const double t : times)
        spikes.push_back({static_cast<int>(t), static_cast<int>(spikes.size()), t - std::floor(t)});
    return spikes;
}

/// An item is a spike.
void spike_bus(benchmark::State& state) {
    sound::SpikeBus bus;
    const auto spikes = spikes_of_a_block(state.range(0));
    for ([[maybe_unused]] auto _ : state) {
        bus.render(spikes, frames);
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(spike_bus)->Name("sound/spike_bus")->ArgName("spikes")->Arg(0)->Arg(1)->Arg(100);

/// V of a block that climbs, with some resets in it: each two steps that meet inside a sample.
struct BlockOfVoltage {
    std::array<double, frames> mv, slope;
    std::vector<SegmentRun> runs;
    std::vector<VoltageSegment> steps;

    explicit BlockOfVoltage(std::int64_t resets) {
        for (std::size_t k = 0; k < frames; ++k) {
            mv[k] = -60.0 + 0.1 * static_cast<double>(k);
            slope[k] = 0.1;
        }
        for (const auto& spike : spikes_of_a_block(resets)) {
            runs.push_back({spike.sample, spike.neuron, static_cast<std::uint32_t>(steps.size()), 2});
            steps.push_back({0.0, spike.offset, -53.0, 0.5, -52.6, 0.5});
            steps.push_back({spike.offset, 1.0 - spike.offset, -62.6, 0.0, -62.6, 0.0});
        }
    }
};

/// An item is a sample.
void voltage_lowpass(benchmark::State& state) {
    sound::VoltageLowpass lowpass;
    const BlockOfVoltage v(state.range(0));
    std::array<double, frames> out;
    for ([[maybe_unused]] auto _ : state) {
        lowpass.process({v.mv, v.slope, v.mv, v.slope, v.runs, v.steps}, out);
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * frames);
}
BENCHMARK(voltage_lowpass)->Name("sound/voltage_lowpass/vector")->ArgName("resets")->Arg(0)->Arg(1)->Arg(100);

void voltage_lowpass_scalar(benchmark::State& state) {
    sound::VoltageLowpass lowpass;
    const BlockOfVoltage v(state.range(0));
    for ([[maybe_unused]] auto _ : state) {
        auto run = v.runs.begin();
        for (std::size_t k = 0; k < frames; ++k) {
            lowpass.whole_sample(v.mv[k], v.slope[k], v.mv[k], v.slope[k]);
            for (; run != v.runs.end() && run->sample == static_cast<int>(k); ++run)
                for (const auto& step : std::span(v.steps).subspan(run->first, run->count)) lowpass.segment(step);
            benchmark::DoNotOptimize(lowpass.tick());
        }
    }
    state.SetItemsProcessed(state.iterations() * frames);
}
BENCHMARK(voltage_lowpass_scalar)->Name("sound/voltage_lowpass/scalar")->ArgName("resets")->Arg(0)->Arg(1)->Arg(100);

/// Spikes, voltage and stimulus into the main output; an item is a sample.
void mixer(benchmark::State& state) {
    sound::Mixer mixer;
    sound::MixSettings settings;
    settings.stimulus_level_db = -24.0;
    mixer.set(settings);
    const auto spikes = spikes_of_a_block(state.range(0));
    std::array<double, frames> mv, pa;
    for (int k = 0; k < frames; ++k) {
        mv[static_cast<std::size_t>(k)] = -60.0 + 0.1 * k;
        pa[static_cast<std::size_t>(k)] = 50.0;
    }
    std::array<float, frames> left, right, unit;
    for ([[maybe_unused]] auto _ : state) {
        mixer.process({spikes, mv, pa}, {left, right, unit});
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * frames);
}
BENCHMARK(mixer)->Name("sound/mixer")->ArgName("spikes")->Arg(0)->Arg(1)->Arg(100);

} // namespace
} // namespace soma::benchmarks
