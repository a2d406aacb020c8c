#include "Editor/Lesson/TypedField.h"

#include "Look/Icons.h"

namespace soma::editor {

TypedField::TypedField(Context& shared, const juce::String& accessible_name, const juce::String& when_empty)
    : Widget(shared)
    , when_empty_(when_empty) {
    editor_.setTitle(accessible_name);
    editor_.addListener(this);
    editor_.setSelectAllWhenFocused(true);
    editor_.setBorder({});
    addAndMakeVisible(editor_);
}

void TypedField::set_text(const juce::String& text) {
    if (text == editor_.getText()) return;
    quiet_ = true;
    editor_.setText(text, false);
    quiet_ = false;
}

void TypedField::set_locked(bool locked) {
    if (editor_.isReadOnly() == locked) return;
    editor_.setReadOnly(locked);
    resized();
    repaint();
}

void TypedField::begin(const juce::String& first) {
    if (editor_.isReadOnly()) return;
    editor_.setText(first, true);
    if (isShowing()) editor_.grabKeyboardFocus();
    editor_.moveCaretToEnd();
}

void TypedField::resized() {
    const auto type_face = font(face, metrics().value);
    editor_.setFont(type_face);
    editor_.applyFontToAllText(type_face);
    const bool locked = editor_.isReadOnly();
    editor_.setColour(juce::TextEditor::backgroundColourId, juce::Colours::transparentBlack);
    editor_.setColour(juce::TextEditor::outlineColourId, juce::Colours::transparentBlack);
    editor_.setColour(juce::TextEditor::focusedOutlineColourId, juce::Colours::transparentBlack);
    editor_.setColour(juce::TextEditor::textColourId, colour(locked ? Token::text3 : Token::text));
    editor_.applyColourToAllText(colour(locked ? Token::text3 : Token::text));
    editor_.setTextToShowWhenEmpty(when_empty_, colour(Token::text3));
    editor_.setIndents(0, 0);
    editor_.setJustification(justification);
    const float words = label.isEmpty() ? 0.0f : text_width(font(Face::regular, metrics().row_label), label) + 8.0f;
    editor_.setBounds(getLocalBounds()
                          .reduced(metrics().row_padding, 2)
                          .withTrimmedLeft((locked ? 18 : 0) + static_cast<int>(words)));
}

void TypedField::paint(juce::Graphics& g) {
    const auto area = getLocalBounds().toFloat();
    const float radius = metrics().field_radius;
    const bool locked = editor_.isReadOnly();
    fill(g, area, radius, locked ? Token::raised : Token::plot);
    draw_text(g, {label.toStdString(), type(Face::regular, metrics().row_label, Token::text2)},
              area.withTrimmedLeft(static_cast<float>(metrics().row_padding + (locked ? 18 : 0))));
    if (locked) {
        draw_icon(g, Icon::lock, area.withWidth(14.0f).withX(area.getX() + 8.0f), 14.0f, colour(Token::text3));
        return;
    }
    const bool focused = editor_.hasKeyboardFocus(true);
    g.setColour(colour(focused ? Token::focus : Token::line_strong));
    g.drawRoundedRectangle(area.reduced(focused ? 1.0f : 0.5f), radius, focused ? 2.0f : 1.0f);
}

void TypedField::textEditorTextChanged(juce::TextEditor& editor) {
    if (!quiet_ && changed) changed(editor.getText());
}
void TypedField::textEditorReturnKeyPressed(juce::TextEditor& editor) {
    if (entered) entered(editor.getText());
    repaint();
}
void TypedField::textEditorEscapeKeyPressed(juce::TextEditor&) { give_keyboard_back(); }
void TypedField::textEditorFocusLost(juce::TextEditor&) { repaint(); }

} // namespace soma::editor
