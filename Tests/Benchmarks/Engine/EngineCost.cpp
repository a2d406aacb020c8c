#include "Benchmarks/Firing.h"
#include "Engine/Engine.h"
#include "Engine/Models.h"

#include <benchmark/benchmark.h>

#include <array>

namespace soma::benchmarks {
namespace {

constexpr double rate_hz = 48000.0;
constexpr int frames = 64;

/// The whole engine without a host, all buses, in blocks of 64; an item is one sample of one neuron.
void run(benchmark::State& state, const Snapshot& values) {
    Engine engine;
    engine.prepare(rate_hz, frames);
    engine.set(values);
    engine.reset();
    std::array<std::array<float, frames>, 5> buses{};
    Block block;
    block.frames = frames;
    block.main[0] = buses[0].data();
    block.main[1] = buses[1].data();
    block.voltage = buses[2].data();
    block.spikes = buses[3].data();
    block.stimulus = buses[4].data();
    for (int i = 0; i < 1000; ++i) engine.process(block); // past the fade-in
    std::size_t spikes = 0;
    for ([[maybe_unused]] auto _ : state) {
        engine.process(block);
        spikes += engine.spikes().size();
    }
    const double seconds = static_cast<double>(state.iterations()) * frames / rate_hz;
    state.counters["core"] = benchmark::Counter(seconds, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
    state.counters["spikes_per_s"] = static_cast<double>(spikes) / seconds / values[Id::neurons];
    state.SetItemsProcessed(state.iterations() * frames * static_cast<std::int64_t>(values[Id::neurons]));
}

void against_neurons(benchmark::State& state) { run(state, firing(100.0, static_cast<double>(state.range(0)))); }
BENCHMARK(against_neurons)
    ->Name("engine/lif/rate:100")
    ->ArgName("neurons")
    ->Arg(1)
    ->Arg(16)
    ->Arg(64)
    ->Arg(256)
    ->Arg(1000)
    ->Arg(4096);

void against_rate(benchmark::State& state) {
    run(state, firing(static_cast<double>(state.range(0)), static_cast<double>(state.range(1))));
}
BENCHMARK(against_rate)
    ->Name("engine/lif")
    ->ArgNames({"rate", "neurons"})
    ->ArgsProduct({{1, 10, 100, 500, 900}, {1, 256}});

/// Every model at its own cell under a current that most of them fire at.
struct Case {
    const char* name;
    ModelId model;
    double current_pa;
};
constexpr std::array cases{Case{"rc", ModelId::rc, 80},       Case{"lif", ModelId::lif, 80},
                           Case{"glif1", ModelId::glif1, 80}, Case{"glif2", ModelId::glif2, 80},
                           Case{"glif3", ModelId::glif3, 80}, Case{"glif4", ModelId::glif4, 80},
                           Case{"glif5", ModelId::glif5, 80}, Case{"channel", ModelId::channel, 80},
                           Case{"hh", ModelId::hh, 600},      Case{"izhikevich", ModelId::izhikevich, 600},
                           Case{"adex", ModelId::adex, 600}};

[[maybe_unused]] const bool registered = [] {
    for (const auto& one : cases)
        for (const int neurons : {1, 256})
            benchmark::RegisterBenchmark(
                ("engine/model/" + std::string(one.name) + "/neurons:" + std::to_string(neurons)).c_str(),
                [one, neurons](benchmark::State& state) {
                    Snapshot values;
                    values.set(Id::model, static_cast<double>(one.model));
                    values.set(Id::neurons, neurons);
                    values.set(Id::spread_percent, neurons > 1 ? 5.0 : 0.0);
                    values.set(Id::holding_current_pa, one.current_pa);
                    run(state, values);
                });
    return true;
}();

} // namespace
} // namespace soma::benchmarks
