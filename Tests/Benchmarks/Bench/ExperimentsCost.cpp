#include "Bench/Experiments.h"

#include <benchmark/benchmark.h>

namespace soma::benchmarks {
namespace {

void fi_curve(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(bench::fi_curve({}, {}));
}
BENCHMARK(fi_curve)->Name("bench/fi_curve/lif")->Unit(benchmark::kMillisecond);

void strength_duration(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(bench::strength_duration({}, {}));
}
BENCHMARK(strength_duration)->Name("bench/strength_duration/lif")->Unit(benchmark::kMillisecond);

/// The squid axon of 0.1 nF.
bench::Subject squid() {
    bench::Subject subject;
    subject.values.set(Id::model, static_cast<double>(ModelId::hh));
    subject.values.set(Id::membrane_capacitance_nf, 0.1);
    return subject;
}

void fi_curve_hh(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(bench::fi_curve(squid(), {}));
}
BENCHMARK(fi_curve_hh)->Name("bench/fi_curve/hh")->Unit(benchmark::kMillisecond);

void strength_duration_hh(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(bench::strength_duration(squid(), {}));
}
BENCHMARK(strength_duration_hh)->Name("bench/strength_duration/hh")->Unit(benchmark::kMillisecond);

} // namespace
} // namespace soma::benchmarks
