#include "Files/FileName.h"

namespace soma {
namespace {

/// File systems allow 255 bytes of UTF-8; the rest is for endings and numbers.
constexpr std::size_t longest_bytes = 200;

bool is_control(juce::juce_wchar c) { return c < 0x20 || c == 0x7f; }

} // namespace

juce::String legal_file_name(const juce::String& typed) {
    juce::String plain;
    for (auto at = typed.getCharPointer(); !at.isEmpty(); ++at) plain += is_control(*at) ? juce::juce_wchar{' '} : *at;
    auto legal = juce::File::createLegalFileName(plain).trim().trimCharactersAtStart(".~ ");
    while (legal.getNumBytesAsUTF8() > longest_bytes) legal = legal.dropLastCharacters(1);
    return legal.trimEnd();
}

juce::File file_in(const juce::File& folder, const juce::String& name) { return folder.getChildFile("./" + name); }

juce::File file_from_argument(const juce::String& argument) {
    if (argument.startsWithIgnoreCase("file:"))
        return juce::URL(argument.replace("file://localhost/", "file:///")).getLocalFile();
    if (argument.startsWithChar('/')) return juce::File(argument);
    const auto here = juce::File::getCurrentWorkingDirectory();
    return juce::File::isAbsolutePath(argument) && !argument.startsWithChar('~') ? juce::File(argument)
                                                                                 : file_in(here, argument);
}

} // namespace soma
