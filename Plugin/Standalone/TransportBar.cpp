#include "Standalone/TransportBar.h"

#include "Compatibility/FileDialog.h"
#include "SoundFile/SoundFormats.h"
#include "Standalone/Settings.h"

#include <stdexcept>

namespace soma::standalone {
namespace {

juce::String utf8(const std::string& text) { return juce::String::fromUTF8(text.c_str()); }

} // namespace

TransportBar::TransportBar(Audio& audio)
    : audio_(audio) {
    for (auto* button : {&settings_, &file_, &play_, &microphone_, &record_, &screen_}) addAndMakeVisible(button);
    addAndMakeVisible(line_);
    line_.setMinimumHorizontalScale(0.7f);
    settings_.onClick = [this] { show_settings(); };
    file_.onClick = [this] { choose_file(); };
    play_.onClick = [this] { audio_.player().play(!audio_.player().playing()); };
    microphone_.onClick = [this] { audio_.microphone().open(!audio_.microphone().is_open()); };
    record_.onClick = [this] { toggle_recording(); };
    screen_.onClick = [this] { full_screen(); };
    settings_.setTooltip("Devices, sample rate, MIDI inputs and output");
    file_.setTooltip("A sound file whose samples become current (WAV, AIFF, FLAC, Ogg, MP3 …); it repeats");
    microphone_.setTooltip("The audio input becomes current. With loudspeakers it would hear the neuron and howl: use "
                           "headphones. It is closed by itself when it howls");
    record_.setTooltip("Writes what is heard to a WAV file in the folder for music");
    screen_.setTooltip("F11");
    startTimerHz(10);
    timerCallback();
}

void TransportBar::open(const juce::File& file) {
    try {
        audio_.player().load(read_clip(file, audio_.rate_hz()));
        audio_.player().play(true);
        said_.clear();
    } catch (const std::runtime_error& error) {
        said_ = utf8(error.what());
    }
}

void TransportBar::choose_file() {
    chooser_ = std::make_unique<juce::FileChooser>("A sound that becomes current", juce::File(),
                                                   compatibility::dialog_pattern(sound_file::file_pattern()));
    chooser_->launchAsync(juce::FileBrowserComponent::openMode | juce::FileBrowserComponent::canSelectFiles,
                          [this](const juce::FileChooser& chooser) {
                              if (chooser.getResult() != juce::File()) open(chooser.getResult());
                          });
}

void TransportBar::toggle_recording() {
    auto& recorder = audio_.recorder();
    if (recorder.recording()) {
        recorder.stop();
        said_ = "Recorded " + recorder.file().getFullPathName();
        return;
    }
    const auto folder = juce::File::getSpecialLocation(juce::File::userMusicDirectory);
    const auto name = "Somaphone " + juce::Time::getCurrentTime().formatted("%Y-%m-%d %H-%M-%S") + ".wav";
    try {
        folder.createDirectory();
        recorder.start(folder.getChildFile(name), audio_.rate_hz());
        said_.clear();
    } catch (const std::runtime_error& error) {
        said_ = utf8(error.what());
    }
}

void TransportBar::show_settings() {
    juce::DialogWindow::LaunchOptions options;
    options.dialogTitle = "Audio and MIDI";
    options.content.setOwned(new SettingsPanel(audio_));
    options.dialogBackgroundColour = getLookAndFeel().findColour(juce::ResizableWindow::backgroundColourId);
    options.useNativeTitleBar = true;
    options.resizable = false;
    options.launchAsync();
}

/// What matters most now.
juce::String TransportBar::line() const {
    if (audio_.recorder().recording())
        return "Recording " + audio_.recorder().file().getFileName() +
               (audio_.recorder().lost() > 0 ? " - the disc is too slow, there are gaps" : "");
    if (audio_.microphone().howled())
        return "Microphone closed: it heard the loudspeaker and began to howl. Use headphones, or turn the output "
               "down.";
    if (audio_.device_lost())
        return "The sound card is gone. It is used again when it is back, or choose another in Audio and MIDI.";
    if (audio_.devices().getCurrentAudioDevice() == nullptr)
        return "No sound card is open: choose one in Audio and MIDI.";
    if (said_.isNotEmpty()) return said_;
    if (audio_.microphone().is_open()) return "The microphone becomes current. Loudspeakers would make it howl.";
    if (audio_.player().playing()) return utf8(audio_.player().name()) + " becomes current";
    return "Microphone closed, so that it cannot howl with a loudspeaker.";
}

void TransportBar::timerCallback() {
    audio_.look_after_device();
    audio_.player().throw_away();
    play_.setEnabled(audio_.player().has_clip());
    play_.setButtonText(audio_.player().playing() ? "Stop" : "Play");
    microphone_.setToggleState(audio_.microphone().is_open(), juce::dontSendNotification);
    record_.setToggleState(audio_.recorder().recording(), juce::dontSendNotification);
    record_.setButtonText(audio_.recorder().recording() ? "Stop recording" : "Record");
    line_.setText(line(), juce::dontSendNotification);
}

void TransportBar::paint(juce::Graphics& g) {
    g.fillAll(getLookAndFeel().findColour(juce::ResizableWindow::backgroundColourId));
}

void TransportBar::resized() {
    auto area = getLocalBounds().reduced(6, 4);
    const auto place = [&area](juce::Component& part, int width) {
        part.setBounds(area.removeFromLeft(width));
        area.removeFromLeft(6);
    };
    place(settings_, 120);
    place(file_, 105);
    place(play_, 56);
    place(microphone_, 92);
    place(record_, 110);
    screen_.setBounds(area.removeFromRight(92));
    line_.setBounds(area);
}

} // namespace soma::standalone
