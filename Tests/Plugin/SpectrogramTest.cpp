#include "Plot/Spectrogram.h"
#include "BuiltPaths.h"
#include "CommandLineRun.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <numbers>

namespace soma::test {
namespace {

/// A tone that rises an octave at the middle is brightest in the right rows of the right columns.
TEST(Spectrogram, ShowsEachToneAtItsTimeAndFrequency) {
    constexpr double rate_hz = 48000.0;
    constexpr int frames = 96000, columns = 100, rows = 400;
    plot::Spectrogram data(rate_hz, frames, columns, rows);
    for (int n = 0; n < frames; ++n) {
        const double hz = n < frames / 2 ? 440.0 : 880.0;
        data.add(static_cast<float>(0.5 * std::sin(2.0 * std::numbers::pi * hz * n / rate_hz)));
    }
    data.finish();
    const auto brightest_hz = [&](int column) {
        int brightest = 0;
        for (int row = 1; row < rows; ++row)
            if (data.level_db(column, row) > data.level_db(column, brightest)) brightest = row;
        EXPECT_NEAR(data.level_db(column, brightest), -6.02, 0.9); // the window's scalloping loss
        return data.highest_hz() * std::pow(plot::Spectrogram::lowest_hz / data.highest_hz(), (brightest + 0.5) / rows);
    };
    // A row is 1.7 % wide, a bin of the window 11.7 Hz.
    for (const int column : {10, 30, 45}) EXPECT_NEAR(brightest_hz(column), 440.0, 12.0) << column;
    for (const int column : {55, 70, 90}) EXPECT_NEAR(brightest_hz(column), 880.0, 12.0) << column;
}

/// The guide's picture.
TEST(Spectrogram, IsDrawnByTheCommandLine) {
    CommandLine line;
    const auto ran = line.run("render --preset chirp --duration 3.2 --spectrogram chirp.png");
    ASSERT_EQ(ran.status, 0) << ran.err;
    const auto image = juce::PNGImageFormat::loadFrom(juce::File(line.path("chirp.png").string()));
    ASSERT_TRUE(image.isValid());
    EXPECT_EQ(image.getWidth(), 2200);
    EXPECT_EQ(image.getHeight(), 1200);
    std::filesystem::create_directories(pictures_folder());
    std::filesystem::copy_file(line.path("chirp.png"),
                               std::filesystem::path(pictures_folder()) / (std::string("spectrogram") + ".png"),
                               std::filesystem::copy_options::overwrite_existing);
    const auto silent = line.run("render --set mute=on --duration 0.1 --spectrogram silent.png");
    EXPECT_EQ(silent.status, 0) << silent.err;
    EXPECT_EQ(line.run("render --spectrogram chirp.jpg").status, 2);
}

} // namespace
} // namespace soma::test
