#pragma once

#include "Editor/Controls/Widget.h"

namespace soma::editor {

/// A line to type into: outlined, as the name of the student is. Enter hands it in, Escape leaves it.
class TypedField final : public Widget, private juce::TextEditor::Listener {
  public:
    TypedField(Context& shared, const juce::String& accessible_name, const juce::String& when_empty = {});

    std::function<void(const juce::String&)> changed, entered;
    void set_text(const juce::String& text);
    juce::String text() const { return editor_.getText(); }
    void set_locked(bool locked);
    /// Opens it with this as its beginning.
    void begin(const juce::String& first);
    bool typing() const { return editor_.hasKeyboardFocus(true); }
    Face face = Face::mono_medium;
    juce::String label; ///< at the left; empty: none
    juce::Justification justification = juce::Justification::centredLeft;

    void resized() override;
    void paint(juce::Graphics& g) override;
    void lookAndFeelChanged() override { resized(); }

  private:
    void textEditorTextChanged(juce::TextEditor&) override;
    void textEditorReturnKeyPressed(juce::TextEditor&) override;
    void textEditorEscapeKeyPressed(juce::TextEditor&) override;
    void textEditorFocusLost(juce::TextEditor&) override;

    juce::TextEditor editor_;
    juce::String when_empty_;
    bool quiet_ = false;
};

} // namespace soma::editor
