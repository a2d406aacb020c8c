#include "Standalone/TransportBar.h"

#include "Editor/Controls/FileChooser.h"
#include "SoundFile/SoundFormats.h"
#include "Standalone/Settings.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <stdexcept>

namespace soma::standalone {
namespace {

juce::String utf8(const std::string& text) { return juce::String::fromUTF8(text.c_str()); }

} // namespace

TransportBar::TransportBar(editor::Context& shared, Audio& audio)
    : Widget(shared)
    , audio_(audio)
    , deck_(audio)
    , settings_(shared, {.word = "Audio and MIDI"})
    , file_(shared, {.word = "Open sound"})
    , play_(shared, {.word = "Play file"})
    , microphone_(shared, {.word = "Microphone"})
    , record_(shared, {.word = "Record"})
    , screen_(shared, {.word = "Full screen"}) {
    setTitle("Transport");
    for (auto* button : {&settings_, &file_, &play_, &microphone_, &record_, &screen_}) addAndMakeVisible(button);
    settings_.pressed = [this] { show_settings(); };
    file_.pressed = [this] { choose_file(); };
    play_.pressed = [this] { audio_.player().play(!audio_.player().playing()); };
    microphone_.is_on = [this] { return audio_.microphone().is_open(); };
    microphone_.pressed = [this] { audio_.microphone().open(!audio_.microphone().is_open()); };
    record_.is_on = [this] { return audio_.recorder().recording(); };
    record_.pressed = [this] { toggle_recording(); };
    screen_.pressed = [this] { full_screen(); };
    settings_.setTooltip("Audio and MIDI\nDevices, sample rate, MIDI inputs and output.");
    file_.setTooltip(
        "Open sound\nA sound file whose samples are the input current (WAV, AIFF, FLAC, Ogg, MP3 …). It repeats.");
    play_.setTooltip("Play file\nPlays or stops the sound file.");
    microphone_.setTooltip(
        "Microphone\nThe audio input is the input current. With loudspeakers it would hear the neuron "
        "and howl: use headphones. It is closed by itself when it howls.");
    record_.setTooltip("Record\nWrites the output to a WAV file in the folder for music.");
    screen_.setTooltip("Full screen\nF11; Esc leaves it.");
    startTimerHz(10);
    timerCallback();
}

void TransportBar::open(const juce::File& file) {
    try {
        deck_.open(file);
        said_.clear();
    } catch (const std::runtime_error& error) {
        said_ = utf8(error.what());
    }
}

void TransportBar::choose_file() {
    chooser_ =
        editor::make_file_chooser(context, "Open a sound as input current", juce::File(), sound_file::file_pattern());
    chooser_->launchAsync(juce::FileBrowserComponent::openMode | juce::FileBrowserComponent::canSelectFiles,
                          [this](const juce::FileChooser& chooser) {
                              if (chooser.getResult() != juce::File()) open(chooser.getResult());
                          });
}

void TransportBar::toggle_recording() {
    if (audio_.recorder().recording()) {
        deck_.stop_recording();
        said_ = "Recorded " + audio_.recorder().file().getFullPathName();
        return;
    }
    try {
        deck_.start_recording();
        said_.clear();
    } catch (const std::runtime_error& error) {
        said_ = utf8(error.what());
    }
}

void TransportBar::show_settings() {
    constexpr int width = 560, height = 520;
    context.open_card("Audio and MIDI", std::make_unique<SettingsPanel>(audio_), width, height);
}

/// The device first, then what was said last.
juce::String TransportBar::line() const {
    const bool recording = audio_.recorder().recording();
    if (audio_.microphone().howled())
        return "Microphone closed: it heard the loudspeaker and began to howl. Use headphones, or turn the output "
               "down.";
    if (audio_.device_lost())
        return juce::String("The sound card is gone: the neuron runs unheard") +
               (recording ? ", the recording waits." : ".");
    if (!audio_.heard())
        return "No sound card: the neuron runs unheard. " + (said_.isEmpty() ? "Choose one in Audio and MIDI." : said_);
    if (recording && audio_.recorder().lost() > 0)
        return "Recording " + audio_.recorder().file().getFileName() + ": the disk is too slow, there are gaps";
    if (said_.isNotEmpty()) return said_;
    if (recording) return "Recording " + audio_.recorder().file().getFileName();
    if (audio_.microphone().is_open()) return "The microphone is the input current. Loudspeakers would make it howl.";
    if (audio_.player().playing()) return utf8(audio_.player().name()) + " is the input current";
    return "Microphone off";
}

void TransportBar::timerCallback() {
    audio_.look_after_device();
    if (const auto news = deck_.follow(); news.isNotEmpty()) said_ = news;
    audio_.player().throw_away();
    fills_screen_ = is_full_screen && is_full_screen(); // asks the window manager
}

void TransportBar::refresh() {
    const bool playing = audio_.player().playing(), open = audio_.microphone().is_open();
    if (play_.isEnabled() != audio_.player().has_clip()) {
        play_.setEnabled(audio_.player().has_clip());
        play_.repaint();
    }
    const auto word = [](editor::WordButton& button, const char* now) { button.set_wording({.word = now}); };
    word(play_, playing ? "Stop file" : "Play file");
    word(record_, audio_.recorder().recording() ? "Stop recording" : "Record");
    word(screen_, fills_screen_ ? "Leave full screen" : "Full screen");
    microphone_.ask_again = open ? juce::String{} : juce::String("Again to open");
    if (auto now = line(); now != shown_) {
        shown_ = std::move(now);
        setDescription(shown_);
        repaint();
    }
    const bool lit = open || audio_.recorder().recording();
    if (lit == lit_) return;
    lit_ = lit;
    repaint();
}

void TransportBar::paint(juce::Graphics& g) {
    g.fillAll(colour(editor::Token::bg));
    editor::draw_text(g, {shown_.toStdString(), type(editor::Face::regular, metrics().label, editor::Token::text2)},
                      line_area_.toFloat(), editor::Align::left, editor::Fit::shorten);
}

/// A button keeps the width of its longest words, so that nothing moves when they change.
void TransportBar::resized() {
    auto area = getLocalBounds().reduced(metrics().card_margin, 4);
    const int gap = projected() ? 10 : 6;
    const auto width = [](const editor::WordButton& button, std::initializer_list<const char*> words) {
        return std::max({button.width_for(*words.begin()), button.width_for(*std::prev(words.end()))});
    };
    const auto place = [&](editor::WordButton& button, std::initializer_list<const char*> words) {
        button.setBounds(area.removeFromLeft(width(button, words)));
        area.removeFromLeft(gap);
    };
    place(settings_, {"Audio and MIDI"});
    place(file_, {"Open sound"});
    place(play_, {"Play file", "Stop file"});
    place(microphone_, {"Microphone", "Again to open"});
    place(record_, {"Record", "Stop recording"});
    screen_.setBounds(area.removeFromRight(width(screen_, {"Full screen", "Leave full screen"})));
    area.removeFromRight(gap);
    line_area_ = area;
}

} // namespace soma::standalone
