#include "Session/HostLessonPlayer.h"

#include "Lesson/Answers/Setup.h"
#include "Lesson/Format/Problem.h"
#include "Lesson/Load/Loader.h"

#include <cmath>
#include <filesystem>
#include <stdexcept>

namespace soma::host {

using Does = LessonTurn::Does;

namespace {

/// A block longer than this is not fed from a recording any more.
constexpr int spare_frames = 8192;

/// The recording that a lesson names. Links are resolved first, so that none leads out of the lesson's folder.
std::unique_ptr<Clip> read_recording(const std::string& folder, const std::string& file, double rate_hz) {
    std::error_code error;
    const auto beside = std::filesystem::canonical(folder, error),
               path = std::filesystem::canonical(beside / file, error);
    if (folder.empty() || error) throw std::runtime_error(file + ": the lesson's recording is not there");
    if (!lesson::stays_inside(beside.string(), path.string()))
        throw std::runtime_error(file + ": leads out of the lesson's folder");
    auto clip = read_clip(juce::File(juce::String::fromUTF8(path.string().c_str())), rate_hz);
    const int frames = clip->audio.getNumSamples();
    clip->audio.setSize(clip->audio.getNumChannels(), frames + spare_frames, true, true);
    return clip;
}

} // namespace

bool HostLessonPlayer::post(const LessonTurn& turn) {
    const auto& stage = processor_.lesson_override();
    std::erase_if(recordings_, [&](const Recording& held) { return held.turn < stage.turns_taken(); });
    return processor_.lesson_override().post(turn);
}

double HostLessonPlayer::rate_hz() const {
    return processor_.getSampleRate() > 0.0 ? processor_.getSampleRate() : 48000.0;
}

void HostLessonPlayer::enter() {
    if (!entered()) post({.does = Does::rest});
}

void HostLessonPlayer::leave() {
    if (entered()) post({.does = Does::give_back});
}

std::optional<editor::Message> HostLessonPlayer::play(const lesson::Setup& setup, double length_ms,
                                                      const std::string& folder) {
    if (!processor_.heard())
        return editor::Message{"Nobody would hear it",
                               "No sound card is open. Choose one in Audio and MIDI, then play again."};
    LessonTurn turn{.does = Does::begin};
    turn.values = setup.values;
    turn.live_input = setup.live_input;
    turn.loop = setup.loop;
    turn.frames = std::llround(length_ms / 1000.0 * rate_hz());
    try {
        turn.initial = lesson::initial_of(setup);
        if (!setup.audio_file.empty()) {
            auto clip = read_recording(folder, setup.audio_file, rate_hz());
            turn.recording = clip->audio.getReadPointer(0);
            turn.recording_frames = clip->audio.getNumSamples();
            recordings_.push_back({stage().turns_posted() + 1, std::move(clip)});
        }
    } catch (const std::runtime_error& error) {
        return editor::Message{"This sound cannot be played", error.what()};
    }
    if (post(turn)) return std::nullopt;
    return editor::Message{"The sound is not running", "Start the audio of the host, then play once more."};
}

void HostLessonPlayer::retune(const lesson::Setup& setup) {
    LessonTurn turn{.does = Does::move};
    turn.values = setup.values;
    if (playing()) post(turn);
}

void HostLessonPlayer::stop() {
    if (playing()) post({.does = Does::rest});
}

double HostLessonPlayer::played_ms() const { return 1000.0 * static_cast<double>(stage().frames()) / rate_hz(); }

} // namespace soma::host
