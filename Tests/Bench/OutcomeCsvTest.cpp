#include "Bench/BenchCells.h"

#include "Bench/Experiments.h"
#include "Bench/OutcomeCsv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace soma::test {
namespace {

using namespace soma::bench;
using testing::HasSubstr;
using testing::StartsWith;

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::stringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

TEST(OutcomeCsv, CourseLayoutIsTheCoursesOwn) {
    std::vector<CellOutcome> cells;
    for (const auto& cell : five_cells) cells.push_back({"allen/" + cell, strength_duration(subject(cell), {})});
    const auto lines = lines_of(course_csv_text(cells));
    ASSERT_EQ(lines.size(), 18u);
    EXPECT_EQ(lines[0], "ms,474626527,545612828,587079262,320466776,558474375"); // as the lab's file has it
    const std::vector<std::string> durations{"10",  "8",   "6",   "5",   "4",    "3",    "2",    "1",   "0.8",
                                             "0.6", "0.4", "0.2", "0.1", "0.08", "0.06", "0.04", "0.02"};
    for (std::size_t i = 0; i < durations.size(); ++i) EXPECT_THAT(lines[i + 1], StartsWith(durations[i] + ","));
    // nA: Lapicque at 10 ms for the first cell is 74.2 pA.
    EXPECT_NEAR(std::stod(lines[1].substr(3)), 0.07424, 1e-5);
}

TEST(OutcomeCsv, SaysWhereItComesFromAndLeavesUnknownsEmpty) {
    const auto text = csv_text(fi_curve(subject("474626527"), {.currents_pa = {10.0, 45.0}}), "# somaphone test\n");
    const auto lines = lines_of(text);
    EXPECT_EQ(lines[0], "# somaphone test");
    EXPECT_EQ(lines[1], "# experiment: f–I curve");
    EXPECT_THAT(text, HasSubstr("# Fastest rate: "));
    const auto header = std::ranges::find_if(lines, [](const auto& line) { return !line.starts_with('#'); });
    EXPECT_EQ(*header, "current_pA,spikes,rate_per_s,first_spike_latency_ms,closed_form_rate_per_s,"
                       "closed_form_latency_ms");
    EXPECT_EQ(*(header + 1), "10,0,0,,0,");
}

TEST(OutcomeCsv, SeveralCellsShareATable) {
    const std::vector<CellOutcome> cells{{"a,b", rheobase(subject("474626527"), {})},
                                         {"hh/squid", rheobase(subject("hh/squid"), {.duration_ms = 100.0})}};
    const auto text = csv_text(cells, "");
    EXPECT_THAT(text, HasSubstr("\ncell,duration_ms,rheobase_pA,below_pA,above_pA,closed_form_pA\n"));
    EXPECT_THAT(text, HasSubstr("\n\"a,b\",1000,"));
    EXPECT_THAT(lines_of(text).back(), testing::AllOf(StartsWith("hh/squid,100,"), testing::EndsWith(",")));
    EXPECT_THAT(text, HasSubstr("# hh/squid: Rheobase: "));
}

} // namespace
} // namespace soma::test
