#include "Core/Limits.h"
#include "Engine/LaneStore.h"

#include <benchmark/benchmark.h>

#include <array>
#include <string>
#include <vector>

namespace soma::benchmarks {
namespace {

using membrane::LaneInterval;
using membrane::LaneModel;

constexpr double step_ms = 1000.0 / 48000.0;

/// Neurons of one model with 5 % spread, side by side, each at its own point of the cycle; spikes are counted.
template <class M>
class Side {
  public:
    Side(ModelId model, std::size_t count)
        : neurons_(count) {
        Snapshot values;
        values.set(Id::model, static_cast<double>(model));
        const auto spread = [&](std::size_t i, double golden) {
            const double turns = golden * static_cast<double>(i);
            return 0.95 + 0.1 * (turns - std::floor(turns));
        };
        for (std::size_t i = 0; i < count; ++i)
            neurons_[i] = make_neuron(values, {spread(i, 0.618), spread(i, 0.414), spread(i, 0.732)}, step_ms, {});
        store_.prepare(count);
        is_packed_ = store_.pack(neurons_);
    }
    bool is_packed() const { return is_packed_; }

    void run(std::span<const double> held_pa, std::span<membrane::LaneSums> sums) {
        LaneInterval input{};
        input.rows = store_.rows();
        input.neurons = neurons_.size();
        input.samples = static_cast<int>(held_pa.size());
        input.held_pa = held_pa.data();
        input.sums = sums.empty() ? nullptr : sums.data();
        input.scratch = &store_.scratch();
        input.context = this;
        input.scalar_sample = [](void* self, std::size_t lane, int, double pa) noexcept {
            static_cast<Side*>(self)->scalar_sample(lane, pa);
        };
        input.passed = [](void* self, std::span<const membrane::LaneRecord> passages) noexcept {
            for (const auto& passage : passages)
                for (int i = 0; i < passage.count; ++i)
                    static_cast<Side*>(self)->spikes_ +=
                        passage.segments[static_cast<std::size_t>(i)].event == membrane::Event::spike;
        };
        LaneModel<M>::run(input);
    }
    std::int64_t spikes() const { return spikes_; }

  private:
    void scalar_sample(std::size_t lane, double pa) noexcept {
        auto& neuron = *std::get_if<Neuron<M>>(&neurons_[lane]);
        neuron.state = LaneModel<M>::read_state(neuron.coeffs, store_.rows(), lane);
        for (double left_ms = step_ms; left_ms > 0.0;) {
            const auto segment = M::advance(neuron.coeffs, neuron.state, {pa}, left_ms);
            if (segment.event == membrane::Event::none) break;
            left_ms -= segment.elapsed_ms;
            spikes_ += segment.event == membrane::Event::spike;
        }
        LaneModel<M>::write_state(neuron.coeffs, neuron.state, store_.rows(), lane);
    }

    std::vector<AnyNeuron> neurons_;
    LaneStore store_;
    bool is_packed_ = false;
    std::int64_t spikes_ = 0;
};

template <class M>
void lanes(benchmark::State& state, ModelId model, double current_pa, std::size_t neurons, bool summed) {
    if constexpr (LaneModel<M>::available) {
        Side<M> side(model, neurons);
        if (!side.is_packed()) return state.SkipWithError("does not run in lanes");
        std::array<double, limits::quantum> held_pa;
        held_pa.fill(current_pa);
        std::array<membrane::LaneSums, limits::quantum> sums;
        const auto input = [&] { side.run(held_pa, summed ? std::span(sums) : std::span<membrane::LaneSums>()); };
        for (int i = 0; i < 150; ++i) input(); // 0.2 s: out of step by their spread
        const auto spikes = side.spikes();
        for ([[maybe_unused]] auto _ : state) input();
        const auto samples = state.iterations() * limits::quantum;
        state.counters["spikes_per_s"] = static_cast<double>(side.spikes() - spikes) / static_cast<double>(neurons) /
                                         (1e-3 * step_ms * static_cast<double>(samples));
        state.SetItemsProcessed(samples * static_cast<std::int64_t>(neurons));
    } else {
        state.SkipWithError("does not run in lanes");
    }
}

template <class M>
void add(const std::string& name, ModelId model, double current_pa, std::initializer_list<std::size_t> counts,
         bool summed = true) {
    for (const auto neurons : counts)
        benchmark::RegisterBenchmark(
            ("lanes/" + name + "/neurons:" + std::to_string(neurons)).c_str(),
            [=](benchmark::State& state) { lanes<M>(state, model, current_pa, neurons, summed); });
}

[[maybe_unused]] const bool registered = [] {
    add<membrane::Rc>("rc", ModelId::rc, 80, {1024});
    add<membrane::Lif>("lif", ModelId::lif, 80, {8, 64, 256, 1024, 4096, 16384, 100000});
    add<membrane::Lif>("lif/quiet", ModelId::lif, 20, {1024});
    add<membrane::Lif>("lif/no_sum", ModelId::lif, 80, {1024}, false);
    add<membrane::Lif>("lif/no_sum/quiet", ModelId::lif, 20, {1024}, false);
    for (int level = 1; level <= 5; ++level)
        add<membrane::Glif>("glif" + std::to_string(level),
                            static_cast<ModelId>(static_cast<int>(ModelId::glif1) + level - 1), 80, {1024});
    // About 10 µA/cm² for the squid axon of the default capacitance.
    add<membrane::HodgkinHuxley>("hh", ModelId::hh, 600, {8, 64, 256, 1024, 4096, 100000});
    add<membrane::HodgkinHuxley>("hh/no_sum", ModelId::hh, 600, {256}, false);
    add<membrane::Izhikevich>("izhikevich", ModelId::izhikevich, 600, {1024});
    add<membrane::Adex>("adex", ModelId::adex, 600, {1024});
    return true;
}();

} // namespace
} // namespace soma::benchmarks
