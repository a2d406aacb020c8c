#include "Plot/TracePlot.h"

#include "Look/FigurePaint.h"
#include "Look/NumberFormat.h"
#include "Look/TextLine.h"

#include "Scope/Graticule.h"

#include <algorithm>
#include <cmath>

namespace soma::plot {
namespace {

using editor::Align;
using editor::Face;
using editor::TextLine;
using editor::Theme;
using editor::Token;
using editor::Type;
using Area = juce::Rectangle<float>;

// Logical pixels.
constexpr float margin = 14.0f, title_height = 26.0f, caption_height = 16.0f, axis_width = 52.0f, gutter = 112.0f,
                time_axis_height = 24.0f, current_height = 96.0f, lane_gap = 24.0f, row_pitch = 7.0f,
                tick_height = 5.0f, single_tick_height = 10.0f, strip_height = 20.0f, label_pitch = 14.0f,
                trace_stroke = 1.5f, line_stroke = 1.25f, px_per_line = 34.0f, px_per_time_label = 76.0f;
constexpr float axis_px = 11.0f, title_px = 15.0f, label_px = 12.0f;
constexpr double least_range_mv = 10.0, least_range_pa = 1.0;

Area plot_area(int width_px, int height_px) {
    return Area(0.0f, 0.0f, static_cast<float>(width_px), static_cast<float>(height_px))
        .reduced(margin)
        .withTrimmedTop(title_height)
        .withTrimmedBottom(time_axis_height + caption_height)
        .withTrimmedLeft(axis_width)
        .withTrimmedRight(gutter);
}

float spike_lane_height(const SpikeLane& spikes) {
    if (spikes.neurons() == 1) return single_tick_height;
    return spikes.neurons() <= SpikeLane::max_rows ? row_pitch * static_cast<float>(spikes.neurons()) : strip_height;
}

/// A name and a value in the gutter, at a height it would like to have.
struct GutterLabel {
    std::string name, value;
    juce::Colour colour;
    float y;
};

class Picture {
  public:
    Picture(juce::Graphics& g, ScopeData& data, const Theme& theme, Area area)
        : g_(g)
        , data_(data)
        , theme_(theme)
        , area_(area) {
        auto lanes = area;
        spike_lane_ = lanes.removeFromTop(spike_lane_height(data.spikes));
        lanes.removeFromTop(lane_gap);
        current_lane_ = lanes.removeFromBottom(current_height);
        lanes.removeFromBottom(lane_gap);
        voltage_lane_ = lanes;
    }

    void draw() {
        g_.setColour(theme_[Token::plot]);
        g_.fillRoundedRectangle(area_.expanded(4.0f), 4.0f);
        fit_axes();
        draw_time_axis();
        draw_value_axis(voltage_, voltage_lane_, "mV", Token::vm);
        draw_value_axis(current_, current_lane_, "pA", Token::cur);
        draw_spikes();
        draw_reference_lines();
        draw_current();
        draw_line(data_.voltage_mv.points(), voltage_, voltage_lane_, Token::vm);
        draw_gutter();
    }

  private:
    float x_of(double time_s) const {
        return area_.getX() + static_cast<float>((time_s - data_.start_s) / data_.span_s) * area_.getWidth();
    }
    static float y_of(const scope::Axis& axis, Area lane, double value) {
        return lane.getY() + static_cast<float>(axis.y_px(value, static_cast<double>(lane.getHeight())));
    }
    TextLine text(std::string_view markup, Face face, float px, Token token) const {
        return {markup, Type{face, px, theme_[token]}};
    }

    void fit_axes() {
        double low = data_.voltage_mv.min(), high = data_.voltage_mv.max();
        for (const auto& line : data_.lines) {
            low = std::min(low, line.mv);
            high = std::max(high, line.mv);
        }
        voltage_ =
            scope::fit_axis(low, high, least_range_mv, static_cast<int>(voltage_lane_.getHeight() / px_per_line));
        current_ = scope::fit_axis(std::min(0.0, data_.current_pa.min()), std::max(0.0, data_.current_pa.max()),
                                   least_range_pa, static_cast<int>(current_lane_.getHeight() / px_per_line) + 1);
    }

