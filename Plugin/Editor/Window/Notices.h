#pragma once

#include "Editor/Controls/Button.h"
#include "Editor/Controls/Widget.h"
#include "Look/Paragraph.h"

namespace soma::editor {

/// One line in the alert colour beneath a control, for four seconds.
class Notice final : public Widget {
  public:
    explicit Notice(Context& shared);
    void show(juce::Component& beside, const juce::String& text);
    void refresh() override;
    void paint(juce::Graphics& g) override;

  private:
    juce::String text_;
    juce::int64 until_ms_ = 0;
};

/// A title and a line at the foot of the window, with a word to press where something can be done about it; goes by
/// click, Esc or time. Never blocks anything.
class MessageBar final : public Button {
  public:
    explicit MessageBar(Context& shared);
    void show(const Message& message, const Remedy& remedy = {});
    void hide();
    int height_for(int width) const;
    void refresh() override;
    void paint(juce::Graphics& g) override;
    std::function<void()> dismissed, changed;

  private:
    float remedy_width() const;
    Paragraph line(float width) const;

    Message message_;
    Remedy remedy_;
    juce::int64 until_ms_ = 0;
};

/// The keys, and what the program is.
class HelpCard final : public Widget {
  public:
    explicit HelpCard(Context& shared);
    void paint(juce::Graphics& g) override;
    void mouseUp(const juce::MouseEvent&) override { setVisible(false); }
    bool keyPressed(const juce::KeyPress& key) override;
};

} // namespace soma::editor
