#include "Core/OneLine.h"

#include <gtest/gtest.h>

namespace soma::test {
namespace {

/// The border cases of RFC 3629, section 4.
TEST(OneLine, tells_utf8_from_other_bytes) {
    for (const char* good : {"", "a", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                             "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "−70 mV µ"})
        EXPECT_TRUE(is_utf8(good)) << good;
    for (const char* bad : {"\x80", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2g", "\xe0\x9f\xbf", "\xe1\x80", "\xed\xa0\x80",
                            "\xf0\x8f\xbf\xbf", "\xf0\x90\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff"})
        EXPECT_FALSE(is_utf8(bad)) << bad;
}

TEST(OneLine, puts_marks_where_bytes_are_not_utf8) {
    EXPECT_EQ(as_utf8("caf\xe9.wav"), "caf?.wav");
    EXPECT_EQ(as_utf8("a\xf0\x9f\xa7µ"), "a???µ");
    EXPECT_EQ(one_line("\xf0\n−70 mV"), "? −70 mV");
    EXPECT_EQ(in_quotes("\xed\xa0"), "'?"
                                     "?'"); // apart: no trigraph
}

} // namespace
} // namespace soma::test
