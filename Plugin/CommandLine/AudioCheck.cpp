#include "CommandLine/AudioCheck.h"

#include "CommandLine/Errors.h"

#include <juce_audio_formats/juce_audio_formats.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

namespace soma::command {
namespace {

struct Suspect {
    juce::FileInputStream& stream;
    const std::string& name;

    [[noreturn]] void truncated(const std::string& detail) const {
        throw RunError(name + ": is truncated: " + detail + "; get the whole file");
    }
};

std::string characters(juce::InputStream& stream, int count) {
    std::string text(static_cast<std::size_t>(count), '\0');
    text.resize(static_cast<std::size_t>(std::max(0, stream.read(text.data(), count))));
    return text;
}

std::string bytes_text(juce::int64 bytes) { return std::to_string(bytes) + " bytes"; }

/// Chunks of an id of four letters, a length, and as many bytes, padded to even.
void check_chunks(const Suspect& file, std::string_view sound_chunk, bool big_endian) {
    auto& stream = file.stream;
    juce::int64 long_size = -1; // of the sound in an RF64 file, whose own 32 bits do not hold it
    stream.setPosition(12);
    while (stream.getNumBytesRemaining() >= 8) {
        const auto id = characters(stream, 4);
        juce::int64 size = static_cast<juce::uint32>(big_endian ? stream.readIntBigEndian() : stream.readInt());
        const auto begin = stream.getPosition();
        if (id == "ds64") {
            stream.skipNextBytes(8);
            long_size = stream.readInt64();
        }
        if (id == sound_chunk) {
            if (long_size >= 0) size = long_size;
            const auto held = stream.getTotalLength() - begin;
            if (size > held)
                file.truncated("it promises " + bytes_text(size) + " of sound and holds " + bytes_text(held));
            return;
        }
        stream.setPosition(begin + size + (size & 1));
    }
    file.truncated("it ends before its sound begins");
}

/// Reads a FLAC file as if it did not say how long it is, so that the decoder counts what is really there.
class UnstatedLength final : public juce::InputStream {
  public:
    explicit UnstatedLength(const juce::File& file)
        : file_(file) {}

    juce::int64 getTotalLength() override { return file_.getTotalLength(); }
    bool isExhausted() override { return file_.isExhausted(); }
    juce::int64 getPosition() override { return file_.getPosition(); }
    bool setPosition(juce::int64 position) override { return file_.setPosition(position); }
    int read(void* destination, int count) override {
        const auto begin = file_.getPosition();
        const int got = file_.read(destination, count);
        // The 36 bits of STREAMINFO that count samples: 4 bits of byte 21 and bytes 22 to 25 of the file.
        for (juce::int64 at = std::max<juce::int64>(begin, 21); at < std::min<juce::int64>(begin + got, 26); ++at)
            static_cast<juce::uint8*>(destination)[at - begin] &= at == 21 ? 0xf0 : 0x00;
        return got;
    }

  private:
    juce::FileInputStream file_;
};

void check_flac(const Suspect& file) {
    file.stream.setPosition(21);
    const auto stated = (static_cast<juce::int64>(file.stream.readByte() & 0x0f) << 32) |
                        static_cast<juce::int64>(static_cast<juce::uint32>(file.stream.readIntBigEndian()));
    const std::unique_ptr<juce::AudioFormatReader> reader{
        juce::FlacAudioFormat().createReaderFor(new UnstatedLength(file.stream.getFile()), true)};
    const auto held = reader != nullptr ? reader->lengthInSamples : 0;
    if (held < stated)
        file.truncated("it promises " + std::to_string(stated) + " samples and " + std::to_string(held) +
                       " can be decoded");
}

/// Every Ogg stream ends with a page that says so.
void check_ogg(const Suspect& file) {
    constexpr juce::int64 longest_page = 27 + 255 + 255 * 255;
    auto& stream = file.stream;
    const auto begin = std::max<juce::int64>(0, stream.getTotalLength() - 2 * longest_page);
    stream.setPosition(begin);
    const auto tail = characters(stream, static_cast<int>(stream.getTotalLength() - begin));
    const auto page = tail.rfind("OggS");
    const auto byte = [&](std::size_t at) { return at < tail.size() ? static_cast<unsigned char>(tail[at]) : 0u; };
    if (page == std::string::npos || page + 27 > tail.size() || (byte(page + 5) & 4u) == 0)
        file.truncated("its last page is missing");
    std::size_t end = page + 27 + byte(page + 26);
    for (std::size_t segment = 0; segment < byte(page + 26); ++segment) end += byte(page + 27 + segment);
    if (end > tail.size()) file.truncated("its last page is cut");
}

struct Format {
    std::string_view magic, kind; ///< first four bytes, and bytes 8 to 11 where they matter
    void (*check)(const Suspect&);
};

constexpr std::array formats{
    Format{"RIFF", "WAVE", [](const Suspect& file) { check_chunks(file, "data", false); }},
    Format{"RF64", "WAVE", [](const Suspect& file) { check_chunks(file, "data", false); }},
    Format{"FORM", "AIFF", [](const Suspect& file) { check_chunks(file, "SSND", true); }},
    Format{"FORM", "AIFC", [](const Suspect& file) { check_chunks(file, "SSND", true); }},
    Format{"fLaC", "", check_flac},
    Format{"OggS", "", check_ogg},
};

} // namespace

void check_audio_file(const juce::File& file, const std::string& name) {
    if (file.isDirectory()) throw RunError(name + ": is a folder, not a file");
    juce::FileInputStream stream(file);
    if (stream.failedToOpen())
        throw RunError(name + ": cannot be read: " + stream.getStatus().getErrorMessage().toStdString());
    const auto head = characters(stream, 12);
    for (const auto& format : formats)
        if (head.starts_with(format.magic) &&
            head.substr(std::min<std::size_t>(8, head.size())).starts_with(format.kind))
            return format.check({stream, name});
    throw RunError(name + ": is neither a WAV, FLAC, AIFF nor Ogg Vorbis file; a table of currents must be named .csv");
}

} // namespace soma::command
