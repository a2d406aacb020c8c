#include "Benchmarks/CpuClock.h"
#include "Benchmarks/Firing.h"
#include "ProcessorBench.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <sys/resource.h>
#include <vector>

namespace soma::benchmarks {
namespace {

constexpr double rate_hz = 48000.0;
constexpr int frames = 64;
constexpr double limit_s = 0.1 * frames / rate_hz;

/// How often the system took the processor away from this thread.
long preemptions() {
    rusage usage{};
    getrusage(RUSAGE_THREAD, &usage);
    return usage.ru_nivcsw;
}

/// A million blocks one by one. A block is slow by wall time when neuron or system held it up. The neuron's part
/// shows in the CPU time of the thread, which also holds interrupts and the way back from a preemption; so what is over
/// the limit by CPU time in blocks during which the system did not take the processor away is counted apart.
void worst_block(benchmark::State& state) {
    const auto blocks = static_cast<std::size_t>(state.range(0));
    test::ProcessorBench bench(rate_hz, frames);
    bench.processor.set_values(firing(100.0));
    for (int i = 0; i < 1000; ++i) bench.run(frames);
    std::vector<double> cpu(blocks);
    double worst_wall = 0.0;
    int slow_by_wall = 0, of_them_preempted = 0, slow_by_cpu = 0, slow_undisturbed = 0;
    for ([[maybe_unused]] auto _ : state)
        for (auto& one : cpu) {
            bench.audio.clear();
            const long before = preemptions();
            const double wall_begin = wall_s(), cpu_begin = cpu_s();
            bench.processor.processBlock(bench.audio, bench.midi);
            one = cpu_s() - cpu_begin;
            const double wall = wall_s() - wall_begin;
            worst_wall = std::max(worst_wall, wall);
            if (wall <= limit_s) continue;
            const bool preempted = preemptions() != before;
            ++slow_by_wall;
            of_them_preempted += preempted;
            slow_by_cpu += one > limit_s;
            slow_undisturbed += one > limit_s && !preempted;
        }
    std::sort(cpu.begin(), cpu.end());
    state.counters["median_cpu_us"] = 1e6 * cpu[blocks / 2];
    state.counters["worst_cpu_us"] = 1e6 * cpu.back();
    state.counters["worst_wall_us"] = 1e6 * worst_wall;
    state.counters["limit_us"] = 1e6 * limit_s;
    state.counters["over_limit_cpu"] = slow_by_cpu;
    state.counters["over_limit_cpu_undisturbed"] = slow_undisturbed;
    state.counters["over_limit_wall"] = slow_by_wall;
    state.counters["of_them_preempted"] = of_them_preempted;
}
BENCHMARK(worst_block)
    ->Name("plugin/worst_block")
    ->ArgName("blocks")
    ->Arg(1000000)
    ->Iterations(1)
    ->Repetitions(1)
    ->Unit(benchmark::kMillisecond);

} // namespace
} // namespace soma::benchmarks
