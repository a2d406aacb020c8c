#pragma once

#include "Look/TextLine.h"

namespace soma::editor {

/// Text in as many lines as its width needs; line breaks within it are kept.
class Paragraph {
  public:
    enum class Break : std::uint8_t {
        full, ///< each line as long as it goes
        even, ///< lines of like length, for headings
    };

    Paragraph() = default;
    Paragraph(std::string_view text, const Type& type, float width_px, Break how = Break::full,
              float line_height = 1.35f);

    float height() const { return pitch_ * static_cast<float>(lines_.size()); }
    std::size_t lines() const { return lines_.size(); }
    void draw(juce::Graphics& g, float x, float y, Align align = Align::left) const;

    /// UTF-8.
    const std::string& text() const { return text_; }
    /// A word of it: where it begins in the text, and its place from the paragraph's left upper corner (left-aligned).
    struct Word {
        std::size_t offset = 0;
        juce::Rectangle<float> box;
    };
    const std::vector<Word>& words() const { return words_; }

  private:
    void wrap(const juce::String& text, const Type& type, float width_px);

    std::vector<TextLine> lines_;
    std::vector<Word> words_;
    std::string text_;
    float width_ = 0.0f, pitch_ = 0.0f, px_ = 0.0f;
};

} // namespace soma::editor
