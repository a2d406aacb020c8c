#include "Look/TextLine.h"

#include "Core/Utf8.h"

#include <algorithm>

namespace soma::editor {

namespace {

constexpr float subscript_size = 0.76f, subscript_drop = 0.24f, superscript_rise = 0.36f;
constexpr float rounding_px = 0.75f; ///< a line this much too wide is not clipped visibly

float left_edge(const TextLine& line, float left, float room, Align align) {
    if (align == Align::left) return left;
    const float spare = room - line.width();
    return left + (align == Align::centre ? spare / 2.0f : spare);
}

} // namespace

OverflowRecorder* OverflowRecorder::current_ = nullptr;

OverflowRecorder::OverflowRecorder() { current_ = this; }
OverflowRecorder::~OverflowRecorder() { current_ = nullptr; }

void OverflowRecorder::report(const juce::String& text, float width_px, float room_px) {
    if (current_ != nullptr && width_px > room_px + rounding_px)
        current_->found_.addIfNotAlreadyThere("'" + text + "' takes " + juce::String(width_px, 1) + " px of " +
                                              juce::String(room_px, 1));
}

juce::String utf8(std::string_view text) {
    if (!is_utf8(text)) return utf8(as_utf8(std::string(text))); // JUCE would read on behind the end
    return juce::String::fromUTF8(text.data(), static_cast<int>(text.size()));
}

TextLine& TextLine::add(std::string_view markup, const Type& type, float gap_px) {
    width_ += gap_px;
    px_ = std::max(px_, type.px);
    while (!markup.empty()) {
        const auto mark = std::min(markup.find("_{"), markup.find("^{"));
        add_run(utf8(markup.substr(0, mark)), type, 0.0f);
        if (mark == std::string_view::npos) break;
        const float drop = markup[mark] == '_' ? subscript_drop : -superscript_rise;
        markup.remove_prefix(mark + 2);
        const auto end = std::min(markup.find('}'), markup.size());
        add_run(utf8(markup.substr(0, end)), {type.face, type.px * subscript_size, type.colour}, type.px * drop);
        markup.remove_prefix(std::min(end + 1, markup.size()));
    }
    return *this;
}

void TextLine::add_run(const juce::String& text, const Type& type, float drop) {
    if (text.isEmpty()) return;
    auto& run = runs_.emplace_back();
    run.glyphs.addLineOfText(font(type.face, type.px), text, 0.0f, 0.0f);
    run.colour = type.colour;
    run.x = width_;
    run.drop = drop;
    if (run.glyphs.getNumGlyphs() > 0) width_ += run.glyphs.getGlyph(run.glyphs.getNumGlyphs() - 1).getRight();
    plain_ << text;
}

void TextLine::draw(juce::Graphics& g, float x, float baseline) const {
    for (const auto& run : runs_) {
        g.setColour(run.colour);
        run.glyphs.draw(g, juce::AffineTransform::translation(x + run.x, baseline + run.drop));
    }
}

void draw_text_at(juce::Graphics& g, const TextLine& line, float x, float baseline, float room_px, Align align) {
    OverflowRecorder::report(line.plain(), line.width(), room_px);
    line.draw(g, left_edge(line, x, room_px, align), baseline);
}

void draw_text(juce::Graphics& g, const TextLine& line, juce::Rectangle<float> area, Align align, Fit fit) {
    if (line.empty()) return;
    const float baseline = area.getCentreY() + line.px() * baseline_drop;
    if (fit == Fit::must || line.width() <= area.getWidth()) {
        draw_text_at(g, line, area.getX(), baseline, area.getWidth(), align);
        return;
    }
    const float dot = line.px() * 0.15f, pitch = line.px() * 0.28f;
    const auto room = area.withTrimmedRight(pitch * 3.0f);
    {
        const juce::Graphics::ScopedSaveState saved{g};
        g.reduceClipRegion(room.getSmallestIntegerContainer());
        line.draw(g, area.getX(), baseline);
    }
    for (int i = 0; i < 3; ++i)
        g.fillEllipse(room.getRight() + static_cast<float>(i) * pitch, baseline - dot, dot, dot);
}

float draw_paragraph(juce::Graphics& g, std::string_view text, const Type& type, juce::Rectangle<float> area,
                     Align align) {
    const float line_height = type.px * 1.35f;
    float y = area.getY();
    juce::StringArray words;
    words.addTokens(utf8(text), " ", "");
    const auto print = [&](const juce::String& words_of_line) {
        const TextLine line{words_of_line.toStdString(), type};
        draw_text_at(g, line, area.getX(), y + line_height / 2.0f + type.px * baseline_drop, area.getWidth(), align);
        y += line_height;
    };
    juce::String current;
    for (const auto& word : words) {
        const auto longer = current.isEmpty() ? word : current + " " + word;
        if (!current.isEmpty() && TextLine{longer.toStdString(), type}.width() > area.getWidth()) {
            print(current);
            current = word;
        } else {
            current = longer;
        }
    }
    if (current.isNotEmpty()) print(current);
    return y - area.getY();
}

} // namespace soma::editor
