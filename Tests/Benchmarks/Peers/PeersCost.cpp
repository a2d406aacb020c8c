#include "Benchmarks/Firing.h"
#include "Engine/Engine.h"
#include "Peers.h"

#include <benchmark/benchmark.h>

#include <vector>

namespace soma::benchmarks {
namespace {

constexpr double rate_hz = 48000.0, step_ms = 1000.0 / rate_hz;
constexpr int second = 48000; ///< samples

/// How late the last upward crossing of `level_mv` is, of as many as there are in both.
double lateness_us(const std::vector<double>& mv, double level_mv, std::span<const double> spikes_s) {
    std::size_t crossings = 0;
    double last_s = 0.0;
    for (std::size_t k = 1; k < mv.size() && crossings < spikes_s.size(); ++k)
        if (mv[k - 1] < level_mv && mv[k] >= level_mv) {
            ++crossings;
            last_s = (static_cast<double>(k - 1) + (level_mv - mv[k - 1]) / (mv[k] - mv[k - 1])) / rate_hz;
        }
    return crossings == spikes_s.size() ? 1e6 * (last_s - spikes_s.back()) : std::nan("");
}

std::vector<double> our_spikes_s(const Snapshot& values, int samples) {
    Engine engine;
    engine.prepare(rate_hz, samples);
    engine.set(values);
    engine.reset();
    Block block;
    block.frames = samples;
    engine.process(block);
    std::vector<double> spikes_s;
    for (const auto& spike : engine.spikes()) spikes_s.push_back((spike.sample + spike.offset) / rate_hz);
    return spikes_s;
}

/// The reset of a voltage that fires, in place of the crossing that a grid does not show.
double reset_lateness_us(const std::vector<double>& mv, std::span<const double> spikes_s) {
    std::vector<double> fallen(mv.size());
    for (std::size_t k = 0; k + 1 < mv.size(); ++k) fallen[k + 1] = mv[k + 1] < mv[k] - 5.0 ? 1.0 : 0.0;
    return lateness_us(fallen, 0.5, spikes_s);
}

/// Blocks as long as those of lif_prefix_scan, after a second that is compared with ours.
template <class Run>
void lif(benchmark::State& state, Run run) {
    constexpr int block = 4096;
    const auto values = firing(97.3); // intervals that are no whole number of samples
    std::vector<double> pa(second, values[Id::holding_current_pa]), mv(second);
    run(pa.data(), mv.data(), second);
    state.counters["lateness_us"] = reset_lateness_us(mv, our_spikes_s(values, second));
    for ([[maybe_unused]] auto _ : state) {
        run(pa.data(), mv.data(), block);
        benchmark::DoNotOptimize(mv.data());
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * block);
}

void euler_per_sample(benchmark::State& state) {
    const peers::LifCell cell;
    peers::EulerLif neuron{cell.rest_mv, 0};
    lif(state, [&](double* pa, double* mv, int n) { peers::euler_lif(cell, step_ms, 1, neuron, pa, mv, n); });
}
BENCHMARK(euler_per_sample)->Name("peer/lif/euler:sample");

/// 21 steps a sample: the whole number nearest to 1 µs.
void euler_microsecond(benchmark::State& state) {
    const peers::LifCell cell;
    peers::EulerLif neuron{cell.rest_mv, 0};
    lif(state, [&](double* pa, double* mv, int n) { peers::euler_lif(cell, step_ms / 21, 21, neuron, pa, mv, n); });
}
BENCHMARK(euler_microsecond)->Name("peer/lif/euler:1us");

#ifdef SOMAPHONE_FAUST
void faust(benchmark::State& state) {
    peers::FaustLif neuron;
    lif(state, [&](double* pa, double* mv, int n) { neuron.run(pa, mv, n); });
}
BENCHMARK(faust)->Name("peer/lif/faust");
#endif

/// As many neurons as asked for, one after the other, each for the same tenth of a second.
void euler_hh(benchmark::State& state) {
    constexpr int samples = second / 10;
    constexpr float current_ua_per_cm2 = 10.0f;
    const auto neurons = static_cast<std::size_t>(state.range(0));
    std::vector<float> current(samples, current_ua_per_cm2), mv(samples);

    Snapshot values;
    values.set(Id::model, 10);
    values.set(Id::membrane_capacitance_nf, 0.1);   // 1 µF/cm²: 10⁻⁴ cm²
    values.set(Id::holding_current_pa, 10.0 * 100); // µA/cm² on that area
    peers::EulerHh neuron;
    peers::euler_hh(neuron, static_cast<float>(step_ms), current.data(), mv.data(), samples);
    state.counters["lateness_us"] =
        lateness_us({mv.begin(), mv.end()}, values[Id::spike_level_mv], our_spikes_s(values, samples));

    std::vector<peers::EulerHh> population(neurons);
    for ([[maybe_unused]] auto _ : state) {
        for (auto& one : population)
            peers::euler_hh(one, static_cast<float>(step_ms), current.data(), mv.data(), samples);
        benchmark::DoNotOptimize(mv.data());
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(neurons) * samples);
}
BENCHMARK(euler_hh)->Name("peer/hh/euler_float")->ArgName("neurons")->Arg(1)->Arg(256);

} // namespace
} // namespace soma::benchmarks
