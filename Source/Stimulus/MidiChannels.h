#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace soma::stimulus {

/// State of the sixteen MIDI channels beside their notes: pedals, pressure, pitch bend and its range, mono mode, and
/// the zones of MPE. Sources: MIDI 1.0 Detailed Specification 4.2 (channel modes, registered parameters), RP-015 (reset
/// all controllers), RP-018 (data increment), MIDI Polyphonic Expression 1.0. RT.
class MidiChannels {
  public:
    static constexpr int count = 16;
    using Mask = std::uint16_t; ///< one bit for each channel

    struct Channel {
        double pressure = 0.0; ///< 0 … 1
        double bend = 0.0;     ///< −1 … 1
        bool sustain = false, sostenuto = false;
        bool mono = false; ///< one note at a time
    };

    Channel& operator[](int channel) noexcept { return channels_[static_cast<std::size_t>(channel)]; }
    const Channel& operator[](int channel) const noexcept { return channels_[static_cast<std::size_t>(channel)]; }

    /// 14 bits of a pitch bend message; both ends are reached exactly.
    void bend(int channel, int value) noexcept;
    /// The range of the bend where no message set another; a new value replaces what messages set.
    void set_bend_range(double semitones) noexcept;

    /// Controllers 6, 38 and 96 … 101: registered parameters. RPN 0 sets the bend's range, RPN 6 a zone; RPN null and
    /// every other parameter make data entry do nothing. Returns the channels that an RPN 6 gave to a zone or took from
    /// one: their notes end.
    Mask data(int channel, int controller, int value) noexcept;

    /// RP-015: pedals up, bend to the centre, no pressure, no registered parameter chosen. Ranges and zones stay.
    void reset_controllers(int channel) noexcept;
    void reset_controllers() noexcept;

    /// The channels that a pedal or a mode message on this one is for: itself, and from the manager of a zone also the
    /// zone's members.
    Mask meant_by(int channel) const noexcept;

    /// Of the notes of a channel; in a zone its manager's message adds to their own.
    double bend_semitones(int channel) const noexcept;
    double pressure(int channel) const noexcept;
    bool sustain(int channel) const noexcept;
    bool sostenuto(int channel) const noexcept;

  private:
    static constexpr int lower_manager = 0, upper_manager = 15;
    static constexpr std::uint16_t none_chosen = 0x3fff; ///< RPN null

    struct Range {
        int semitones = 0, cents = 0;
        double value() const noexcept { return semitones + 0.01 * cents; }
    };
    /// A registered parameter as it is being chosen and set.
    struct Entry {
        std::uint16_t chosen = none_chosen;
        std::optional<Range> range;
    };

    void set_range(int channel, Range range) noexcept;
    Range range(int channel) const noexcept;
    Mask set_zone(int manager, int members) noexcept;
    Mask members(int manager) const noexcept;
    /// Of the zone that the channel belongs to; −1: none.
    int manager_of(int channel) const noexcept;

    std::array<Channel, count> channels_{};
    std::array<Entry, count> entries_{};
    double usual_range_ = 2.0;
    int lower_members_ = 0, upper_members_ = 0;
};

} // namespace soma::stimulus
