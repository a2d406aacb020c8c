#pragma once

#include <juce_core/juce_core.h>

namespace soma::standalone {

/// Arguments that the program was started with.
struct Arguments {
    juce::File file;           ///< to be opened; none if it is not there
    juce::String complaint;    ///< one line for a person; empty if all was understood
    juce::String answer;       ///< --help or --version: print this and end
    bool wrong_option = false; ///< print the complaint and end
};

/// Reads the command line: one sound, lesson, preset or cell file, as a path or a file:// URL. Message thread.
Arguments read_arguments(const juce::StringArray& given);

} // namespace soma::standalone
