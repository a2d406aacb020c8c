#include "ProcessorBench.h"

#include <benchmark/benchmark.h>

namespace soma::benchmarks {
namespace {

/// The wait of a host for an instance that is ready to process. The first one of a program makes the shared tables; to
/// see that, run `first` in a separate program, as Tests/benchmark.sh does.
void instantiate(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) test::ProcessorBench bench(48000.0, 512);
}
BENCHMARK(instantiate)->Name("plugin/instantiate/first")->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(instantiate)->Name("plugin/instantiate/another")->Unit(benchmark::kMillisecond);

void prepare(benchmark::State& state) {
    test::ProcessorBench bench;
    for ([[maybe_unused]] auto _ : state) bench.processor.prepareToPlay(48000.0, 512);
}
BENCHMARK(prepare)->Name("plugin/prepareToPlay")->Unit(benchmark::kMillisecond);

} // namespace
} // namespace soma::benchmarks
