#include "Core/Simd.h"

#include <benchmark/benchmark.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "Benchmarks/Kernels/Machine.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

// The most that this machine can do, in the same run: the roof over the kernels' figures.

#ifndef SOMA_MACHINE_CHAINS
#define SOMA_MACHINE_CHAINS
constexpr std::size_t chains = 16; ///< independent of each other: more than the pipes hold
#endif

HWY_BEFORE_NAMESPACE();
namespace soma::benchmarks::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using Reals = hn::ScalableTag<double>;

/// `steps` multiplications and additions in each lane of each chain; returns how many operations that was.
double multiply_add(std::size_t steps, double* out) {
    const Reals d;
    const auto factor = hn::Set(d, 0.999), term = hn::Set(d, 0.001);
    hn::Vec<Reals> x[chains];
    for (std::size_t i = 0; i < chains; ++i) x[i] = hn::Set(d, static_cast<double>(i));
    for (std::size_t k = 0; k < steps; ++k)
        for (auto& one : x) one = hn::Add(hn::Mul(one, factor), term);
    for (std::size_t i = 0; i < chains; ++i) hn::StoreU(x[i], d, out + i * hn::Lanes(d));
    return 2.0 * static_cast<double>(steps * chains * hn::Lanes(d));
}

} // namespace
} // namespace soma::benchmarks::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace soma::benchmarks {
namespace {

HWY_EXPORT(multiply_add);

void arithmetic(benchmark::State& state) {
    double operations = 0.0, out[chains * 8];
    for ([[maybe_unused]] auto _ : state) {
        operations += HWY_DYNAMIC_DISPATCH(multiply_add)(1000, out);
        benchmark::DoNotOptimize(out);
    }
    state.counters["items_per_second"] = {operations, benchmark::Counter::kIsRate};
}
BENCHMARK(arithmetic)->Name("machine/multiplications_and_additions");

/// One multiplication and addition that wait for each other: what a recurrence costs a step.
void latency(benchmark::State& state) {
    constexpr int steps = 1000;
    double x = 0.0, factor = 0.999, term = 0.001;
    benchmark::DoNotOptimize(factor);
    benchmark::DoNotOptimize(term);
    for ([[maybe_unused]] auto _ : state) {
        for (int k = 0; k < steps; ++k) x = x * factor + term;
        benchmark::DoNotOptimize(x);
    }
    state.SetItemsProcessed(state.iterations() * steps);
}
BENCHMARK(latency)->Name("machine/chain_of_one_multiplication_and_addition");

} // namespace
} // namespace soma::benchmarks
#endif
