#include "Processor/SomaphoneProcessor.h"

namespace soma {

namespace {

bool is_off_or(const juce::AudioChannelSet& set, const juce::AudioChannelSet& wanted) {
    return set.isDisabled() || set == wanted;
}

} // namespace

juce::AudioProcessor::BusesProperties SomaphoneProcessor::all_buses() {
    const auto mono = juce::AudioChannelSet::mono();
    const auto stereo = juce::AudioChannelSet::stereo();
    return BusesProperties()
        .withInput("Main", stereo)
        .withInput("Sidechain", mono)
        .withOutput("Main", stereo)
        .withOutput("Voltage", mono)
        .withOutput("Spikes", mono)
        .withOutput("Stimulus", mono);
}

SomaphoneProcessor::SomaphoneProcessor()
    : juce::AudioProcessor(all_buses()) {}

bool SomaphoneProcessor::isBusesLayoutSupported(const BusesLayout& layout) const {
    const auto mono = juce::AudioChannelSet::mono();
    const auto stereo = juce::AudioChannelSet::stereo();
    const auto main_in = layout.getMainInputChannelSet();
    const auto main_out = layout.getMainOutputChannelSet();
    if (main_out != mono && main_out != stereo) return false;
    if (!is_off_or(main_in, mono) && main_in != stereo) return false;
    if (layout.inputBuses.size() > 1 && !is_off_or(layout.inputBuses[1], mono) && layout.inputBuses[1] != stereo)
        return false;
    for (int bus = 1; bus < layout.outputBuses.size(); ++bus)
        if (!is_off_or(layout.outputBuses[bus], mono)) return false;
    return true;
}

void SomaphoneProcessor::processBlock(juce::AudioBuffer<float>& audio, juce::MidiBuffer&) {
    const juce::ScopedNoDenormals no_denormals;
    for (int bus = 1; bus < getBusCount(false); ++bus) getBusBuffer(audio, false, bus).clear();
}

juce::AudioProcessorEditor* SomaphoneProcessor::createEditor() { return new juce::GenericAudioProcessorEditor(*this); }

} // namespace soma

juce::AudioProcessor* JUCE_CALLTYPE createPluginFilter() { return new soma::SomaphoneProcessor; }
