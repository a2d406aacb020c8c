#include "Plot/OutcomePlot.h"

#include "Look/FigurePaint.h"
#include "Look/TextLine.h"
#include "Plot/OutcomeAxis.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace soma::plot {
namespace {

using bench::Mark;
using bench::Role;
using bench::Series;
using editor::Align;
using editor::Face;
using editor::TextLine;
using editor::Theme;
using editor::Token;
using editor::Type;
using Area = juce::Rectangle<float>;

constexpr std::array<std::array<float, 6>, overlay_dashes> dashes{
    {{7, 4, 7, 4, 7, 4}, {1.5f, 3.5f, 1.5f, 3.5f, 1.5f, 3.5f}, {8, 3, 2, 3, 8, 3}, {3, 3, 3, 3, 9, 3}}};
constexpr std::array fit_dash{6.0f, 4.0f}, dotted_dash{2.0f, 4.0f};
constexpr std::size_t family_size = 3; ///< from so many traces on they are told apart by shade and dash

// Logical pixels at the usual size of type.
constexpr float key_line_px = 34.0f;
constexpr float px_per_line = 44.0f, px_per_x_label = 84.0f, dot = 3.5f;

Token token_of(Role role) {
    constexpr std::array tokens{Token::text, Token::vm, Token::na, Token::vm, Token::na, Token::k};
    return tokens[static_cast<std::size_t>(role)];
}

struct EndLabel {
    std::string name;
    juce::Colour colour;
    float y;
};

class Picture {
  public:
    Picture(juce::Graphics& g, const OutcomeScene& scene, const Theme& theme, Area area)
        : g_(g)
        , scene_(scene)
        , outcome_(scene.outcome)
        , theme_(theme)
        , log_y_(outcome_.y.logarithmic && !scene.linear_y)
        , line_(scene.axis_px * 1.45f)
        , x_(x_axis(area))
        , y_(y_axis(area)) {
        const float left = scene.axis_px * 6.4f;
        plot_ = area.withTrimmedLeft(left).withTrimmedRight(gutter()).withTrimmedBottom(2.6f * line_);
        plot_.removeFromTop(log_y_ ? 0.5f * scene.axis_px : line_);
        const float height = plot_.getHeight();
        for (std::size_t i = outcome_.lanes.size(); i-- > 0;) {
            lanes_.insert(lanes_.begin(), plot_.removeFromBottom(height * static_cast<float>(outcome_.lanes[i].share)));
            plot_.removeFromBottom(2.4f * scene.axis_px); // the lane's name and unit stand there
        }
    }

    void draw() {
        ground(plot_);
        for (const auto& lane : lanes_) ground(lane);
        draw_x_axis();
        draw_y_axis(y_, plot_, log_y_ ? "" : outcome_.y.unit);
        draw_guides();
        {
            juce::Graphics::ScopedSaveState state(g_);
            g_.reduceClipRegion(plot_.expanded(dot + 1.0f).toNearestInt());
            for (const auto& overlay : scene_.overlays) draw_overlay(overlay);
            for (std::size_t i = outcome_.series.size(); i-- > 0;)
                draw_series(outcome_.series[i], y_, plot_,
                            family() ? family_colour(i) : series_colour(outcome_.series[i]),
                            family() ? family_dash(i) : std::span<const float>{});
            draw_pending();
            draw_attempt();
        }
        if (family())
            draw_key();
        else
            draw_names();
        for (std::size_t i = 0; i < lanes_.size(); ++i) draw_lane(outcome_.lanes[i], lanes_[i]);
    }

  private:
    float gutter() const {
        float widest = 0.0f;
        const auto font = editor::font(Face::medium, scene_.label_px);
        for (const auto& series : outcome_.series)
            if (series.mark != Mark::points)
                widest = std::max(widest, editor::text_width(font, editor::utf8(series.name)));
        for (const auto& lane : outcome_.lanes)
            if (lane.series.size() > 1)
                for (const auto& series : lane.series)
                    widest = std::max(widest, editor::text_width(font, editor::utf8(series.name)));
        for (const auto& overlay : scene_.overlays)
            widest = std::max(widest, editor::text_width(font, editor::utf8(overlay.name)));
        return widest + 18.0f + (family() ? key_line_px : 0.0f);
    }

