#include "Core/Random.h"
#include "Membrane/Lanes/LifLanes.h"

#include <benchmark/benchmark.h>
#include <hwy/aligned_allocator.h>

#include <algorithm>
#include <array>
#include <vector>

namespace soma::bench {
namespace {

using membrane::LaneModel;
using membrane::LaneRows;
using membrane::LaneStretch;
using membrane::Lif;

constexpr double step_ms = 1000.0 / 48000.0;

/// A spread population in stretches of 64 samples, spikes counted. Arguments: neurons, current in pA, whether V is
/// summed.
struct LifPopulation {
    static constexpr std::size_t rows =
        std::size_t{LaneModel<Lif>::state_rows} + std::size_t{LaneModel<Lif>::coeff_rows};

    explicit LifPopulation(std::size_t count)
        : stride(((count + LaneRows::padding - 1) / LaneRows::padding | 1) * LaneRows::padding)
        , memory(hwy::AllocateAligned<double>(rows * stride))
        , scratch(hwy::MakeUniqueAligned<LaneStretch::Scratch>()) {
        SplitMix64 random(1);
        for (std::size_t i = 0; i < count; ++i) {
            const auto spread = [&] { return 0.95 + 0.1 * random.unit(); };
            coeffs.push_back(Lif::prepare({{345.0 * spread(), -62.6}, 0.0586 * spread(), -52.6, -62.6, 1.0}, step_ms));
        }
        for (std::size_t lane = 0; lane < stride; ++lane) {
            const auto& c = coeffs[std::min(lane, count - 1)];
            LaneModel<Lif>::write_coeffs(c, all_rows(), lane);
            LaneModel<Lif>::write_state(c, {-62.6 + 9.9 * random.unit(), {}}, all_rows(), lane);
        }
    }
    LaneRows all_rows() const { return {memory.get(), stride}; }

    static void scalar_sample(void* self, std::size_t i, int, double pa) noexcept {
        auto& population = *static_cast<LifPopulation*>(self);
        const auto& c = population.coeffs[i];
        auto state = LaneModel<Lif>::read_state(c, population.all_rows(), i);
        for (double left_ms = step_ms; left_ms > 0.0;) {
            const auto arc = Lif::advance(c, state, {pa}, left_ms);
            if (arc.event == membrane::Event::none) break;
            left_ms -= arc.elapsed_ms;
            population.spikes += arc.event == membrane::Event::spike;
        }
        LaneModel<Lif>::write_state(c, state, population.all_rows(), i);
    }

    std::size_t stride;
    hwy::AlignedFreeUniquePtr<double[]> memory;
    hwy::AlignedUniquePtr<LaneStretch::Scratch> scratch;
    std::vector<Lif::Coeffs> coeffs;
    std::int64_t spikes = 0;
};

void lif_lanes(benchmark::State& state) {
    const auto count = static_cast<std::size_t>(state.range(0));
    LifPopulation population(count);
    std::array<double, LaneStretch::longest> held_pa;
    held_pa.fill(static_cast<double>(state.range(1)));
    std::array<membrane::LaneSums, LaneStretch::longest> sums;
    LaneStretch stretch{};
    stretch.rows = population.all_rows();
    stretch.neurons = count;
    stretch.samples = LaneStretch::longest;
    stretch.held_pa = held_pa.data();
    stretch.sums = state.range(2) != 0 ? sums.data() : nullptr;
    stretch.scratch = population.scratch.get();
    stretch.context = &population;
    stretch.scalar_sample = &LifPopulation::scalar_sample;
    for (auto _ : state) LaneModel<Lif>::run(stretch);
    const double samples = static_cast<double>(state.iterations()) * stretch.samples;
    state.counters["neuron_samples"] = {samples * static_cast<double>(count), benchmark::Counter::kIsRate};
    state.counters["spikes_per_s"] =
        static_cast<double>(population.spikes) / static_cast<double>(count) / (samples / 48000.0);
}
BENCHMARK(lif_lanes)
    ->ArgNames({"neurons", "pa", "summed"})
    ->Args({1024, 20, 0})
    ->Args({1024, 20, 1})
    ->Args({1024, 30, 0})
    ->Args({1024, 30, 1})
    ->Args({1024, 100, 0})
    ->Args({1024, 100, 1});

} // namespace
} // namespace soma::bench
