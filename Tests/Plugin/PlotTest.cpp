#include "CommandLineRun.h"

#include "Compatibility/AudioWriter.h"
#include "Core/Random.h"
#include "Parameters/Parameter.h"
#include "Plot/TracePlot.h"

#include <gtest/gtest.h>
#include <juce_audio_formats/juce_audio_formats.h>

#include <cmath>
#include <map>
#include <set>

namespace soma::test {
namespace {

using editor::Theme;
using editor::Token;

TEST(MinMaxDecimator, KeepsTheExtremesOfEveryColumnAndTheOrderOfTime) {
    SplitMix64 random(9);
    constexpr int columns = 50, samples = 20000;
    plot::MinMaxDecimator thinning(1.0, 2.0, columns);
    std::map<int, std::pair<double, double>> expected;
    for (int k = 0; k < samples; ++k) {
        const double time_s = 1.0 + 2.0 * k / samples;
        const double value = random.below(500) == 0 ? 1e3 * random.unit() : random.unit();
        thinning.add(time_s, value);
        auto [entry, is_new] = expected.try_emplace(static_cast<int>((time_s - 1.0) * (columns / 2.0)), value, value);
        entry->second.first = std::min(entry->second.first, value);
        entry->second.second = std::max(entry->second.second, value);
    }
    const auto& points = thinning.points();
    EXPECT_LE(points.size(), 4u * columns);
    std::map<int, std::pair<double, double>> found;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (i > 0) {
            EXPECT_GE(points[i].time_s, points[i - 1].time_s);
        }
        auto [entry, is_new] = found.try_emplace(static_cast<int>((points[i].time_s - 1.0) * (columns / 2.0)),
                                                 points[i].value, points[i].value);
        entry->second.first = std::min(entry->second.first, points[i].value);
        entry->second.second = std::max(entry->second.second, points[i].value);
    }
    EXPECT_EQ(found, expected);
}

TEST(MinMaxDecimator, LeavesAShortLineAsItIs) {
    plot::MinMaxDecimator thinning(0.0, 1.0, 100);
    for (const double value : {1.0, 2.0, 0.5}) thinning.add(value / 10.0 + 0.1, value);
    EXPECT_EQ(thinning.points().size(), 3u);
}

juce::Image picture(CommandLine& line, const std::string& arguments) {
    const auto ran = line.run("render --plot a.png " + arguments);
    EXPECT_EQ(ran.status, 0) << ran.err;
    return juce::ImageFileFormat::loadFrom(juce::File(line.path("a.png").string()));
}

/// Columns with a pixel of this colour between two shares of the picture's height, as groups of neighbours.
int stripes(const juce::Image& image, Token token, double top, double bottom) {
    const auto colour = Theme::of(Theme::Kind::dark)[token];
    int count = 0;
    bool inside = false;
    // Between the value axis and the names.
    for (int x = image.getWidth() / 12; x < image.getWidth() * 88 / 100; ++x) {
        bool found = false;
        for (int y = static_cast<int>(top * image.getHeight()); y < static_cast<int>(bottom * image.getHeight()); ++y)
            found = found || image.getPixelAt(x, y) == colour;
        if (found && !inside) ++count;
        inside = found;
    }
    return count;
}

const std::string six_spikes =
    "--cell 474626527 --set stim_shape=step --set stim_amplitude_pa=45 --set stim_delay_ms=20 "
    "--set stim_duration_ms=150 --duration 0.2 ";

TEST(ScopePicture, ShowsVoltageCurrentAndEverySpike) {
    CommandLine line;
    const auto image = picture(line, six_spikes + "--spikes a.csv");
    EXPECT_EQ(image.getWidth(), 2200);
    EXPECT_EQ(image.getHeight(), 1200);
    const auto spikes = static_cast<int>(line.csv("a.csv").columns["time_s"].size());
    EXPECT_EQ(spikes, 6);
    EXPECT_EQ(stripes(image, Token::spike, 0.05, 0.1), spikes);
    EXPECT_EQ(stripes(image, Token::vm, 0.2, 0.4), spikes); // the lines above the threshold
    EXPECT_EQ(stripes(image, Token::cur, 0.75, 0.78), 1);   // the top of the step
    EXPECT_GT(stripes(image, Token::thr, 0.5, 0.65), 50);   // dashes
}

TEST(ScopePicture, LosesNoSpikeInALongRun) {
    CommandLine line;
    // One spike of the course's cell within two minutes: 3000 samples a column.
    const auto image = picture(line, "--cell 474626527 --set stim_shape=pulse --set stim_amplitude_pa=2000 "
                                     "--set stim_delay_ms=50000 --set stim_duration_ms=0.5 --duration 120");
    EXPECT_EQ(stripes(image, Token::spike, 0.05, 0.1), 1);
    EXPECT_EQ(stripes(image, Token::vm, 0.25, 0.4), 1);
}

TEST(ScopePicture, IsTheSameForEveryBlockSize) {
    CommandLine line;
    std::set<std::string> pictures;
    for (const auto* block : {"1", "64", "4096"}) {
        picture(line, six_spikes + "--set neurons=5 --set spread_percent=10 --block " + block);
        pictures.insert(line.read("a.png"));
    }
    EXPECT_EQ(pictures.size(), 1u);
}

TEST(ScopePicture, IsDrawnForEveryModelAndAnyLength) {
    CommandLine line;
    for (std::size_t m = 0; m < choice_count(parameter(Id::model)); ++m) {
        const std::string model(choice_name(parameter(Id::model), static_cast<double>(m)));
        EXPECT_TRUE(picture(line, "--duration 0.05 --set stim_shape=step --set stim_delay_ms=5 --set model=" + model)
                        .isValid());
    }
    EXPECT_TRUE(picture(line, "--duration 0.00001").isValid());
    EXPECT_TRUE(picture(line, "--duration 30 --rate 8000 --set time_scale=1000 --set neurons=40").isValid());
}

TEST(ScopePicture, HasATickForEachNeuronsOwnChannel) {
    CommandLine line;
    juce::AudioBuffer<float> sound(3, 9600);
    for (int c = 0; c < 3; ++c)
        for (int k = 0; k < 9600; ++k) sound.setSample(c, k, 0.05f * static_cast<float>(c + 1));
    {
        juce::WavAudioFormat wav;
        std::unique_ptr<juce::OutputStream> stream =
            std::make_unique<juce::FileOutputStream>(juce::File(line.path("in.wav").string()));
        const auto writer = compatibility::audio_writer(wav, stream, 48000.0, 3, 16);
        ASSERT_NE(writer, nullptr);
        ASSERT_TRUE(writer->writeFromAudioSampleBuffer(sound, 0, 9600));
    }
    EXPECT_TRUE(picture(line, "in.wav --cell 474626527 --set channel_mode=per_channel --spikes a.csv").isValid());
    const auto neurons = line.csv("a.csv").columns["neuron"];
    EXPECT_EQ(std::set<double>(neurons.begin(), neurons.end()), (std::set<double>{0.0, 1.0, 2.0}));
}

} // namespace
} // namespace soma::test
