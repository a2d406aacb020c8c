#pragma once

#include "Standalone/Audio.h"

#include <juce_gui_basics/juce_gui_basics.h>

#include <functional>

namespace soma::standalone {

/// The strip above the editor: what a host would bring along. It says in words what it does and why not.
class TransportBar final : public juce::Component, private juce::Timer {
  public:
    static constexpr int height = 36;

    explicit TransportBar(Audio& audio);

    /// A sound file to be injected as current.
    void open(const juce::File& file);
    /// A line to be read until something else happens.
    void say(const juce::String& line) { said_ = line; }

    std::function<void()> full_screen;

    void paint(juce::Graphics& g) override;
    void resized() override;

  private:
    void timerCallback() override;
    void choose_file();
    void toggle_recording();
    void show_settings();
    juce::String line() const;

    Audio& audio_;
    juce::TextButton settings_{"Audio and MIDI..."}, file_{"Open sound..."}, play_{"Play"}, microphone_{"Microphone"},
        record_{"Record"}, screen_{"Full screen"};
    juce::Label line_;
    juce::String said_;
    std::unique_ptr<juce::FileChooser> chooser_;
};

} // namespace soma::standalone
