#pragma once

#include "Editor/Window/Editor.h"

#include <juce_audio_processors/juce_audio_processors.h>

namespace soma::editor {

/// The editor as a plugin host sees it: resizable, scaled by the session's scale on top of the host's and the system's
/// own.
class PluginEditor final : public juce::AudioProcessorEditor {
  public:
    PluginEditor(juce::AudioProcessor& processor, EditorHost& host);

    void resized() override;
    void setScaleFactor(float factor) override;
    /// Keys that reach nothing in the window are the window's all the same.
    bool keyPressed(const juce::KeyPress& key) override {
        return !editor_.hasKeyboardFocus(true) && editor_.keyPressed(key);
    }
    /// A strip above the editor; the window grows by it.
    void set_strip(std::unique_ptr<Widget> strip);
    Editor& editor() { return editor_; }
    /// The chosen scale, or the one that suits the screen; 1 is 100 %.
    float scale() const { return scale_; }

    /// The scale was chosen again, or the room is another.
    void apply_scale();

    /// Set by the application's window: where on the screen its inside may be, in logical pixels. Unknown in a host.
    std::function<juce::Rectangle<int>()> room;
    /// Set by the application's window: the size is the window manager's (full screen, maximised), no scale changes it.
    std::function<bool()> size_is_given;

  private:
    UiScale::Screen screen() const;

    EditorHost& host_;
    Editor editor_;
    float scale_ = 1.0f;
    bool sizing_ = false;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(PluginEditor)
};

} // namespace soma::editor
