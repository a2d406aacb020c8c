#include "Plugin.h"

#include "Editor/Window/PluginEditor.h"
#include "Session/FactoryPresets.h"

#include <algorithm>
#include <charconv>

namespace soma {
namespace {

constexpr const char* program_key = "program"; ///< in the session: number of the program that the host chose

bool is_program(int index) { return index >= 0 && index < static_cast<int>(host::factory_presets().size()); }

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

int Plugin::getNumPrograms() { return static_cast<int>(host::factory_presets().size()); }

const juce::String Plugin::getProgramName(int index) {
    if (!is_program(index)) return {};
    return juce::String::fromUTF8(host::factory_presets()[static_cast<std::size_t>(index)].preset.name.c_str());
}

/// As a state that the host gives; the session (window, theme) stays.
void Plugin::setCurrentProgram(int index) {
    if (!is_program(index)) return;
    const auto& factory = host::factory_presets()[static_cast<std::size_t>(index)];
    auto wanted = factory.preset;
    wanted.session = preset().session;
    wanted.session[host::PresetLibrary::key] = factory.id;
    wanted.session[program_key] = std::to_string(index);
    const auto text = preset_text(wanted);
    setStateInformation(text.data(), static_cast<int>(text.size()));
}

void Plugin::setStateInformation(const void* data, int size) {
    SomaphoneProcessor::setStateInformation(data, size);
    const auto number = with_description([](const Preset& description) {
        const auto found = description.session.find(program_key);
        return found != description.session.end() ? found->second : std::string("0");
    });
    int index = 0;
    std::from_chars(number.data(), number.data() + number.size(), index);
    program_.store(is_program(index) ? index : 0, std::memory_order_relaxed);
}

juce::AudioProcessorEditor* Plugin::createEditor() { return new editor::PluginEditor(*this, editor_host_); }

} // namespace soma

juce::AudioProcessor* JUCE_CALLTYPE createPluginFilter() { return new soma::Plugin; }
