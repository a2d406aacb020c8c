#include "Recording/AbfWriter.h"
#include "Recording/NwbWriter.h"

#include "Recording/RecordingFile.h"
#include "Recording/SweepTable.h"
#include "State/FormatError.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>

namespace soma::test {
namespace {

using namespace recording;
using testing::HasSubstr;
namespace fs = std::filesystem;

constexpr double rounding_mv = 1e-9; // a few roundings of numbers up to 1e3

std::string complaint(const std::function<void()>& action) {
    try {
        action();
    } catch (const FormatError& error) {
        return error.what();
    }
    return {};
}

/// Three sweeps of 640 samples.
AbfWriter three_sweeps() {
    AbfWriter abf;
    for (int s = 0; s < 3; ++s) {
        abf.raw.emplace_back();
        for (int k = 0; k < 640; ++k)
            abf.raw.back().push_back(static_cast<std::int16_t>(100 * s + 13 * k % 9001 - 20000));
    }
    return abf;
}

void expect_voltages(const AbfWriter& abf, const std::string& bytes, const std::string& format) {
    const auto file = read_abf("cell.abf", bytes);
    EXPECT_EQ(file->format(), format);
    ASSERT_EQ(file->size(), abf.raw.size());
    const auto channels = abf.inputs.size();
    for (std::size_t s = 0; s < file->size(); ++s) {
        const auto sweep = file->read(s);
        EXPECT_EQ(sweep.number, static_cast<int>(s + 1));
        EXPECT_NEAR(sweep.rate_hz, 1e6 / abf.interval_us, 1e-3); // the interval is a float
        ASSERT_EQ(sweep.voltage_mv.size(), abf.raw[s].size() / channels);
        for (std::size_t k = 0; k < sweep.voltage_mv.size(); ++k) {
            const double tolerance = abf.floats ? 1e-4 : rounding_mv; // of a float near 100
            ASSERT_NEAR(sweep.voltage_mv[k], abf.value(abf.inputs[0], abf.raw[s][k * channels]), tolerance);
        }
    }
}

TEST(AbfReader, ScalesTheSamplesOfBothVersions) {
    auto abf = three_sweeps();
    abf.inputs[0] = {"Vm", "mV", 0.01f, 2.5f, true, 5.0f};
    for (const bool floats : {false, true}) {
        abf.floats = floats;
        expect_voltages(abf, abf.version1(), "ABF 1.83");
        expect_voltages(abf, abf.version2(), "ABF 2.6");
    }
    abf.mode = 3; // gap-free: all of it is one sweep
    abf.floats = false;
    EXPECT_EQ(read_abf("cell.abf", abf.version2())->size(), 1u);
    EXPECT_EQ(read_abf("cell.abf", abf.version1())->read(0).voltage_mv.size(), 3u * 640u);
}

TEST(AbfReader, ComputesTheCommandFromTheEpochs) {
    auto abf = three_sweeps();
    abf.output_unit = "nA";
    abf.holding = -0.01f;
    abf.epochs = {{1, 0.0f, 0.0f, 100, 0}, {1, -0.05f, 0.025f, 200, 10}, {2, 0.1f, 0.0f, 50, 0}};
    for (const auto& bytes : {abf.version1(), abf.version2()}) {
        const auto file = read_abf("cell.abf", bytes);
        for (std::size_t s = 0; s < 3; ++s) {
            const auto sweep = file->read(s);
            EXPECT_EQ(sweep.source, CurrentSource::protocol);
            ASSERT_EQ(sweep.current_pa.size(), 640u);
            const double step_pa = -50.0 + 25.0 * static_cast<double>(s);
            const std::size_t begin = 640 / 64 + 100, end = begin + 200 + 10 * s;
            constexpr double float_pa = 1e-4;
            EXPECT_NEAR(sweep.current_pa[0], -10.0, float_pa); // holding, for the first 64th
            EXPECT_NEAR(sweep.current_pa[10], 0.0, float_pa);  // first epoch
            EXPECT_NEAR(sweep.current_pa[begin - 1], 0.0, float_pa);
            EXPECT_NEAR(sweep.current_pa[begin], step_pa, float_pa);
            EXPECT_NEAR(sweep.current_pa[end - 1], step_pa, float_pa);
            EXPECT_NEAR(sweep.current_pa[end + 24], step_pa + 0.5 * (100.0 - step_pa), float_pa); // half up the ramp
            EXPECT_NEAR(sweep.current_pa[end + 50], -10.0, float_pa);
        }
    }
}

TEST(AbfReader, PrefersTheRecordedCurrent) {
    auto abf = three_sweeps();
    abf.inputs.push_back({"Im", "pA", 0.0005f});
    abf.epochs = {{1, 100.0f, 0.0f, 100, 0}};
    const auto sweep = read_abf("cell.abf", abf.version2())->read(1);
    EXPECT_EQ(sweep.source, CurrentSource::recorded);
    ASSERT_EQ(sweep.current_pa.size(), 320u);
    EXPECT_NEAR(sweep.current_pa[7], abf.value(abf.inputs[1], abf.raw[1][15]), 1e-6);
    EXPECT_NEAR(sweep.voltage_mv[7], abf.value(abf.inputs[0], abf.raw[1][14]), rounding_mv);
}

// SOMAPHONE_WRITE_ABF names a folder: Tests/Scripts/recordings.sh compares what is there with neo.
TEST(AbfReader, WritesFilesForOtherReaders) {
    const char* folder = std::getenv("SOMAPHONE_WRITE_ABF");
    if (folder == nullptr) GTEST_SKIP() << "SOMAPHONE_WRITE_ABF names no folder";
    auto abf = three_sweeps();
    abf.inputs = {{"Vm", "mV", 0.01f, 1.25f, true, 5.0f}, {"Im", "pA", 0.0005f}};
    abf.epochs = {{1, 0.0f, 0.0f, 100, 0}, {1, -50.0f, 25.0f, 200, 0}};
    std::ofstream(fs::path(folder) / "version1.abf", std::ios::binary) << abf.version1();
    std::ofstream(fs::path(folder) / "version2.abf", std::ios::binary) << abf.version2();
}

TEST(AbfReader, RefusesWithOneLine) {
    auto abf = three_sweeps();
    const auto whole = abf.version2();
    EXPECT_THAT(complaint([&] { read_abf("a.abf", whole.substr(0, whole.size() - 1000)); }),
                HasSubstr("a.abf: is truncated: "));
    EXPECT_THAT(complaint([&] { read_abf("a.abf", whole.substr(0, 300)); }), HasSubstr("ends inside its header"));
    auto clamp = abf;
    clamp.inputs[0].unit = "pA";
    clamp.output_unit = "mV";
    for (const auto& bytes : {clamp.version1(), clamp.version2()})
        EXPECT_THAT(complaint([&] { read_abf("a.abf", bytes); }), HasSubstr("is a voltage clamp"));
    auto packed = abf;
    packed.compressed = true;
    EXPECT_THAT(complaint([&] { read_abf("a.abf", packed.version2()); }), HasSubstr("compressed"));
    auto flat = abf;
    flat.inputs[0].scale_factor = 0.0f;
    EXPECT_THAT(complaint([&] { read_abf("a.abf", flat.version1()); }), HasSubstr("scale of input 'Vm' is zero"));
    auto light = abf;
    light.inputs[0].unit = "C";
    EXPECT_THAT(complaint([&] { read_abf("a.abf", light.version1()); }), HasSubstr("a voltage in mV or V is needed"));
    auto events = abf;
    events.mode = 1;
    EXPECT_THAT(complaint([&] { read_abf("a.abf", events.version2()); }), HasSubstr("event-driven"));
    auto wild = abf;
    wild.floats = true;
    wild.inputs[0].offset = std::numeric_limits<float>::infinity();
    EXPECT_THAT(complaint([&] { read_abf("a.abf", wild.version2())->read(0); }), HasSubstr("no number"));
    auto huge = abf;
    huge.inputs[0].unit = "V";
    EXPECT_THAT(complaint([&] { read_abf("a.abf", huge.version2())->read(1); }),
                HasSubstr("sweep 2: its voltage is beyond any recording's"));
    // A pulse train is not computed: the voltage is there, the current is unknown.
    auto pulses = abf;
    pulses.epochs = {{3, 100.0f, 0.0f, 100, 0}};
    EXPECT_FALSE(read_abf("a.abf", pulses.version2())->read(0).has_current());
}

class NwbFiles : public testing::Test {
  protected:
    NwbFiles() { fs::create_directories(folder_); }
    ~NwbFiles() override { fs::remove_all(folder_); }
    fs::path path(const std::string& name) const { return folder_ / name; }

