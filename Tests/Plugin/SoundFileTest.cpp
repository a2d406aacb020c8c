#include "SoundFile/SoundReader.h"
#include "Support/Paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <juce_gui_basics/juce_gui_basics.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>

namespace soma::test {
namespace {

using sound_file::SoundReader;
using testing::HasSubstr;

/// Numbers of a header, the least byte first or last.
std::string number(std::uint64_t value, int bytes, bool big_endian) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * (big_endian ? bytes - 1 - i : i)) & 0xff);
    return text;
}
std::string little(std::uint64_t value, int bytes) { return number(value, bytes, false); }
std::string big(std::uint64_t value, int bytes) { return number(value, bytes, true); }

constexpr int frames = 100;
constexpr std::uint64_t sound_bytes = 2 * frames;

float sample(int k) { return static_cast<float>(k - 50) / 64.0f; }

std::string samples(bool big_endian) {
    std::string bytes;
    for (int k = 0; k < frames; ++k)
        bytes += number(static_cast<std::uint16_t>(static_cast<int>(32768.0f * sample(k))), 2, big_endian);
    return bytes;
}

const std::string wav_format =
    little(1, 2) + little(1, 2) + little(48000, 4) + little(96000, 4) + little(2, 2) + little(16, 2);

std::string wav(std::uint64_t sound, std::uint64_t whole, const std::string& bytes = samples(false)) {
    return "RIFF" + little(whole, 4) + "WAVEfmt " + little(16, 4) + wav_format + "LIST" + little(4, 4) + "INFO" +
           "data" + little(sound, 4) + bytes;
}

std::string rf64(std::uint64_t sound) {
    return "RF64" + little(0xffffffff, 4) + "WAVEds64" + little(28, 4) + little(0, 8) + little(sound, 8) +
           little(0, 12) + "fmt " + little(16, 4) + wav_format + "data" + little(0xffffffff, 4) + samples(false);
}

std::string w64(std::uint64_t sound) {
    const std::string rest = "\xf3\xac\xd3\x11\x8c\xd1" + std::string(1, '\0') + "\xc0\x4f\x8e\xdb\x8a";
    return "riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1" + std::string(2, '\0') + little(0, 8) + "wave" + rest +
           "fmt " + rest + little(40, 8) + wav_format + "data" + rest + little(sound, 8) + samples(false);
}

std::string aiff(std::uint64_t sound) {
    const std::string rate = big(0x400e, 2) + big(0xbb80000000000000, 8);
    return "FORM" + big(0, 4) + "AIFFCOMM" + big(18, 4) + big(1, 2) + big(frames, 4) + big(16, 2) + rate + "SSND" +
           big(sound, 4) + big(0, 8) + samples(true);
}

std::string caf(std::uint64_t sound) {
    return "caff" + big(1, 2) + big(0, 2) + "desc" + big(32, 8) + big(0x40e7700000000000, 8) + "lpcm" + big(0, 4) +
           big(2, 4) + big(1, 4) + big(1, 4) + big(16, 4) + "data" + big(sound, 8) + big(0, 4) + samples(true);
}

std::string au(std::uint64_t sound) {
    return ".snd" + big(24, 4) + big(sound, 4) + big(3, 4) + big(48000, 4) + big(1, 4) + samples(true);
}

void expect_the_sound(const std::string& bytes, const std::string& what) {
    try {
        auto reader = SoundReader::of_bytes(bytes, "x");
        ASSERT_EQ(reader.frames(), frames) << what;
        EXPECT_EQ(reader.rate_hz(), 48000.0) << what;
        EXPECT_EQ(reader.channels(), 1) << what;
        std::vector<float> read(frames + 3, 1.0f);
        float* const channel = read.data();
        reader.read(0, frames + 3, &channel);
        for (int k = 0; k < frames + 3; ++k)
            EXPECT_EQ(read[static_cast<std::size_t>(k)], k < frames ? sample(k) : 0.0f) << what;
    } catch (const sound_file::Error& error) {
        ADD_FAILURE() << what << ": " << error.what();
    }
}

