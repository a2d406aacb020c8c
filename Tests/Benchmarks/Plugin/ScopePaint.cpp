#include "Editor/Scope/ScopePlot.h"
#include "Editor/Window/Editor.h"
#include "EditorFakeHost.h"

#include <benchmark/benchmark.h>

namespace soma::benchmarks {
namespace {

/// The window at 1100×720 while 16 noisy neurons fire, without a graphics card. A frame is a refresh, which takes what
/// the engine left since the last one, and a painting of the scope; the whole window is painted when it is opened.
class BusyEditor {
  public:
    BusyEditor() {
        host.play_lif();
        host.put(Id::neurons, 16);
        host.put(Id::stim_amplitude_pa, 700);
        host.put(Id::stim_duration_ms, 0);
        host.put(Id::noise_pa, 100);
        editor.setSize(1100, 720);
        for (int i = 0; i < 60; ++i) {
            next_frame();
            editor.refresh();
        }
    }
    void next_frame() { host.advance(1.0 / 60.0); }

    editor::FakeHost host;
    editor::Editor editor{host};
};

void refresh(benchmark::State& state) {
    BusyEditor busy;
    for ([[maybe_unused]] auto _ : state) {
        state.PauseTiming();
        busy.next_frame();
        state.ResumeTiming();
        busy.editor.refresh();
    }
}
BENCHMARK(refresh)->Name("scope/refresh/1100x720")->Unit(benchmark::kMillisecond);

editor::ScopePlot* plot_in(juce::Component& component) {
    if (auto* plot = dynamic_cast<editor::ScopePlot*>(&component)) return plot;
    for (auto* child : component.getChildren())
        if (auto* found = plot_in(*child)) return found;
    return nullptr;
}

void paint(benchmark::State& state, BusyEditor& busy, juce::Component& part) {
    juce::Image image{juce::Image::RGB, part.getWidth(), part.getHeight(), false, juce::SoftwareImageType{}};
    for ([[maybe_unused]] auto _ : state) {
        state.PauseTiming();
        busy.next_frame();
        busy.editor.refresh();
        state.ResumeTiming();
        juce::Graphics g{image};
        part.paintEntireComponent(g, true);
    }
}

void paint_scope(benchmark::State& state) {
    BusyEditor busy;
    if (auto* plot = plot_in(busy.editor))
        paint(state, busy, *plot);
    else
        state.SkipWithError("the editor shows no scope");
}
BENCHMARK(paint_scope)->Name("scope/paint/1100x720")->Unit(benchmark::kMillisecond);

void paint_window(benchmark::State& state) {
    BusyEditor busy;
    paint(state, busy, busy.editor);
}
BENCHMARK(paint_window)->Name("window/paint/1100x720")->Unit(benchmark::kMillisecond);

} // namespace
} // namespace soma::benchmarks