    void draw_time_axis() {
        constexpr double longest_in_ms_s = 10.0;
        const bool in_ms = data_.span_s < longest_in_ms_s;
        const double unit_s = in_ms ? 1e-3 : 1.0;
        const double labels = std::max(2.0, static_cast<double>(area_.getWidth() / px_per_time_label));
        const auto axis = scope::axis_between(data_.start_s / unit_s, (data_.start_s + data_.span_s) / unit_s, labels);
        const auto below = Area(area_.getX(), area_.getBottom() + 6.0f, area_.getWidth(), time_axis_height - 6.0f);
        for (int i = 0; i < axis.line_count(); ++i) {
            const float x = x_of(axis.line(i) * unit_s);
            editor::draw_vertical_grid_line(g_, theme_, x, area_, axis.line(i) == 0.0);
            editor::draw_text(g_, text(editor::fixed(axis.line(i), axis.decimals()), Face::mono, axis_px, Token::text2),
                              below.withX(x - px_per_time_label / 2.0f).withWidth(px_per_time_label), Align::centre);
        }
        editor::draw_text(g_, text(in_ms ? "ms" : "s", Face::mono, axis_px, Token::text2),
                          below.withX(area_.getRight() + 18.0f).withWidth(gutter - 18.0f));
    }

    void draw_value_axis(const scope::Axis& axis, Area lane, const char* unit, Token token) {
        constexpr float room = axis_width - 12.0f;
        for (int i = 0; i < axis.line_count(); ++i) {
            const float y = y_of(axis, lane, axis.line(i));
            editor::draw_horizontal_grid_line(g_, theme_, y, lane, false);
            editor::draw_text(g_, text(editor::fixed(axis.line(i), axis.decimals()), Face::mono, axis_px, Token::text2),
                              Area(lane.getX() - axis_width, y - 8.0f, room, 16.0f), Align::right);
        }
        editor::draw_text(g_, text(unit, Face::mono, axis_px, token),
                          Area(lane.getX() - axis_width, lane.getY() - lane_gap + 2.0f, room, 16.0f), Align::right);
    }

    void draw_spikes() {
        const auto& rows = data_.spikes.rows();
        const bool strip = data_.spikes.neurons() > SpikeLane::max_rows;
        const float column = area_.getWidth() / static_cast<float>(rows.front().size());
        std::uint32_t most = 1;
        if (strip) most = std::max(most, *std::ranges::max_element(rows.front()));
        const float height = strip ? strip_height : rows.size() == 1 ? single_tick_height : tick_height;
        for (std::size_t r = 0; r < rows.size(); ++r)
            for (std::size_t c = 0; c < rows[r].size(); ++c) {
                if (rows[r][c] == 0) continue;
                const float share =
                    strip ? 0.15f + 0.85f * static_cast<float>(rows[r][c]) / static_cast<float>(most) : 1.0f;
                const float width = strip ? column : trace_stroke;
                g_.setColour(theme_[Token::spike].withMultipliedAlpha(share));
                g_.fillRect(area_.getX() + (static_cast<float>(c) + 0.5f) * column - width / 2.0f,
                            spike_lane_.getY() + static_cast<float>(r) * row_pitch, width, height);
            }
    }

    void draw_reference_lines() {
        for (const auto& line : data_.lines) {
            const bool threshold = line.dash == Dash::threshold;
            editor::draw_reference_line(g_, y_of(voltage_, voltage_lane_, line.mv), voltage_lane_,
                                        theme_[threshold ? Token::thr : Token::leak], line_stroke,
                                        threshold ? editor::threshold_dash : editor::leak_dash);
        }
    }

    juce::Path path_of(const std::vector<Point>& points, const scope::Axis& axis, Area lane) const {
        return editor::line_through(points, [&](const Point& point) {
            return juce::Point<float>{x_of(point.time_s), y_of(axis, lane, point.value)};
        });
    }

    void draw_line(const std::vector<Point>& points, const scope::Axis& axis, Area lane, Token token) {
        g_.setColour(theme_[token]);
        editor::stroke(g_, path_of(points, axis, lane), trace_stroke);
    }

    void draw_current() {
        const auto& points = data_.current_pa.points();
        if (points.empty()) return;
        auto filled = path_of(points, current_, current_lane_);
        const float zero = y_of(current_, current_lane_, 0.0);
        filled.lineTo(x_of(points.back().time_s), zero);
        filled.lineTo(x_of(points.front().time_s), zero);
        filled.closeSubPath();
        g_.setColour(theme_[Token::cur_soft]);
        g_.fillPath(filled);
        draw_line(points, current_, current_lane_, Token::cur);
    }

