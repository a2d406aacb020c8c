#pragma once

#include "Engine/Engine.h"
#include "Osc/OscSender.h"
#include "Processor/EngineTelemetry.h"
#include "Processor/HostParameter.h"
#include "Processor/LessonOverride.h"
#include "Processor/LoadMeter.h"
#include "Processor/MidiBridge.h"
#include "Processor/NeuronAnalysis.h"
#include "Processor/PeakMeter.h"
#include "Processor/Requests.h"
#include "Scope/TraceTap.h"
#include "Sound/Mixer.h"
#include "State/Preset.h"

#include <juce_audio_processors/juce_audio_processors.h>

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

namespace soma {

/// The plugin as a host hears it: buses, parameters and state around the engine; Plugin adds the window. The message
/// thread owns the preset; the audio thread works on copies that cross as plain data.
class SomaphoneProcessor : public juce::AudioProcessor {
  public:
    explicit SomaphoneProcessor(const Preset& first_sound);
    ~SomaphoneProcessor() override;

    // Message thread.
    ParameterStore& store() { return store_; }
    HostParameter& host_parameter(Id id) { return *host_parameters_[static_cast<std::size_t>(id)]; }
    Preset preset() const;
    /// Result of `use` on the preset without the parameters' values, which are in the store. No state is given or
    /// taken meanwhile: hosts save from other threads.
    template <class Use>
    auto with_description(const Use& use) {
        const std::lock_guard lock(state_mutex_);
        return use(loaded_);
    }
    /// All of a preset at once: parameters, where the neuron starts, session.
    void load(const Preset& preset);
    /// The values alone, without restarting the neuron.
    void set_values(const Snapshot& values);
    /// Notes of the last state that had to be changed to be used; empty when there was none.
    const std::vector<std::string>& load_notes() const { return load_notes_; }
    /// How many states a host has given, and whether the last one could not be read at all.
    int states_given() const { return states_given_; }
    bool state_refused() const { return state_refused_; }
    /// Held while a state is given or taken, and by what follows the processor all the time: an LV2 without a window
    /// has a second message thread, beside the host's that saves and loads. Never the audio thread.
    std::recursive_mutex& state_mutex() { return state_mutex_; }
    /// False when so many wait already that this one is lost.
    bool request(Request wanted) { return requests_.push(wanted); }
    /// The next controller that moved, in order; false when there is none.
    bool pop(ControlChange& change) { return control_changes_.pop(change); }
    NeuronAnalysis& analysis() { return analysis_; }
    osc::Sender& osc_sender() { return osc_sender_; }
    LessonOverride& lesson_override() { return lesson_override_; }

    // Any thread.
    /// Whether a sound card plays what leaves the neuron. A plugin's host sees to that; the application may have none.
    void set_heard(bool heard) { heard_.store(heard, std::memory_order_relaxed); }
    bool heard() const { return heard_.load(std::memory_order_relaxed); }
    const EngineTelemetry& status() const { return status_; }
    const LoadMeter& load_meter() const { return load_meter_; }
    scope::TraceTap& trace_tap() { return tap_; }
    const PeakMeter& input_meter() const { return input_meter_; }
    const PeakMeter& output_meter(std::size_t channel) const { return output_meters_[channel]; }
    const sound::Mixer& mixer() const { return engine_.mixer(); }
    const osc::Feed& osc_feed() const { return osc_feed_; }

    void prepareToPlay(double sample_rate_hz, int max_block) override;
    void releaseResources() override {}
    void reset() override;
    bool isBusesLayoutSupported(const BusesLayout& layout) const override;
    using juce::AudioProcessor::processBlock;
    void processBlock(juce::AudioBuffer<float>& audio, juce::MidiBuffer& midi) override;
    void processBlockBypassed(juce::AudioBuffer<float>& audio, juce::MidiBuffer& midi) override;

    const juce::String getName() const override { return JucePlugin_Name; }
    bool acceptsMidi() const override { return true; }
    bool producesMidi() const override { return true; }
    double getTailLengthSeconds() const override { return 0.0; }

    void getStateInformation(juce::MemoryBlock& state) override;
    void setStateInformation(const void* data, int size) override;

  private:
    static BusesProperties all_buses();
    void add_parameters();
    void tell_values();
    void take_changes() noexcept;
    void take_lesson_turn(bool restarts) noexcept;
    void take_request(Request wanted) noexcept;
    void take_controllers(std::span<const MidiEvent> midi) noexcept;
    void measure(PeakMeter& meter, const float* samples, int frames) noexcept;
    void give_to_lesson(Block& block, std::span<const float*> inputs) noexcept;
    Block block_of(juce::AudioBuffer<float>& audio, std::span<const float*> inputs);

    ParameterStore store_;
    std::vector<HostParameter*> host_parameters_;
    Preset loaded_; ///< name, cell, start and session, under state_mutex_; the values are in the store
    std::vector<std::string> load_notes_;
    int states_given_ = 0;
    bool state_refused_ = false;
    mutable std::recursive_mutex state_mutex_;

    Engine engine_;
    MidiBridge midi_;
    scope::TraceTap tap_;
    LoadMeter load_meter_;
    EngineTelemetry status_;
    PeakMeter input_meter_;
    std::array<PeakMeter, 2> output_meters_;
    osc::Feed osc_feed_;
    SpscQueue<membrane::Initial, 16> starts_; ///< where neurons start, from the message thread
    SpscQueue<KeyFrequencies, 16> tunings_;   ///< of the presets loaded, likewise
    SpscQueue<Request, 64> requests_;
    SpscQueue<ControlChange, 512> control_changes_;
    std::uint64_t seen_revision_ = 0;
    Snapshot live_;
    membrane::Initial initial_; ///< of the preset
    KeyFrequencies keys_;       ///< likewise
    bool stimulus_runs_ = true; ///< of the preset
    LessonOverride lesson_override_;
    std::atomic<bool> restart_{false}, heard_{true};
    bool was_playing_ = false;

    NeuronAnalysis analysis_{store_}; ///< its thread and the next one end first
    osc::Sender osc_sender_{osc_feed_};

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(SomaphoneProcessor)
};

} // namespace soma
