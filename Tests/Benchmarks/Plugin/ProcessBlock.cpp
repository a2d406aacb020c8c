#include "Benchmarks/CpuClock.h"
#include "Benchmarks/Firing.h"
#include "ProcessorBench.h"

#include <benchmark/benchmark.h>

namespace soma::benchmarks {
namespace {

constexpr double rate_hz = 48000.0;
/// Between two looks at the clock, which costs as much as a short block.
constexpr int blocks_at_once = 16;

/// All buses on, all levels but the pitch monitor's up.
Snapshot all_sounding(Snapshot values) {
    values.set(Id::voltage_level_db, -6.0);
    values.set(Id::spike_level_db, -6.0);
    values.set(Id::stimulus_level_db, -24.0);
    return values;
}

/// Times processBlock, in CPU time of its thread, and the making of its silent input, without which each block would
/// hear the one before; the reader of an open scope works between the blocks.
void run(benchmark::State& state, const Snapshot& values, int frames, bool scope_open) {
    test::ProcessorBench bench(rate_hz, frames);
    bench.processor.set_values(values);
    bench.processor.trace_tap().subscribe(scope_open);
    for (int i = 0; i < 200; ++i) bench.run(frames);
    scope::TracePacket packet;
    for ([[maybe_unused]] auto _ : state) {
        while (bench.processor.trace_tap().pop(packet)) {
        }
        const double begin = cpu_s();
        for (int i = 0; i < blocks_at_once; ++i) {
            bench.audio.clear();
            bench.processor.processBlock(bench.audio, bench.midi);
        }
        state.SetIterationTime(cpu_s() - begin);
    }
    const auto samples = static_cast<double>(state.iterations()) * blocks_at_once * frames;
    state.counters["core"] =
        benchmark::Counter(samples / rate_hz, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
    state.SetItemsProcessed(static_cast<std::int64_t>(samples * values[Id::neurons]));
}

void process_block(benchmark::State& state) {
    run(state, all_sounding(firing(100.0, static_cast<double>(state.range(1)))), static_cast<int>(state.range(0)),
        state.range(2) != 0);
}
BENCHMARK(process_block)
    ->Name("plugin/lif")
    ->ArgNames({"block", "neurons", "scope"})
    ->ArgsProduct({{32, 64, 512}, {1, 16, 256, 1000}, {0, 1}})
    ->UseManualTime();

void process_block_at_rate(benchmark::State& state) {
    run(state, all_sounding(firing(static_cast<double>(state.range(0)), static_cast<double>(state.range(1)))), 64,
        false);
}
BENCHMARK(process_block_at_rate)
    ->Name("plugin/lif/block:64")
    ->ArgNames({"rate", "neurons"})
    ->ArgsProduct({{1, 10, 100, 500}, {1, 1000}})
    ->UseManualTime();

void process_block_with_noise(benchmark::State& state) {
    auto values = all_sounding(firing(100.0, static_cast<double>(state.range(0))));
    values.set(Id::noise_pa, 20.0);
    run(state, values, 64, false);
}
BENCHMARK(process_block_with_noise)
    ->Name("plugin/lif/block:64/noise")
    ->ArgName("neurons")
    ->Arg(1)
    ->Arg(1000)
    ->UseManualTime();

} // namespace
} // namespace soma::benchmarks
