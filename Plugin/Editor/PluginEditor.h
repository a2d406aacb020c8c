#pragma once

#include "Editor/Shell/Editor.h"

#include <juce_audio_processors/juce_audio_processors.h>

namespace soma::editor {

/// The editor as a plugin host sees it: resizable, scaled by the session's scale on top of the host's and the system's
/// own.
class PluginEditor final : public juce::AudioProcessorEditor {
  public:
    PluginEditor(juce::AudioProcessor& processor, EditorHost& host);

    void resized() override;
    void setScaleFactor(float factor) override;
    Editor& editor() { return editor_; }
    /// What is chosen, or what the screen asks for; 1 is 100 %.
    float scale() const { return scale_; }

  private:
    void apply_scale();
    UiScale::Screen screen() const;

    EditorHost& host_;
    Editor editor_;
    float scale_ = 1.0f;
    bool sizing_ = false;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(PluginEditor)
};

} // namespace soma::editor
