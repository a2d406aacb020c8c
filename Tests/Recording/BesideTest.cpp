#include "Recording/CellBesideModel.h"
#include "Recording/RecordingFile.h"
#include "Recording/SpikeDetection.h"
#include "Recording/SweepSignal.h"
#include "State/FormatError.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sndfile.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <unistd.h>

namespace soma::test {
namespace {

using namespace recording;

/// A ramp of V and a staircase of current, 10 samples at 10 kHz.
Sweep ramp() {
    Sweep sweep;
    sweep.rate_hz = 10000.0;
    for (int k = 0; k < 10; ++k) {
        sweep.voltage_mv.push_back(-70.0 + k);
        sweep.current_pa.push_back(k < 5 ? 0.0 : 100.0);
    }
    return sweep;
}

TEST(SweepSignal, KeepsTheChargeAtAnyRate) {
    const SweepSignal signal(ramp());
    EXPECT_DOUBLE_EQ(signal.current_pa(0.45, 0.1), 50.0); // half of it lies after the step at 0.5 ms
    EXPECT_DOUBLE_EQ(signal.current_pa(0.95, 0.1), 50.0); // and half of this after the end
    for (const double step_ms : {0.0208333, 0.07, 0.3}) {
        double charge = 0.0;
        for (double at = 0.0; at < 1.5; at += step_ms) charge += signal.current_pa(at, step_ms) * step_ms;
        EXPECT_NEAR(charge, 50.0, 1e-9) << step_ms; // rounding of some hundred sums
    }
}

TEST(SweepSignal, DrawsStraightLinesBetweenSamples) {
    const SweepSignal signal(ramp());
    EXPECT_DOUBLE_EQ(signal.voltage_mv(0.25, 0.02), -67.5);
    EXPECT_DOUBLE_EQ(signal.voltage_mv(5.0, 0.02), -61.0);
    // Where samples are closer than asked, a mean; of a straight line it is its middle.
    EXPECT_NEAR(signal.voltage_mv(0.5, 0.4), -65.0, 1e-12);
    EXPECT_DOUBLE_EQ(signal.lowest_mv(), -70.0);
    EXPECT_DOUBLE_EQ(signal.highest_mv(), -61.0);
}

/// A second of a cell that fires ten times.
Sweep firing() {
    Sweep sweep;
    sweep.rate_hz = 20000.0;
    sweep.voltage_mv.assign(20000, -65.0);
    for (std::size_t s = 0; s < 10; ++s)
        for (std::size_t k = 0; k < 40; ++k)
            sweep.voltage_mv[1000 + 2000 * s + k] += 100.0 * std::sin(std::numbers::pi * static_cast<double>(k) / 40.0);
    return sweep;
}

double peak(const std::vector<float>& samples) {
    double most = 0.0;
    for (const float s : samples) most = std::max(most, std::abs(static_cast<double>(s)));
    return most;
}

struct Stereo {
    std::vector<float> left, right;
};
/// The model's sound is 0.25 everywhere.
Stereo heard(Listening listening, int block, Id voice) {
    const SweepSignal signal(firing());
    Snapshot values;
    values.set(Id::voltage_level_db, -200.0);
    values.set(Id::spike_level_db, -200.0);
    values.set(voice, 0.0);
    CellBesideModel beside;
    beside.prepare(48000.0, 4096);
    Stereo all;
    for (int start = 0; start < 48000; start += block) {
        std::vector<float> left(static_cast<std::size_t>(block), 0.25f), right = left;
        const double step_ms = 1000.0 / 48000.0;
        beside.process(signal, listening, values, start * step_ms, step_ms, left.data(), right.data(), left.size());
        all.left.insert(all.left.end(), left.begin(), left.end());
        all.right.insert(all.right.end(), right.begin(), right.end());
    }
    return all;
}

TEST(CellBesideModel, CellLeftAndModelRight) {
    for (const auto voice : {Id::voltage_level_db, Id::spike_level_db}) {
        const auto both = heard(Listening::both, 480, voice), cell = heard(Listening::cell, 480, voice),
                   model = heard(Listening::model, 480, voice);
        EXPECT_EQ(both.left, cell.left);
        EXPECT_EQ(both.right, model.right);
        EXPECT_EQ(model.left, std::vector<float>(48000, 0.25f));
        EXPECT_EQ(cell.left, cell.right);
        EXPECT_GT(peak(cell.left), 0.01);
        EXPECT_LT(peak(cell.left), 1.0);
    }
}

// A spike is heard when it is: the clicks' loudest parts are 100 ms apart.
TEST(CellBesideModel, SpikesSoundAtTheirTimes) {
    const auto cell = heard(Listening::cell, 480, Id::spike_level_db).left;
    for (std::size_t s = 0; s < 10; ++s) {
        const auto spike = static_cast<std::size_t>((1000.0 + 2000.0 * static_cast<double>(s)) * 2.4);
        const std::vector<float> before(cell.begin() + static_cast<std::ptrdiff_t>(spike - 480),
                                        cell.begin() + static_cast<std::ptrdiff_t>(spike - 48)),
            at(cell.begin() + static_cast<std::ptrdiff_t>(spike - 48),
               cell.begin() + static_cast<std::ptrdiff_t>(spike + 480));
        if (s == 0) continue; // it is met by the fade-in
        EXPECT_GT(peak(at), 5.0 * peak(before)) << s;
    }
}

TEST(CellBesideModel, BlocksMakeNoDifference) {
    const auto one = heard(Listening::cell, 480, Id::voltage_level_db),
               other = heard(Listening::cell, 96, Id::voltage_level_db);
    double largest = 0.0;
    for (std::size_t k = 0; k < one.left.size(); ++k)
        largest = std::max(largest, std::abs(static_cast<double>(one.left[k] - other.left[k])));
    EXPECT_LT(largest, 1e-6); // instants are rounded differently
}

/// A folder of its own with a sound of Spike Recorder.
class SpikeRecorder : public testing::Test {
  protected:
    SpikeRecorder() {
        std::filesystem::create_directories(folder_);
        SF_INFO info{};
        info.samplerate = 10000;
        info.channels = 2;
        info.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
        auto* file = sf_open(path("roach.wav").c_str(), SFM_WRITE, &info);
        std::vector<short> frames(20000);
        for (std::size_t k = 0; k < 10000; ++k) {
            frames[2 * k] = static_cast<short>(k % 2 == 0 ? 60 : -60);     // noise
            frames[2 * k + 1] = static_cast<short>(k % 3 == 0 ? 40 : -20); // and no spike
            if (k % 1000 == 500) frames[2 * k] = -8000;
        }
        sf_writef_short(file, frames.data(), 10000);
        sf_close(file);
    }
    ~SpikeRecorder() override { std::filesystem::remove_all(folder_); }
    std::filesystem::path path(const char* name) const { return folder_ / name; }
    void write(const char* name, const std::string& text) const { std::ofstream(path(name), std::ios::binary) << text; }
    std::string complaint() const {
        try {
            open_recording(path("roach.wav"), "roach.wav");
        } catch (const FormatError& error) {
            return error.what();
        }
        return {};
    }

