#include "Fuzz/Case.h"

#include "Engine/SpikeNotes.h"
#include "Stimulus/MidiNotes.h"

#include <cmath>
#include <vector>

namespace soma::fuzz {
namespace {

using stimulus::MidiNotes;

/// Any MIDI at all: never more than there are slots, a key is one note, and releasing everything ends all.
void play_board(Bytes& input) {
    MidiNotes board;
    const auto take = [&](int status, int channel, int first, int second) {
        const auto result = board.take({0,
                                        {static_cast<std::uint8_t>(status | channel), static_cast<std::uint8_t>(first),
                                         static_cast<std::uint8_t>(second)}});
        if (result.change == MidiNotes::Change::started) {
            const auto& note = board.notes()[static_cast<std::size_t>(result.slot)];
            require(note.sounds && note.key_down && note.channel == channel && note.key == (first & 0x7f) &&
                        note.velocity > 0.0 && note.velocity <= 1.0,
                    "a note that starts is the one that was struck");
        }
        if (result.change == MidiNotes::Change::ended)
            require(!board.notes()[static_cast<std::size_t>(result.slot)].sounds, "a note that ended is silent");
        for (const auto& note : board.notes()) {
            require(std::abs(board.bend_semitones(note)) <= 2.0 * 96.0, "a bend is within two ranges");
            require(board.pressure(note) >= 0.0 && board.pressure(note) <= 1.0, "pressure is within 0 … 1");
            const auto same = [&](const stimulus::Note& other) {
                return other.sounds && other.channel == note.channel && other.key == note.key;
            };
            require(!note.sounds || std::ranges::count_if(board.notes(), same) == 1, "a key is one note");
        }
    };
    for (int count = input.below(400); count > 0 && !input.empty(); --count) {
        const int status = input.byte(), first = input.byte(), second = input.byte();
        take(status & 0xf0, status & 0x0f, first, second);
    }
    for (int channel = 0; channel < 16; ++channel) {
        take(0xb0, channel, 121, 0);
        take(0xb0, channel, 123, 0);
    }
    for (const auto& note : board.notes()) require(!note.sounds, "all notes off leaves none");
}

/// Follows messages as a receiver does.
class Receiver {
  public:
    void take(std::span<const MidiEvent> events, int frames, std::int64_t start, std::int64_t shortest) {
        int before = 0;
        for (const auto& event : events) {
            require(event.sample >= before && event.sample < frames, "messages are sorted and within the block");
            before = event.sample;
            const bool on = event.status() == 0x90;
            require(on || event.status() == 0x80, "only notes are sent");
            require(event.bytes[1] < 128 && event.bytes[2] < 128 && (!on || event.bytes[2] > 0), "data bytes are data");
            auto& since = since_[static_cast<std::size_t>(event.channel() * 128 + event.bytes[1])];
            require(on == (since < 0), "a note is ended before it begins again, and ends once");
            const auto at = start + event.sample;
            require(on || cut_short_ || at - since >= shortest, "a note lasts at least 1 ms");
            since = on ? at : -1;
        }
    }
    /// From now on notes may end early: the settings changed, or all were ended.
    void may_cut(bool may) { cut_short_ = may; }
    bool silent() const {
        return std::ranges::all_of(since_, [](std::int64_t since) { return since < 0; });
    }

  private:
    std::vector<std::int64_t> since_ = std::vector<std::int64_t>(16 * 128, -1);
    bool cut_short_ = false;
};

/// Any spikes with any settings: well-formed MIDI, no note hangs.
void send_spikes(Bytes& input) {
    constexpr double rate_hz = 48000.0;
    constexpr int max_block = 512;
    constexpr std::int64_t shortest = 48; ///< samples in 1 ms
    SpikeNotes notes;
    notes.prepare(rate_hz, max_block);
    Receiver receiver;
    std::int64_t start = 0;
    std::vector<SpikeEvent> spikes;
    const auto block = [&](int frames) {
        notes.process(spikes, frames);
        receiver.take(notes.events(), frames, start, shortest);
        start += frames;
    };
    for (int count = 0; count < 50 && !input.empty(); ++count) {
        const int frames = 1 + input.below(2 * max_block);
        const int change = input.byte();
        receiver.may_cut(change < 64);
        if (change < 32) notes.end_all();
        if (change >= 32 && change < 64)
            notes.set({input.byte() % 4 != 0, input.below(128), 1 + input.below(16), 1 + input.below(127),
                       1.0 + 999.0 * input.unit()});
        spikes.clear();
        for (int n = input.below(64); n > 0; --n)
            spikes.push_back({static_cast<std::int32_t>(input.below(frames)), input.below(4096), 0.5});
        std::ranges::sort(spikes, {}, &SpikeEvent::sample);
        block(frames);
    }
    spikes.clear();
    receiver.may_cut(true);
    notes.end_all();
    block(1);
    require(receiver.silent(), "ending all leaves no note");
}

} // namespace

/// MIDI in and out, without an engine.
void run_case(std::string_view bytes) {
    Bytes input(bytes);
    play_board(input);
    send_spikes(input);
}

} // namespace soma::fuzz
