#include "State/RecordingCsv.h"
#include "State/StimulusCsv.h"

#include "Parameters/ParameterText.h"
#include "State/Mutation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>

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
        {"a,current_pA\n1,2\n1\n", "line 3: has 1 field where the header names 2"},
        {"current_pA\n30,9\n", "line 2: has 2 fields where the header names 1; a comma separates columns: write 30.9"},
        {"time_s,current_pA\n0,1\n0,5,2\n", "line 3: has 3 fields where the header names 2; a comma"},
        {"current_pA\n\"30,9\"\n", "line 2: current_pA is '30,9'; it must be a number, with a decimal point"},
        {"time_s;current_pA\n0;1\n", "columns must be separated by commas, and decimals by points"},
        {"current_pA\n\"1\n2\n", "line 2: a quotation mark is not closed"},
        {"current_pA,note\n1,\"a\" b\n", "line 2: text follows a closing quotation mark"},
        {"time_s,time_ms,current_pA\n0,0,1\n", "time_s and time_ms are both there"},
        {"time_s,current_pA\nsoon,1\n", "line 2: time_s is 'soon'; it must be a number"},
        {"time_s,current_pA\n0,1\n0.1,2\n0.1,3\n", "line 4: the time, 0.1 s, is not later than the row's before"},
        {"time_s,current_pA\n0.00,1\n0.10,2\n0.30,3\n0.40,4\n", "should be"},
        {"# sample_rate_hz: 20000\ntime_s,current_pA\n0,1\n0.0010,2\n", "comment sample_rate_hz do not agree"},
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

/// RFC 4180, section 2: rules 5 to 7; as csv.QUOTE_ALL of Python writes.
TEST(StimulusCsv, reads_quotes) {
    const auto stimulus =
        read_stimulus_csv("x.csv", "\"note, with a comma\",\"current_pA\"\r\n\"he said \"\"now\"\"\",\"1.5\"\r\n"
                                   "\"two\nlines, and # no comment\",\"-2\"\r\n\"\", \"3\" \r\n");
    EXPECT_THAT(stimulus.current_pa, ElementsAre(1.5, -2.0, 3.0));
    try { // lines are counted as an editor does
        read_stimulus_csv("x.csv", "note,current_pA\n\"a\n\nb\",1\nc,x\n");
        ADD_FAILURE();
    } catch (const FormatError& error) {
        EXPECT_THAT(error.what(), HasSubstr("line 5: current_pA is 'x'"));
    }
}

std::string timed_table(const std::vector<std::string>& times, const char* column = "time_s") {
    std::string text = std::string(column) + ",current_pA\n";
    for (const auto& time : times) text += time + ",1\n";
    return text;
}

TEST(StimulusCsv, takes_the_sampling_interval_from_the_times) {
    const auto written = [](double rate_hz, const char* format, int rows = 2000) {
        std::vector<std::string> times;
        for (int k = 0; k < rows; ++k) {
            std::array<char, 64> text;
            std::snprintf(text.data(), text.size(), format, 3.0 + k / rate_hz);
            times.emplace_back(text.data());
        }
        return timed_table(times);
    };
    for (const double rate_hz : {1000.0, 20000.0, 44100.0, 48000.0, 192000.0})
        for (const char* format : {"%.17g", "%.18e", "%.6f", "%.9g"}) { // %.6f: a microsecond, a fifth of 192 kHz
            const auto sampling = read_stimulus_csv("x.csv", written(rate_hz, format)).sampling;
            ASSERT_TRUE(sampling.has_value());
            EXPECT_TRUE(sampling->agrees(1.0 / rate_hz)) << rate_hz << format;
            EXPECT_NEAR(sampling->interval_s * rate_hz, 1.0, sampling->relative_uncertainty + 1e-9);
            EXPECT_FALSE(sampling->agrees(1.01 / rate_hz));
        }
    // Instants as numpy.float32 holds and prints them.
    std::vector<std::string> single;
    for (int k = 0; k < 2000; ++k) {
        std::array<char, 32> text;
        std::snprintf(text.data(), text.size(), "%.9g", static_cast<double>(static_cast<float>(k / 20000.0)));
        single.emplace_back(text.data());
    }
    EXPECT_TRUE(read_stimulus_csv("x.csv", timed_table(single)).sampling->agrees(1.0 / 20000.0));
    EXPECT_DOUBLE_EQ(read_stimulus_csv("x.csv", timed_table({"0", "0.05", "0.1"}, "time_ms")).sampling->interval_s,
                     5e-5);
    EXPECT_FALSE(read_stimulus_csv("x.csv", timed_table({"0"})).sampling.has_value());
    EXPECT_FALSE(read_stimulus_csv("x.csv", "current_pA\n1\n2\n").sampling.has_value());
    // The comments alone, of a recording in slow motion: 20000 rows a second of sound, a tenth of model time.
    EXPECT_DOUBLE_EQ(read_stimulus_csv("x.csv", "# sample_rate_hz: 20000\n# time_scale: ×0.1; slow\ncurrent_pA\n1\n")
                         .sampling->interval_s,
                     0.1 / 20000.0);
}

TEST(StimulusCsv, refuses_rows_that_are_not_evenly_spaced) {
    SplitMix64 random(11);
    for (int trial = 0; trial < 200; ++trial) { // a row is missing, is there twice, or its time is off by a tenth
        std::vector<std::string> times;
        for (int k = 0; k < 1000; ++k) times.push_back(shortest(k / 20000.0));
        const auto at = 1 + random.next() % 998;
        if (trial % 3 == 0) times.erase(times.begin() + static_cast<std::ptrdiff_t>(at));
        if (trial % 3 == 1) times.insert(times.begin() + static_cast<std::ptrdiff_t>(at), times[at]);
        if (trial % 3 == 2) times[at] = shortest((static_cast<double>(at) + 0.1) / 20000.0);
        EXPECT_THROW(read_stimulus_csv("x.csv", timed_table(times)), FormatError) << trial << " at " << at;
    }
    // A missing row shows even where the digits are hardly finer than the rows: 44.1 kHz in steps of 10 µs.
    for (int missing = 1; missing < 999; ++missing) {
        std::vector<std::string> times;
        for (int k = 0; k < 1000; ++k) {
            std::array<char, 32> text;
            std::snprintf(text.data(), text.size(), "%.5f", k / 44100.0);
            if (k != missing) times.emplace_back(text.data());
        }
        EXPECT_THROW(read_stimulus_csv("x.csv", timed_table(times)), FormatError) << missing;
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
    const auto again = read_stimulus_csv("trace.csv", csv.substr(csv.find("time_s,current"))); // provenance: of 48 kHz
    EXPECT_EQ(again.current_pa, current);
    EXPECT_DOUBLE_EQ(again.sampling->interval_s, 0.5);
}

TEST(RecordingCsv, says_what_was_run) {
    Provenance run{.version = "1.2.3",
                   .command = "render",
                   .preset = "Soft",
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
                                     "# preset: Soft\n"
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
