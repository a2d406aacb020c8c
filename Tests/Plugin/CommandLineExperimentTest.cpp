#include "CommandLineRun.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <juce_graphics/juce_graphics.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace soma::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

const std::string five = "474626527,545612828,587079262,320466776,558474375";

TEST(CommandLineExperiment, PrintsFiguresWithUnitsAndHowTheyWereFound) {
    CommandLine line;
    const auto ran = line.run("experiment rheobase --cell 474626527");
    EXPECT_EQ(ran.status, 0) << ran.err;
    EXPECT_EQ(ran.err, "");
    EXPECT_THAT(ran.out, AllOf(StartsWith("Rheobase, allen/474626527\n"), HasSubstr("28.98551"), HasSubstr("ΔV/R"),
                               HasSubstr("rheobase_pA")));
    EXPECT_TRUE(line.files().empty());
}

TEST(CommandLineExperiment, FiveCellsInTheCoursesLayout) {
    CommandLine line;
    const auto ran = line.run("experiment strength-duration --cells " + five + " --csv -");
    ASSERT_EQ(ran.status, 0) << ran.err;
    auto table = parse_csv(ran.out);
    EXPECT_TRUE(table.comments.empty()); // the course's notebook takes the first line for the header
    EXPECT_THAT(table.names, ElementsAre("ms", "474626527", "545612828", "587079262", "320466776", "558474375"));
    ASSERT_EQ(table.columns["ms"].size(), 17u);
    EXPECT_EQ(table.columns["ms"].front(), 10.0);
    // Lapicque of the second cell in nA: ΔV/R = 14.1 mV / 28 MΩ, τ = 17.1 ms.
    for (std::size_t i = 0; i < 17; ++i)
        EXPECT_NEAR(table.columns["545612828"][i], 14.1 / 28.0 / -std::expm1(-table.columns["ms"][i] / 17.1),
                    1e-4 * table.columns["545612828"][i]);
}

TEST(CommandLineExperiment, OneRowACellOfARheobase) {
    CommandLine line;
    const auto ran = line.run("experiment rheobase --cells 474626527,hh/squid --csv r.csv");
    ASSERT_EQ(ran.status, 0) << ran.err;
    const auto text = line.read("r.csv");
    EXPECT_THAT(text, AllOf(StartsWith("# somaphone "), HasSubstr("# protocol: duration 0 ms; resolution 1e-06"),
                            HasSubstr("\ncell,duration_ms,rheobase_pA,below_pA,above_pA,closed_form_pA\n"),
                            HasSubstr("\nallen/474626527,1000,28.98"), HasSubstr("\nhh/squid,1000,")));
    EXPECT_THAT(ran.out, HasSubstr("Rheobase, hh/squid"));
}

TEST(CommandLineExperiment, EveryExperimentWritesATableWithProvenanceAndAPicture) {
    CommandLine line;
    const std::pair<const char*, const char*> cases[] = {
        {"steps --currents -40,0,60 --duration 200 --set rest_mv=-62", "voltage_at_-40_pA_mV"},
        {"fi --currents '10,0.04 nA,60'", "rate_per_s"},
        {"rheobase --duration 50 --resolution 1e-4", "rheobase_pA"},
        {"strength-duration --durations 10,1,0.1", "threshold_pA"},
        {"iv", "voltage_mV"},
        {"impedance --points 9 --duration 4000 --to '0.1 kHz'", "impedance_MOhm"},
        {"rest --branch potassium --resistances 10,20", "rest_mV"},
    };
    for (const auto& [arguments, column] : cases) {
        const auto ran = line.run("experiment " + std::string(arguments) + " --csv t.csv --plot p.png");
        ASSERT_EQ(ran.status, 0) << arguments << ran.err;
        const auto table = line.read("t.csv"); // fields that are not known are empty
        EXPECT_THAT(table,
                    AllOf(StartsWith("# somaphone 0"), HasSubstr("\n# protocol: "), HasSubstr("\n# experiment: ")));
        const auto header = table.find('\n', table.rfind("\n# ") + 1) + 1;
        EXPECT_THAT(table.substr(header, table.find('\n', header) - header), HasSubstr(column)) << arguments;
        const auto image = juce::ImageFileFormat::loadFrom(juce::File(line.path("p.png").string()));
        EXPECT_EQ(image.getWidth(), 2200) << arguments;
        EXPECT_EQ(image.getHeight(), 1440) << arguments;
        std::set<juce::uint32> colours;
        for (int y = 0; y < image.getHeight(); y += 3)
            for (int x = 0; x < image.getWidth(); x += 3) colours.insert(image.getPixelAt(x, y).getARGB());
        EXPECT_GT(colours.size(), 20u) << arguments;
    }
}

TEST(CommandLineExperiment, WrongUsageIsStatus2AndAFailedRunStatus1) {
    CommandLine line;
    const std::tuple<const char*, int, std::vector<std::string>> cases[] = {
        {"experiment", 2, {"name one of steps, fi, rheobase, strength-duration, iv, impedance, rest"}},
        {"experiment rheobas", 2, {"unknown experiment 'rheobas'", "near: rheobase"}},
        {"experiment fi --cell none", 2, {"no cell is named 'none'"}},
        {"experiment fi --currents 1,x", 2, {"--currents: 'x' is not a number"}},
        {"experiment fi --currents '1 mV'", 2, {"--currents", "'mV'", "pA"}},
        {"experiment iv --cell 474626527 --cells hh/squid", 2, {"--cell and --cells: give one"}},
        {"experiment iv --cells 474626527,,hh/squid", 2, {"--cells", "empty"}},
        {"experiment iv --plot -", 2, {"--plot -"}},
        {"experiment rest --branch gold", 2, {"--branch: 'gold' is none of sodium"}},
        {"experiment strength-duration --durations 1,-2", 1, {"durations: -2 ms", "more than 0"}},
        {"experiment strength-duration --durations nan", 2, {"--durations: 'nan'"}},
        {"experiment rheobase --set model=rc", 1, {"rc has no spikes", "never fires"}},
        {"experiment rheobase --set threshold_mv=-80", 1, {"fires at rest"}},
        {"experiment rheobase --limit 10", 1, {"does not fire with up to 10 pA", "raise the limit"}},
        {"experiment rheobase --csv none/t.csv", 1, {"none/t.csv: there is no folder"}},
    };
    for (const auto& [arguments, status, words] : cases) {
        const auto ran = line.run(arguments + std::string(status == 1 ? " --plot p.png" : ""));
        EXPECT_EQ(ran.status, status) << arguments << "\n" << ran.err;
        EXPECT_EQ(ran.out, "") << arguments;
        EXPECT_EQ(std::ranges::count(ran.err, '\n'), 1) << arguments << "\n" << ran.err;
        for (const auto& word : words) EXPECT_THAT(ran.err, HasSubstr(word)) << arguments;
        EXPECT_TRUE(line.files().empty()) << arguments;
    }
}

} // namespace
} // namespace soma::test
