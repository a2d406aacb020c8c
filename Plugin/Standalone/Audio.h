#pragma once

#include "Processor/SomaphoneProcessor.h"
#include "Standalone/FilePlayer.h"
#include "Standalone/Microphone.h"
#include "Standalone/MidiSender.h"
#include "Standalone/Recorder.h"
#include "Standalone/SilentClock.h"

#include <juce_audio_devices/juce_audio_devices.h>

#include <memory>
#include <vector>

namespace soma::standalone {

/// The application's audio: devices, the processor between them, and what a host would bring along: a sound file as
/// input, the microphone, a recording of the output.
class Audio final : private juce::AudioIODeviceCallback, private juce::ChangeListener {
  public:
    explicit Audio(SomaphoneProcessor& processor);
    ~Audio() override;

    // Message thread.
    /// Opens what `saved` says; without it a running JACK server, or else the system's default. Returns what went
    /// wrong, or nothing.
    juce::String open(const juce::XmlElement* saved);
    juce::AudioDeviceManager& devices() { return devices_; }
    /// Call some ten times a second: a device that gives no more blocks (unplugged, its server gone) is lost, and
    /// opened again as soon as it can be. Without a device the neuron runs by a clock: it is seen, not heard.
    void look_after_device();
    bool device_lost() const { return lost_; }
    /// A sound card plays what leaves the neuron.
    bool heard() const { return !clock_.running(); }
    double rate_hz() const { return rate_hz_.load(std::memory_order_relaxed); }
    FilePlayer& player() { return player_; }
    Recorder& recorder() { return recorder_; }
    Microphone& microphone() { return microphone_; }

  private:
    void take_choice();
    void changeListenerCallback(juce::ChangeBroadcaster*) override;
    void audioDeviceAboutToStart(juce::AudioIODevice* device) override;
    void audioDeviceStopped() override;
    void audioDeviceIOCallbackWithContext(const float* const* inputs, int input_count, float* const* outputs,
                                          int output_count, int frames,
                                          const juce::AudioIODeviceCallbackContext& context) override;
    void prepare(double rate_hz, int block);
    void run(const float* const* inputs, int input_count, int frames, bool heard) noexcept;
    void run_by_clock();

    static constexpr int channels = 2; ///< of the processor's main input and output, the only buses that are open

    SomaphoneProcessor& processor_;
    juce::AudioDeviceManager devices_;
    juce::MidiMessageCollector midi_in_;
    MidiSender midi_out_;
    juce::String midi_out_id_;
    FilePlayer player_;
    Recorder recorder_;
    Microphone microphone_;
    static constexpr double usual_rate_hz = 48000.0;
    std::atomic<double> rate_hz_{usual_rate_hz};
    std::atomic<unsigned> blocks_{0};
    unsigned blocks_seen_ = 0;
    juce::AudioDeviceManager::AudioDeviceSetup chosen_;
    juce::String chosen_text_;
    juce::uint32 block_seen_ms_ = 0, tried_ms_ = 0;
    bool lost_ = false;

    juce::AudioBuffer<float> audio_;
    juce::MidiBuffer midi_;

    static constexpr int clock_block = 512;
    SilentClock clock_; ///< last: it uses the others
};

} // namespace soma::standalone
