#include "Membrane/Lanes/PrefixScan.h"

#include <benchmark/benchmark.h>

#include <vector>

namespace soma {
namespace {

using membrane::Lif;

constexpr double step_ms = 1000.0 / 48000.0;
const Lif::Params cell{{345.0, -62.6}, 20.2 / 345.0, -52.6, -62.6, 1.0};

/// One neuron under a held current, in blocks; V out at every sample. Arguments: current in pA, block.
void lif_prefix_scan(benchmark::State& state) {
    const auto block = static_cast<std::size_t>(state.range(1));
    const auto coeffs = Lif::prepare(cell, step_ms);
    auto neuron = Lif::reset(coeffs, {});
    membrane::PassivePrefixScan prefix_scan;
    const std::vector<double> held_pa(block, static_cast<double>(state.range(0)));
    std::vector<double> voltage_mv(block + 1);
    std::vector<membrane::SpikeInstant> spikes(block);
    std::size_t count = 0;
    for ([[maybe_unused]] auto _ : state) {
        count += membrane::run_prefix_scan<Lif>(prefix_scan, coeffs, neuron, held_pa, voltage_mv, spikes);
        benchmark::DoNotOptimize(voltage_mv.data());
        benchmark::ClobberMemory();
    }
    const double samples = static_cast<double>(state.iterations()) * static_cast<double>(block);
    state.SetItemsProcessed(static_cast<std::int64_t>(samples));
    state.counters["spikes/s"] = static_cast<double>(count) / (samples / 48000.0);
}
BENCHMARK(lif_prefix_scan)
    ->Name("kernels/lif in time")
    ->ArgNames({"pA", "block"})
    ->ArgsProduct({{20, 80}, {4096, 512, 64}});

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
