#pragma once

#include "Faults.h"
#include "Processor/ParameterStore.h"
#include "State/Preset.h"

#include <juce_audio_processors/juce_audio_processors.h>

#include <atomic>
#include <bitset>
#include <mutex>

namespace soma::validator {

/// A stand-in for Somaphone with one fault: a clock that ticks as its neuron would fire. Without a fault it passes
/// every check; with one it fails the check that is for it.
class FakePlugin final : public juce::AudioProcessor {
  public:
    explicit FakePlugin(Fault fault);

    bool has(Fault fault) const { return fault_ == fault; }
    ParameterStore& store() { return store_; }
    void scream() { screams_.store(true); }

    void prepareToPlay(double sample_rate_hz, int max_block) override;
    void releaseResources() override {}
    bool isBusesLayoutSupported(const BusesLayout& layout) const override;
    using juce::AudioProcessor::processBlock;
    void processBlock(juce::AudioBuffer<float>& audio, juce::MidiBuffer& midi) override;
    void processBlockBypassed(juce::AudioBuffer<float>& audio, juce::MidiBuffer& midi) override;
    juce::AudioProcessorParameter* getBypassParameter() const override { return bypass_; }

    juce::AudioProcessorEditor* createEditor() override;
    bool hasEditor() const override { return true; }
    const juce::String getName() const override { return "Somaphone"; }
    bool acceptsMidi() const override { return true; }
    bool producesMidi() const override { return !has(Fault::gives_no_midi); }
    double getTailLengthSeconds() const override { return 0.0; }
    int getNumPrograms() override { return 1; }
    int getCurrentProgram() override { return 0; }
    void setCurrentProgram(int) override {}
    const juce::String getProgramName(int) override { return has(Fault::has_nameless_programs) ? "" : "One"; }
    void changeProgramName(int, const juce::String&) override {}
    void getStateInformation(juce::MemoryBlock& state) override;
    void setStateInformation(const void* data, int size) override;

  private:
    void misbehave();
    void take(const juce::MidiMessage& message);
    void tick(int sample);
    void end_note(int sample, juce::MidiBuffer& out);

    Fault fault_;
    ParameterStore store_;
    Preset description_;
    juce::AudioProcessorParameter* bypass_;
    std::atomic<bool> screams_{false};
    std::mutex mutex_;
    juce::MidiBuffer out_;
    std::bitset<128> keys_;
    int phase_ = 0, blocks_ = 0, note_left_ = 0;
    float click_ = 0.0F;
    bool was_playing_ = false;
};

} // namespace soma::validator
