#pragma once

#include "Core/MidiEvent.h"
#include "Core/SpscQueue.h"

#include <juce_audio_devices/juce_audio_devices.h>

#include <memory>

namespace soma::standalone {

/// Sends the plugin's notes to a MIDI output from a separate thread, within a millisecond or two. A full queue drops.
class MidiSender final : private juce::Thread {
  public:
    MidiSender()
        : juce::Thread("Somaphone MIDI out") {}
    ~MidiSender() override { set_output(nullptr); }

    /// Message thread; null for none.
    void set_output(std::unique_ptr<juce::MidiOutput> output) {
        constexpr int without_limit = -1; // past a limit JUCE kills the thread
        stopThread(without_limit);
        output_ = std::move(output);
        if (output_ != nullptr) startThread();
    }

    /// Audio thread.
    void push(const juce::MidiBuffer& midi) noexcept {
        for (const auto& meta : midi) {
            MidiEvent event;
            if (meta.numBytes < 1 || meta.numBytes > 3) continue;
            std::copy_n(meta.data, meta.numBytes, event.bytes);
            queue_.push(event);
        }
    }

  private:
    void run() override {
        while (!threadShouldExit()) {
            for (MidiEvent event; queue_.pop(event);)
                output_->sendMessageNow(juce::MidiMessage(event.bytes[0], event.bytes[1], event.bytes[2]));
            wait(1);
        }
    }

    SpscQueue<MidiEvent, 1024> queue_;
    std::unique_ptr<juce::MidiOutput> output_;
};

} // namespace soma::standalone
