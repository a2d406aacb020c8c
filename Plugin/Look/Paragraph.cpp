#include "Look/Paragraph.h"

#include <algorithm>

namespace soma::editor {

Paragraph::Paragraph(std::string_view text, const Type& type, float width_px, Break how, float line_height)
    : text_(text)
    , width_(width_px)
    , pitch_(type.px * line_height)
    , px_(type.px) {
    const auto all = utf8(text_);
    wrap(all, type, width_px);
    if (how == Break::full || lines_.size() < 2) return;
    // The narrowest width that needs no line more.
    const auto least = lines_.size();
    float low = width_px / static_cast<float>(least) * 0.9f, high = width_px;
    while (high - low > 4.0f) {
        const float middle = (low + high) / 2.0f;
        wrap(all, type, middle);
        (lines_.size() > least ? low : high) = middle;
    }
    wrap(all, type, high);
}

void Paragraph::wrap(const juce::String& text, const Type& type, float width_px) {
    lines_.clear();
    words_.clear();
    std::size_t offset = 0;
    juce::StringArray broken;
    broken.addLines(text);
    const float blank = text_width(font(type.face, type.px), "n n") - text_width(font(type.face, type.px), "nn");
    for (const auto& piece : broken) {
        juce::StringArray words;
        words.addTokens(piece, " ", "");
        TextLine line;
        for (const auto& word : words) {
            const TextLine alone{word.toStdString(), type};
            if (!line.empty() && line.width() + blank + alone.width() > width_px) {
                lines_.push_back(std::move(line));
                line = {};
            }
            const float left = line.empty() ? 0.0f : line.width() + blank;
            line.add(word.toStdString(), type, line.empty() ? 0.0f : blank);
            const auto found = text_.find(word.toStdString(), offset);
            if (word.isEmpty() || found == text_.npos) continue;
            offset = found + word.getNumBytesAsUTF8();
            words_.push_back({found, {left, pitch_ * static_cast<float>(lines_.size()), line.width() - left, pitch_}});
        }
        lines_.push_back(std::move(line));
    }
}

void Paragraph::draw(juce::Graphics& g, float x, float y, Align align) const {
    for (const auto& line : lines_) {
        if (!line.empty()) draw_text_at(g, line, x, y + pitch_ / 2.0f + px_ * baseline_drop, width_, align);
        y += pitch_;
    }
}

} // namespace soma::editor
