#include "Editor/Lesson/LessonPlot.h"

#include "Look/FigurePaint.h"
#include "Look/NumberFormat.h"

#include "Engine/Engine.h"
#include "Engine/Models.h"
#include "Lesson/Answers/Setup.h"
#include "Parameters/ParameterText.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

namespace {

constexpr double rate_hz = 48000.0, longest_ms = 2000.0, least_ms = 20.0;
constexpr int block = 512, columns = 1200;
constexpr double least_span_mv = 2.0;

/// Model time around the stimulus: a tenth before and after.
struct Window {
    double onset_ms, from_ms, to_ms;
};

Window window_of(const Snapshot& values, double total_ms) {
    const bool stimulated = values[Id::stim_shape] > 0.5;
    const double onset = stimulated ? values[Id::stim_delay_ms] : 0.0;
    double length = stimulated ? values[Id::stim_duration_ms] : 0.0;
    // Pulses are followed by what they set off.
    if (stimulated && length < least_ms) length = std::max(least_ms, std::min(total_ms - onset, 50.0));
    if (length <= 0.0) length = total_ms > onset ? total_ms - onset : 500.0;
    length = std::min(length, longest_ms);
    const double before = std::min(0.1 * length, onset);
    return {onset, -before, 1.1 * length};
}

/// The cosmetic peak of models that reset without one.
constexpr double drawn_peak_mv = 10.0;

bool resets_without_peak(ModelId model) { return model >= ModelId::lif && model <= ModelId::glif5; }

} // namespace

std::optional<LessonTrace> trace_of(const lesson::Setup& setup, const std::string& label) {
    if (setup.live_input || !setup.audio_file.empty()) return std::nullopt;
    auto values = setup.values;
    values.set(Id::time_scale, 1.0);
    const auto model = values.choice<ModelId>(Id::model);
    const auto window = window_of(values, setup.total_ms);
    Engine engine;
    engine.prepare(rate_hz, block);
    engine.set(values);
    engine.set_initial(lesson::initial_of(setup));
    engine.reset();

    LessonTrace trace;
    trace.label = label;
    trace.neurons = values.integer(Id::neurons);
    trace.from_ms = window.from_ms;
    trace.to_ms = window.to_ms;
    if (resets_without_peak(model)) trace.threshold_mv = values[Id::threshold_mv];
    plot::MinMaxDecimator thinned(window.from_ms, window.to_ms - window.from_ms, columns);
    const double end_ms = window.onset_ms + window.to_ms, step_ms = 1000.0 / rate_hz;
    for (std::int64_t at = 0; static_cast<double>(at) * step_ms < end_ms; at += block) {
        Block part;
        part.frames = block;
        engine.process(part);
        auto spike = engine.spikes().begin();
        for (int k = 0; k < block; ++k) {
            const double time_ms = static_cast<double>(at + k) * step_ms - window.onset_ms;
            const bool shown = time_ms >= window.from_ms && time_ms <= window.to_ms;
            if (shown) thinned.add(time_ms, engine.voltage_mv()[static_cast<std::size_t>(k)]);
            for (; spike != engine.spikes().end() && spike->sample == k; ++spike) {
                if (!shown) continue;
                if (trace.neurons > 1)
                    trace.raster.push_back({time_ms + spike->offset * step_ms, static_cast<int>(spike->neuron)});
                if (spike->neuron != 0) continue;
                trace.spikes_ms.push_back(time_ms + spike->offset * step_ms);
                if (resets_without_peak(model)) {
                    thinned.add(trace.spikes_ms.back(), values[Id::threshold_mv]);
                    thinned.add(trace.spikes_ms.back(), drawn_peak_mv);
                }
            }
        }
    }
    trace.points = thinned.points();
    if (!trace.points.empty()) trace.rest_mv = trace.points.front().value;
    return trace;
}

namespace {

struct Lanes {
    double from_ms, to_ms, low_mv, high_mv;
};

Lanes range_of(const std::vector<LessonTrace>& traces) {
    Lanes r{traces[0].from_ms, traces[0].to_ms, 1e9, -1e9};
    for (const auto& trace : traces) {
        r.from_ms = std::min(r.from_ms, trace.from_ms);
        r.to_ms = std::max(r.to_ms, trace.to_ms);
        for (const auto& point : trace.points) {
            r.low_mv = std::min(r.low_mv, point.value);
            r.high_mv = std::max(r.high_mv, point.value);
        }
        if (trace.threshold_mv) r.high_mv = std::max(r.high_mv, *trace.threshold_mv);
    }
    const double spare = std::max(least_span_mv - (r.high_mv - r.low_mv), 0.08 * (r.high_mv - r.low_mv)) / 2.0;
    r.low_mv -= spare;
    r.high_mv += spare;
    return r;
}

template <class XOf, class YOf>
void draw_voltage(juce::Graphics& g, const Context& context, const LessonTrace& trace, XOf x_of, YOf y_of) {
    g.setColour((*context.theme)[Token::vm]);
    stroke(g,
           line_through(trace.points,
                        [&](const plot::Point& point) {
                            return juce::Point<float>{x_of(point.time_s), y_of(point.value)};
                        }),
           context.metrics->trace);
}

/// A row for each neuron, the first at the top, a tick for each spike.
template <class XOf>
void draw_raster(juce::Graphics& g, const Context& context, const LessonTrace& trace, juce::Rectangle<float> lane,
                 XOf x_of) {
    const auto& theme = *context.theme;
    const float row = lane.getHeight() / static_cast<float>(trace.neurons);
    const float gap = row > 4.0f ? 1.0f : 0.0f, wide = context.metrics->reference_line;
    g.setColour(theme[Token::spike]);
    for (const auto& spike : trace.raster)
        g.fillRect(x_of(spike.time_ms) - wide / 2.0f, lane.getY() + static_cast<float>(spike.neuron) * row, wide,
                   std::max(row - gap, 1.0f));
}

} // namespace

