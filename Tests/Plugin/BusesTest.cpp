#include <gtest/gtest.h>
#include <juce_audio_processors/juce_audio_processors.h>

#include <memory>
#include <vector>

// Not every JUCE declares it.
juce::AudioProcessor* JUCE_CALLTYPE createPluginFilter(); // NOLINT(readability-redundant-declaration)

namespace {

std::vector<juce::String> names(const juce::AudioProcessor& processor, bool is_input) {
    std::vector<juce::String> found;
    for (int bus = 0; bus < processor.getBusCount(is_input); ++bus)
        found.push_back(processor.getBus(is_input, bus)->getName());
    return found;
}

TEST(Buses, AreThoseOfTheDesign) {
    const std::unique_ptr<juce::AudioProcessor> processor{createPluginFilter()};
    EXPECT_EQ(names(*processor, true), (std::vector<juce::String>{"Main", "Sidechain"}));
    EXPECT_EQ(names(*processor, false), (std::vector<juce::String>{"Main", "Voltage", "Spikes", "Stimulus"}));
}

TEST(Buses, TheInputMayBeLeftOutAndTheOutputMayBeMono) {
    const std::unique_ptr<juce::AudioProcessor> processor{createPluginFilter()};
    auto layout = processor->getBusesLayout();
    layout.inputBuses.getReference(0) = juce::AudioChannelSet::disabled();
    EXPECT_TRUE(processor->checkBusesLayoutSupported(layout));
    layout.outputBuses.getReference(0) = juce::AudioChannelSet::mono();
    EXPECT_TRUE(processor->checkBusesLayoutSupported(layout));
    layout.outputBuses.getReference(0) = juce::AudioChannelSet::create7point1();
    EXPECT_FALSE(processor->checkBusesLayoutSupported(layout));
}

} // namespace
