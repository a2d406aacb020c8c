#include "Engine/Integrate.h"

#include <benchmark/benchmark.h>

#include <vector>

namespace soma {
namespace {

using membrane::Lif;

constexpr double step_ms = 1000.0 / 48000.0;
const Lif::Params cell{{345.0, -62.6}, 20.2 / 345.0, -52.6, -62.6, 1.0};

/// One neuron under a held current by the engine's own loop, in its quanta; out come V at every sample and the block's
/// trace for the ear. Argument: current in pA.
void lif_in_time(benchmark::State& state) {
    Neuron<Lif> neuron{Lif::prepare(cell, step_ms), {}};
    neuron.state = Lif::reset(neuron.coeffs, {});
    membrane::PassivePrefixScan prefix_scan;
    BlockTrace block_trace;
    block_trace.prepare();
    EngineStatus status;
    const std::vector<double> held_pa(limits::quantum, static_cast<double>(state.range(0)));
    std::vector<double> voltage_mv(limits::quantum + 1);
    Lane lane{0, step_ms, 0, held_pa};
    lane.voltage_mv = voltage_mv.data();
    lane.prefix_scan = &prefix_scan;
    std::size_t count = 0;
    for ([[maybe_unused]] auto _ : state) {
        block_trace.begin(limits::quantum);
        Integrator<Lif>(neuron, lane, {}, block_trace, status).run();
        count += block_trace.spikes().size();
        benchmark::DoNotOptimize(voltage_mv.data());
        benchmark::ClobberMemory();
    }
    const double samples = static_cast<double>(state.iterations()) * limits::quantum;
    state.SetItemsProcessed(static_cast<std::int64_t>(samples));
    state.counters["spikes/s"] = static_cast<double>(count) / (samples / 48000.0);
}
BENCHMARK(lif_in_time)->Name("kernels/lif in time")->ArgName("pA")->Arg(20)->Arg(80);

void lif_scalar(benchmark::State& state) {
    const auto coeffs = Lif::prepare(cell, step_ms);
    auto neuron = Lif::reset(coeffs, {});
    const std::vector<double> held_pa(4096, static_cast<double>(state.range(0)));
    std::vector<double> voltage_mv(4096);
    std::size_t count = 0;
    for ([[maybe_unused]] auto _ : state) {
        for (std::size_t k = 0; k < held_pa.size(); ++k) {
            voltage_mv[k] = neuron.voltage_mv;
            for (double left_ms = step_ms; left_ms > 0.0;) {
                const auto segment = Lif::advance(coeffs, neuron, {held_pa[k]}, left_ms);
                if (segment.event == membrane::Event::none) break;
                left_ms -= segment.elapsed_ms;
                count += segment.event == membrane::Event::spike;
            }
        }
        benchmark::DoNotOptimize(voltage_mv.data());
        benchmark::ClobberMemory();
    }
    const double samples = static_cast<double>(state.iterations()) * 4096.0;
    state.SetItemsProcessed(static_cast<std::int64_t>(samples));
    state.counters["spikes/s"] = static_cast<double>(count) / (samples / 48000.0);
}
BENCHMARK(lif_scalar)->Name("kernels/lif, scalar model")->ArgName("pA")->Arg(20)->Arg(80);

} // namespace
} // namespace soma
