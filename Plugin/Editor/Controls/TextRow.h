#pragma once

#include "Editor/Controls/Widget.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace soma::editor {

/// Words in a row that looks like a value field: a double-click, Enter or the beginning of a word opens the text.
class TextRow final : public Widget, public juce::SettableTooltipClient, private juce::TextEditor::Listener {
  public:
    struct Source {
        std::function<std::string()> get;
        /// The reason why a text is refused; none when it is taken.
        std::function<std::optional<std::string>(std::string_view)> set;
        /// One line while something is wrong with what was taken; none while all is well.
        std::function<std::optional<std::string>()> trouble;
    };
    TextRow(Context& shared, const juce::String& label, const juce::String& accessible_name, Source source);
    ~TextRow() override;

    void refresh() override;
    void paint(juce::Graphics& g) override;
    void resized() override;
    bool keyPressed(const juce::KeyPress& key) override;
    bool takes_enter() const override { return true; }
    void mouseEnter(const juce::MouseEvent&) override { repaint(); }
    void mouseExit(const juce::MouseEvent&) override { repaint(); }
    void mouseDoubleClick(const juce::MouseEvent&) override { type_text(); }
    juce::String getTooltip() override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

    /// Opens the text, with `first` as its beginning or else all of it selected.
    void type_text(const juce::String& first = {});
    /// Called by Enter with the text: taken, or refused with the reason shown.
    bool commit_text(const juce::String& text);

  private:
    juce::Rectangle<int> text_area() const;
    void close_text(bool keep_focus);
    void warn(const std::string& reason);

    void textEditorReturnKeyPressed(juce::TextEditor&) override;
    void textEditorEscapeKeyPressed(juce::TextEditor&) override { close_text(true); }
    void textEditorFocusLost(juce::TextEditor&) override;

    juce::String label_;
    Source source_;
    std::string shown_;
    std::optional<std::string> trouble_;
    std::unique_ptr<juce::TextEditor> text_;
    std::int64_t refused_until_ms_ = 0;
};

} // namespace soma::editor