  private:
    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("somaphone-spike-recorder-" + std::to_string(getpid()));
};

TEST_F(SpikeRecorder, ChannelsAreSweepsWithoutAScale) {
    write("roach-events.txt",
          "# Marker IDs can be arbitrary strings.\r\n# Marker ID,\tTime (in s)\r\n1,\t0.25\r\n_neuron0,\t0.5\r\n");
    const auto file = open_recording(path("roach.wav"), "roach.wav");
    ASSERT_EQ(file->size(), 2u);
    const auto sweep = file->read(0);
    EXPECT_EQ(sweep.rate_hz, 10000.0);
    EXPECT_FALSE(sweep.scaled);
    EXPECT_FALSE(sweep.has_current());
    EXPECT_NEAR(sweep.voltage_mv[500], -100.0 * 8000.0 / 32768.0, 1e-9);
    const auto spikes = find_spikes(sweep);
    ASSERT_EQ(spikes.size(), 10u);
    EXPECT_DOUBLE_EQ(spikes[3].time_ms, 350.0);
    EXPECT_TRUE(find_spikes(file->read(1)).empty());
    ASSERT_EQ(file->markers().size(), 2u);
    EXPECT_EQ(file->markers()[1].name, "_neuron0");
    EXPECT_EQ(file->markers()[1].time_s, 0.5);
    EXPECT_TRUE(looks_like_recording(path("roach.wav")));
}

TEST_F(SpikeRecorder, ASoundWithoutEventsIsASound) {
    EXPECT_FALSE(looks_like_recording(path("roach.wav")));
    EXPECT_EQ(open_recording(path("roach.wav"), "roach.wav")->markers().size(), 0u);
}

TEST_F(SpikeRecorder, RefusesWhatItCannotUse) {
    write("roach-events.txt", "1;0.25\n");
    EXPECT_EQ(complaint(),
              "roach-events.txt: line 1: must be a marker's name, a comma and its time in s, as \"1, 2.5\"");
    write("roach-events.txt", "1,-3\n");
    EXPECT_THAT(complaint(), testing::HasSubstr("line 1"));
    write("roach-events.txt", "");
    write("roach.wav", "RIFF....");
    EXPECT_THAT(complaint(), testing::StartsWith("roach.wav: is no WAV that can be read"));
}

TEST(LooksLikeRecording, ATableOfVoltages) {
    const auto folder = std::filesystem::temp_directory_path() / ("somaphone-table-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    const auto table = folder / "table.csv";
    std::ofstream(table) << "# a comment about voltage_mV\ntime_s,current_pA\n0,1\n";
    EXPECT_FALSE(looks_like_recording(table));
    std::ofstream(table) << "# a comment\ntime_s,current_pA,voltage_mV\n0,1,-70\n";
    EXPECT_TRUE(looks_like_recording(table));
    EXPECT_FALSE(looks_like_recording(folder / "none.csv"));
    std::filesystem::remove_all(folder);
}

} // namespace
} // namespace soma::test
