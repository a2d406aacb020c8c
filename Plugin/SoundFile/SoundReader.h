#pragma once

#include "Core/Limits.h"
#include "SoundFile/SoundFormats.h"

#include <cstdint>
#include <filesystem>
#include <istream>
#include <memory>
#include <string>
#include <vector>

namespace soma::sound_file {

constexpr double least_rate_hz = 1000.0, largest_rate_hz = 768000.0;

/// The one reader of sound files, for the command line and for the application. An opened file can be read to its end:
/// every sample was decoded once, is finite, and there are as many as the file promises. Any thread but the audio
/// thread; one thread at a time.
class SoundReader {
  public:
    /// `name` is what messages call the file. All of these throw Error.
    SoundReader(const std::filesystem::path& path, const std::string& name);
    /// A sound that is already in memory: from a pipe, or embedded.
    static SoundReader of_bytes(std::string bytes, std::string name);

    SoundReader(SoundReader&&) noexcept;
    ~SoundReader();

    double rate_hz() const { return rate_hz_; }
    std::int64_t frames() const { return frames_; }
    int channels() const { return channels_; } ///< 1 to limits::channels

    /// Frames start … start + count − 1 of each channel into channels[c][0 … count − 1]; silence follows the end. Full
    /// scale is ±1.
    void read(std::int64_t start, int count, float* const* channels);

  private:
    class Stream;

    SoundReader(std::unique_ptr<std::istream> stream, std::string name);
    void open();
    void count_frames();
    std::int64_t decode(std::int64_t count);
    [[noreturn]] void fail(const std::string& message) const;
    [[noreturn]] void refuse() const;

    std::string name_;
    std::unique_ptr<Stream> stream_;
    double rate_hz_ = 0.0;
    std::int64_t frames_ = 0, position_ = 0;
    int channels_ = 0;
    std::vector<float> interleaved_;
};

} // namespace soma::sound_file