    OutcomeAxis x_axis(Area area) const {
        const bool log = outcome_.x.logarithmic;
        Extent extent;
        for (const auto& series : outcome_.series)
            for (const double x : series.x) extent.add(x, log);
        for (const double x : scene_.pending) extent.add(x, log);
        extent.settle(log);
        return {extent.low, extent.high, log, true, std::max(2, static_cast<int>(area.getWidth() / px_per_x_label)),
                ""};
    }
    OutcomeAxis y_axis(Area area) const {
        Extent extent;
        const auto add = [&](const std::vector<double>& xs, const std::vector<double>& ys) {
            for (std::size_t i = 0; i < ys.size(); ++i)
                if (x_.shows(xs[i])) extent.add(ys[i], log_y_);
        };
        for (const auto& series : outcome_.series) add(series.x, series.y);
        for (const auto& overlay : scene_.overlays) add(overlay.x, overlay.y);
        if (scene_.attempt) extent.add(scene_.attempt->current_pa, log_y_);
        extent.settle(log_y_);
        if (log_y_ && extent.high / extent.low < 10.0) {
            const double middle = std::sqrt(extent.low * extent.high);
            extent = {std::min(extent.low, middle / 3.0), std::max(extent.high, middle * 3.0)};
        }
        return {extent.low,
                extent.high,
                log_y_,
                false,
                std::max(2, static_cast<int>(0.75f * area.getHeight() / px_per_line)),
                outcome_.y.unit};
    }

    float x_of(double value) const { return plot_.getX() + static_cast<float>(x_.share(value)) * plot_.getWidth(); }
    static float y_of(const OutcomeAxis& axis, Area lane, double value) {
        return lane.getBottom() - static_cast<float>(axis.share(value)) * lane.getHeight();
    }
    TextLine text(std::string_view words, Face face, float px, juce::Colour colour) const {
        return {words, Type{face, px, colour}};
    }
    TextLine axis_text(std::string_view words) const {
        return text(words, Face::mono, scene_.axis_px, theme_[Token::text2]);
    }

    void ground(Area area) {
        g_.setColour(theme_[Token::plot]);
        g_.fillRect(area);
    }

    void draw_x_axis() {
        const auto bottom = lanes_.empty() ? plot_.getBottom() : lanes_.back().getBottom();
        float free_from = -1e9f;
        for (const auto& line : x_.lines()) {
            const float x = x_of(line.value);
            const auto across = [&](Area area) { editor::draw_vertical_grid_line(g_, theme_, x, area, line.major); };
            across(plot_);
            std::ranges::for_each(lanes_, across);
            if (line.text.empty()) continue;
            const auto label = axis_text(line.text);
            if (x - 0.5f * label.width() < free_from) continue;
            free_from = x + 0.5f * label.width() + 8.0f;
            editor::draw_text_at(g_, label, x - 0.5f * label.width(), bottom + line_, label.width() + 1.0f);
        }
        const auto title = outcome_.x.label + ", " + outcome_.x.unit;
        editor::draw_text(g_, text(title, Face::regular, scene_.label_px, theme_[Token::text2]),
                          Area(plot_.getX(), bottom + 1.3f * line_, plot_.getWidth(), 1.3f * line_), Align::centre,
                          editor::Fit::shorten);
    }

    void draw_y_axis(const OutcomeAxis& axis, Area lane, const std::string& unit) {
        for (const auto& line : axis.lines()) {
            const float y = y_of(axis, lane, line.value);
            editor::draw_horizontal_grid_line(g_, theme_, y, lane, line.major);
            if (line.text.empty()) continue;
            const auto label = axis_text(line.text);
            editor::draw_text_at(g_, label, lane.getX() - 10.0f - label.width(), y + scene_.axis_px * 0.36f,
                                 label.width() + 1.0f);
        }
        if (unit.empty()) return;
        const auto label = axis_text(unit);
        editor::draw_text_at(g_, label, lane.getX() - 10.0f - label.width(), lane.getY() - 0.5f * line_,
                             label.width() + 1.0f);
    }

    void draw_names() {
        auto labels = end_labels(outcome_.series, y_, plot_);
        for (const auto& overlay : scene_.overlays)
            add_end_label(labels, overlay.name, overlay.x, overlay.y, theme_[Token::text2], y_, plot_);
        draw_end_labels(labels, plot_);
    }

    bool family() const {
        return outcome_.series.size() >= family_size &&
               std::ranges::all_of(outcome_.series, [](const Series& s) { return s.role == Role::trace; });
    }

    juce::Colour series_colour(const Series& series) const { return theme_[token_of(series.role)]; }

