#include "CommandLineRun.h"

#include "Parameters/ParameterText.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace soma::test {
namespace {

using testing::HasSubstr;

TEST(CommandLineLists, ParamsAreTheTable) {
    CommandLine line;
    const auto ran = line.run("params --json");
    ASSERT_EQ(ran.status, 0) << ran.err;
    const auto list = nlohmann::json::parse(ran.out);
    ASSERT_EQ(list.size(), parameter_count);
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto& row = parameters()[i];
        const auto& json = list[i];
        EXPECT_EQ(json.size(), 9u) << row.id;
        EXPECT_EQ(json.at("id"), row.id);
        EXPECT_EQ(json.at("label"), row.label);
        EXPECT_EQ(json.at("group"), row.group);
        EXPECT_EQ(json.at("unit"), row.unit);
        EXPECT_EQ(json.at("min"), row.min);
        EXPECT_EQ(json.at("max"), row.max);
        EXPECT_EQ(json.at("help"), row.help);
        ASSERT_EQ(json.at("choices").size(), choice_count(row));
        for (std::size_t c = 0; c < choice_count(row); ++c)
            EXPECT_EQ(json.at("choices")[c], choice_name(row, static_cast<double>(c)));
        if (row.scale == Scale::choice)
            EXPECT_EQ(json.at("default"), choice_name(row, row.default_value));
        else
            EXPECT_EQ(json.at("default"), row.default_value);
    }
    const auto table = line.run("params").out;
    for (const auto& row : parameters()) EXPECT_THAT(table, HasSubstr("\n" + std::string(row.id) + " ")) << row.id;
}

// Every cell that is listed can be rendered by its id, and as the file that --json prints, with the same result.
TEST(CommandLineLists, EveryCellCanBeUsedByIdAndAsAFile) {
    CommandLine line;
    const auto ran = line.run("cells --json");
    ASSERT_EQ(ran.status, 0) << ran.err;
    const auto list = nlohmann::json::parse(ran.out);
    ASSERT_GE(list.size(), 5u);
    const auto table = line.run("cells").out;
    for (const auto& cell : list) {
        const auto id = cell.at("id").get<std::string>();
        EXPECT_THAT(table, HasSubstr("\n" + id + " "));
        line.write("cell.json", cell.dump());
        const std::string arguments = "render --duration 0.05 --set stim_shape=step --set stim_delay_ms=1 "
                                      "--set stim_amplitude_pa=200 --trace - --cell ";
        const auto by_id = line.run(arguments + id), by_file = line.run(arguments + "cell.json");
        ASSERT_EQ(by_id.status, 0) << by_id.err;
        ASSERT_EQ(by_file.status, 0) << by_file.err;
        EXPECT_EQ(parse_csv(by_id.out).columns, parse_csv(by_file.out).columns) << id;
    }
}

TEST(CommandLineLists, TheCoursesCellsAnswerToTheirNumbers) {
    CommandLine line;
    for (const auto* id : {"474626527", "545612828", "587079262", "320466776", "558474375"}) {
        const auto ran = line.run(std::string("render --duration 0.01 --spikes - --cell ") + id);
        EXPECT_EQ(ran.status, 0) << ran.err;
        EXPECT_THAT(ran.out, HasSubstr("# cell: allen/" + std::string(id)));
    }
}

TEST(CommandLineLists, HelpAndVersion) {
    CommandLine line;
    EXPECT_EQ(line.run("--version").out, "somaphone " SOMAPHONE_VERSION "\n");
    for (const auto* option :
         {"--cell", "--set", "--rate", "--block", "--duration", "--seed", "--spikes", "--trace", "--midi", "-o"})
        EXPECT_THAT(line.run("render --help").out, HasSubstr(option));
    EXPECT_THAT(line.run("--help").out, HasSubstr("render"));
}

} // namespace
} // namespace soma::test
