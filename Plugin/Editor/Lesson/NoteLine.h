#pragma once

#include "Editor/Controls/Widget.h"
#include "Look/Paragraph.h"

namespace soma::editor {

/// A quiet text of a side panel, in as many lines as it needs.
class NoteLine final : public Widget {
  public:
    explicit NoteLine(Context& shared, Face face = Face::regular, Token ink = Token::text3)
        : Widget(shared)
        , face_(face)
        , ink_(ink) {
        setInterceptsMouseClicks(false, false);
    }
    void show(const std::string& text, bool alert = false) {
        if (text == text_ && alert == alert_) return;
        text_ = text;
        alert_ = alert;
        setTitle(utf8(text));
        repaint();
    }
    bool empty() const { return text_.empty(); }
    int height_for(int width) const {
        return text_.empty() ? 0 : static_cast<int>(words(static_cast<float>(width)).height()) + 1;
    }
    void paint(juce::Graphics& g) override { words(static_cast<float>(getWidth())).draw(g, 0.0f, 0.0f); }

  private:
    Paragraph words(float width) const {
        return {text_, type(face_, metrics().caption, alert_ ? Token::alert : ink_), width, Paragraph::Break::full,
                1.4f};
    }
    std::string text_;
    Face face_;
    Token ink_;
    bool alert_ = false;
};

} // namespace soma::editor
