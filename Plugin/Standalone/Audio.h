#pragma once

#include "Processor/SomaphoneProcessor.h"
#include "Standalone/FilePlayer.h"
#include "Standalone/Microphone.h"
#include "Standalone/MidiSender.h"
#include "Standalone/Recorder.h"

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
    /// opened again as soon as it can be.
    void look_after_device();
    bool device_lost() const { return lost_; }
    double rate_hz() const { return rate_hz_.load(std::memory_order_relaxed); }
    FilePlayer& player() { return player_; }
    Recorder& recorder() { return recorder_; }
    Microphone& microphone() { return microphone_; }

  private:
    void changeListenerCallback(juce::ChangeBroadcaster*) override;
    void audioDeviceAboutToStart(juce::AudioIODevice* device) override;
    void audioDeviceStopped() override;
    void audioDeviceIOCallbackWithContext(const float* const* inputs, int input_count, float* const* outputs,
                                          int output_count, int frames,
                                          const juce::AudioIODeviceCallbackContext& context) override;
    void run(const float* const* inputs, int input_count, int frames) noexcept;

    static constexpr int channels = 2; ///< of the processor's main input and output, the only buses that are open

    SomaphoneProcessor& processor_;
    juce::AudioDeviceManager devices_;
    juce::MidiMessageCollector midi_in_;
    MidiSender midi_out_;
    juce::String midi_out_id_;
    FilePlayer player_;
    Recorder recorder_;
    Microphone microphone_;
    std::atomic<double> rate_hz_{48000.0};
    std::atomic<unsigned> blocks_{0};
    unsigned blocks_seen_ = 0;
    juce::AudioDeviceManager::AudioDeviceSetup setup_; ///< with which it ran
    juce::uint32 block_seen_ms_ = 0, tried_ms_ = 0;
    bool lost_ = false;

    juce::AudioBuffer<float> audio_;
    juce::MidiBuffer midi_;
};

} // namespace soma::standalone
