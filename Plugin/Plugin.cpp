#include "Plugin.h"

#include "Editor/Window/PluginEditor.h"
#include "Session/FactoryPresets.h"

#include <algorithm>

namespace soma {
namespace {

/// A new instance fires within a second with nothing plugged in.
Preset first_sound() {
    const auto& factory = *std::ranges::find(host::factory_presets(), "factory/first-sound", &host::FactoryPreset::id);
    auto preset = factory.preset;
    preset.session[host::PresetLibrary::key] = factory.id;
    return preset;
}

} // namespace

Plugin::Plugin()
    : SomaphoneProcessor(first_sound()) {}

juce::AudioProcessorEditor* Plugin::createEditor() { return new editor::PluginEditor(*this, editor_host_); }

} // namespace soma

juce::AudioProcessor* JUCE_CALLTYPE createPluginFilter() { return new soma::Plugin; }
