#include "Standalone/Arguments.h"

#include "Files/FileName.h"

namespace soma::standalone {
namespace {

constexpr const char* usage =
    "Usage: somaphone-app [FILE]\n"
    "Opens the window of Somaphone. FILE is a sound that is the input current, or a lesson, a preset "
    "or cells (.json).\n";

/// Why this cannot be opened; empty if it can be tried.
juce::String wrong(const juce::String& given, const juce::File& file) {
    if (given.contains("://") && !given.startsWithIgnoreCase("file:"))
        return given + ": only files of this computer can be opened";
    if (file.isDirectory()) return given + ": is a folder; give a sound file";
    if (!file.existsAsFile()) return given + ": there is no such file";
    return {};
}

} // namespace

Arguments read_arguments(const juce::StringArray& given) {
    Arguments read;
    juce::StringArray files;
    bool options = true;
    for (const auto& argument : given) {
        if (options && argument == "--") {
            options = false;
        } else if (options && (argument == "-h" || argument == "--help")) {
            read.answer = usage;
        } else if (options && argument == "--version") {
            read.answer = "Somaphone " SOMAPHONE_VERSION "\n";
        } else if (options && argument.startsWithChar('-') && argument.length() > 1) {
            read.wrong_option = true;
            read.complaint = argument + ": there is no such option; see somaphone-app --help";
            return read;
        } else {
            files.add(argument);
        }
    }
    if (files.isEmpty()) return read;
    const auto file = file_from_argument(files[0]);
    read.complaint = wrong(files[0], file);
    if (read.complaint.isEmpty()) read.file = file;
    if (files.size() > 1 && read.complaint.isEmpty())
        read.complaint = "One file at a time: " + file.getFileName() + " is open, " + juce::String(files.size() - 1) +
                         (files.size() > 2 ? " others are not" : " other is not");
    return read;
}

} // namespace soma::standalone
