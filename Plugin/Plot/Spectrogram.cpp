#include "Plot/Spectrogram.h"

#include "Look/NumberFormat.h"
#include "Look/TextLine.h"
#include "Scope/Graticule.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace soma::plot {
namespace {

using editor::Align;
using editor::Face;
using editor::Theme;
using editor::Token;
using editor::Type;
using Area = juce::Rectangle<float>;

constexpr double window_s = 0.085, usual_highest_hz = 20000.0, range_db = 80.0;
constexpr float margin = 20.0f, header = 34.0f, left_axis = 52.0f, below_axis = 28.0f;
constexpr float title_px = 16.0f, label_px = 13.0f, axis_px = 12.0f, px_per_time_label = 90.0f;

Area plot_area(int width_px, int height_px) {
    return Area(0.0f, 0.0f, static_cast<float>(width_px), static_cast<float>(height_px))
        .reduced(margin)
        .withTrimmedTop(header)
        .withTrimmedLeft(left_axis)
        .withTrimmedBottom(below_axis);
}

std::size_t rows_for(double rate_hz) {
    return std::bit_ceil(static_cast<std::size_t>(std::max(256.0, 0.75 * window_s * rate_hz)));
}

/// From the plot's ground by the spikes' colour to that of text.
juce::Colour heat(const Theme& theme, double share) {
    const auto half = static_cast<float>(2.0 * std::clamp(share, 0.0, 1.0));
    return half < 1.0f ? theme[Token::plot].interpolatedWith(theme[Token::spike], half)
                       : theme[Token::spike].interpolatedWith(theme[Token::text], half - 1.0f);
}

float strongest_db(const Spectrogram& data) {
    auto strongest = static_cast<float>(scope::Spectrum::lowest_db);
    for (int column = 0; column < data.columns(); ++column)
        for (int row = 0; row < data.rows(); ++row) strongest = std::max(strongest, data.level_db(column, row));
    return strongest;
}

juce::Image heat_image(const Spectrogram& data, const Theme& theme, double top_db) {
    juce::Image image(juce::Image::RGB, data.columns(), data.rows(), true, juce::SoftwareImageType());
    const juce::Image::BitmapData pixels(image, juce::Image::BitmapData::writeOnly);
    for (int column = 0; column < data.columns(); ++column)
        for (int row = 0; row < data.rows(); ++row)
            pixels.setPixelColour(
                column, row, heat(theme, 1.0 + (static_cast<double>(data.level_db(column, row)) - top_db) / range_db));
    return image;
}

void draw_axes(juce::Graphics& g, const Spectrogram& data, const Theme& theme, Area area) {
    const Type numbers{Face::mono, axis_px, theme[Token::text2]};
    const double low = std::log(Spectrogram::lowest_hz), high = std::log(data.highest_hz());
    for (const double hz : {20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0, 10000.0, 20000.0}) {
        if (hz > data.highest_hz() * 1.001) break;
        const float y = area.getBottom() - static_cast<float>((std::log(hz) - low) / (high - low)) * area.getHeight();
        g.setColour(theme[Token::text3].withAlpha(0.35f));
        g.fillRect(area.getX() - 4.0f, y - 0.5f, 4.0f, 1.0f);
        const auto text = hz < 1000.0 ? editor::fixed(hz, 0) + (hz == Spectrogram::lowest_hz ? " Hz" : "")
                                      : editor::fixed(hz / 1000.0, 0) + "k";
        editor::draw_text(g, {text, numbers}, Area(area.getX() - left_axis, y - 8.0f, left_axis - 8.0f, 16.0f),
                          Align::right);
    }
    constexpr double longest_in_ms_s = 2.0;
    const bool in_ms = data.seconds() < longest_in_ms_s;
    const double unit_s = in_ms ? 1e-3 : 1.0, span = data.seconds() / unit_s;
    const auto axis =
        scope::axis_between(0.0, span, std::max(2.0, static_cast<double>(area.getWidth() / px_per_time_label)));
    for (int i = 0; i < axis.line_count(); ++i) {
        const float x = area.getX() + static_cast<float>(axis.line(i) / span) * area.getWidth();
        g.setColour(theme[Token::text3].withAlpha(0.35f));
        g.fillRect(x - 0.5f, area.getBottom(), 1.0f, 4.0f);
        const bool last = i + 1 == axis.line_count(); // the unit stands there
        editor::draw_text(
            g, {editor::fixed(axis.line(i), axis.decimals()) + (last ? (in_ms ? " ms" : " s") : ""), numbers},
            Area(x - px_per_time_label / 2.0f, area.getBottom() + 6.0f, px_per_time_label, 16.0f), Align::centre);
    }
}

} // namespace

