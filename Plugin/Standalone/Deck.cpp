#include "Standalone/Deck.h"

#include "Files/FileName.h"

#include <stdexcept>

namespace soma::standalone {
namespace {

juce::String utf8(const char* text) { return juce::String::fromUTF8(text); }

juce::String in_khz(double rate_hz) { return juce::String(rate_hz / 1000.0) + " kHz"; }

} // namespace

void Deck::open(const juce::File& file) {
    file_rate_hz_ = audio_.rate_hz();
    audio_.player().load(read_clip(file, file_rate_hz_), FilePlayer::From::start);
    audio_.player().play(true);
    file_ = file;
}

void Deck::start_recording() {
    if (!audio_.heard()) throw std::runtime_error("Nothing is recorded without a sound card.");
    const auto folder = juce::File::getSpecialLocation(juce::File::userMusicDirectory);
    const auto name = "Somaphone " + juce::Time::getCurrentTime().formatted("%Y-%m-%d %H-%M-%S");
    if (const auto made = folder.createDirectory(); made.failed())
        throw std::runtime_error((folder.getFullPathName() + ": " + made.getErrorMessage()).toStdString());
    audio_.recorder().start(folder.getNonexistentChildFile(name, ".wav", false), audio_.rate_hz());
}

void Deck::stop_recording() { audio_.recorder().stop(); }

juce::String Deck::follow() {
    juce::StringArray lines{follow_file(), follow_recording()};
    lines.removeEmptyStrings();
    return lines.joinIntoString(" ");
}

juce::String Deck::follow_file() {
    const double rate_hz = audio_.rate_hz();
    if (file_ == juce::File() || file_rate_hz_ == rate_hz) return {};
    file_rate_hz_ = rate_hz;
    try {
        audio_.player().load(read_clip(file_, rate_hz), FilePlayer::From::where_it_was);
        return {};
    } catch (const std::runtime_error& error) {
        audio_.player().play(false);
        return "The sound card now runs at " + in_khz(rate_hz) +
               ", and the sound cannot be read again: " + utf8(error.what());
    }
}

juce::String Deck::follow_recording() {
    auto& recorder = audio_.recorder();
    if (!recorder.recording()) return {};
    if (recorder.failed()) {
        recorder.stop();
        return "The recording has ended: the disk is full or cannot be written. The part before that is in " +
               recorder.file().getFullPathName();
    }
    const double rate_hz = audio_.rate_hz();
    if (recorder.rate_hz() == rate_hz || !audio_.heard()) return {};
    const auto before = recorder.file().getFileName();
    recorder.stop();
    const auto changed = "The sound card now runs at " + in_khz(rate_hz) + ": " + before + " has ended, ";
    try {
        start_recording();
        return changed + "the recording goes on in " + recorder.file().getFileName();
    } catch (const std::runtime_error& error) {
        return changed + "and the next file cannot be begun: " + utf8(error.what());
    }
}

} // namespace soma::standalone
