#include "Core/Utf8.h"

#include <gtest/gtest.h>

namespace soma::test {
namespace {

/// The border cases of RFC 3629, section 4.
TEST(Utf8, tells_utf8_from_other_bytes) {
    for (const char* good : {"", "a", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                             "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "−70 mV µ"})
        EXPECT_TRUE(is_utf8(good)) << good;
    for (const char* bad : {"\x80", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2g", "\xe0\x9f\xbf", "\xe1\x80", "\xed\xa0\x80",
                            "\xf0\x8f\xbf\xbf", "\xf0\x90\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff"})
        EXPECT_FALSE(is_utf8(bad)) << bad;
}

TEST(Utf8, puts_marks_where_bytes_are_not_utf8) {
    EXPECT_EQ(as_utf8("caf\xe9.wav"), "caf?.wav");
    EXPECT_EQ(as_utf8("a\xf0\x9f\xa7µ"), "a???µ");
    EXPECT_EQ(one_line("\xf0\n−70 mV"), "? −70 mV");
    EXPECT_EQ(in_quotes("\xed\xa0"), "'?"
                                     "?'"); // apart: no trigraph
}

TEST(Utf8, shortens_in_the_middle_and_never_within_a_character) {
    EXPECT_EQ(shortened("short", 10), "short");
    for (std::size_t longest = 8; longest < 60; ++longest) {
        std::string text;
        for (int i = 0; i < 40; ++i) text += i % 3 == 0 ? "−" : i % 3 == 1 ? "µ" : "x";
        const auto shorter = shortened(text, longest);
        EXPECT_LE(shorter.size(), longest);
        EXPECT_TRUE(is_utf8(shorter)) << longest;
        EXPECT_NE(shorter.find("…"), std::string::npos);
    }
    EXPECT_EQ(shortened("/a/very/long/path.wav: is not there", 24), "/a/very/long…not there");
}

} // namespace
} // namespace soma::test
