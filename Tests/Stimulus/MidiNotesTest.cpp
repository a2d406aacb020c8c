#include "Stimulus/MidiNotes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace soma::stimulus {
namespace {

/// A keyboard, its messages by name. Channels count from 1, as MIDI's words do.
struct Keys {
    MidiNotes board;

    MidiNotes::Result send(int status, int channel, int first, int second = 0) {
        return board.take({0,
                           {static_cast<std::uint8_t>(status | (channel - 1)), static_cast<std::uint8_t>(first),
                            static_cast<std::uint8_t>(second)}});
    }
    MidiNotes::Result on(int key, int channel = 1, int velocity = 100) { return send(0x90, channel, key, velocity); }
    MidiNotes::Result off(int key, int channel = 1) { return send(0x80, channel, key, 64); }
    MidiNotes::Result control(int controller, int value, int channel = 1) {
        return send(0xb0, channel, controller, value);
    }
    void bend(int value, int channel = 1) { send(0xe0, channel, value & 0x7f, value >> 7); }
    void choose(int parameter, int channel = 1) {
        control(101, parameter >> 7, channel);
        control(100, parameter & 0x7f, channel);
    }
    /// The MPE Configuration Message.
    void zone(int manager, int members) {
        choose(6, manager);
        control(6, members, manager);
    }

