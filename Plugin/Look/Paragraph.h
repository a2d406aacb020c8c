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

  private:
    void wrap(const juce::String& text, const Type& type, float width_px);

    std::vector<TextLine> lines_;
    float width_ = 0.0f, pitch_ = 0.0f, px_ = 0.0f;
};

} // namespace soma::editor
