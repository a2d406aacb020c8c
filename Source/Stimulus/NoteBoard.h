#pragma once

#include "Core/MidiEvent.h"

#include <array>
#include <cstdint>
#include <span>

namespace soma::stimulus {

/// A note that sounds: its key is down, or the sustain pedal holds it.
struct Note {
    bool sounds = false;
    bool key_down = false;
    std::uint8_t channel = 0, key = 0;
    double velocity = 0.0; ///< 0 … 1
    std::uint32_t age = 0; ///< order of its start
};

/// The keyboard as MIDI tells it: notes, sustain pedal, pressure and bend of each channel (as MPE has them). 64 notes
/// at once; one more takes the place of the oldest. RT.
class NoteBoard {
  public:
    static constexpr int max_notes = 64;

    enum class Change : std::uint8_t { none, started, ended, all_ended };
    struct Result {
        Change change = Change::none;
        int slot = -1; ///< of the note that started or ended
    };

    /// A pedal that comes up may end several notes: all_ended means look at every slot.
    Result take(const MidiEvent& event) noexcept;
    void all_off() noexcept;

    std::span<const Note, max_notes> notes() const noexcept { return notes_; }
    /// 0 … 1.
    double pressure(const Note& note) const noexcept { return channels_[note.channel].pressure; }
    /// −1 … 1.
    double bend(const Note& note) const noexcept { return channels_[note.channel].bend; }

  private:
    struct Channel {
        double pressure = 0.0, bend = 0.0;
        bool sustain = false;
    };

    Result start(int channel, int key, double velocity) noexcept;
    Result stop(int channel, int key) noexcept;
    Result control(Channel& channel, int index, int controller, int value) noexcept;

    std::array<Note, max_notes> notes_{};
    std::array<Channel, 16> channels_{};
    std::uint32_t started_ = 0;
};

} // namespace soma::stimulus
