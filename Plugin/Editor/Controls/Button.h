#pragma once

#include "Editor/Controls/Widget.h"
#include "Look/Icons.h"

#include <functional>

namespace soma::editor {

/// Anything that acts on a click, on Enter when it has the focus, or at an assistive program's request. Space stays
/// with the stimulus.
class Button : public Widget, public juce::SettableTooltipClient {
  public:
    Button(Context& shared, const juce::String& accessible_name,
           juce::AccessibilityRole role = juce::AccessibilityRole::button);

    std::function<void()> pressed;
    /// For things that are on or off: read when assistive programs and paint ask.
    std::function<bool()> is_on;

    /// Read when Enter comes: false leaves the key to the view. None: always.
    std::function<bool()> can_press;
    /// For what cannot be taken back: the words that ask for a second key. Empty: one key is enough. A click always is.
    juce::String ask_again;

    bool on() const { return is_on && is_on(); }
    bool takes_enter() const override { return isEnabled() && (!can_press || can_press()); }
    /// As Enter: presses, or asks for the second key. False when it asked.
    bool press_by_key();
    bool asking() const { return asking_; }

    bool keyPressed(const juce::KeyPress& key) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;
    juce::String getTooltip() override;

  protected:
    bool hovered() const { return isEnabled() && isMouseOver(true); }
    void mouseEnter(const juce::MouseEvent&) override { repaint(); }
    void mouseExit(const juce::MouseEvent&) override { repaint(); }
    void mouseUp(const juce::MouseEvent& event) override;

  private:
    void ask();

    juce::AccessibilityRole role_;
    bool asking_ = false;
};

/// 30 × 30 with a line drawing; a soft fill when on or hovered.
class IconButton final : public Button {
  public:
    IconButton(Context& shared, const juce::String& accessible_name, Icon icon, float size = 18.0f);
    void set_icon(Icon icon);
    void paint(juce::Graphics& g) override;

  private:
    Icon icon_;
    float size_;
};

/// A word on a raised ground, or the one primary button of a view with its key in a cap.
class WordButton final : public Button {
  public:
    struct Wording {
        juce::String word;
        std::optional<Icon> icon = {};
        juce::String key = {};
        bool primary = false;
        bool operator==(const Wording&) const = default;
    };
    WordButton(Context& shared, Wording wording);
    void set_wording(Wording wording);
    const Wording& wording() const { return wording_; }
    /// Of such words with some room at both ends.
    int width_for(const juce::String& words) const;
    void paint(juce::Graphics& g) override;

  private:
    Wording wording_;
};

/// Words at the right of a section's title that open a menu or turn something on.
class TitleWord final : public Button {
  public:
    TitleWord(Context& shared, const juce::String& accessible_name, std::function<std::string()> text,
              Token ink = Token::text);
    void refresh() override;
    void paint(juce::Graphics& g) override;

  private:
    juce::String name_;
    std::function<std::string()> text_;
    std::string shown_;
    Token ink_;
};

} // namespace soma::editor
