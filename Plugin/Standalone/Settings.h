#pragma once

#include "Host/ProcessorHost.h"
#include "Standalone/Audio.h"

#include <juce_audio_utils/juce_audio_utils.h>

namespace soma::standalone {

/// Audio and MIDI devices, and where OSC goes.
class SettingsPanel final : public juce::Component {
  public:
    SettingsPanel(Audio& audio, host::ProcessorHost& host);

    void resized() override;

  private:
    juce::AudioDeviceSelectorComponent devices_;
    juce::Label osc_label_{{}, "OSC goes to"};
    juce::TextEditor osc_host_;
};

} // namespace soma::standalone
