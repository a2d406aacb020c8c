#include "Standalone/FilePlayer.h"
#include "Standalone/Microphone.h"
#include "Standalone/Recorder.h"
#include "Support/Paths.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace soma::standalone {
namespace {

const juce::File bell(soma::test::project_path("Assets/Sounds/bell.flac"));

TEST(FilePlayer, RepeatsAFileAtTheDevicesRate) {
    const auto original = read_clip(bell, 44100.0), twice = read_clip(bell, 88200.0);
    EXPECT_EQ(original->name, "bell.flac");
    EXPECT_NEAR(twice->audio.getNumSamples(), 2 * original->audio.getNumSamples(), 2);
    // The same sound: the same peak, to what an interpolator's ripple and the peak between samples may do.
    EXPECT_NEAR(twice->audio.getMagnitude(0, twice->audio.getNumSamples()),
                original->audio.getMagnitude(0, original->audio.getNumSamples()), 0.05);

    FilePlayer player;
    const int length = original->audio.getNumSamples();
    const juce::AudioBuffer<float> expected(original->audio);
    player.load(read_clip(bell, 44100.0));
    juce::AudioBuffer<float> out(2, length + 100);
    out.clear();
    player.add_to(out.getWritePointer(0), out.getWritePointer(1), out.getNumSamples(), 44100.0);
    EXPECT_EQ(out.getMagnitude(0, out.getNumSamples()), 0.0f) << "not told to play";
    player.play(true);
    player.add_to(out.getWritePointer(0), out.getWritePointer(1), out.getNumSamples(), 44100.0);
    for (int i = 0; i < out.getNumSamples(); ++i)
        ASSERT_EQ(out.getSample(0, i), expected.getSample(0, i % length)) << i;
    player.load(read_clip(bell, 44100.0)); // the old one comes back to be deleted
    player.add_to(out.getWritePointer(0), out.getWritePointer(1), 10, 44100.0);
    player.throw_away();
}

TEST(FilePlayer, SaysWhyAFileCannotBePlayed) {
    for (const auto& file : {juce::File("/nowhere/a.wav"), juce::File(soma::test::project_path("README.md"))}) {
        try {
            read_clip(file, 48000.0);
            FAIL() << file.getFullPathName();
        } catch (const std::runtime_error& error) {
            EXPECT_NE(std::string(error.what()).find(file.getFileName().toStdString()), std::string::npos);
        }
    }
}

TEST(Recorder, WritesWhatItIsGiven) {
    const juce::TemporaryFile temporary(".wav");
    Recorder recorder;
    std::vector<float> left(1000), right(1000);
    for (std::size_t i = 0; i < left.size(); ++i) {
        left[i] = static_cast<float>(i) / 1000.0f;
        right[i] = -left[i];
    }
    recorder.push(left.data(), right.data(), 1000); // not yet
    recorder.start(temporary.getFile(), 48000.0);
    EXPECT_TRUE(recorder.recording());
    for (std::size_t from = 0; from < 1000; from += 100) recorder.push(&left[from], &right[from], 100);
    recorder.stop();
    EXPECT_EQ(recorder.lost(), 0U);
    const auto clip = read_clip(temporary.getFile(), 48000.0);
    ASSERT_EQ(clip->audio.getNumSamples(), 1000);
    for (int i = 0; i < 1000; ++i) {
        ASSERT_EQ(clip->audio.getSample(0, i), left[static_cast<std::size_t>(i)]);
        ASSERT_EQ(clip->audio.getSample(1, i), right[static_cast<std::size_t>(i)]);
    }
    EXPECT_THROW(recorder.start(juce::File("/proc/none/a.wav"), 48000.0), std::runtime_error);
    EXPECT_FALSE(recorder.recording());
}

TEST(Microphone, IsClosedWhenItHowls) {
    Microphone microphone;
    EXPECT_FALSE(microphone.is_open()) << "closed at first";
    microphone.open(true);
    for (int i = 0; i < 100; ++i) microphone.watch(0.9f, 0.1f, 0.01); // a loud voice alone is no howl
    EXPECT_TRUE(microphone.is_open());
    for (int i = 0; i < 40; ++i) microphone.watch(0.9f, 0.9f, 0.01);
    EXPECT_TRUE(microphone.is_open());
    for (int i = 0; i < 20; ++i) microphone.watch(0.9f, 0.9f, 0.01);
    EXPECT_FALSE(microphone.is_open());
    EXPECT_TRUE(microphone.howled());
    microphone.open(true);
    EXPECT_FALSE(microphone.howled());
}

} // namespace
} // namespace soma::standalone
