#include "Scope/Columns.h"
#include "Scope/Scope.h"

#include <benchmark/benchmark.h>

#include <array>
#include <cmath>

namespace soma::benchmarks {
namespace {

constexpr int frames = 64;
constexpr double rate_hz = 48000.0;

/// Blocks of a voltage that climbs and falls.
struct Source {
    std::array<double, frames> mv, pa;
    std::int64_t sample = 0;

    Source() {
        for (std::size_t k = 0; k < frames; ++k) {
            mv[k] = -60.0 + 5.0 * std::sin(static_cast<double>(k) / 10.0);
            pa[k] = 50.0;
        }
    }
    void push(scope::TraceTap& tap) {
        scope::TraceBlock block;
        block.voltage_mv = mv;
        block.current_pa = pa;
        block.first_sample = sample;
        block.sample_rate_hz = rate_hz;
        tap.push(block);
        sample += frames;
    }
};

/// Cost of an open scope to the audio thread; an item is a sample.
void push(benchmark::State& state) {
    scope::TraceTap tap;
    tap.subscribe(state.range(0) != 0);
    Source source;
    scope::TracePacket packet;
    int blocks = 0;
    for ([[maybe_unused]] auto _ : state) {
        source.push(tap);
        if (++blocks % 256 != 0) continue;
        state.PauseTiming();
        while (tap.pop(packet)) {
        }
        state.ResumeTiming();
    }
    state.SetItemsProcessed(state.iterations() * frames);
}
BENCHMARK(push)->Name("scope/push")->ArgName("open")->Arg(0)->Arg(1);

/// Cost of a frame of 1/60 s to the reader: takes it in, finds the trigger, makes the columns of 1000 pixels.
void frame(benchmark::State& state) {
    scope::TraceTap tap;
    scope::Scope scope(tap);
    Source source;
    for (int i = 0; i < 3000; ++i) {
        source.push(tap);
        scope.update();
    }
    for ([[maybe_unused]] auto _ : state) {
        for (int i = 0; i < 12; ++i) source.push(tap);
        scope.update();
        benchmark::DoNotOptimize(scope.frame(1000));
    }
}
BENCHMARK(frame)->Name("scope/frame")->Unit(benchmark::kMicrosecond);

/// Voltage and current over 1100 pixels: what is drawn may be 0.2 s or nearly all of the 30 s that are kept.
void columns(benchmark::State& state) {
    scope::TraceTap tap;
    tap.subscribe(true);
    scope::TraceHistory history;
    Source source;
    while (source.sample < static_cast<std::int64_t>(32.0 * rate_hz)) {
        for (int i = 0; i < 64; ++i) source.push(tap);
        history.drain(tap);
    }
    const double span_s = 1e-3 * static_cast<double>(state.range(0));
    const scope::Window window{history.end_s() - span_s, span_s, 1100};
    scope::Trace trace;
    for ([[maybe_unused]] auto _ : state) {
        scope::draw_trace(history, scope::Lane::voltage, window, 40.0f, trace);
        scope::draw_trace(history, scope::Lane::current, window, {}, trace);
        benchmark::DoNotOptimize(trace);
    }
}
BENCHMARK(columns)->Name("scope/columns")->ArgName("span_ms")->Arg(200)->Arg(29500)->Unit(benchmark::kMicrosecond);

} // namespace
} // namespace soma::benchmarks
