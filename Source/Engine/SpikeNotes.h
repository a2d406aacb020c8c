#pragma once

#include "Core/MidiEvent.h"
#include "Core/SpikeEvent.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace soma {

struct SpikeNoteSettings {
    bool on = false;
    int first_note = 60; ///< of neuron 0; the others follow upwards and begin again at the bottom after 127
    int channel = 1;     ///< 1 … 16
    int velocity = 100;
    double length_ms = 5.0; ///< at least 1
};

/// Spikes as MIDI notes at the sample inside which they fall. A note that still sounds when its neuron fires again ends
/// there; a spike less than 1 ms after its neuron's last note began is left out and counted, because many receivers
/// lose shorter notes. RT.
class SpikeNotes {
  public:
    void prepare(double sample_rate_hz, int max_block);
    /// Ends what sounds when the settings change.
    void set(const SpikeNoteSettings& settings) noexcept;

    /// Spikes of a block, sorted. events() then holds its messages, sorted.
    void process(std::span<const SpikeEvent> spikes, int frames) noexcept;
    /// Note-offs for all that sounds, at the start of the next block: on stop and bypass.
    void end_all() noexcept { end_all_ = true; }

    std::span<const MidiEvent> events() const noexcept { return events_; }
    /// Spikes of the last block that sent no note.
    std::uint64_t left_out() const noexcept { return left_out_; }

  private:
    void send(int sample, int status, int note, int velocity) noexcept;
    void end_due(std::int64_t until) noexcept;

    struct Sounding {
        std::int64_t start = 0, end = -1; ///< absolute samples; end < 0: silent
    };

    SpikeNoteSettings settings_;
    double sample_rate_hz_ = 48000.0;
    std::array<Sounding, 128> notes_{};
    int sounding_ = 0; ///< how many of them
    std::vector<MidiEvent> events_;
    std::int64_t now_ = 0; ///< absolute sample of the block's start
    std::uint64_t left_out_ = 0;
    int channel_ = 1; ///< of what sounds
    bool end_all_ = false;
};

} // namespace soma
