#include "Compatibility/AudioWriter.h"
#include "Compatibility/FontMetrics.h"

#include <EmbeddedData.h>
#include <gtest/gtest.h>

namespace {

juce::Typeface::Ptr mono() {
    return juce::Typeface::createSystemTypefaceFor(embedded::JetBrainsMonoRegular_ttf,
                                                   static_cast<size_t>(embedded::JetBrainsMonoRegular_ttfSize));
}

TEST(Compatibility, TextHasTheSizeAskedFor) {
    const auto font = soma::compatibility::font(mono(), 20.0F);
    EXPECT_FLOAT_EQ(font.getHeight(), 20.0F);
    const auto one = soma::compatibility::text_width(font, "m");
    EXPECT_GT(one, 5.0F);
    // A monospaced face: ten times the letter, to what a hinter may round.
    EXPECT_NEAR(soma::compatibility::text_width(font, "mmmmmiiiii"), 10.0F * one, 0.1F);
}

TEST(Compatibility, AWriterOwnsItsStream) {
    juce::MemoryBlock bytes;
    std::unique_ptr<juce::OutputStream> stream = std::make_unique<juce::MemoryOutputStream>(bytes, false);
    juce::WavAudioFormat wav;
    auto writer = soma::compatibility::audio_writer(wav, stream, 48000.0, 2, 32);
    ASSERT_NE(writer, nullptr);
    EXPECT_EQ(stream, nullptr);
    EXPECT_TRUE(writer->isFloatingPoint());
    EXPECT_EQ(writer->getNumChannels(), 2);
    writer.reset();
    EXPECT_GT(bytes.getSize(), 0U);
}

TEST(Compatibility, AnImpossibleWriterLeavesTheStream) {
    std::unique_ptr<juce::OutputStream> stream = std::make_unique<juce::MemoryOutputStream>();
    juce::WavAudioFormat wav;
    EXPECT_EQ(soma::compatibility::audio_writer(wav, stream, 48000.0, 2, 7), nullptr);
    EXPECT_NE(stream, nullptr);
}

} // namespace