    int sounding() const {
        return static_cast<int>(std::ranges::count_if(board.notes(), [](const Note& n) { return n.sounds; }));
    }
    const Note& note(int key, int channel = 1) const {
        for (const auto& note : board.notes())
            if (note.sounds && note.key == key && note.channel == channel - 1) return note;
        ADD_FAILURE() << "key " << key << " of channel " << channel << " does not sound";
        return board.notes()[0];
    }
    double semitones(int key, int channel = 1) const { return board.bend_semitones(note(key, channel)); }
};

constexpr int full_bend = 16383, no_bend = 8192, lowest_bend = 0, null_parameter = 0x3fff;

TEST(MidiNotes, ResetAllControllersLiftsPedalsAndCentresBend) {
    Keys keys;
    for (const int pedal : {64, 66}) {
        keys.on(60);
        keys.control(pedal, 127);
        keys.off(60);
        EXPECT_EQ(keys.sounding(), 1) << pedal;
        keys.control(121, 0);
        EXPECT_EQ(keys.sounding(), 0) << pedal;
    }
    keys.on(60);
    keys.bend(full_bend);
    keys.send(0xd0, 1, 127);
    keys.send(0xa0, 1, 60, 100);
    keys.choose(0);
    keys.control(121, 0);
    EXPECT_EQ(keys.semitones(60), 0.0);
    EXPECT_EQ(keys.board.pressure(keys.note(60)), 0.0);
    keys.control(6, 12); // RP-015: no parameter is chosen any more
    keys.bend(full_bend);
    EXPECT_DOUBLE_EQ(keys.semitones(60), 2.0);
    EXPECT_EQ(keys.sounding(), 1) << "a key that is down goes on";
}

TEST(MidiNotes, ResetAllControllersKeepsTheBendRange) {
    Keys keys;
    keys.choose(0);
    keys.control(6, 12);
    keys.control(121, 0);
    keys.on(60);
    keys.bend(full_bend);
    EXPECT_DOUBLE_EQ(keys.semitones(60), 12.0);
}

TEST(MidiNotes, AllSoundOffEndsAtOnceWhatAPedalHolds) {
    Keys keys;
    keys.control(64, 127);
    keys.on(60);
    keys.on(62);
    keys.on(64, 2);
    keys.off(60);
    const auto result = keys.control(120, 0);
    EXPECT_EQ(result.change, MidiNotes::Change::silenced);
    EXPECT_EQ(result.channels, 1);
    EXPECT_EQ(keys.sounding(), 1) << "other channels go on";
}

/// MIDI 1.0: it counts as a note-off for every key, so the pedal still holds.
TEST(MidiNotes, AllNotesOffIsANoteOffForEveryKey) {
    for (const int message : {123, 124, 125, 126, 127}) {
        Keys keys;
        keys.on(60);
        keys.on(62);
        keys.control(message, 0);
        EXPECT_EQ(keys.sounding(), 0) << message;
        keys.control(64, 127);
        keys.on(60);
        keys.control(message, 0);
        EXPECT_EQ(keys.sounding(), 1) << message;
        keys.control(64, 0);
        EXPECT_EQ(keys.sounding(), 0) << message;
    }
}

TEST(MidiNotes, LocalControlChangesNothing) {
    Keys keys;
    keys.on(60);
    for (const int value : {0, 127}) EXPECT_EQ(keys.control(122, value).change, MidiNotes::Change::none);
    EXPECT_EQ(keys.sounding(), 1);
}

TEST(MidiNotes, MonoModeHasOneNoteAChannel) {
    Keys keys;
    keys.control(126, 1);
    keys.on(60);
    keys.on(64);
    EXPECT_EQ(keys.sounding(), 1);
    EXPECT_EQ(keys.note(64).key, 64);
    keys.on(60, 2);
    EXPECT_EQ(keys.sounding(), 2) << "of that channel alone";
    keys.off(64);
    EXPECT_EQ(keys.sounding(), 1);
    keys.control(127, 0);
    keys.on(60);
    keys.on(64);
    EXPECT_EQ(keys.sounding(), 3);
}

/// One note-off ends a key, however often it was struck; so does a note-on without velocity.
TEST(MidiNotes, AKeyThatIsStruckAgainIsOneNote) {
    Keys keys;
    const auto first = keys.on(60, 1, 100), second = keys.on(60, 1, 30);
    EXPECT_EQ(second.change, MidiNotes::Change::started);
    EXPECT_EQ(first.slot, second.slot);
    EXPECT_DOUBLE_EQ(keys.note(60).velocity, 30.0 / 127.0);
    keys.off(60);
    EXPECT_EQ(keys.sounding(), 0);
    keys.on(60);
    keys.on(60);
    keys.on(60, 1, 0);
    EXPECT_EQ(keys.sounding(), 0);
    keys.control(64, 127);
    for (int i = 0; i < 200; ++i) {
        keys.on(60);
        keys.off(60);
    }
    EXPECT_EQ(keys.sounding(), 1);
    keys.control(64, 0);
    EXPECT_EQ(keys.sounding(), 0);
}

TEST(MidiNotes, SostenutoHoldsTheKeysThatWereDown) {
    Keys keys;
    keys.on(60);
    keys.control(66, 127);
    keys.on(64);
    keys.off(60);
    keys.off(64);
    EXPECT_EQ(keys.sounding(), 1);
    EXPECT_EQ(keys.note(60).key, 60);
    keys.control(66, 0);
    EXPECT_EQ(keys.sounding(), 0);
}

TEST(MidiNotes, BendReachesBothEndsExactly) {
    Keys keys;
    keys.on(60);
    for (const auto& [value, wanted] : {std::pair{full_bend, 2.0}, {no_bend, 0.0}, {lowest_bend, -2.0}}) {
        keys.bend(value);
        EXPECT_DOUBLE_EQ(keys.semitones(60), wanted);
    }
}

TEST(MidiNotes, RegisteredParameterZeroIsTheBendRange) {
    Keys keys;
    keys.on(60);
    keys.bend(full_bend);
    keys.choose(0);
    keys.control(6, 7);
    EXPECT_DOUBLE_EQ(keys.semitones(60), 7.0);
    keys.control(38, 50);
    EXPECT_DOUBLE_EQ(keys.semitones(60), 7.5);
    keys.control(96, 0); // RP-018: a cent at a time, across the semitone
    EXPECT_DOUBLE_EQ(keys.semitones(60), 7.51);
    for (int i = 0; i < 52; ++i) keys.control(97, 0);
    EXPECT_DOUBLE_EQ(keys.semitones(60), 6.99);
    keys.control(6, 127);
    EXPECT_DOUBLE_EQ(keys.semitones(60), 96.0) << "no more than MPE allows";
    keys.control(6, 12);
    keys.choose(null_parameter);
    keys.control(6, 5);
    EXPECT_DOUBLE_EQ(keys.semitones(60), 12.0) << "RPN null";
    keys.choose(1); // fine tuning: none of ours
    keys.control(6, 5);
    keys.choose(0);
    keys.control(99, 0); // NRPN
    keys.control(98, 0);
    keys.control(6, 5);
    EXPECT_DOUBLE_EQ(keys.semitones(60), 12.0);
    keys.on(60, 2);
    keys.bend(full_bend, 2);
    EXPECT_DOUBLE_EQ(keys.semitones(60, 2), 2.0) << "of that channel alone";
    keys.board.set_bend_range(3.0); // the parameter moved
    EXPECT_DOUBLE_EQ(keys.semitones(60), 3.0);
    EXPECT_DOUBLE_EQ(keys.semitones(60, 2), 3.0);
}

TEST(MidiNotes, ALowerZoneHasItsManagerAndMembers) {
    Keys keys;
    keys.zone(1, 7);
    keys.on(60, 2);
    keys.on(60, 8);
    keys.on(60, 9); // outside
    for (const int channel : {1, 2, 8, 9}) keys.bend(full_bend, channel);
    EXPECT_DOUBLE_EQ(keys.semitones(60, 2), 48.0 + 2.0) << "its own bend and the manager's";
    EXPECT_DOUBLE_EQ(keys.semitones(60, 8), 50.0);
    EXPECT_DOUBLE_EQ(keys.semitones(60, 9), 2.0);
    keys.choose(0, 5); // on any member it is for all of them
    keys.control(6, 24, 5);
    EXPECT_DOUBLE_EQ(keys.semitones(60, 2), 26.0);
    keys.choose(0, 1);
    keys.control(6, 5, 1);
    EXPECT_DOUBLE_EQ(keys.semitones(60, 2), 29.0);

    keys.send(0xd0, 1, 127);
    EXPECT_EQ(keys.board.pressure(keys.note(60, 2)), 1.0);
    EXPECT_EQ(keys.board.pressure(keys.note(60, 9)), 0.0);
    keys.control(64, 127, 1); // the zone's pedal
    keys.off(60, 2);
    keys.off(60, 9);
    EXPECT_EQ(keys.sounding(), 2);
    keys.control(64, 0, 1);
    EXPECT_EQ(keys.sounding(), 1);
    keys.control(123, 0, 1);
    EXPECT_EQ(keys.sounding(), 0) << "the manager's mode messages are for its members";
}

TEST(MidiNotes, TheNewerZoneTakesChannelsFromTheOther) {
    Keys keys;
    keys.zone(1, 7);
    keys.zone(16, 10); // channels 15 … 6: the lower one keeps 2 … 5
    const auto range = [&](int channel) {
        keys.on(60, channel);
        keys.bend(full_bend, channel);
        const double semitones = keys.semitones(60, channel);
        keys.off(60, channel);
        keys.bend(no_bend, channel);
        return semitones;
    };
    EXPECT_DOUBLE_EQ(range(5), 48.0);
    EXPECT_DOUBLE_EQ(range(6), 48.0);
    keys.bend(full_bend, 1);
    EXPECT_DOUBLE_EQ(range(5), 50.0);
    EXPECT_DOUBLE_EQ(range(6), 48.0);
    keys.zone(1, 15); // takes everything
    keys.bend(full_bend, 1);
    EXPECT_DOUBLE_EQ(range(16), 50.0);
    keys.zone(1, 0); // no zone any more
    EXPECT_DOUBLE_EQ(range(5), 2.0);
    EXPECT_DOUBLE_EQ(range(16), 2.0);
}

TEST(MidiNotes, AZoneEndsTheNotesOfItsChannels) {
    Keys keys;
    keys.control(64, 127, 3);
    keys.on(60, 3);
    keys.on(60, 12);
    keys.zone(1, 5);
    EXPECT_EQ(keys.sounding(), 1);
    keys.zone(7, 5); // 7 can be no manager
    EXPECT_EQ(keys.sounding(), 1);
}

/// Messages that hosts send when a user presses Panic, each alone (Ardour; JUCE's hosts; MIDI files' ends).
TEST(MidiNotes, NoPanicLeavesANote) {
    using Messages = std::vector<std::pair<int, int>>;
    const std::vector<Messages> panics{
        {{64, 0}, {123, 0}, {121, 0}}, {{123, 0}, {120, 0}}, {{120, 0}}, {{121, 0}, {123, 0}}, {{123, 0}, {121, 0}}};
    for (const auto& panic : panics) {
        Keys keys;
        for (int channel = 1; channel <= 16; ++channel) {
            keys.on(60, channel);
            keys.control(64, 127, channel);
            keys.control(66, 127, channel);
            keys.on(62, channel);
            keys.off(62, channel);
        }
        for (int channel = 1; channel <= 16; ++channel)
            for (const auto& [controller, value] : panic) keys.control(controller, value, channel);
        EXPECT_EQ(keys.sounding(), 0) << panic.front().first;
    }
}

} // namespace
} // namespace soma::stimulus
