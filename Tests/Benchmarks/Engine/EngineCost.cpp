#include "Engine/Engine.h"

#include <benchmark/benchmark.h>

namespace soma {
namespace {

constexpr double rate_hz = 48000.0;
constexpr int block_frames = 64;

/// The default cell under a current that makes it fire about 100 times a second.
Snapshot firing(double neurons) {
    Snapshot values;
    values.set(Id::neurons, neurons);
    values.set(Id::spread_percent, 10.0);
    values.set(Id::holding_current_pa, 70.0);
    return values;
}

/// The whole engine, all buses; a neuron-sample is one sample of one neuron.
void engine(benchmark::State& state) {
    Engine engine;
    const auto neurons = state.range(0);
    engine.prepare(rate_hz, block_frames);
    engine.set(firing(static_cast<double>(neurons)));
    engine.reset();
    std::array<std::array<float, block_frames>, 5> buses{};
    Block block;
    block.frames = block_frames;
    block.main[0] = buses[0].data();
    block.main[1] = buses[1].data();
    block.voltage = buses[2].data();
    block.spikes = buses[3].data();
    block.stimulus = buses[4].data();
    for ([[maybe_unused]] auto _ : state) engine.process(block);
    state.SetItemsProcessed(state.iterations() * block_frames * neurons);
}
BENCHMARK(engine)->Name("engine/lif")->ArgName("neurons")->Arg(1)->Arg(16)->Arg(256)->Arg(1000)->Arg(4096);

} // namespace
} // namespace soma
