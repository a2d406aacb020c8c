#pragma once

#include "Editor/Controls/Button.h"
#include "Standalone/Deck.h"

#include <functional>

namespace soma::standalone {

/// The strip above the editor: what a host would bring along. It says in words what it does and why not.
class TransportBar final : public editor::Widget, public juce::TooltipClient, private juce::Timer {
  public:
    TransportBar(editor::Context& shared, Audio& audio);

    /// A sound file to be injected as current.
    void open(const juce::File& file);
    /// A line to be read until something else happens.
    void say(const juce::String& line) { said_ = line; }

    std::function<void()> full_screen;
    std::function<bool()> is_full_screen;

    void refresh() override;
    void paint(juce::Graphics& g) override;
    void resized() override;
    juce::String getTooltip() override { return projected() ? juce::String{} : shown_; }

  private:
    void timerCallback() override;
    void choose_file();
    void toggle_recording();
    void show_settings();
    juce::String line() const;

    Audio& audio_;
    Deck deck_;
    editor::WordButton settings_, file_, play_, microphone_, record_, screen_;
    juce::Rectangle<int> line_area_;
    juce::String said_, shown_;
    bool lit_ = false, fills_screen_ = false;
    std::unique_ptr<juce::FileChooser> chooser_;
};

} // namespace soma::standalone
