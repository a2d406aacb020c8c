#pragma once

#include "Core/Limits.h"
#include "Engine/Block.h"

#include <juce_audio_basics/juce_audio_basics.h>

#include <algorithm>
#include <array>
#include <span>
#include <vector>

namespace soma {

/// JUCE's MIDI to the engine's and back. Audio thread; nothing allocates after prepare as long as the host hands in the
/// same few buffers again and again.
class MidiBridge {
  public:
    void prepare() {
        in_.reserve(limits::midi_events);
        for (auto& buffer : roomy_) buffer.ensureSize(out_bytes);
        given_.fill(nullptr);
        next_ = 0;
    }

    /// Messages of up to three bytes within the block; what is longer (system exclusive) is none of ours.
    std::span<const MidiEvent> read(const juce::MidiBuffer& midi, int frames) noexcept {
        in_.clear();
        lost_ = false;
        for (const auto& meta : midi) {
            if (meta.numBytes < 1 || meta.numBytes > 3) continue;
            if (in_.size() == in_.capacity()) {
                lost_ = true;
                break;
            }
            MidiEvent event;
            event.sample = juce::jlimit(0, frames - 1, meta.samplePosition);
            std::copy_n(meta.data, meta.numBytes, event.bytes);
            in_.push_back(event);
        }
        return in_;
    }
    /// Whether the last block had more messages than there is room for: a note-off may be among the lost.
    bool lost() const noexcept { return lost_; }

    /// Replaces the block's messages by ours.
    void write(std::span<const MidiEvent> events, juce::MidiBuffer& midi) {
        midi.clear();
        if (events.empty()) return;
        make_roomy(midi);
        for (const auto& event : events) midi.addEvent(event.bytes, 3, event.sample);
    }

  private:
    static constexpr std::size_t buffers = 8;         ///< that a host may use in turn
    static constexpr std::size_t out_bytes = 1 << 15; ///< 3600 messages

    /// A buffer that is new to us gets the memory of one of ours, which gets its.
    void make_roomy(juce::MidiBuffer& midi) noexcept {
        if (next_ == buffers || std::find(given_.begin(), given_.end(), midi.data.begin()) != given_.end()) return;
        midi.swapWith(roomy_[next_]);
        midi.clear();
        given_[next_++] = midi.data.begin();
    }

    std::vector<MidiEvent> in_;
    bool lost_ = false;
    std::array<juce::MidiBuffer, buffers> roomy_;
    std::array<const juce::uint8*, buffers> given_{};
    std::size_t next_ = 0;
};

} // namespace soma
