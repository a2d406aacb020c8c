#include "Standalone/Settings.h"

namespace soma::standalone {

SettingsPanel::SettingsPanel(Audio& audio)
    : devices_(audio.devices(), 0, 2, 1, 2, true, true, true, false) {
    addAndMakeVisible(devices_);
    setSize(560, 520);
}

void SettingsPanel::resized() { devices_.setBounds(getLocalBounds().reduced(12)); }

} // namespace soma::standalone
