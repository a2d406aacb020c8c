#include "Core/CsvLine.h"

#include <gtest/gtest.h>

namespace soma::test {
namespace {

TEST(CsvLine, quotes_fields_that_would_end_otherwise) {
    EXPECT_EQ(csv_line({"plain", "a, \"b\"\nc", ""}), "plain,\"a, \"\"b\"\"\nc\",\n");
    EXPECT_EQ(csv_line({"", "second"}), ",second\n") << "an empty first field keeps its comma";
}

TEST(CsvLine, lets_no_spreadsheet_run_a_name_as_a_formula) {
    EXPECT_EQ(csv_field("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
    for (const char* number : {"-79.5", "+1e-3", "-0"}) EXPECT_EQ(csv_field(number), number);
}

} // namespace
} // namespace soma::test
