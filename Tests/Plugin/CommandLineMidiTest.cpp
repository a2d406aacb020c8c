#include "CommandLineRun.h"

#include <gtest/gtest.h>
#include <juce_audio_basics/juce_audio_basics.h>

namespace soma::test {
namespace {

TEST(CommandLineMidi, NotesStandAtTheSpikes) {
    CommandLine line;
    const auto ran = line.run("render " + speech + loud +
                              "--midi a.mid --spikes a.csv --set midi_out_note=64 "
                              "--set midi_out_channel=3 --set midi_out_velocity=99 --set time_scale=0.5");
    ASSERT_EQ(ran.status, 0) << ran.err;
    juce::FileInputStream stream(juce::File(line.path("a.mid").string()));
    juce::MidiFile midi;
    int type = -1;
    ASSERT_TRUE(midi.readFrom(stream, true, &type));
    EXPECT_EQ(type, 0);
    ASSERT_EQ(midi.getNumTracks(), 1);
    midi.convertTimestampTicksToSeconds();
    std::vector<double> on_s;
    int sounding = 0;
    for (const auto* event : *midi.getTrack(0)) {
        const auto& message = event->message;
        if (message.isNoteOff()) --sounding;
        if (!message.isNoteOn()) continue;
        ++sounding;
        EXPECT_EQ(message.getNoteNumber(), 64);
        EXPECT_EQ(message.getChannel(), 3);
        EXPECT_EQ(message.getVelocity(), 99);
        on_s.push_back(message.getTimeStamp());
    }
    EXPECT_EQ(sounding, 0);
    const auto spikes_s = line.csv("a.csv").columns["time_s"];
    ASSERT_EQ(on_s.size(), spikes_s.size());
    ASSERT_GT(on_s.size(), 5u);
    // Notes are in the time of the sound, twice the model's; within 0.1 ms.
    for (std::size_t n = 0; n < on_s.size(); ++n) EXPECT_NEAR(on_s[n], 2.0 * spikes_s[n], 1e-4);
}

} // namespace
} // namespace soma::test
