#pragma once

#include <juce_audio_processors/juce_audio_processors.h>

namespace soma {

/// The plugin as a host sees it.
class SomaphoneProcessor final : public juce::AudioProcessor {
  public:
    SomaphoneProcessor();

    void prepareToPlay(double, int) override {}
    void releaseResources() override {}
    bool isBusesLayoutSupported(const BusesLayout& layout) const override;
    using juce::AudioProcessor::processBlock;
    void processBlock(juce::AudioBuffer<float>& audio, juce::MidiBuffer& midi) override;

    juce::AudioProcessorEditor* createEditor() override;
    bool hasEditor() const override { return true; }

    const juce::String getName() const override { return JucePlugin_Name; }
    bool acceptsMidi() const override { return true; }
    bool producesMidi() const override { return true; }
    double getTailLengthSeconds() const override { return 0.0; }

    int getNumPrograms() override { return 1; }
    int getCurrentProgram() override { return 0; }
    void setCurrentProgram(int) override {}
    const juce::String getProgramName(int) override { return "Default"; }
    void changeProgramName(int, const juce::String&) override {}

    void getStateInformation(juce::MemoryBlock&) override {}
    void setStateInformation(const void*, int) override {}

  private:
    static BusesProperties all_buses();

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(SomaphoneProcessor)
};

} // namespace soma
