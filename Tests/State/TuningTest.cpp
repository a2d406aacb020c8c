#include "State/Tuning.h"
#include "State/Preset.h"

#include <cmath>
#include <gtest/gtest.h>

namespace soma::test {
namespace {

/// Carlos Alpha and Ptolemy's intense diatonic are facts of the literature; the files are written here.
const std::string diatonic = "! diatonic.scl\n!\nPtolemy's intense diatonic\n 7\n!\n 9/8\n 5/4 a third\n 4/3\n 3/2\n"
                             " 5/3\n 15/8\n 2\n";
const std::string white_keys =
    "! size, first, last, middle, reference, frequency, octave\n12\n0\n127\n60\n69\n440.0\n7\n"
    "0\nx\n1\nx\n2\n3\nx\n4\nx\n5\nx\n6\n";

double hz(const KeyFrequencies& keys, int key) { return keys.hz[static_cast<std::size_t>(key)]; }

TEST(Tuning, nothing_is_equal_temperament) {
    EXPECT_TRUE(key_frequencies({}).equal_temperament);
    const auto stated = key_frequencies({"twelve\n12\n100.\n200.\n300.\n400.\n500.\n600.\n700.\n800.\n900.\n1000.\n"
                                         "1100.\n2/1",
                                         ""});
    for (int key = 0; key < 128; ++key) EXPECT_NEAR(hz(stated, key), 440.0 * std::exp2((key - 69) / 12.0), 1e-9) << key;
}

TEST(Tuning, a_scale_with_its_mapping_gives_its_ratios) {
    const auto keys = key_frequencies({diatonic, white_keys});
    EXPECT_NEAR(hz(keys, 69), 440.0, 1e-12);
    const double c4 = 440.0 * 3.0 / 5.0;
    EXPECT_NEAR(hz(keys, 60), c4, 1e-9);
    EXPECT_NEAR(hz(keys, 64), c4 * 5.0 / 4.0, 1e-9);
    EXPECT_NEAR(hz(keys, 67 + 12), c4 * 3.0, 1e-9);
    EXPECT_NEAR(hz(keys, 59), c4 * 15.0 / 16.0, 1e-9); // below the middle
    for (const int black : {61, 63, 66, 68, 70, 49}) EXPECT_EQ(hz(keys, black), 0.0) << black;
}

TEST(Tuning, a_scale_alone_begins_at_middle_c_and_may_repeat_elsewhere_than_at_the_octave) {
    const auto keys = key_frequencies({"Carlos Alpha, two steps\n2\n78.0\n156.0\n", ""});
    const double c4 = 440.0 * std::exp2(-0.75);
    for (int key = 30; key < 100; ++key) EXPECT_NEAR(hz(keys, key), c4 * std::exp2((key - 60) * 78.0 / 1200.0), 1e-9);
}

TEST(Tuning, what_is_wrong_is_said_in_one_line_with_its_place) {
    const auto message = [](const Tuning& tuning) -> std::string {
        try {
            key_frequencies(tuning, "a.scl", "a.kbm");
        } catch (const FormatError& error) {
            return error.what();
        }
        return "";
    };
    EXPECT_EQ(message({"name\n2\n3/2\n", ""}), "a.scl: ends before pitch 2 of 2");
    EXPECT_EQ(message({"name\nmany\n", ""}), "a.scl, line 2: 'many' is not the number of notes, 1 to 1024");
    EXPECT_EQ(message({"name\n! a comment\n1\n-3/2\n", ""}),
              "a.scl, line 4: '-3/2' is no pitch; write cents with a point (701.955) or a ratio (3/2)");
    EXPECT_EQ(message({"name\n1\nnan.\n", ""}),
              "a.scl, line 3: 'nan.' is no pitch; write cents with a point (701.955) or a ratio (3/2)");
    EXPECT_EQ(message({"", "12\n0\n127\n60\n300\n440\n12\n"}),
              "a.kbm, line 5: '300' is not the reference key, 0 to 127");
    EXPECT_EQ(message({diatonic, "12\n0\n127\n60\n61\n440\n7\n0\nx\n"}),
              "a.kbm: the reference key 61 is silent in the mapping; choose a key that has a degree");
}

TEST(Tuning, is_kept_in_a_preset_and_a_damaged_one_leaves_equal_temperament_with_a_note) {
    Preset preset;
    preset.category = "keys";
    preset.tuning = {diatonic, white_keys};
    const auto text = preset_text(preset);
    const auto again = read_preset("p", text);
    EXPECT_TRUE(again.notes.empty());
    EXPECT_EQ(again.preset.tuning, preset.tuning);
    EXPECT_EQ(again.preset.category, "keys");
    auto damaged = text;
    damaged.replace(damaged.find("15/8"), 4, "15:8");
    const auto loaded = read_preset("p", damaged);
    EXPECT_EQ(loaded.preset.tuning, Tuning{});
    ASSERT_EQ(loaded.notes.size(), 1u);
    EXPECT_NE(loaded.notes[0].find("15:8"), std::string::npos) << loaded.notes[0];
    EXPECT_EQ(loaded.preset.category, "keys");
}

} // namespace
} // namespace soma::test