    void draw_gutter() {
        std::vector<GutterLabel> labels;
        const auto value = [](double v) { return editor::fixed(v, 1); };
        if (const auto& points = data_.voltage_mv.points(); !points.empty())
            labels.push_back({"V_{m}", value(points.back().value) + " mV", theme_[Token::vm],
                              y_of(voltage_, voltage_lane_, points.back().value)});
        for (const auto& line : data_.lines)
            labels.push_back({line.name, value(line.mv) + " mV",
                              theme_[line.dash == Dash::threshold ? Token::thr : Token::leak],
                              y_of(voltage_, voltage_lane_, line.mv)});
        std::ranges::sort(labels, {}, &GutterLabel::y);
        std::vector<float> wanted_y;
        for (const auto& label : labels) wanted_y.push_back(label.y);
        const auto placed = editor::spread_labels(wanted_y, label_pitch, voltage_lane_.getBottom());
        for (std::size_t i = 0; i < labels.size(); ++i) labels[i].y = placed[i];
        if (const auto& points = data_.current_pa.points(); !points.empty())
            labels.push_back({"I", value(points.back().value) + " pA", theme_[Token::cur],
                              y_of(current_, current_lane_, points.back().value)});
        for (const auto& label : labels) {
            const auto place = Area(area_.getRight() + 10.0f, label.y - 8.0f, gutter - 12.0f, 16.0f);
            editor::draw_text(g_, {label.name, Type{Face::medium, label_px, label.colour}}, place);
            editor::draw_text(g_, {label.value, Type{Face::mono, axis_px, label.colour}}, place, Align::right);
        }
        const auto neurons = data_.spikes.neurons();
        editor::draw_text(
            g_,
            text(neurons == 1 ? "spikes" : std::to_string(neurons) + " neurons", Face::medium, label_px, Token::spike),
            Area(area_.getRight() + 10.0f, spike_lane_.getY() - 4.0f, gutter - 12.0f, 16.0f));
    }

    juce::Graphics& g_;
    ScopeData& data_;
    const Theme& theme_;
    Area area_, spike_lane_, voltage_lane_, current_lane_;
    scope::Axis voltage_, current_;
};

} // namespace

SpikeLane::SpikeLane(double start_s, double span_s, int columns, int neurons)
    : start_s_(start_s)
    , columns_per_s_(columns / span_s)
    , neurons_(neurons)
    , rows_(static_cast<std::size_t>(neurons <= max_rows ? neurons : 1),
            std::vector<std::uint32_t>(static_cast<std::size_t>(columns))) {}

void SpikeLane::add(double time_s, int neuron) {
    auto& row = rows_[neurons_ <= max_rows ? static_cast<std::size_t>(neuron) : 0];
    const double column = std::clamp((time_s - start_s_) * columns_per_s_, 0.0, static_cast<double>(row.size() - 1));
    ++row[static_cast<std::size_t>(column)];
    ++count_;
}

int scope_columns(int width_px, int scale) {
    return static_cast<int>(plot_area(width_px, 1000).getWidth() * static_cast<float>(scale));
}

juce::Image draw_scope(ScopeData& data, const Theme& theme, int width_px, int height_px, int scale) {
    juce::Image image(juce::Image::RGB, width_px * scale, height_px * scale, true, juce::SoftwareImageType());
    juce::Graphics g(image);
    g.addTransform(juce::AffineTransform::scale(static_cast<float>(scale)));
    g.fillAll(theme[Token::panel]);
    const auto page = Area(0.0f, 0.0f, static_cast<float>(width_px), static_cast<float>(height_px)).reduced(margin);
    const auto header = page.withHeight(title_height - 8.0f);
    editor::draw_text(g, {data.title, Type{Face::semibold, title_px, theme[Token::text]}},
                      header.withTrimmedRight(header.getWidth() * 0.45f), Align::left, editor::Fit::shorten);
    editor::draw_text(g, {data.subtitle, Type{Face::regular, label_px, theme[Token::text2]}},
                      header.withTrimmedLeft(header.getWidth() * 0.55f), Align::right, editor::Fit::shorten);
    editor::draw_text(g, {data.caption, Type{Face::regular, axis_px, theme[Token::text3]}},
                      page.withTop(page.getBottom() - caption_height).withTrimmedLeft(axis_width), Align::left,
                      editor::Fit::shorten);
    Picture(g, data, theme, plot_area(width_px, height_px)).draw();
    return image;
}

} // namespace soma::plot