    static std::vector<float> samples(float offset, float slope) {
        std::vector<float> values;
        for (int k = 0; k < 5000; ++k) values.push_back(offset + slope * static_cast<float>(k % 100));
        return values;
    }

  private:
    fs::path folder_ = fs::temp_directory_path() / ("somaphone-nwb-" + std::to_string(::getpid()));
};

TEST_F(NwbFiles, ReadsBothVersionsWithTheirScales) {
    for (const auto version : {NwbWriter::Version::nwb1, NwbWriter::Version::nwb2}) {
        const bool first = version == NwbWriter::Version::nwb1;
        const auto file = path("cell.nwb");
        const auto voltage = first ? samples(-0.07f, 1e-4f) : samples(-70.0f, 0.1f);
        const auto current = first ? samples(0.0f, 1e-12f) : samples(0.0f, 1.0f);
        {
            NwbWriter nwb(file, version);
            for (const int sweep : {7, 3}) {
                nwb.response(sweep, {"CurrentClampSeries", first ? "Volts" : "volts", first ? 1.0 : 1e-3, 20000.0,
                                     voltage, sweep == 3});
                nwb.stimulus(sweep, {"CurrentClampStimulusSeries", first ? "Amps" : "amperes", first ? 1.0 : 1e-12,
                                     20000.0, current});
            }
        }
        const auto recording = open_recording(file, "cell.nwb");
        EXPECT_EQ(recording->format(), first ? "NWB 1.0.5" : "NWB 2.2.4");
        EXPECT_THAT(recording->numbers(), testing::ElementsAre(3, 7));
        for (std::size_t i = 0; i < 2; ++i) {
            const auto sweep = recording->read(i);
            EXPECT_EQ(sweep.rate_hz, 20000.0);
            EXPECT_EQ(sweep.source, CurrentSource::command);
            ASSERT_EQ(sweep.voltage_mv.size(), 5000u);
            ASSERT_EQ(sweep.current_pa.size(), 5000u);
            for (std::size_t k = 0; k < 5000; ++k) {
                ASSERT_NEAR(sweep.voltage_mv[k], -70.0 + 0.1 * static_cast<double>(k % 100), 1e-4); // floats near 70
                ASSERT_NEAR(sweep.current_pa[k], static_cast<double>(k % 100), 1e-4);
            }
        }
    }
}

TEST_F(NwbFiles, CutsWhatWasBrokenOff) {
    auto voltage = samples(-70.0f, 0.1f);
    for (std::size_t k = 4000; k < voltage.size(); ++k) voltage[k] = std::numeric_limits<float>::quiet_NaN();
    {
        NwbWriter nwb(path("a.nwb"), NwbWriter::Version::nwb2);
        nwb.response(1, {"CurrentClampSeries", "volts", 1e-3, 20000.0, voltage});
        nwb.stimulus(1, {"CurrentClampStimulusSeries", "amperes", 1e-12, 20000.0, samples(0.0f, 1.0f)});
    }
    const auto sweep = open_recording(path("a.nwb"), "a.nwb")->read(0);
    EXPECT_EQ(sweep.voltage_mv.size(), 4000u);
    EXPECT_EQ(sweep.current_pa.size(), 4000u);
}

TEST_F(NwbFiles, RefusesWithOneLine) {
    const auto file = path("a.nwb");
    const auto why = [&] { return complaint([&] { open_recording(file, "a.nwb")->read(0); }); };
    {
        NwbWriter nwb(file, NwbWriter::Version::nwb2);
        nwb.response(1, {"VoltageClampSeries", "amperes", 1e-12, 20000.0, samples(0.0f, 1.0f)});
    }
    EXPECT_THAT(why(), HasSubstr("a.nwb: holds voltage clamp alone"));
    {
        NwbWriter nwb(file, NwbWriter::Version::nwb2);
        nwb.response(1, {"CurrentClampSeries", "volts", 1e-3, 0.0, samples(-70.0f, 1.0f)});
    }
    EXPECT_THAT(why(), HasSubstr("says no sampling rate"));
    {
        NwbWriter nwb(file, NwbWriter::Version::nwb2);
        nwb.response(1, {"CurrentClampSeries", "volts", 1e-3, 20000.0, samples(-70.0f, 1.0f)});
    }
    EXPECT_EQ(why(), "");
    fs::resize_file(file, fs::file_size(file) / 2);
    EXPECT_THAT(why(), HasSubstr("truncated or damaged"));
    std::ofstream(file) << "not a recording";
    EXPECT_THAT(why(), HasSubstr("is no recording that is read"));
    std::ofstream(file).flush();
    fs::resize_file(file, 0);
    EXPECT_THAT(why(), HasSubstr("is empty"));
    EXPECT_THAT(complaint([&] { open_recording(path("no.abf"), "no.abf"); }), HasSubstr("cannot be opened"));
}

TEST(SweepTable, ReadsBackWhatItWrites) {
    std::string csv;
    std::vector<Sweep> sweeps;
    for (int s = 4; s < 6; ++s) {
        Sweep sweep;
        sweep.number = s;
        sweep.rate_hz = 12500.0;
        for (int k = 0; k < 300; ++k) {
            sweep.voltage_mv.push_back(-70.0 + 0.1 * k / 3.0);
            sweep.current_pa.push_back(k * 1.7 - s);
        }
        if (csv.empty()) csv = sweep_table_header(sweep, true);
        append_sweep(csv, sweep, true);
        sweeps.push_back(sweep);
    }
    const auto read = read_sweep_table("t.csv", csv);
    ASSERT_EQ(read.size(), 2u);
    for (std::size_t s = 0; s < 2; ++s) {
        EXPECT_EQ(read[s].number, sweeps[s].number);
        EXPECT_EQ(read[s].rate_hz, 12500.0);
        EXPECT_EQ(read[s].voltage_mv, sweeps[s].voltage_mv);
        EXPECT_EQ(read[s].current_pa, sweeps[s].current_pa);
    }
}

TEST(SweepTable, TakesUnitsFromItsHeader) {
    const auto sweep =
        read_sweep_table("t.csv", "time_ms,voltage_V,current_nA\n0,-0.07,0.1\n0.05,-0.069,0.2\n").front();
    EXPECT_EQ(sweep.rate_hz, 20000.0);
    EXPECT_DOUBLE_EQ(sweep.voltage_mv[0], -70.0);
    EXPECT_DOUBLE_EQ(sweep.current_pa[1], 200.0);
    EXPECT_EQ(read_sweep_table("t.csv", "# sample_rate_hz: 8000\nvoltage_mV\n-70\n-69\n").front().rate_hz, 8000.0);
}

TEST(SweepTable, RefusesWithOneLine) {
    const auto why = [](const char* text) { return complaint([&] { read_sweep_table("t.csv", text); }); };
    EXPECT_THAT(why("time_s,current_pA\n0,1\n"), HasSubstr("t.csv: line 1: the header names no column voltage_mV"));
    EXPECT_THAT(why("voltage_mV\n-70\n-69\n"), HasSubstr("nothing says how far apart the rows are"));
    EXPECT_THAT(why("time_s,voltage_mV\n0,-70\n0.1,-70,3\n"), HasSubstr("line 3: has 3 fields"));
    EXPECT_THAT(why("time_s,voltage_mV\n0,-70\n0.00005,x\n"), HasSubstr("voltage_mV is 'x'"));
    EXPECT_THAT(why("sweep,time_s,voltage_mV\n1,0,0\n1,0.001,0\n2,0,0\n2,0.001,0\n1,0,0\n1,0.001,0\n"),
                HasSubstr("sweep 1 begins again"));
    EXPECT_THAT(why("time_s,voltage_mV\n0,-70\n1,-70\n2,-70\n"), HasSubstr("further apart"));
    EXPECT_THAT(why(""), HasSubstr("is empty"));
}

TEST(RecordedUnits, KnowTheirScales) {
    for (const char* mv : {"mV", "millivolts", " mV "}) EXPECT_DOUBLE_EQ(millivolts_per(mv), 1.0);
    for (const char* volt : {"V", "volts", "Volts"}) EXPECT_DOUBLE_EQ(millivolts_per(volt), 1000.0);
    EXPECT_DOUBLE_EQ(millivolts_per("µV"), 1e-3);
    EXPECT_DOUBLE_EQ(picoamperes_per("pA"), 1.0);
    EXPECT_DOUBLE_EQ(picoamperes_per("nA"), 1e3);
    EXPECT_DOUBLE_EQ(picoamperes_per("amperes"), 1e12);
    EXPECT_EQ(millivolts_per("pA"), 0.0);
    EXPECT_EQ(picoamperes_per("mV"), 0.0);
    EXPECT_EQ(millivolts_per("kgV"), 0.0);
}

} // namespace
} // namespace soma::test
