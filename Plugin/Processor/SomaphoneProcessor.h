#pragma once

#include "Engine/Engine.h"
#include "Processor/HostParameter.h"
#include "Processor/LoadMeter.h"
#include "Processor/MidiBridge.h"
#include "Processor/StatusBoard.h"
#include "Scope/TraceTap.h"
#include "State/Patch.h"

#include <juce_audio_processors/juce_audio_processors.h>

#include <atomic>
#include <vector>

namespace soma {

/// The plugin as a host sees it: buses, parameters and state around the engine. The message thread owns the patch; the
/// audio thread works on copies that cross as plain data.
class SomaphoneProcessor final : public juce::AudioProcessor {
  public:
    SomaphoneProcessor();
    ~SomaphoneProcessor() override;

    // Message thread.
    ParameterStore& store() { return store_; }
    HostParameter& host_parameter(Id id) { return *host_parameters_[static_cast<std::size_t>(id)]; }
    Patch patch() const;
    /// All of a patch at once: parameters, where the neuron starts, session.
    void load(const Patch& patch);
    /// Notes of the last state that had to be changed to be used; empty when there was none.
    const std::vector<std::string>& load_notes() const { return load_notes_; }

    // Any thread.
    const StatusBoard& status() const { return status_; }
    const LoadMeter& load_meter() const { return load_meter_; }
    scope::TraceTap& trace_tap() { return tap_; }

    void prepareToPlay(double sample_rate_hz, int max_block) override;
    void releaseResources() override {}
    void reset() override;
    bool isBusesLayoutSupported(const BusesLayout& layout) const override;
    using juce::AudioProcessor::processBlock;
    void processBlock(juce::AudioBuffer<float>& audio, juce::MidiBuffer& midi) override;
    void processBlockBypassed(juce::AudioBuffer<float>& audio, juce::MidiBuffer& midi) override;

    juce::AudioProcessorEditor* createEditor() override;
    bool hasEditor() const override { return true; }

    const juce::String getName() const override { return JucePlugin_Name; }
    bool acceptsMidi() const override { return true; }
    bool producesMidi() const override { return true; }
    double getTailLengthSeconds() const override { return 0.0; }

    int getNumPrograms() override { return 1; }
    int getCurrentProgram() override { return 0; }
    void setCurrentProgram(int) override {}
    const juce::String getProgramName(int) override { return "First sound"; }
    void changeProgramName(int, const juce::String&) override {}

    void getStateInformation(juce::MemoryBlock& state) override;
    void setStateInformation(const void* data, int size) override;

  private:
    static BusesProperties all_buses();
    void take_changes() noexcept;

    ParameterStore store_;
    std::vector<HostParameter*> host_parameters_;
    Patch loaded_; ///< message thread: name, cell, start and session; the values are in the store
    std::vector<std::string> load_notes_;

    Engine engine_;
    MidiBridge midi_;
    scope::TraceTap tap_;
    LoadMeter load_meter_;
    StatusBoard status_;
    SpscQueue<membrane::Initial, 16> starts_; ///< where neurons start, from the message thread
    std::uint64_t seen_revision_ = 0;
    Snapshot live_;
    std::atomic<bool> restart_{false};

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(SomaphoneProcessor)
};

} // namespace soma