void draw_traces(juce::Graphics& g, const Context& context, const std::vector<LessonTrace>& traces, bool numbers,
                 juce::Rectangle<float> area) {
    if (traces.empty()) return;
    const auto& theme = *context.theme;
    const auto& m = *context.metrics;
    const bool big = m.kind == Metrics::Kind::projector;
    const Type axis{Face::mono, m.axis, theme[Token::text2]};
    const auto range = range_of(traces);
    const float left = numbers ? m.axis * 6.0f : m.axis, name_width = m.axis * 7.8f;
    const float foot = m.axis * 1.7f;
    const auto plot = area.withTrimmedLeft(left).withTrimmedRight(name_width).withTrimmedBottom(foot);
    const auto x_of = [&](double ms) {
        return plot.getX() + plot.getWidth() * static_cast<float>((ms - range.from_ms) / (range.to_ms - range.from_ms));
    };
    const double wanted = (range.to_ms - range.from_ms) / 5.0;
    const double power = std::pow(10.0, std::floor(std::log10(wanted)));
    const double step = wanted / power >= 5.0 ? 5.0 * power : wanted / power >= 2.0 ? 2.0 * power : power;
    const float gap = m.axis, height = (plot.getHeight() - gap * static_cast<float>(traces.size() - 1)) /
                                       static_cast<float>(traces.size());
    for (std::size_t i = 0; i < traces.size(); ++i) {
        const auto& trace = traces[i];
        const auto lane = plot.withY(plot.getY() + static_cast<float>(i) * (height + gap)).withHeight(height);
        const auto y_of = [&](double mv) {
            return lane.getBottom() -
                   lane.getHeight() * static_cast<float>((mv - range.low_mv) / (range.high_mv - range.low_mv));
        };
        for (double t = std::ceil(range.from_ms / step) * step; t <= range.to_ms; t += step)
            draw_vertical_grid_line(g, theme, x_of(t), lane, true, m.hairline);
        const bool many = trace.neurons > 1;
        const auto label_at = [&](double mv) {
            draw_text(g, {fixed(mv, 0), axis}, {area.getX(), y_of(mv) - m.axis, left - 7.0f, 2.0f * m.axis},
                      Align::right);
        };
        if (numbers && trace.threshold_mv && !many) {
            draw_reference_line(g, y_of(*trace.threshold_mv), plot, theme[Token::thr], m.reference_line,
                                threshold_dash);
            if (y_of(*trace.threshold_mv) + m.axis * 1.1f < y_of(trace.rest_mv.value_or(-1e3)))
                label_at(*trace.threshold_mv);
        }
        if (numbers && trace.rest_mv && !many) label_at(*trace.rest_mv);
        if (many) draw_raster(g, context, trace, lane, x_of);
        if (!many) draw_voltage(g, context, trace, x_of, y_of);
        if (numbers && !many && !trace.spikes_ms.empty() && trace.spikes_ms.front() > 0.0) {
            const float from = x_of(0.0), to = x_of(trace.spikes_ms.front()), y = lane.getY() + m.axis, cap = 5.0f;
            g.setColour(theme[Token::spike]);
            g.fillRect(from, y - 1.0f, to - from, 2.0f);
            for (const float x : {from, to}) g.fillRect(x - 1.0f, y - cap, 2.0f, 2.0f * cap);
            const TextLine latency{fixed(trace.spikes_ms.front(), 1) + " ms",
                                   {Face::mono, m.axis, theme[Token::spike]}};
            const float room = from - 5.0f - area.getX();
            if (latency.width() <= room)
                draw_text(g, latency, {area.getX(), y - m.axis, room, 2.0f * m.axis}, Align::right);
        }
        auto names = lane.withX(plot.getRight() + 12.0f).withWidth(name_width - 12.0f);
        const float px = std::min(big ? 26.0f : 20.0f, lane.getHeight() * 0.5f);
        const bool noted = numbers && !trace.note.empty() && lane.getHeight() > 3.0f * m.label;
        names = names.withSizeKeepingCentre(names.getWidth(), px * 1.3f + (noted ? m.label * 1.4f : 0.0f));
        draw_text(g, {trace.label, {Face::semibold, px, theme[Token::text]}}, names.removeFromTop(px * 1.3f),
                  Align::left, Fit::shorten);
        if (noted)
            draw_text(g, {trace.note, {Face::regular, m.label, theme[Token::text2]}}, names, Align::left, Fit::shorten);
    }
    const auto times = area.withTop(plot.getBottom()).withHeight(foot);
    float free_from = times.getX();
    for (double t = std::ceil(range.from_ms / step) * step; numbers && t <= range.to_ms + 1e-9; t += step) {
        const TextLine text{shortest(std::abs(t) < 1e-9 ? 0.0 : t), axis};
        const float x = x_of(t) - text.width() / 2.0f;
        if (x < free_from) continue;
        draw_text(g, text, times.withX(x).withWidth(text.width()));
        free_from = x + text.width() + 8.0f;
    }
    if (numbers)
        draw_text(g, {"ms", {Face::regular, m.axis, theme[Token::text2]}}, times.withX(plot.getRight() + 12.0f));
}

} // namespace soma::editor
