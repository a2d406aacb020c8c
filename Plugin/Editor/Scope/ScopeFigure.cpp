#include "Editor/Look/Numbers.h"
#include "Editor/Scope/ScopePlot.h"
#include "Scope/Measurements.h"
#include "Scope/PhasePlane.h"
#include "Scope/SpikeTriggered.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

namespace {

constexpr int overlay_sweeps = 24, phase_points = 4000;

/// A frame with both axes' ends and names; figures are drawn inside.
struct Frame {
    juce::Rectangle<float> area;
    double x_low, x_high, y_low, y_high;

    float x(double value) const {
        return area.getX() + static_cast<float>((value - x_low) / (x_high - x_low)) * area.getWidth();
    }
    float y(double value) const {
        return area.getBottom() - static_cast<float>((value - y_low) / (y_high - y_low)) * area.getHeight();
    }
};

void draw_frame(juce::Graphics& g, const Frame& frame, const Theme& theme, const Metrics& metrics,
                std::string_view x_name, std::string_view y_name) {
    g.setColour(theme[Token::plot]);
    g.fillRoundedRectangle(frame.area, 4.0f);
    const Type numbers{Face::mono, metrics.axis, theme[Token::text2]};
    const Type names{Face::regular, metrics.axis, theme[Token::text2]};
    const float below = frame.area.getBottom() + metrics.axis + 5.0f;
    const auto print = [](double value) { return std::abs(value) >= 10.0 ? fixed(value, 0) : significant(value); };
    draw_text_at(g, {print(frame.x_low), numbers}, frame.area.getX(), below, 60.0f);
    draw_text_at(g, {print(frame.x_high), numbers}, frame.area.getRight() - 60.0f, below, 60.0f, Align::right);
    draw_text_at(g, {x_name, names}, frame.area.getX(), below, frame.area.getWidth(), Align::centre);
    const float room = frame.area.getX() - 7.0f;
    draw_text_at(g, {print(frame.y_high), numbers}, 0.0f, frame.area.getY() + metrics.axis, room, Align::right);
    draw_text_at(g, {print(frame.y_low), numbers}, 0.0f, frame.area.getBottom(), room, Align::right);
    draw_text_at(g, {y_name, names}, frame.area.getRight() + 8.0f, frame.area.getY() + metrics.axis,
                 static_cast<float>(metrics.gutter));
}

} // namespace

void ScopePlot::paint_figure(juce::Graphics& g) {
    const auto& history = desk_.scope().shown();
    const auto& axis = desk_.voltage_axis();
    const auto& theme = *context.theme;
    const auto stroke = [&](const juce::Path& path, juce::Colour ink, float width) {
        g.setColour(ink);
        g.strokePath(path, juce::PathStrokeType{width, juce::PathStrokeType::curved});
    };
    if (desk_.figure == ScopeFigure::isi_histogram) {
        const scope::IsiBins bins;
        const auto histogram =
            history.empty() ? scope::IsiHistogram{} : scope::isi_histogram(history, bins, history.oldest_s());
        const auto most = histogram.counts.empty() ? 0 : *std::ranges::max_element(histogram.counts);
        const Frame frame{layout_.plot, bins.low_ms, bins.high_ms, 0.0, std::max(1.0, static_cast<double>(most))};
        draw_frame(g, frame, theme, metrics(), "interval between spikes, ms, log", "spikes");
        g.setColour(colour(Token::spike));
        const float pitch = frame.area.getWidth() / static_cast<float>(bins.bins);
        for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
            const float y = frame.y(static_cast<double>(histogram.counts[i]));
            g.fillRect(juce::Rectangle<float>{frame.area.getX() + static_cast<float>(i) * pitch + 0.5f, y, pitch - 1.0f,
                                              frame.area.getBottom() - y});
        }
        return;
    }
    if (desk_.figure == ScopeFigure::spike_overlay) {
        const scope::SpikeFrame stretch;
        const Frame frame{layout_.plot, -stretch.before_s * 1e3, stretch.after_s * 1e3, axis.low, axis.high};
        draw_frame(g, frame, theme, metrics(), "ms from the spike", "mV");
        std::vector<scope::Trace> overlay;
        if (!history.empty())
            scope::draw_spike_overlay(history, stretch, overlay_sweeps,
                                      std::max(1, juce::roundToInt(frame.area.getWidth() * scale_)),
                                      desk_.scope().settings().drawn_peak_mv, overlay);
        const juce::Graphics::ScopedSaveState saved{g};
        g.reduceClipRegion(frame.area.getSmallestIntegerContainer());
        for (const auto& trace : overlay) {
            voltage_.build(trace, frame.area.getX(), scale_,
                           [&](float mv) { return frame.y(static_cast<double>(mv)); });
            g.setColour(colour(Token::vm).withMultipliedAlpha(0.35f));
            voltage_.stroke(g, metrics().trace * 0.7f, frame.area);
        }
        return;
    }
    std::vector<scope::PhasePoint> points;
    const double span_s = desk_.scope().settings().time_base.span_s();
    if (!history.empty()) scope::draw_phase_plane(history, history.end_s() - span_s, span_s, phase_points, points);
    double low = -1.0, high = 1.0;
    for (const auto& point : points) {
        low = std::min(low, static_cast<double>(point.slope_mv_per_ms));
        high = std::max(high, static_cast<double>(point.slope_mv_per_ms));
    }
    const Frame frame{layout_.plot, axis.low, axis.high, low * 1.05, high * 1.05};
    draw_frame(g, frame, theme, metrics(), "V_{m}, mV", "mV/ms");
    juce::Path path;
    for (const auto& point : points) {
        const juce::Point<float> at{frame.x(static_cast<double>(point.voltage_mv)),
                                    frame.y(static_cast<double>(point.slope_mv_per_ms))};
        if (point.begins)
            path.startNewSubPath(at);
        else
            path.lineTo(at);
    }
    const juce::Graphics::ScopedSaveState saved{g};
    g.reduceClipRegion(frame.area.getSmallestIntegerContainer());
    stroke(path, colour(Token::vm), metrics().trace * 0.7f);
}

} // namespace soma::editor
