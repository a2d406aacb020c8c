#include "Stimulus/NoiseLanes.h"

#include <benchmark/benchmark.h>

#include <vector>

namespace soma::stimulus {
namespace {

constexpr std::size_t neurons = 1024, frames = 64;
const OrnsteinUhlenbeck::Coeffs coeffs(1000.0 / 48000.0, 2.0);

void across_lanes(benchmark::State& state) {
    NoiseLanes noise;
    noise.prepare(neurons);
    for (std::size_t i = 0; i < neurons; ++i) noise.start(i, i);
    std::vector<double> out(neurons * frames);
    for ([[maybe_unused]] auto _ : state) {
        noise.fill(coeffs, 0, neurons, frames, out.data(), neurons);
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(neurons * frames));
}
BENCHMARK(across_lanes)->Name("noise/neurons:1024/lanes");

void one_by_one(benchmark::State& state) {
    std::vector<OrnsteinUhlenbeck> noise;
    for (std::size_t i = 0; i < neurons; ++i) noise.emplace_back(i);
    std::vector<double> out(neurons * frames);
    for ([[maybe_unused]] auto _ : state) {
        for (std::size_t i = 0; i < neurons; ++i)
            for (std::size_t k = 0; k < frames; ++k) out[i * frames + k] = noise[i].next(coeffs);
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(neurons * frames));
}
BENCHMARK(one_by_one)->Name("noise/neurons:1024/scalar");

} // namespace
} // namespace soma::stimulus
