#pragma once

#include "Editor/Controls/Widget.h"

#include <memory>

namespace soma::editor {

/// How long a field shows that it refused a text.
constexpr int refused_ms = 4000;

/// The text of a field while it is typed: without ground or outline.
std::unique_ptr<juce::TextEditor> make_inline_text(const Context& context, const juce::Font& font);

/// Puts it into its field, all selected or with the caret at the end. The field has laid it out when resized() returns.
void open_inline_text(juce::Component& field, juce::TextEditor& text, const juce::String& words, bool selected);

} // namespace soma::editor