    /// From the colour of voltage for the lowest current to that of text for the highest: lightness tells the order on
    /// a grey print too.
    juce::Colour family_colour(std::size_t index) const {
        const float place = static_cast<float>(index) / static_cast<float>(outcome_.series.size() - 1);
        const auto faint = theme_[Token::vm].interpolatedWith(theme_[Token::plot], 0.45f);
        return place < 0.5f ? faint.interpolatedWith(theme_[Token::vm], 2.0f * place)
                            : theme_[Token::vm].interpolatedWith(theme_[Token::text], 2.0f * place - 1.0f);
    }

    /// Every second trace is whole; the others' dashes differ from their neighbours'.
    std::span<const float> family_dash(std::size_t index) const {
        if (index % 2 == 0) return {};
        return dashes[index / 2 % dashes.size()];
    }

    /// The traces end together at rest, so their names stand in a key, highest current first.
    void draw_key() {
        const float pitch =
            std::min(scene_.label_px + 5.0f, plot_.getHeight() / static_cast<float>(outcome_.series.size()));
        float y = plot_.getY() + pitch / 2.0f;
        for (std::size_t i = outcome_.series.size(); i-- > 0; y += pitch) {
            const auto colour = family_colour(i);
            const float left = plot_.getRight() + 8.0f;
            juce::Path sample;
            sample.startNewSubPath(left, y);
            sample.lineTo(left + key_line_px - 6.0f, y);
            g_.setColour(colour);
            editor::stroke(g_, sample, scene_.stroke, family_dash(i));
            const auto line = text(outcome_.series[i].name, Face::medium, scene_.label_px, theme_[Token::text2]);
            editor::draw_text_at(g_, line, left + key_line_px, y + scene_.label_px * 0.36f, line.width() + 1.0f);
        }
    }

    juce::Path path_of(const std::vector<double>& xs, const std::vector<double>& ys, const OutcomeAxis& axis,
                       Area lane) const {
        std::size_t i = 0;
        return editor::line_through(xs, [&](double value) {
            const float y = y_of(axis, lane, ys[i++]);
            return juce::Point<float>{x_of(value), std::isfinite(y) ? juce::jlimit(-1e5f, 1e5f, y) : y};
        });
    }

    void draw_series(const Series& series, const OutcomeAxis& axis, Area lane, juce::Colour colour,
                     std::span<const float> own_dash = {}) {
        g_.setColour(colour);
        if (series.mark == Mark::points) {
            for (std::size_t i = 0; i < series.x.size(); ++i) {
                if (!axis.shows(series.y[i])) continue;
                const float x = x_of(series.x[i]), y = y_of(axis, lane, series.y[i]);
                g_.fillEllipse(x - dot, y - dot, 2.0f * dot, 2.0f * dot);
            }
            return;
        }
        std::span<const float> dash = own_dash;
        if (series.mark == Mark::dashed) dash = fit_dash;
        if (series.mark == Mark::dotted) dash = dotted_dash;
        editor::stroke(g_, path_of(series.x, series.y, axis, lane), scene_.stroke, dash);
    }

    void draw_overlay(const Overlay& overlay) {
        g_.setColour(theme_[Token::text3]);
        editor::stroke(g_, path_of(overlay.x, overlay.y, y_, plot_), 0.75f * scene_.stroke, overlay_dash(overlay.dash));
    }

    /// A box from the axes' corner to where the guides meet, and the guides with their names.
    void draw_guides() {
        if (outcome_.guides.empty()) return;
        const bench::Guide* vertical = nullptr;
        const bench::Guide* highest = nullptr;
        for (const auto& guide : outcome_.guides) {
            if (guide.vertical && x_.shows(guide.at)) vertical = &guide;
            if (!guide.vertical && y_.shows(guide.at) && (highest == nullptr || guide.at > highest->at))
                highest = &guide;
        }
        const float top = highest != nullptr ? y_of(y_, plot_, highest->at) : plot_.getY();
        const float right = vertical != nullptr ? x_of(vertical->at) : plot_.getRight();
        if (vertical != nullptr && highest != nullptr) {
            g_.setColour(theme_[Token::vm_soft]);
            g_.fillRect(Area::leftTopRightBottom(plot_.getX(), top, right, plot_.getBottom()));
        }
        g_.setColour(theme_[Token::vm]);
        for (const auto& guide : outcome_.guides) {
            juce::Path path;
            const auto name = text(guide.name, Face::medium, scene_.label_px, theme_[Token::vm]);
            if (guide.vertical && &guide == vertical) {
                path.startNewSubPath(right, plot_.getBottom());
                path.lineTo(right, top);
                const bool left_side = right - name.width() - 12.0f > plot_.getX();
                editor::draw_text_at(g_, name, left_side ? right - name.width() - 8.0f : right + 8.0f,
                                     plot_.getBottom() - 8.0f, name.width() + 1.0f);
            } else if (!guide.vertical && y_.shows(guide.at)) {
                const float y = y_of(y_, plot_, guide.at);
                path.startNewSubPath(plot_.getX(), y);
                path.lineTo(&guide == highest ? right : plot_.getRight(), y);
                const bool above = &guide == highest || highest == nullptr;
                editor::draw_text_at(g_, name, plot_.getX() + 8.0f, y + (above ? -6.0f : scene_.label_px + 3.0f),
                                     name.width() + 1.0f);
            }
            editor::stroke(g_, path, 1.25f, dotted_dash);
        }
    }

