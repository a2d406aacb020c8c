#include "Plugin.h"

#include "Editor/Window/PluginEditor.h"
#include "Session/FactoryPresets.h"

namespace soma {
namespace {

/// A new instance fires within a second with nothing plugged in.
Patch first_sound() {
    const auto& preset = host::factory_presets().front();
    auto patch = preset.patch;
    patch.session[host::PresetLibrary::key] = preset.id;
    return patch;
}

} // namespace

Plugin::Plugin()
    : SomaphoneProcessor(first_sound()) {}

juce::AudioProcessorEditor* Plugin::createEditor() { return new editor::PluginEditor(*this, editor_host_); }

} // namespace soma

juce::AudioProcessor* JUCE_CALLTYPE createPluginFilter() { return new soma::Plugin; }
