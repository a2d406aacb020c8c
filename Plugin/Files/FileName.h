#pragma once

#include <juce_core/juce_core.h>

/// Names and paths as people and other programs write them. Any thread but the audio thread.
namespace soma {

/// A name for a new file, from one that somebody typed: without the characters that some systems forbid, without
/// leading dots and tildes (hidden files, home folders), and short enough for an ending. Empty where nothing is left.
/// A file that is there already is never sought by this name: it keeps the name that it has.
juce::String legal_file_name(const juce::String& typed);

/// The file of this name in `folder`. File::getChildFile would read a leading tilde as somebody's home.
juce::File file_in(const juce::File& folder, const juce::String& name);

/// A path as a command gives it: relative ones begin at the working directory; a leading tilde is a letter, since the
/// shell has already replaced those that mean a home; file:// URLs are decoded.
juce::File file_from_argument(const juce::String& argument);

} // namespace soma
