#include "State/Tuning.h"
#include "Support/Bs1770.h"
#include "Support/Keyboard.h"

#include <cmath>
#include <gtest/gtest.h>
#include <set>

namespace soma::test {
namespace {

constexpr double rate_hz = 48000.0;

Snapshot in_pitch_mode() {
    Snapshot values;
    values.set(Id::midi_mode, 2.0);
    values.set(Id::midi_current_pa, 60.0);
    values.set(Id::voltage_level_db, -60.0);
    return values;
}

double cents_between(double hz, double reference_hz) { return 1200.0 * std::log2(hz / reference_hz); }

TEST(Glide, slides_in_equal_ratios_from_the_last_note_to_the_next) {
    auto values = in_pitch_mode();
    values.set(Id::glide_ms, 500.0);
    Keyboard keys(values);
    keys.run(4096, {midi(0, 0x90, 57, 100)});
    keys.run(4096);
    keys.run(2048, {midi(0, 0x90, 69, 100)}); // an octave up, in another voice
    for (int i = 0; i < 20; ++i) keys.run(2048);
    EXPECT_NEAR(cents_between(pitch_hz(keys.spikes[1], 1000, rate_hz), 220.0), 0.0, 0.1) << "the first does not glide";
    const auto& second = keys.spikes[2];
    ASSERT_GT(second.size(), 100u);
    const double start = 8192.0, glide = 0.5 * rate_hz;
    for (std::size_t i = 1; i < second.size(); ++i) {
        const double hz = rate_hz / (second[i] - second[i - 1]);
        const double passed = std::min(1.0, (0.5 * (second[i] + second[i - 1]) - start) / glide);
        // The first intervals end a cycle that the note found begun; a step of the grid is 32 samples, 1.6 cents.
        EXPECT_NEAR(cents_between(hz, 440.0 * std::exp2(passed - 1.0)), 0.0, 4.0) << i;
    }
    EXPECT_NEAR(cents_between(pitch_hz(second, start + glide + 2000.0, rate_hz), 440.0), 0.0, 0.1);
}

TEST(Glide, and_unison_do_not_depend_on_the_block_size) {
    auto values = in_pitch_mode();
    values.set(Id::glide_ms, 80.0);
    values.set(Id::unison, 3.0);
    values.set(Id::voltage_level_db, -6.0);
    const auto play = [&](int block) {
        Keyboard keys(values);
        std::vector<MidiEvent> events{midi(100, 0x90, 57, 100), midi(3333, 0x80, 57, 0), midi(3333, 0x90, 64, 90),
                                      midi(6001, 0xe0, 0, 80)};
        for (int at = 0; at < 9600; at += block) {
            const int frames = std::min(block, 9600 - at);
            std::vector<MidiEvent> now;
            for (auto event : events)
                if (event.sample >= at && event.sample < at + frames) event.sample -= at, now.push_back(event);
            Block part;
            part.frames = frames;
            part.midi = now;
            keys.left.resize(keys.left.size() + static_cast<std::size_t>(frames));
            part.main[0] = &keys.left[static_cast<std::size_t>(at)];
            keys.engine.process(part);
        }
        return keys.left;
    };
    const auto whole = play(4096);
    for (const int block : {1, 17, 480}) EXPECT_EQ(play(block), whole) << block;
}

TEST(Unison, its_neurons_are_spread_in_pitch_and_as_loud_as_one) {
    auto values = in_pitch_mode();
    const auto loudness = [&](int unison, Keyboard& keys) {
        (void)unison;
        keys.run(4096, {midi(0, 0x90, 69, 127)});
        for (int i = 0; i < 100; ++i) keys.run(2048);
        return integrated_lufs(keys.left, keys.right, rate_hz);
    };
    Keyboard alone(values);
    const double one_lufs = loudness(1, alone);
    for (const int unison : {2, 5, 8}) {
        values.set(Id::unison, unison);
        values.set(Id::unison_cents, 24.0);
        Keyboard keys(values);
        const double lufs = loudness(unison, keys);
        ASSERT_EQ(keys.spikes.size(), static_cast<std::size_t>(unison));
        for (int i = 0; i < unison; ++i) {
            const double wanted = 24.0 * (i / (unison - 1.0) - 0.5);
            EXPECT_NEAR(cents_between(pitch_hz(keys.spikes[1 + i], 9600, rate_hz), 440.0), wanted, 0.1) << i;
        }
        // Neurons of a few hertz apart beat: over four seconds their mean power is that of one within 1 LU.
        EXPECT_NEAR(lufs, one_lufs, 1.0) << unison;
    }
}

TEST(Unison, its_neurons_begin_at_different_phases_and_its_notes_share_the_voices) {
    auto values = in_pitch_mode();
    values.set(Id::unison, 8.0);
    values.set(Id::unison_cents, 0.0);
    Keyboard keys(values);
    keys.run(4000, {midi(0, 0x90, 45, 100)}); // 110 Hz
    std::set<int> phases;
    const double period = rate_hz / 110.0;
    for (const auto& [neuron, spikes] : keys.spikes) {
        ASSERT_FALSE(spikes.empty());
        phases.insert(static_cast<int>(std::lround(8.0 * spikes.back() / period)) % 8);
    }
    EXPECT_EQ(phases.size(), 8u);
    for (int key = 46; key < 60; ++key) keys.run(100, {midi(0, 0x90, key, 100)}); // the oldest give way
    keys.spikes.clear();
    keys.run(4000);
    EXPECT_EQ(keys.spikes.size(), 64u);
}

TEST(Tuning, a_scale_moves_the_keys_and_the_tuning_all_of_them) {
    auto values = in_pitch_mode();
    values.set(Id::tuning_hz, 432.0);
    Keyboard keys(values);
    const std::string fifths = "!\nfifths\n2\n3/2\n2/1\n", mapping = "0\n0\n127\n69\n69\n440\n0\n";
    auto frequencies = key_frequencies({fifths, mapping});
    frequencies.hz[72] = 0.0; // a key that the tuning leaves out
    keys.engine.set_keys(frequencies);
    keys.run(4096, {midi(0, 0x90, 70, 100), midi(0, 0x90, 71, 100), midi(0, 0x90, 72, 100)});
    for (int i = 0; i < 4; ++i) keys.run(4096);
    EXPECT_NEAR(cents_between(pitch_hz(keys.spikes[1], 4096, rate_hz), 432.0 * 1.5), 0.0, 0.1);
    EXPECT_NEAR(cents_between(pitch_hz(keys.spikes[2], 4096, rate_hz), 864.0), 0.0, 0.1);
    EXPECT_EQ(keys.spikes.size(), 2u);
}

} // namespace
} // namespace soma::test
