#include "CommandLine/LessonVoice.h"

#include "CommandLine/Errors.h"
#include "CommandLine/LessonSounds.h"
#include "CommandLine/Outputs.h"

#include <array>

namespace soma::command {
namespace {

constexpr double rate_hz = 48000.0;

/// Programs that play one file and end, quietly.
constexpr std::array players{"pw-play", "paplay", "aplay -q", "play -q", "afplay"};

bool in_path(const juce::String& program) {
    const auto path = juce::SystemStats::getEnvironmentVariable("PATH", {});
    for (const auto& folder : juce::StringArray::fromTokens(path, ":", ""))
        if (folder.isNotEmpty() && juce::File::isAbsolutePath(folder) &&
            juce::File(folder).getChildFile(program).existsAsFile())
            return true;
    return false;
}

juce::StringArray words(const juce::String& command) { return juce::StringArray::fromTokens(command, " ", "\"'"); }

juce::StringArray find_player(const std::string& wanted) {
    if (wanted == "none") return {};
    if (!wanted.empty()) return words(juce::String::fromUTF8(wanted.c_str()));
    for (const auto* each : players)
        if (const auto command = words(each); in_path(command[0])) return command;
    return {};
}

} // namespace

LessonVoice::LessonVoice(const std::string& player, const std::string& folder, std::filesystem::path recordings)
    : recordings_(std::move(recordings))
    , player_(find_player(player))
    , temporary_(folder.empty()) {
    folder_ = temporary_
                  ? juce::File::createTempFile("somaphone-lesson")
                  : juce::File::getCurrentWorkingDirectory().getChildFile(juce::String::fromUTF8(folder.c_str()));
    if (const auto made = folder_.createDirectory(); made.failed())
        throw RunError(folder_.getFullPathName().toStdString() + ": is not a folder and cannot be made one");
}

LessonVoice::~LessonVoice() {
    if (temporary_) folder_.deleteRecursively();
}

std::string LessonVoice::play(const lesson::Setup& setup, const std::string& name) {
    if (setup.live_input) return "This sound needs a microphone: it is played in the application only.";
    const auto file = folder_.getChildFile(juce::String(name) + ".wav");
    FilesRead read;
    Outputs outputs(read);
    write_lesson_sound(setup, recordings_, rate_hz, outputs.add(file.getFullPathName().toStdString()), read);
    outputs.commit();
    const auto path = file.getFullPathName().toStdString();
    if (player_.isEmpty()) return "Sound " + name + ": " + path;
    juce::ChildProcess process;
    auto command = player_;
    command.add(file.getFullPathName());
    if (!process.start(command, 0) || !process.waitForProcessToFinish(-1) || process.getExitCode() != 0)
        return "Sound " + name + ": " + player_[0].toStdString() + " could not play it; the file is " + path;
    return "Played " + name + ".";
}

} // namespace soma::command
