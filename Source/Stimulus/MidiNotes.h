#pragma once

#include "Core/Limits.h"
#include "Core/MidiEvent.h"
#include "Stimulus/MidiChannels.h"

#include <array>
#include <cstdint>
#include <span>

namespace soma::stimulus {

/// A note that sounds: its key is down, or a pedal holds it.
struct Note {
    bool sounds = false;
    bool key_down = false;
    bool sostenuto = false; ///< its key was down when that pedal went down
    std::uint8_t channel = 0, key = 0;
    double velocity = 0.0; ///< 0 … 1
    double pressure = 0.0; ///< 0 … 1, of this key alone
    std::uint32_t age = 0; ///< order of its start
};

/// The keyboard as MIDI tells it: notes, pedals, pressure and bend of each channel, channel modes, MPE. limits::notes
/// sound at once, or fewer; one more takes the place of the oldest. A key that is struck again while its note sounds
/// begins that note again, so one note-off ends it. RT.
class MidiNotes {
  public:
    enum class Change : std::uint8_t {
        none,
        started,
        ended,     ///< one note
        all_ended, ///< any number of notes: look at every slot
        silenced,  ///< the same, and what still sounds of earlier notes of `channels` stops at once
    };
    struct Result {
        Change change = Change::none;
        int slot = -1; ///< of the note that started or ended
        MidiChannels::Mask channels = 0;
    };

    Result take(const MidiEvent& event) noexcept;
    /// As take for everything but notes: keeps pedals, bend ranges and zones up to date while notes go elsewhere.
    void follow(const MidiEvent& event) noexcept;
    /// Ends every note and puts pedals, bend and pressure back. Bend ranges, mono mode and zones stay: a controller
    /// tells them once.
    void all_off() noexcept;
    /// The bend's range in semitones where no message set another.
    void set_bend_range(double semitones) noexcept { channels_.set_bend_range(semitones); }

    /// 1 … limits::notes: so many notes at once. Ends all notes where it changes.
    void set_most_notes(int most) noexcept;

    std::span<const Note, limits::notes> notes() const noexcept { return notes_; }
    /// 0 … 1.
    double pressure(const Note& note) const noexcept;
    double bend_semitones(const Note& note) const noexcept { return channels_.bend_semitones(note.channel); }

  private:
    Result start(int channel, int key, double velocity) noexcept;
    Result stop(int channel, int key) noexcept;
    Result control(int channel, int controller, int value) noexcept;
    Result release_keys(MidiChannels::Mask channels) noexcept;
    Result end(MidiChannels::Mask channels, Change change) noexcept;
    Result drop_released() noexcept;
    bool held(const Note& note) const noexcept;

    std::array<Note, limits::notes> notes_{};
    MidiChannels channels_;
    std::uint32_t started_ = 0;
    std::size_t most_ = limits::notes;
};

} // namespace soma::stimulus
