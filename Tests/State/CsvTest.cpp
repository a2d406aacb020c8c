#include "State/RecordingCsv.h"
#include "State/StimulusCsv.h"

#include "State/Mutation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace soma::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(StimulusCsv, reads_the_named_columns) {
    const auto stimulus =
        read_stimulus_csv("x.csv", "\xef\xbb\xbf# made by hand\r\n\r\ntime_s, \"current_pA\" ,conductance_nS\r\n"
                                   "0,1.5,0\r\n# between\r\n1,-2e3,+4\r\n2, 0 ,0.25\r\n\r\n");
    EXPECT_THAT(stimulus.current_pa, ElementsAre(1.5, -2000.0, 0.0));
    EXPECT_THAT(stimulus.conductance_ns, ElementsAre(0.0, 4.0, 0.25));
    EXPECT_THAT(read_stimulus_csv("x.csv", "current_pA\n7").current_pa, ElementsAre(7.0));
    EXPECT_TRUE(read_stimulus_csv("x.csv", "current_pA\n7").conductance_ns.empty());
}

TEST(StimulusCsv, errors_name_line_and_column) {
    const std::pair<const char*, const char*> bad[] = {
        {"", "x.csv: is empty; its header must name the column current_pA"},
        {"# only\n# comments\n", "x.csv: is empty"},
        {"time_s,current_nA\n0,1\n",
         "line 1: the header names no column current_pA; near: current_nA; it reads 'time_s,current_nA'"},
        {"0,1\n2,3\n", "line 1: the header names no column current_pA"},
        {"current_pA,current_pA\n1,2\n", "the column current_pA is there twice"},
        {"current_pA\n", "no rows follow the header"},
        {"#\ncurrent_pA\n1\nabc\n", "line 4: current_pA is 'abc'; it must be a number, with a decimal point"},
        {"current_pA\n1;5\n", "line 2: current_pA is '1;5'"},
        {"current_pA\n1\nnan\n", "line 3: current_pA is 'nan'; it must be a finite number"},
        {"current_pA\ninf\n", "must be a finite number"},
        {"current_pA\n1e400\n", "must be a number"},
        {"current_pA\n2e9\n", "outside −1e9 to 1e9"},
        {"current_pA\n1\n\n2\n", "line 3: is empty"},
        {"a,current_pA\n1,\n", "line 2: current_pA is empty; it must be a number"},
        {"a,current_pA\n1,2\n1\n", "line 3: has 1 columns; current_pA is column 2"},
        {"current_pA,conductance_nS\n1,-1\n", "line 2: conductance_nS is '-1', outside 0 to 1e9"},
    };
    for (const auto& [text, complaint] : bad) {
        try {
            read_stimulus_csv("x.csv", text);
            ADD_FAILURE() << text;
        } catch (const FormatError& error) {
            EXPECT_THAT(error.what(), testing::AllOf(testing::StartsWith("x.csv: "), HasSubstr(complaint)));
        }
    }
}

TEST(StimulusCsv, complains_on_one_line_whatever_the_header_holds) {
    try {
        read_stimulus_csv("x.csv", "current_\x01pb,current_p\x7f\n1,2\n");
        ADD_FAILURE();
    } catch (const FormatError& error) {
        EXPECT_THAT(error.what(), HasSubstr("near: current_"));
        for (const char* c = error.what(); *c != 0; ++c)
            EXPECT_TRUE(static_cast<unsigned char>(*c) >= 0x20 && *c != 0x7f);
    }
}

TEST(StimulusCsv, survives_damage) {
    SplitMix64 random(5);
    const std::string text = "# c\ntime_s,current_pA,conductance_nS\n0,1.25,0\n0.1,-3e2,1\n0.2,0,2\n";
    int read = 0;
    for (int i = 0; i < 100000; ++i) {
        try {
            const auto stimulus = read_stimulus_csv("x", mutated(text, random));
            ASSERT_TRUE(stimulus.conductance_ns.empty() ||
                        stimulus.conductance_ns.size() == stimulus.current_pa.size());
            for (const double value : stimulus.current_pa) ASSERT_LE(std::abs(value), largest_current_pa);
            for (const double value : stimulus.conductance_ns)
                ASSERT_TRUE(value >= 0.0 && value <= largest_conductance_ns);
            ++read;
        } catch (const FormatError&) {
        }
    }
    EXPECT_GT(read, 1000);
}

TEST(RecordingCsv, writes_spikes_at_their_instants) {
    std::string csv = spikes_header();
    const std::vector<SpikeEvent> spikes{{.sample = 3, .neuron = 0, .offset = 0.25},
                                         {.sample = 7, .neuron = 12, .offset = 0.0}};
    append_spikes(csv, ModelClock(1000.0, 1.0), 100, spikes);
    EXPECT_EQ(csv, "neuron,time_s\n0,0.10325\n12,0.107\n");
}

TEST(RecordingCsv, prints_model_time) {
    std::string csv;
    append_spikes(csv, ModelClock(48000.0, 10.0), 0,
                  std::vector<SpikeEvent>{{.sample = 48, .neuron = 0, .offset = 0.0}});
    EXPECT_EQ(csv, "0,0.01\n");
}

TEST(RecordingCsv, writes_a_trace_that_reads_back_as_a_stimulus) {
    const std::vector<double> current{0.1, 1.0 / 3.0}, voltage{-70.0, -69.999999999999}, variables{1, 2, 3, 4};
    const std::vector<std::string_view> names{"m", "h"};
    std::string csv = provenance_lines({}) + trace_header(names);
    append_trace(csv, ModelClock(2.0, 1.0), 1, current, voltage, variables, 2);
    EXPECT_THAT(csv, testing::EndsWith("time_s,current_pA,voltage_mV,m,h\n0.5,0.1,-70,1,2\n"
                                       "1,0.3333333333333333,-69.999999999999,3,4\n"));
    EXPECT_EQ(read_stimulus_csv("trace.csv", csv).current_pa, current);
}

TEST(RecordingCsv, says_what_was_run) {
    Provenance run{.version = "1.2.3",
                   .command = "render",
                   .cell = "allen/474626527",
                   .source = "lab\nbook",
                   .input = "in.wav",
                   .sample_rate_hz = 44100.0,
                   .values = {},
                   .initial = {{"m", 0.5}}};
    run.values.set(Id::time_scale, 0.1);
    run.values.set(Id::stim_seed, 9);
    run.values.set(Id::rest_mv, -71.5);
    run.values.set(Id::leak, 1);
    EXPECT_EQ(provenance_lines(run), "# somaphone 1.2.3 render\n"
                                     "# cell: allen/474626527\n"
                                     "# source: lab book\n"
                                     "# input: in.wav\n"
                                     "# sample_rate_hz: 44100\n"
                                     "# time_scale: ×0.1; times are model time, ×0.1 the time of the sound\n"
                                     "# model: lif\n"
                                     "# stim_seed: 9\n"
                                     "# rest_mv: -71.5 mV\n"
                                     "# leak: ionic\n"
                                     "# initial m: 0.5\n");
}

} // namespace
} // namespace soma::test
