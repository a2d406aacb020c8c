#include "Editor/Controls/InlineText.h"

namespace soma::editor {

std::unique_ptr<juce::TextEditor> make_inline_text(const Context& context, const juce::Font& font) {
    const auto& theme = *context.theme;
    auto text = std::make_unique<juce::TextEditor>();
    text->setFont(font);
    for (const int clear : {juce::TextEditor::backgroundColourId, juce::TextEditor::outlineColourId,
                            juce::TextEditor::focusedOutlineColourId})
        text->setColour(clear, juce::Colours::transparentBlack);
    for (const int ink :
         std::initializer_list<int>{juce::TextEditor::textColourId, juce::TextEditor::highlightedTextColourId,
                                    juce::CaretComponent::caretColourId})
        text->setColour(ink, theme[Token::text]);
    text->setColour(juce::TextEditor::highlightColourId, theme[Token::vm_soft]);
    text->setBorder({});
    text->setIndents(2, 0);
    text->setJustification(juce::Justification::centredRight);
    return text;
}

void open_inline_text(juce::Component& field, juce::TextEditor& text, const juce::String& words, bool selected) {
    text.setText(words, false);
    field.addAndMakeVisible(text);
    field.resized();
    if (field.isShowing()) text.grabKeyboardFocus();
    if (selected)
        text.selectAll();
    else
        text.moveCaretToEnd();
    field.repaint();
}

} // namespace soma::editor
