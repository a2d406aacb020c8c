#pragma once

#include "Editor/Window/PluginEditor.h"
#include "Standalone/TransportBar.h"

namespace soma::standalone {

/// The editor with the transport bar above it, in a window of the desktop. Takes sounds dropped anywhere; presets,
/// cells and lessons go to the editor.
class Window final : public juce::DocumentWindow, public juce::FileDragAndDropTarget, private juce::Timer {
  public:
    Window(SomaphoneProcessor& processor, Audio& audio);
    ~Window() override;

    TransportBar& bar() { return *bar_; }
    /// A lesson, a preset or cells in the editor; everything else is a sound.
    void open(const juce::File& file);
    void set_full_screen(bool wanted);
    bool is_full_screen() const;

    void closeButtonPressed() override;
    bool keyPressed(const juce::KeyPress& key) override;
    bool isInterestedInFileDrag(const juce::StringArray& files) override;
    void filesDropped(const juce::StringArray& files, int x, int y) override;
    void childBoundsChanged(juce::Component* child) override;

  private:
    void timerCallback() override;
    void settle();
    void take_limits();
    /// Where the window's inside may be: on the screen with its title bar, beside the desktop's panels.
    juce::Rectangle<int> room() const;
    void move_into_room();

    std::unique_ptr<juce::AudioProcessorEditor> owned_editor_;
    editor::PluginEditor& editor_;
    TransportBar* bar_ = nullptr; ///< the editor's
    bool kiosk_ = false;          ///< full screen without a window manager's help
    bool settled_ = false;
    juce::Rectangle<int> wanted_; ///< size until the window has settled
    juce::uint32 shown_ms_ = 0, right_ms_ = 0;
};

} // namespace soma::standalone
