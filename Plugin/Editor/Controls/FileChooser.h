#pragma once

#include "Editor/Controls/Widget.h"

#include <memory>

namespace soma::editor {

/// A chooser of files in the window, in its style, theme and zoom. It is gone with the pointer.
inline std::unique_ptr<juce::FileChooser> make_file_chooser(const Context& context, const juce::String& title,
                                                            const juce::File& suggested, const juce::String& pattern) {
    constexpr bool of_the_system = false, packages_are_files = false;
    return std::make_unique<juce::FileChooser>(title, suggested, pattern, of_the_system, packages_are_files,
                                               context.top);
}

} // namespace soma::editor