std::string refusal(const std::string& bytes) {
    try {
        const auto reader = SoundReader::of_bytes(bytes, "x");
        return "read: " + std::to_string(reader.frames()) + " frames";
    } catch (const sound_file::Error& error) {
        return error.what();
    }
}

std::string corpus(const std::string& name) {
    std::ifstream file(project_path("Tests/Fuzz/Corpus/Sound/" + name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(SoundFile, ReadsWhatAnHonestHeaderSays) {
    expect_the_sound(wav(sound_bytes, 48 + sound_bytes), "WAV");
    expect_the_sound(wav(sound_bytes, 48 + sound_bytes) + "LIST" + little(4, 4) + "INFO", "WAV with a chunk behind");
    expect_the_sound(rf64(sound_bytes), "RF64");
    expect_the_sound(w64(24 + sound_bytes), "W64");
    expect_the_sound(aiff(8 + sound_bytes), "AIFF");
    expect_the_sound(caf(4 + sound_bytes), "CAF");
    expect_the_sound(au(sound_bytes), "AU");
}

/// Lengths that programs leave which write into a pipe: FFmpeg all bits, SoX 0x7ffff000 (whole blocks of it) and
/// 0x7f000008 in AIFF, flac 0, lame and oggdec 0x7fffffff, arecord 0x80000000, FFmpeg 2^63 − 1 in W64; less a header.
TEST(SoundFile, ALengthThatNoWriterCouldKnowMeansToTheEnd) {
    for (const std::uint64_t unknown :
         {0x0ull, 0xffffffffull, 0xffffffffull - 36, 0x7ffff000ull, 0x7fffefffull, 0x7fffffffull, 0x7fffffffull - 36,
          0x80000000ull, 0x80000023ull, 0x7fffff00ull}) {
        const auto what = "length " + std::to_string(unknown);
        for (const std::uint64_t whole :
             {std::uint64_t{0}, unknown, unknown + 36, std::uint64_t{36}, std::uint64_t{0xffffffff}})
            expect_the_sound(wav(unknown, whole & 0xffffffff), "WAV " + what);
        expect_the_sound(au(unknown), "AU " + what);
        expect_the_sound(aiff(unknown), "AIFF " + what);
    }
    expect_the_sound(aiff(0x7f000008), "AIFF of SoX");
    for (const std::uint64_t unknown : {std::uint64_t{0}, ~std::uint64_t{0}, ~std::uint64_t{0} >> 1}) {
        expect_the_sound(rf64(unknown), "RF64");
        expect_the_sound(w64(unknown), "W64");
        expect_the_sound(caf(unknown), "CAF");
    }
}

TEST(SoundFile, AShortFileIsTruncatedAndAnEmptyOneHoldsNoSound) {
    for (const std::uint64_t more : {2ull, 1000ull, 0x10000000ull, 0x7f800000ull, 0xf0000000ull}) {
        EXPECT_THAT(refusal(wav(sound_bytes + more, 48 + sound_bytes + more)),
                    HasSubstr("x: is truncated: it promises"))
            << more;
        EXPECT_THAT(refusal(rf64(sound_bytes + more)), HasSubstr("x: is truncated")) << more;
        EXPECT_THAT(refusal(w64(24 + sound_bytes + more)), HasSubstr("x: is truncated")) << more;
        EXPECT_THAT(refusal(aiff(8 + sound_bytes + more)), HasSubstr("x: is truncated")) << more;
        EXPECT_THAT(refusal(caf(4 + sound_bytes + more)), HasSubstr("x: is truncated")) << more;
        EXPECT_THAT(refusal(au(sound_bytes + more)), HasSubstr("x: is truncated")) << more;
    }
    EXPECT_EQ(refusal(wav(0, 48, "")), "x: holds no sound");
    EXPECT_EQ(refusal(wav(0, 48 + 12, "LIST" + little(4, 4) + "INFO")), "x: holds no sound");
    EXPECT_THAT(refusal(wav(0, 0).substr(0, 30)), HasSubstr("it ends before its sound begins"));
    EXPECT_THAT(refusal(wav(0, 0, "RIFF" + little(0, 4) + "WAVE" + samples(false))),
                HasSubstr("its header among the samples"));
}

/// A program that stops without closing its file leaves a stream whose last page is whole and not marked as the last.
TEST(SoundFile, AnOggStreamNeedsNoEndMark) {
    const auto whole = corpus("no-eos.ogg");
    EXPECT_EQ(SoundReader::of_bytes(whole, "x").frames(), 24000);
    const auto last_page = whole.rfind("OggS");
    EXPECT_EQ(refusal(whole.substr(0, last_page)), "x: holds no sound"); // its only page of sound
    EXPECT_THAT(refusal(whole.substr(0, whole.size() - 1)), HasSubstr("x: is truncated: its last page is cut"));
    EXPECT_THAT(refusal(whole.substr(0, last_page + 20)), HasSubstr("x: is truncated: its last page is cut"));
}

TEST(SoundFile, FloatingPointOf64BitsIsRead) {
    auto reader = SoundReader::of_bytes(corpus("float64.wav"), "x"); // scipy.io.wavfile.write of 0.5 sin(0.3 k)
    ASSERT_EQ(reader.frames(), 40);
    std::vector<float> read(40);
    float* const channel = read.data();
    reader.read(0, 40, &channel);
    for (std::size_t k = 0; k < 40; ++k)
        EXPECT_EQ(read[k], static_cast<float>(0.5 * std::sin(0.3 * static_cast<double>(k))));
}

/// Any part of a file, in any order, is the same as the whole.
TEST(SoundFile, ReadsFromAnywhere) {
    for (const auto* name : {"no-eos.ogg", "streamed.wav", "noise.flac", "noise.opus"}) {
        auto reader = SoundReader::of_bytes(corpus(name), name);
        std::vector<float> whole(static_cast<std::size_t>(reader.frames())), part(10);
        float* channel = whole.data();
        std::vector<std::vector<float>> others(8, whole);
        float* channels[8];
        for (std::size_t c = 0; c < 8; ++c) channels[c] = c == 0 ? channel : others[c].data();
        reader.read(0, static_cast<int>(reader.frames()), channels);
        for (const std::int64_t start : {reader.frames() - 4, reader.frames() / 3, std::int64_t{0}, std::int64_t{7}}) {
            channels[0] = part.data();
            reader.read(start, 10, channels);
            for (std::size_t k = 0; k < 10; ++k) {
                const auto at = static_cast<std::size_t>(start) + k;
                // Opus decodes with a state that a jump rebuilds within 80 ms (RFC 7845, section 4.6): near, not equal.
                EXPECT_NEAR(part[k], at < whole.size() ? whole[at] : 0.0f,
                            std::string_view(name) == "noise.opus" ? 0.05f : 0.0f)
                    << name << " from " << start;
            }
        }
    }
}

TEST(SoundFile, EndingsAreKnownInAnyCaseOfLetters) {
    for (const auto* name :
         {"ZOOM0001.WAV", "a.aifc", "a.Aiff", "a.oga", "a.wave", "a.b.FLAC", "a.mp3", "a.Opus", "a.CAF"})
        EXPECT_NE(sound_file::format_of(name), nullptr) << name;
    for (const auto* name : {"wav", "a.wa", "a.wav.txt", "", "."})
        EXPECT_EQ(sound_file::format_of(name), nullptr) << name;
}

/// As the program's own dialogs match names (Editor/Controls/FileChooser.h).
TEST(SoundFile, DialogsOfferEndingsInAnyCaseOfLetters) {
    const auto offers = [](const juce::String& patterns, const char* name) {
        return juce::WildcardFileFilter{patterns, "*", {}}.isFileSuitable(juce::File{"/tmp"}.getChildFile(name));
    };
    for (const auto* name : {"ZOOM0001.WAV", "a.wav", "a.aifc", "A.AIF", "a.oga", "a.Wave", "a.mp3", "x.W64"})
        EXPECT_TRUE(offers(sound_file::file_pattern(), name)) << name;
    for (const auto* name : {"a.txt", "wav", "a.wavx"}) EXPECT_FALSE(offers(sound_file::file_pattern(), name)) << name;
    EXPECT_TRUE(offers("*.json;*.somaphone", "LESSON.JSON"));
}

} // namespace
} // namespace soma::test