Spectrogram::Spectrogram(double sample_rate_hz, std::int64_t frames, int columns, int rows)
    : rate_hz_(sample_rate_hz)
    , highest_hz_(std::min(usual_highest_hz, 0.5 * sample_rate_hz))
    , frames_(frames)
    , columns_(columns)
    , rows_(rows)
    , spectrum_(rows_for(sample_rate_hz))
    , recent_(spectrum_.rows())
    , window_(spectrum_.rows())
    , levels_db_(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows)) {}

double Spectrogram::frequency_hz(double row) const {
    return highest_hz_ * std::pow(lowest_hz / highest_hz_, row / rows_);
}

/// The column whose middle is half a window back.
void Spectrogram::analyse() {
    const auto oldest = static_cast<std::size_t>(taken_) % recent_.size();
    std::rotate_copy(recent_.begin(), recent_.begin() + static_cast<std::ptrdiff_t>(oldest), recent_.end(),
                     window_.begin());
    spectrum_.take(window_, rate_hz_);
    for (int row = 0; row < rows_; ++row)
        levels_db_[static_cast<std::size_t>(done_) * static_cast<std::size_t>(rows_) + static_cast<std::size_t>(row)] =
            static_cast<float>(spectrum_.level_db(frequency_hz(row + 1.0), frequency_hz(row)));
    ++done_;
}

void Spectrogram::add(float sample) {
    recent_[static_cast<std::size_t>(taken_) % recent_.size()] = sample;
    ++taken_;
    const auto half = static_cast<std::int64_t>(recent_.size() / 2);
    const auto middle_of = [&](int column) {
        return static_cast<std::int64_t>((column + 0.5) * static_cast<double>(frames_) / columns_);
    };
    while (done_ < columns_ && taken_ >= middle_of(done_) + half) analyse();
}

void Spectrogram::finish() {
    while (done_ < columns_) add(0.0f);
}

int spectrogram_columns(int width_px, int scale) {
    return static_cast<int>(plot_area(width_px, 1000).getWidth()) * scale;
}
int spectrogram_rows(int height_px, int scale) {
    return static_cast<int>(plot_area(1000, height_px).getHeight()) * scale;
}

juce::Image draw_spectrogram(const Spectrogram& data, const std::string& title, const Theme& theme, int width_px,
                             int height_px, int scale) {
    juce::Image image(juce::Image::RGB, width_px * scale, height_px * scale, true, juce::SoftwareImageType());
    juce::Graphics g(image);
    g.addTransform(juce::AffineTransform::scale(static_cast<float>(scale)));
    g.fillAll(theme[Token::panel]);
    const float top_db = strongest_db(data);
    const auto area = plot_area(width_px, height_px);
    const auto head = Area(margin, margin, static_cast<float>(width_px) - 2.0f * margin, 20.0f);
    const bool silent = top_db < -150.0f;
    editor::draw_text(g, {title, Type{Face::semibold, title_px, theme[Token::text]}},
                      head.withTrimmedRight(head.getWidth() * 0.4f), Align::left, editor::Fit::shorten);
    editor::draw_text(g,
                      {silent ? "silent"
                              : "brightest: " + editor::fixed(static_cast<double>(top_db), 0) +
                                    " dBFS; darkest: " + editor::fixed(range_db, 0) + " dB less",
                       Type{Face::regular, label_px, theme[Token::text2]}},
                      head.withTrimmedLeft(head.getWidth() * 0.6f), Align::right, editor::Fit::shorten);
    g.drawImage(heat_image(data, theme, silent ? 0.0 : static_cast<double>(top_db)), area);
    draw_axes(g, data, theme, area);
    return image;
}

} // namespace soma::plot