    void ring(float x, float y, Token token, float radius, float width) {
        g_.setColour(theme_[Token::plot]);
        g_.fillEllipse(x - radius, y - radius, 2.0f * radius, 2.0f * radius);
        g_.setColour(theme_[token]);
        g_.drawEllipse(x - radius, y - radius, 2.0f * radius, 2.0f * radius, width);
    }

    void draw_pending() {
        for (const double x : scene_.pending)
            if (x_.shows(x)) ring(x_of(x), plot_.getBottom() - 0.5f, Token::text3, dot, 1.25f);
    }

    void draw_attempt() {
        if (!scene_.attempt || !x_.shows(scene_.attempt->duration_ms)) return;
        const auto& attempt = *scene_.attempt;
        const float x = x_of(attempt.duration_ms), y = y_of(y_, plot_, attempt.current_pa);
        g_.setColour(theme_[Token::cur].withMultipliedAlpha(0.7f));
        g_.fillRect(x - 0.75f, plot_.getY(), 1.5f, plot_.getHeight());
        g_.setColour(theme_[Token::cur]);
        for (const double end : {attempt.below_pa, attempt.above_pa})
            if (y_.shows(end)) g_.fillRect(x - 7.0f, y_of(y_, plot_, end) - 1.0f, 14.0f, 2.0f);
        if (y_.shows(attempt.current_pa)) ring(x, y, Token::cur, 4.5f, 2.0f);
        const auto name = text("testing " + prefixed(attempt.current_pa, outcome_.y.unit), Face::medium,
                               scene_.label_px, theme_[Token::cur]);
        const bool left_side = x - name.width() - 14.0f > plot_.getX();
        editor::draw_text_at(g_, name, left_side ? x - name.width() - 10.0f : x + 10.0f, plot_.getCentreY(),
                             name.width() + 1.0f);
    }

    /// A name beside the right end of a curve.
    void add_end_label(std::vector<EndLabel>& labels, const std::string& name, const std::vector<double>& xs,
                       const std::vector<double>& ys, juce::Colour colour, const OutcomeAxis& axis, Area area) const {
        for (std::size_t i = ys.size(); i-- > 0;)
            if (x_.shows(xs[i]) && std::isfinite(ys[i])) {
                labels.push_back({name, colour, juce::jlimit(area.getY(), area.getBottom(), y_of(axis, area, ys[i]))});
                return;
            }
    }

    std::vector<EndLabel> end_labels(const std::vector<Series>& all, const OutcomeAxis& axis, Area area) const {
        std::vector<EndLabel> labels;
        for (std::size_t i = all.size(); i-- > 0;)
            if (all[i].mark != Mark::points)
                add_end_label(labels, all[i].name, all[i].x, all[i].y, theme_[token_of(all[i].role)], axis, area);
        return labels;
    }

    void draw_end_labels(std::vector<EndLabel>& labels, Area area) {
        // Curves that end together keep their order.
        std::ranges::stable_sort(labels, {}, [](const EndLabel& label) { return std::round(label.y); });
        std::vector<float> wanted_y;
        for (const auto& label : labels) wanted_y.push_back(label.y);
        const auto placed = editor::spread_labels(wanted_y, scene_.label_px + 3.0f, area.getBottom());
        for (std::size_t i = 0; i < labels.size(); ++i) labels[i].y = placed[i];
        for (const auto& label : labels) {
            const auto line = text(label.name, Face::medium, scene_.label_px, label.colour);
            editor::draw_text_at(g_, line, area.getRight() + 8.0f, label.y + scene_.label_px * 0.36f,
                                 line.width() + 1.0f);
        }
    }

