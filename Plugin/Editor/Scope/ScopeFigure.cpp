#include "Editor/Scope/ScopePlot.h"
#include "Look/FigurePaint.h"
#include "Look/NumberFormat.h"
#include "Scope/Graticule.h"
#include "Scope/Measurements.h"
#include "Scope/PhasePlane.h"
#include "Scope/SpikeTriggered.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace soma::editor {

namespace {

constexpr int overlay_sweeps = 24, phase_points = 4000;
constexpr double spectrum_low_hz = 20.0, spectrum_high_hz = 20000.0, spectrum_low_db = -80.0, spectrum_high_db = 40.0;
constexpr juce::uint32 spectrum_every_ms = 80;

/// Two axes; figures are drawn inside.
struct Frame {
    juce::Rectangle<float> area;
    double x_low, x_high, y_low, y_high;
    bool log_x = false;

    float x(double value) const {
        const double share =
            log_x ? std::log(value / x_low) / std::log(x_high / x_low) : (value - x_low) / (x_high - x_low);
        return area.getX() + static_cast<float>(share) * area.getWidth();
    }
    float y(double value) const {
        return area.getBottom() - static_cast<float>((value - y_low) / (y_high - y_low)) * area.getHeight();
    }
};

struct Tick {
    double value;
    std::string text; ///< empty: a line without a number
};

/// Multiples of a 1-2-5 step; at most one for each `px_per_tick`.
std::vector<Tick> linear_ticks(double low, double high, float length_px, float px_per_tick, bool whole) {
    const double most = std::max(2.0, static_cast<double>(length_px / px_per_tick));
    int step = scope::step_at_least((high - low) / most);
    if (whole) step = std::max(step, 0);
    const scope::Axis axis{low, high, step};
    std::vector<Tick> ticks;
    for (int i = 0; i < axis.line_count(); ++i) ticks.push_back({axis.line(i), fixed(axis.line(i), axis.decimals())});
    return ticks;
}

/// 1 to 9 of each decade; the 1 has a number.
std::vector<Tick> log_ticks(double low, double high) {
    std::vector<Tick> ticks;
    for (double decade = std::pow(10.0, std::floor(std::log10(low))); decade <= high * 1.001; decade *= 10.0)
        for (int digit = 1; digit <= 9; ++digit) {
            const double value = decade * digit;
            if (value < low * 0.999 || value > high * 1.001) continue;
            ticks.push_back({value, digit == 1 ? fixed(value, decade < 1.0 ? 1 : 0) : std::string()});
        }
    return ticks;
}

/// Grid, numbers and names, which stand in the gutter as the sweep's do: x at the lower end, y at the upper.
void draw_frame(juce::Graphics& g, const Frame& frame, const Theme& theme, const Metrics& metrics,
                std::string_view x_name, std::string_view y_name, bool whole_y = false) {
    constexpr float px_per_number = 5.5f, px_per_row = 2.4f; // times the size of type
    g.setColour(theme[Token::plot]);
    g.fillRect(frame.area);
    const Type numbers{Face::mono, metrics.axis, theme[Token::text2]};
    const Type names{Face::regular, metrics.axis, theme[Token::text2]};
    const float below = frame.area.getBottom() + metrics.axis + 5.0f, room = frame.area.getX() - 7.0f;
    const auto x_ticks = frame.log_x ? log_ticks(frame.x_low, frame.x_high)
                                     : linear_ticks(frame.x_low, frame.x_high, frame.area.getWidth(),
                                                    metrics.axis * px_per_number, false);
    for (const auto& tick : x_ticks) {
        const float x = frame.x(tick.value);
        draw_vertical_grid_line(g, theme, x, frame.area, !tick.text.empty());
        const TextLine number{tick.text, numbers};
        const float left =
            std::clamp(x - number.width() / 2.0f, frame.area.getX(), frame.area.getRight() - number.width());
        if (!tick.text.empty()) draw_text_at(g, number, left, below, number.width() + 1.0f);
    }
    draw_text_at(g, {x_name, names}, frame.area.getRight() + 8.0f, below, static_cast<float>(metrics.gutter));
    for (const auto& tick :
         linear_ticks(frame.y_low, frame.y_high, frame.area.getHeight(), metrics.axis * px_per_row, whole_y)) {
        const float y = frame.y(tick.value);
        draw_horizontal_grid_line(g, theme, y, frame.area, true);
        const float baseline =
            std::clamp(y + metrics.axis * 0.36f, frame.area.getY() + metrics.axis * 0.8f, frame.area.getBottom());
        draw_text_at(g, {tick.text, numbers}, 0.0f, baseline, room, Align::right);
    }
    draw_text_at(g, {y_name, names}, frame.area.getRight() + 8.0f, frame.area.getY() + metrics.axis,
                 static_cast<float>(metrics.gutter));
}

/// Of `wanted_s` the part that holds spikes: between stimuli there is nothing to see.
double figure_end_s(const scope::TraceHistory& history, double wanted_s) {
    const auto& spikes = history.spikes_s();
    const double end_s = history.end_s();
    if (spikes.empty() || spikes.back() > end_s - wanted_s) return end_s;
    return std::min(end_s, spikes.back() + 0.1 * wanted_s);
}

} // namespace

