#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

namespace soma::compatibility {

/// "*.wav;*.json" as a dialog takes it, for endings in any case of letters: the desktop's own dialogs on Linux tell
/// ZOOM0001.WAV from zoom0001.wav and want "*.[wW][aA][vV]"; the others, and JUCE's, tell no case and know no brackets.
inline juce::String any_case(const juce::String& pattern, bool tells_case) {
    if (!tells_case) return pattern;
    juce::String result;
    for (auto at = pattern.getCharPointer(); !at.isEmpty(); ++at) {
        const auto letter = *at;
        if (juce::CharacterFunctions::isLetter(letter))
            result << '[' << juce::CharacterFunctions::toLowerCase(letter)
                   << juce::CharacterFunctions::toUpperCase(letter) << ']';
        else
            result << letter;
    }
    return result;
}

/// A file dialog's pattern on this system. Message thread.
inline juce::String dialog_pattern(const juce::String& pattern) {
#if JUCE_LINUX || JUCE_BSD
    return any_case(pattern, juce::FileChooser::isPlatformDialogAvailable());
#else
    return any_case(pattern, false);
#endif
}

} // namespace soma::compatibility
