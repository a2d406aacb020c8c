#include "CommandLineRun.h"
#include "Recording/RandomCell.h"
#include "Recording/SyntheticCell.h"

#include "Recording/SweepTable.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sndfile.h>

#include <algorithm>

namespace soma::test {
namespace {

using testing::HasSubstr;

constexpr double rate_hz = 20000.0;

/// Ten sweeps of 0.4 s of a leaky integrate-and-fire cell, as a table.
std::string table_of(const RandomCell& cell) {
    SyntheticCell synthetic(cell.values, rate_hz, 0.3, 5);
    std::string csv;
    int number = 0;
    for (const auto& current : usual_protocol(rate_hz, 400.0, cell.threshold_pa, 6)) {
        const auto sweep = synthetic.record(++number, current);
        if (csv.empty()) csv = recording::sweep_table_header(sweep, true);
        recording::append_sweep(csv, sweep, true);
    }
    return csv;
}

class RecordingCommands : public testing::Test {
  protected:
    RecordingCommands() { run_.write("cell.csv", table_of(cell_)); }
    RandomCell cell_{ModelId::lif, 77};
    /// Both channels in turn.
    std::vector<float> samples(const char* name) const {
        SF_INFO info{};
        auto* file = sf_open(run_.path(name).c_str(), SFM_READ, &info);
        if (file == nullptr) return {};
        std::vector<float> all(static_cast<std::size_t>(info.frames * info.channels));
        sf_readf_float(file, all.data(), info.frames);
        sf_close(file);
        return all;
    }
    CommandLine run_;
};

TEST_F(RecordingCommands, ListAndCopySweeps) {
    const auto info = run_.run("recording info cell.csv");
    EXPECT_EQ(info.status, 0) << info.err;
    EXPECT_THAT(info.out, HasSubstr("cell.csv: CSV, 10 sweeps"));
    EXPECT_THAT(info.out, HasSubstr("command"));
    EXPECT_EQ(run_.run("recording csv cell.csv -o copy.csv").status, 0);
    const auto copy = run_.csv("copy.csv"), original = run_.csv("cell.csv");
    EXPECT_EQ(copy.columns.at("voltage_mV"), original.columns.at("voltage_mV"));
    EXPECT_EQ(copy.columns.at("current_pA"), original.columns.at("current_pA"));
    EXPECT_EQ(run_.run("recording csv cell.csv --sweeps 2,4-5 -o some.csv").status, 0);
    EXPECT_EQ(run_.csv("some.csv").columns.at("sweep").size(), 3u * 8000u);
}

TEST_F(RecordingCommands, ASweepDrivesAModel) {
    const auto ran = run_.run("render cell.csv --sweep 7 --cell 474626527 --trace trace.csv");
    ASSERT_EQ(ran.status, 0) << ran.err;
    const auto trace = run_.csv("trace.csv");
    const auto all = run_.csv("cell.csv").columns.at("current_pA");
    const std::vector<double> seventh(all.begin() + 6 * 8000, all.begin() + 7 * 8000);
    EXPECT_EQ(trace.columns.at("current_pA"), seventh);
    EXPECT_NEAR(trace.columns.at("time_s")[8000 - 1], 7999 / rate_hz, 1e-12);
}

// With the same neuron on both sides, and its spikes alone, left and right click together.
TEST_F(RecordingCommands, CellAndModelAreHeardApart) {
    ASSERT_EQ(run_.run("render cell.csv --sweep 7 --cell 474626527 --rate 20000 --heard both -o both.wav").status, 0);
    ASSERT_EQ(run_.run("render cell.csv --sweep 7 --cell 474626527 --heard cell -o cell.wav").status, 0);
    ASSERT_EQ(run_.run("render cell.csv --sweep 7 --cell 474626527 -o model.wav").status, 0);
    const auto both = samples("both.wav"), cell = samples("cell.wav"), model = samples("model.wav");
    ASSERT_EQ(both.size(), 16000u);
    double most = 0.0;
    for (std::size_t k = 0; k < both.size(); k += 2) {
        EXPECT_EQ(both[k], cell[k]);
        EXPECT_EQ(both[k + 1], model[k + 1]);
        most = std::max(most, std::abs(static_cast<double>(both[k] - both[k + 1])));
    }
    EXPECT_GT(most, 0.01);
    const auto refused = run_.run("render --cell 474626527 --heard both -o none.wav");
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.err, HasSubstr("--heard both: chooses between a recorded cell and the model"));
}

TEST_F(RecordingCommands, AFitIsACellThatLoads) {
    const auto fitted = run_.run("fit cell.csv --model lif -o fitted.json --plot fit.png");
    ASSERT_EQ(fitted.status, 0) << fitted.err;
    EXPECT_THAT(fitted.out, HasSubstr("fit of lif to cell.csv, sweeps 1–3, 5–7, 9, 10"));
    EXPECT_THAT(fitted.out, HasSubstr("scores on sweeps 4, 8, not used for the fit"));
    EXPECT_THAT(run_.read("fit.png"), testing::StartsWith("\x89PNG"));
    EXPECT_EQ(run_.run("render cell.csv --sweep 8 --cell fitted.json --spikes spikes.csv").status, 0);
    EXPECT_GT(run_.csv("spikes.csv").columns["time_s"].size(), 3u);
}

TEST_F(RecordingCommands, MeasureBesideAModel) {
    const auto ran = run_.run("recording measure cell.csv --cell 474626527 --csv steps.csv --plot steps.png");
    ASSERT_EQ(ran.status, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("Input resistance, model"));
    const auto steps = run_.read("steps.csv");
    EXPECT_THAT(steps, HasSubstr("sweep,current_pA,rate_Hz,latency_ms,settled_mV,model_rate_Hz,model_latency_ms,"));
    for (const char* row : {"\n1,-", "\n2,", "\n3,", "\n4,"}) EXPECT_THAT(steps, HasSubstr(row));
    EXPECT_THAT(steps, testing::Not(HasSubstr("\n5,"))); // noise is no step
    EXPECT_THAT(run_.read("steps.png"), testing::StartsWith("\x89PNG"));
    run_.write("short.csv", "time_s,current_pA,voltage_mV\n0,1,-70\n0.0001,1,-70\n");
    EXPECT_THAT(run_.run("recording measure short.csv").err, HasSubstr("none of its sweeps holds one step"));
}

TEST_F(RecordingCommands, RefuseWithOneLine) {
    const auto expect = [&](const std::string& arguments, int status, const char* what) {
        const auto ran = run_.run(arguments);
        EXPECT_EQ(ran.status, status) << arguments;
        EXPECT_THAT(ran.err, HasSubstr(what));
        EXPECT_EQ(std::ranges::count(ran.err, '\n'), 1) << ran.err;
    };
    run_.write("text.abf", "not a recording");
    run_.write("cut.abf", "ABF2 and then nothing");
    run_.write("silent.csv", "time_s,voltage_mV\n0,-70\n0.0001,-70\n");
    expect("recording info text.abf", 1, "text.abf: is no recording that is read");
    expect("recording info cut.abf", 1, "cut.abf: ");
    expect("recording info none.nwb", 1, "none.nwb: cannot be opened");
    expect("recording csv cell.csv --sweeps 3-", 2, "--sweeps '3-': must be numbers of sweeps");
    expect("recording csv cell.csv --sweeps 12", 1, "has no sweep 12; it has 1–10");
    expect("render --sweep 3 --spikes s.csv", 2, "--sweep: chooses a sweep of a recording");
    expect("render silent.csv --sweep 1 --spikes s.csv", 1, "the current of sweep 1 is unknown");
    expect("fit cell.csv --model hh", 2, "--model 'hh': cannot be fitted");
    expect("fit silent.csv --model rc", 1, "the current of sweep 1 is unknown");
    expect("fit cell.csv --model lif --sweeps 1", 1, "a model that fires needs at least 3");
    expect("fit cell.csv --model lif -o fitted.txt", 2, "--output 'fitted.txt'");
    expect("recording", 2, "info, csv, measure");
    EXPECT_EQ(run_.files().size(), 4u); // nothing was left behind
}

} // namespace
} // namespace soma::test
