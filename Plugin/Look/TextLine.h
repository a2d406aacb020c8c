#pragma once

#include "Look/Fonts.h"

#include <string_view>
#include <vector>

namespace soma::editor {

/// UTF-8 to JUCE.
juce::String utf8(std::string_view text);

/// How a run of text looks.
struct Type {
    Face face;
    float px;
    juce::Colour colour;
};

/// One line of runs that may differ in face, size and colour. Glyphs are laid out when added, so that drawing a kept
/// line again costs no layout.
class TextLine {
  public:
    TextLine() = default;
    TextLine(std::string_view markup, const Type& type) { add(markup, type); }

    /// Text in which `_{…}` is a subscript, 76 % of the size and 24 % of the size lower, and `^{…}` a superscript.
    /// `gap_px` of space before it.
    TextLine& add(std::string_view markup, const Type& type, float gap_px = 0.0f);

    float width() const { return width_; }
    bool empty() const { return runs_.empty(); }

    /// Size that places the line vertically: that of its largest run.
    float px() const { return px_; }

    void draw(juce::Graphics& g, float x, float baseline) const;

    /// The line without its subscripts' marks; for accessible names and reports.
    const juce::String& plain() const { return plain_; }

  private:
    void add_run(const juce::String& text, const Type& type, float drop);

    struct Run {
        juce::GlyphArrangement glyphs;
        juce::Colour colour;
        float x, drop;
    };
    std::vector<Run> runs_;
    juce::String plain_;
    float width_ = 0.0f, px_ = 0.0f;
};

enum class Align { left, centre, right };
/// Treatment of a line that is wider than its place: it is a mistake that tests find, or it is shortened by an ellipsis
/// because a person chose the words.
enum class Fit { must, shorten };

/// Draws the line in the middle of the area's height. All text of the editor goes through here or draw_text_at.
void draw_text(juce::Graphics& g, const TextLine& line, juce::Rectangle<float> area, Align align = Align::left,
               Fit fit = Fit::must);
/// The baseline is given; `room_px` is the width it may take.
void draw_text_at(juce::Graphics& g, const TextLine& line, float x, float baseline, float room_px,
                  Align align = Align::left);
/// Wrapped to the width and centred; returns the height it took.
float draw_paragraph(juce::Graphics& g, std::string_view text, const Type& type, juce::Rectangle<float> area,
                     Align align = Align::centre);

/// While one exists, text that does not fit its place is written down. For tests.
class OverflowRecorder {
  public:
    OverflowRecorder();
    ~OverflowRecorder();
    OverflowRecorder(const OverflowRecorder&) = delete;
    OverflowRecorder& operator=(const OverflowRecorder&) = delete;

    const juce::StringArray& found() const { return found_; }
    static void report(const juce::String& text, float width_px, float room_px);

  private:
    static OverflowRecorder* current_;
    juce::StringArray found_;
};

} // namespace soma::editor
