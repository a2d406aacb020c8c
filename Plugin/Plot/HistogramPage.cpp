#include "Plot/HistogramPage.h"

#include "Look/FigurePaint.h"
#include "Look/TextLine.h"
#include "Plot/OutcomeAxis.h"

#include "Core/Utf8.h"
#include "Lesson/Format/Messages.h"
#include "Lesson/Play/ClassTable.h"

#include <algorithm>

namespace soma::plot {
namespace {

using editor::Align;
using editor::Face;
using editor::Fit;
using editor::Theme;
using editor::Token;
using editor::Type;
using Area = juce::Rectangle<float>;

// Logical pixels.
constexpr int panel_width = 540, panel_height = 250, margin = 18, title_height = 30;
constexpr float axis_px = 11.0f, label_px = 12.5f, count_px = 10.5f, least_bar_for_count = 15.0f;
constexpr int most_axis_lines = 7;

std::string with_unit(double value, const std::string& unit) {
    return lesson::number_text(value, 4) + (unit.empty() || unit == "1" ? "" : " " + unit);
}

std::string summary(const lesson::ClassHistogram& h) {
    std::string text = std::to_string(h.values.size()) + " students, median " +
                       with_unit(lesson::quantile(h.values, 0.5), h.unit) + ", middle half " +
                       lesson::number_text(lesson::quantile(h.values, 0.25), 4) + " to " +
                       with_unit(lesson::quantile(h.values, 0.75), h.unit);
    if (h.below > 0) text += "; " + std::to_string(h.below) + " far below";
    if (h.above > 0) text += "; " + std::to_string(h.above) + " far above";
    return text;
}

void draw_panel(juce::Graphics& g, const lesson::ClassHistogram& h, const Theme& theme, Area area) {
    const auto line = [&](const std::string& words, Face face, float px, Token token, Area where, Align align) {
        editor::draw_text(g, {one_line(words), Type{face, px, theme[token]}}, where, align, Fit::shorten);
    };
    const auto unit = h.unit.empty() || h.unit == "1" ? "" : ", " + h.unit;
    line(h.lesson + ", " + h.question + unit, Face::semibold, label_px, Token::text, area.removeFromTop(18.0f),
         Align::left);
    line(summary(h), Face::regular, axis_px, Token::text2, area.removeFromTop(17.0f), Align::left);
    area.removeFromTop(14.0f);        // the count over the highest bar
    area = area.reduced(20.0f, 0.0f); // half of a label at either end
    auto labels = area.removeFromBottom(18.0f);
    g.setColour(theme[Token::plot]);
    g.fillRect(area);

    const double high = h.low + h.width * static_cast<double>(h.counts.size());
    const OutcomeAxis axis(h.low, high, false, true, most_axis_lines, "");
    const auto x_of = [&](double value) {
        return area.getX() + static_cast<float>(axis.share(value)) * area.getWidth();
    };
    for (const auto& tick : axis.lines()) {
        if (tick.text.empty()) continue;
        editor::draw_vertical_grid_line(g, theme, x_of(tick.value), area, false);
        line(tick.text, Face::mono, axis_px, Token::text2, labels.withWidth(80.0f).withX(x_of(tick.value) - 40.0f),
             Align::centre);
    }
    const int most = std::max(1, *std::max_element(h.counts.begin(), h.counts.end()));
    for (std::size_t i = 0; i < h.counts.size(); ++i) {
        if (h.counts[i] == 0) continue;
        const float left = x_of(h.low + h.width * static_cast<double>(i));
        const float right = x_of(h.low + h.width * static_cast<double>(i + 1));
        const float height = area.getHeight() * static_cast<float>(h.counts[i]) / static_cast<float>(most);
        const Area bar(left + 0.5f, area.getBottom() - height, std::max(1.0f, right - left - 1.0f), height);
        g.setColour(theme[Token::vm]);
        g.fillRect(bar);
        if (bar.getWidth() >= least_bar_for_count)
            line(std::to_string(h.counts[i]), Face::mono, count_px, Token::text2,
                 bar.withHeight(13.0f).translated(0.0f, -13.0f), Align::centre);
    }
    if (h.low < 0.0 && high > 0.0) { // the sign of a difference is what one looks for
        g.setColour(theme[Token::text2]);
        g.drawVerticalLine(juce::roundToInt(x_of(0.0)), area.getY(), area.getBottom());
    }
}

} // namespace

juce::Image draw_histogram_page(const std::vector<lesson::ClassHistogram>& histograms, const std::string& title,
                                const Theme& theme, int scale) {
    const int count = static_cast<int>(histograms.size());
    const int columns = count > 1 ? 2 : 1, rows = std::max(1, (count + columns - 1) / columns);
    const int width = columns * panel_width + margin, height = rows * panel_height + title_height + margin;
    juce::Image image(juce::Image::RGB, width * scale, height * scale, true, juce::SoftwareImageType());
    juce::Graphics g(image);
    g.addTransform(juce::AffineTransform::scale(static_cast<float>(scale)));
    g.fillAll(theme[Token::panel]);
    const Area head(static_cast<float>(margin), 10.0f, static_cast<float>(width - 2 * margin), 22.0f);
    editor::draw_text(g, {title, Type{Face::semibold, 15.0f, theme[Token::text]}}, head, Align::left, Fit::shorten);
    for (int i = 0; i < count; ++i) {
        const Area panel(static_cast<float>(i % columns * panel_width + margin),
                         static_cast<float>(i / columns * panel_height + title_height + margin / 2),
                         static_cast<float>(panel_width - margin), static_cast<float>(panel_height - margin));
        draw_panel(g, histograms[static_cast<std::size_t>(i)], theme, panel);
    }
    return image;
}

} // namespace soma::plot