void ScopePlot::paint_figure(juce::Graphics& g) {
    const auto& history = controller_.scope().shown();
    const auto& axis = controller_.voltage_axis();
    const auto& theme = *context.theme;
    if (controller_.figure == ScopeFigure::isi_histogram) {
        const scope::IsiBins bins;
        const auto histogram =
            history.empty() ? scope::IsiHistogram{} : scope::isi_histogram(history, bins, history.oldest_s());
        const auto most = histogram.counts.empty() ? 0 : *std::ranges::max_element(histogram.counts);
        const Frame frame{layout_.plot, bins.low_ms, bins.high_ms, 0.0, std::max(1.0, 1.05 * static_cast<double>(most)),
                          true};
        draw_frame(g, frame, theme, metrics(), "ms", "intervals", true);
        g.setColour(colour(Token::spike));
        const float pitch = frame.area.getWidth() / static_cast<float>(bins.bins);
        for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
            const float y = frame.y(static_cast<double>(histogram.counts[i]));
            g.fillRect(juce::Rectangle<float>{frame.area.getX() + static_cast<float>(i) * pitch + 0.5f, y, pitch - 1.0f,
                                              frame.area.getBottom() - y});
        }
        return;
    }
    if (controller_.figure == ScopeFigure::spike_overlay) {
        const scope::SpikeFrame interval;
        const Frame frame{layout_.plot, -interval.before_s * 1e3, interval.after_s * 1e3, axis.low, axis.high};
        draw_frame(g, frame, theme, metrics(), "ms", "mV");
        std::vector<scope::Trace> overlay;
        if (!history.empty())
            scope::draw_spike_overlay(history, interval, overlay_sweeps,
                                      std::max(1, juce::roundToInt(frame.area.getWidth() * scale_)),
                                      controller_.scope().settings().drawn_peak_mv, overlay);
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
    if (controller_.figure == ScopeFigure::spectrum) return paint_spectrum(g);
    std::vector<scope::PhasePoint> points;
    const double span_s = controller_.scope().settings().time_base.span_s();
    if (!history.empty())
        scope::draw_phase_plane(history, figure_end_s(history, span_s) - span_s, span_s, phase_points, points);
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
    g.setColour(colour(Token::vm));
    stroke(g, path, metrics().trace * 0.7f);
}

/// V at the samples, as it is heard; a frozen picture keeps its own.
void ScopePlot::paint_spectrum(juce::Graphics& g) {
    const Frame frame{layout_.plot, spectrum_low_hz, spectrum_high_hz, spectrum_low_db, spectrum_high_db, true};
    draw_frame(g, frame, *context.theme, metrics(), "Hz", "dB re 1 mV");
    const auto now_ms = juce::Time::getMillisecondCounter();
    if (spectrum_ms_ == 0 || now_ms - spectrum_ms_ >= spectrum_every_ms) {
        if (!scope::take_voltage(controller_.scope().shown(), spectrum_)) return;
        spectrum_ms_ = now_ms;
    }
    juce::Path path;
    const int columns = juce::roundToInt(frame.area.getWidth() * scale_);
    const auto hz_at = [&](int column) {
        return spectrum_low_hz * std::pow(spectrum_high_hz / spectrum_low_hz, static_cast<double>(column) / columns);
    };
    for (int column = 0; column < columns; ++column) {
        const double db = std::max(spectrum_low_db - 5.0, spectrum_.level_db(hz_at(column), hz_at(column + 1)));
        const juce::Point<float> at{frame.area.getX() + (static_cast<float>(column) + 0.5f) / scale_, frame.y(db)};
        column == 0 ? path.startNewSubPath(at) : path.lineTo(at);
    }
    const juce::Graphics::ScopedSaveState saved{g};
    g.reduceClipRegion(frame.area.getSmallestIntegerContainer());
    g.setColour(colour(Token::vm));
    stroke(g, path, metrics().trace * 0.7f);
}

} // namespace soma::editor
