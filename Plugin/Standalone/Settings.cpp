#include "Standalone/Settings.h"

namespace soma::standalone {

SettingsPanel::SettingsPanel(Audio& audio, host::ProcessorHost& host)
    : devices_(audio.devices(), 0, 2, 1, 2, true, true, true, false) {
    addAndMakeVisible(devices_);
    addAndMakeVisible(osc_label_);
    addAndMakeVisible(osc_host_);
    osc_host_.setText(host.osc_host(), false);
    osc_host_.setTitle("Name or address of the computer that OSC messages go to");
    osc_host_.onTextChange = [this, &host] { host.set_osc_host(osc_host_.getText().trim().toStdString()); };
    setSize(560, 560);
}

void SettingsPanel::resized() {
    auto area = getLocalBounds().reduced(12);
    auto row = area.removeFromBottom(28);
    osc_label_.setBounds(row.removeFromLeft(row.getWidth() * 35 / 100));
    osc_host_.setBounds(row);
    area.removeFromBottom(8);
    devices_.setBounds(area);
}

} // namespace soma::standalone
