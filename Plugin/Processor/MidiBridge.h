#pragma once

#include "Engine/Block.h"

#include <juce_audio_basics/juce_audio_basics.h>

#include <span>
#include <vector>

namespace soma {

/// JUCE's MIDI to the engine's and back. Audio thread; nothing allocates after prepare, except once more when a host
/// hands in another buffer object while notes are sent.
class MidiBridge {
  public:
    void prepare() {
        in_.reserve(2048);
        spare_.ensureSize(out_bytes);
    }

    /// Messages of up to three bytes within the block; what is longer (system exclusive) is none of ours.
    std::span<const MidiEvent> read(const juce::MidiBuffer& midi, int frames) noexcept {
        in_.clear();
        for (const auto& meta : midi) {
            if (meta.numBytes < 1 || meta.numBytes > 3 || in_.size() == in_.capacity()) continue;
            MidiEvent event;
            event.sample = juce::jlimit(0, frames - 1, meta.samplePosition);
            std::copy_n(meta.data, meta.numBytes, event.bytes);
            in_.push_back(event);
        }
        return in_;
    }

    /// Replaces the block's messages by ours.
    void write(std::span<const MidiEvent> events, juce::MidiBuffer& midi) {
        midi.clear();
        if (events.empty()) return;
        if (midi.data.begin() != ours_) { // make the host's buffer roomy by giving it ours
            spare_.ensureSize(out_bytes);
            midi.swapWith(spare_);
            midi.clear();
            ours_ = midi.data.begin();
        }
        for (const auto& event : events) midi.addEvent(event.bytes, 3, event.sample);
    }

  private:
    static constexpr std::size_t out_bytes = 1 << 16;

    std::vector<MidiEvent> in_;
    juce::MidiBuffer spare_;
    const juce::uint8* ours_ = nullptr;
};

} // namespace soma
