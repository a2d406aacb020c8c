#pragma once

#include "Standalone/Audio.h"

#include <juce_audio_utils/juce_audio_utils.h>

namespace soma::standalone {

/// Audio and MIDI devices.
class SettingsPanel final : public juce::Component {
  public:
    explicit SettingsPanel(Audio& audio);

    void resized() override;

  private:
    juce::AudioDeviceSelectorComponent devices_;
};

} // namespace soma::standalone