    void draw_lane(const bench::Lane& lane, Area area) {
        Extent extent;
        for (const auto& series : lane.series)
            for (std::size_t i = 0; i < series.y.size(); ++i)
                if (x_.shows(series.x[i])) extent.add(series.y[i], false);
        extent.settle(false);
        const OutcomeAxis axis(extent.low, extent.high, false, false,
                               std::max(2, static_cast<int>(area.getHeight() / 26.0f)), "");
        draw_y_axis(axis, area, lane.unit);
        for (std::size_t i = lane.series.size(); i-- > 0;)
            draw_series(lane.series[i], axis, area, series_colour(lane.series[i]));
        const bool named = lane.series.size() > 1 && lane.series[0].mark != Mark::points; // each curve at its end
        if (named) {
            auto labels = end_labels(lane.series, axis, area);
            draw_end_labels(labels, area);
        }
        const auto token = named || lane.series.empty() ? Token::text2 : token_of(lane.series.back().role);
        const auto name = text(lane.name, Face::medium, scene_.label_px, theme_[token]);
        editor::draw_text_at(g_, name, area.getX() + 8.0f, area.getY() - 6.0f, name.width() + 1.0f);
    }

    juce::Graphics& g_;
    const OutcomeScene& scene_;
    const bench::Outcome& outcome_;
    const Theme& theme_;
    bool log_y_;
    float line_;
    OutcomeAxis x_, y_;
    Area plot_;
    std::vector<Area> lanes_;
};

} // namespace

std::span<const float> overlay_dash(int dash) {
    return dashes[static_cast<std::size_t>(std::clamp(dash, 0, overlay_dashes - 1))];
}

Overlay overlay_of(const bench::Outcome& outcome, std::string name, int dash) {
    if (outcome.series.empty()) return {std::move(name), dash, {}, {}};
    const auto found = std::ranges::find(outcome.series, Role::theory, &Series::role);
    const auto& series = found != outcome.series.end() ? *found : outcome.series.front();
    return {std::move(name), dash, series.x, series.y};
}

void draw_outcome(juce::Graphics& g, const OutcomeScene& scene, const Theme& theme, Area area) {
    Picture(g, scene, theme, area).draw();
}

juce::Image draw_outcome_page(const OutcomeScene& scene, const PageText& words, const Theme& theme, int width_px,
                              int height_px, int scale) {
    juce::Image image(juce::Image::RGB, width_px * scale, height_px * scale, true, juce::SoftwareImageType());
    juce::Graphics g(image);
    g.addTransform(juce::AffineTransform::scale(static_cast<float>(scale)));
    g.fillAll(theme[Token::panel]);
    auto page = Area(0.0f, 0.0f, static_cast<float>(width_px), static_cast<float>(height_px)).reduced(18.0f);
    editor::draw_text(g, {words.title, Type{Face::semibold, 15.0f, theme[Token::text]}}, page.removeFromTop(20.0f),
                      Align::left, editor::Fit::shorten);
    editor::draw_text(g, {words.subtitle, Type{Face::regular, scene.label_px, theme[Token::text2]}},
                      page.removeFromTop(18.0f), Align::left, editor::Fit::shorten);
    page.removeFromTop(8.0f);
    if (!words.caption.empty())
        editor::draw_paragraph(g, words.caption, Type{Face::regular, scene.axis_px, theme[Token::text3]},
                               page.removeFromBottom(34.0f), Align::left);
    // Figures side by side, each with its name above it.
    const auto count = std::min<std::size_t>(scene.outcome.figures.size(), 4);
    if (count > 0) {
        auto row = page.removeFromBottom(46.0f);
        const float width = row.getWidth() / static_cast<float>(count);
        for (std::size_t i = 0; i < count; ++i) {
            const auto& figure = scene.outcome.figures[i];
            auto cell = row.removeFromLeft(width);
            const auto token = figure.name.ends_with("fit") ? Token::na : Token::text;
            editor::draw_text(g, {figure.name, Type{Face::regular, scene.label_px, theme[Token::text2]}},
                              cell.removeFromTop(20.0f), Align::left, editor::Fit::shorten);
            editor::draw_text(g, {prefixed(figure.value, figure.unit), Type{Face::mono_medium, 16.0f, theme[token]}},
                              cell);
        }
    }
    draw_outcome(g, scene, theme, page);
    return image;
}

} // namespace soma::plot
