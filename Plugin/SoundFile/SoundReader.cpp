#include "SoundFile/SoundReader.h"

#include "SoundFile/StatedLength.h"

#include "Engine/Engine.h"
#include "Parameters/ParameterText.h"

#include <sndfile.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fstream>
#include <optional>
#include <sstream>
#include <system_error>

namespace soma::sound_file {
namespace {

constexpr std::int64_t chunk_frames = 1 << 14;

std::unique_ptr<std::istream> open_file(const std::filesystem::path& path, const std::string& name) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) throw Error(name + ": is a folder, not a file");
    errno = 0;
    auto file = std::make_unique<std::ifstream>(path, std::ios::binary);
    if (!file->is_open()) throw Error(name + ": cannot be read: " + std::generic_category().message(errno));
    if (std::filesystem::is_regular_file(path, ignored)) return file;
    auto bytes = std::make_unique<std::stringstream>(); // a pipe cannot be read twice
    *bytes << file->rdbuf();
    bytes->clear();
    return bytes;
}

} // namespace

/// A file as libsndfile reads it: with the length in its header put right.
class SoundReader::Stream {
  public:
    Stream(std::unique_ptr<std::istream> stream, const std::string& name)
        : stream_(std::move(stream))
        , right_(check_stated_length(*stream_, name)) {
        stream_->clear();
        stream_->seekg(0, std::ios::end);
        size_ = stream_->tellg();
    }
    ~Stream() { close(); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    std::string head() {
        std::string bytes(16, '\0');
        seek(0, SEEK_SET);
        bytes.resize(static_cast<std::size_t>(read(bytes.data(), 16)));
        return bytes;
    }

    /// Begins to decode from the first sample. Null where libsndfile cannot; then sf_error(nullptr) says why.
    SNDFILE* open(SF_INFO& info) {
        close();
        seek(0, SEEK_SET);
        static SF_VIRTUAL_IO access{[](void* self) { return of(self).size_; },
                                    [](sf_count_t offset, int from, void* self) { return of(self).seek(offset, from); },
                                    [](void* to, sf_count_t count, void* self) { return of(self).read(to, count); },
                                    [](const void*, sf_count_t, void*) { return sf_count_t{0}; },
                                    [](void* self) { return of(self).position_; }};
        return sound_ = sf_open_virtual(&access, SFM_READ, &info, this);
    }
    void close() {
        if (sound_ != nullptr) sf_close(sound_);
        sound_ = nullptr;
    }
    SNDFILE* sound() const { return sound_; }

  private:
    static Stream& of(void* self) { return *static_cast<Stream*>(self); }

    sf_count_t seek(sf_count_t offset, int from) {
        position_ = std::max<sf_count_t>(0, offset + (from == SEEK_CUR ? position_ : from == SEEK_END ? size_ : 0));
        return position_;
    }

    sf_count_t read(void* to, sf_count_t count) {
        auto* bytes = static_cast<char*>(to);
        stream_->clear();
        stream_->seekg(position_);
        stream_->read(bytes, count);
        const auto got = static_cast<sf_count_t>(stream_->gcount());
        if (right_)
            for (std::size_t i = 0; i < right_->right_bytes.size(); ++i) {
                const auto at = right_->position + static_cast<sf_count_t>(i) - position_;
                if (at >= 0 && at < got) bytes[at] = right_->right_bytes[i];
            }
        position_ += got;
        return got;
    }

    std::unique_ptr<std::istream> stream_;
    std::optional<LengthField> right_;
    sf_count_t size_ = 0, position_ = 0;
    SNDFILE* sound_ = nullptr;
};

SoundReader::SoundReader(const std::filesystem::path& path, const std::string& name)
    : SoundReader(open_file(path, name), name) {}

SoundReader SoundReader::of_bytes(std::string bytes, std::string name) {
    return {std::make_unique<std::istringstream>(std::move(bytes)), std::move(name)};
}

SoundReader::SoundReader(std::unique_ptr<std::istream> stream, std::string name)
    : name_(std::move(name))
    , stream_(std::make_unique<Stream>(std::move(stream), name_)) {
    open();
    count_frames();
    open();
}

SoundReader::SoundReader(SoundReader&&) noexcept = default;
SoundReader::~SoundReader() = default;

void SoundReader::fail(const std::string& message) const { throw Error(name_ + ": " + message); }

/// Says why libsndfile did not open it.
void SoundReader::refuse() const {
    const auto* format = format_by_content(stream_->head());
    if (format == nullptr)
        throw NotASound(name_ + ": is not a sound file that can be read; it must be " + format_names());
    const auto kind = std::string(format->name);
    switch (sf_error(nullptr)) {
    case SF_ERR_UNSUPPORTED_ENCODING:
        fail("holds " + kind +
             " in an encoding that cannot be read; it must be integers of 8 to 32 bits or floating-point "
             "numbers");
    case SF_ERR_MALFORMED_FILE:
        fail("is damaged, or no " + kind + " file; get it again from its source");
    default:
        fail("cannot be decoded as " + kind + "; " +
             (kind == "Ogg" ? "it must hold Vorbis or Opus"
              : kind == "FLAC" || kind == "MP3"
                  ? "it may be cut short or damaged"
                  : "it must hold integers of 8 to 32 bits or floating-point numbers, and be undamaged"));
    }
}

void SoundReader::open() {
    SF_INFO info{};
    if (format_by_content(stream_->head()) == nullptr || stream_->open(info) == nullptr) refuse();
    const auto most_channels = static_cast<int>(limits::channels);
    if (info.channels < 1 || info.channels > most_channels)
        fail("has " + std::to_string(info.channels) + " channels; it must have at most " +
             std::to_string(most_channels));
    if (info.samplerate < least_rate_hz || info.samplerate > largest_rate_hz)
        fail("has " + std::to_string(info.samplerate) + " Hz; it must have " + shortest(least_rate_hz) + " to " +
             shortest(largest_rate_hz) + " Hz");
    rate_hz_ = info.samplerate;
    channels_ = info.channels;
    if (frames_ == 0) frames_ = info.frames;
    position_ = 0;
}

/// Decodes up to `count` frames into interleaved_; fewer at the end.
std::int64_t SoundReader::decode(std::int64_t count) {
    interleaved_.resize(static_cast<std::size_t>(count * channels_));
    const auto got = sf_readf_float(stream_->sound(), interleaved_.data(), count);
    position_ += got;
    return got;
}

/// Decodes all of it once: some formats state no length, some a wrong one, and a decoder may stop in the middle.
void SoundReader::count_frames() {
    const auto promised = frames_;
    std::int64_t held = 0;
    bool failed = false;
    while (const auto got = decode(chunk_frames)) {
        failed = failed || sf_error(stream_->sound()) != SF_ERR_NO_ERROR;
        for (std::int64_t i = 0; i < got * channels_; ++i)
            if (!std::isfinite(interleaved_[static_cast<std::size_t>(i)]))
                fail("sample " + std::to_string(held + i / channels_) + " of channel " +
                     std::to_string(i % channels_ + 1) + " is not a finite number; every sample must be one");
        held += got;
    }
    const auto kind = format_by_content(stream_->head())->name;
    if (kind == "FLAC" && promised < SF_COUNT_MAX && held < promised)
        fail("is truncated: it promises " + std::to_string(promised) + " samples and the first " +
             std::to_string(held) + " can be decoded; get the whole file");
    if (failed || sf_error(stream_->sound()) != SF_ERR_NO_ERROR)
        fail("is truncated or damaged: only its first " + std::to_string(held) +
             " samples can be decoded; get the whole file");
    if (held == 0) fail("holds no sound");
    frames_ = held;
}

void SoundReader::read(std::int64_t start, int count, float* const* channels) {
    if (start != position_ && start < frames_) {
        if (sf_seek(stream_->sound(), start, SEEK_SET) != start)
            fail("cannot be decoded from sample " + std::to_string(start) + " on");
        position_ = start;
    }
    const auto wanted = std::clamp<std::int64_t>(frames_ - start, 0, count);
    if (wanted > 0 && decode(wanted) != wanted) fail("has changed while it was read");
    for (int c = 0; c < channels_; ++c)
        for (int k = 0; k < count; ++k)
            channels[c][k] = k < wanted ? interleaved_[static_cast<std::size_t>(k * channels_ + c)] : 0.0f;
}

} // namespace soma::sound_file
