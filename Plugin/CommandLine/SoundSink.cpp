#include "CommandLine/Errors.h"
#include "CommandLine/Messages.h"
#include "CommandLine/Sink.h"

#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace soma::command {
namespace {

/// The file's own integers and compressed samples end at full scale.
constexpr float full_scale = 1.0f;
constexpr std::int64_t longest_wav_bytes = 0xfffff000; ///< its 32-bit length, less a header

/// Floating-point samples into a sound file. Errors in writing are kept until they can be thrown: libsndfile calls
/// back.
class SoundWriter {
  public:
    SoundWriter(Output& output, const sound_file::Format& format, double rate_hz, int channels, std::int64_t frames)
        : output_(output)
        , format_(format)
        , channels_(channels) {
        SF_INFO info{};
        info.samplerate = static_cast<int>(rate_hz);
        info.channels = channels;
        info.format = format.written_as;
        if ((info.format & SF_FORMAT_TYPEMASK) == SF_FORMAT_WAV && frames * channels * 4 > longest_wav_bytes)
            info.format = SF_FORMAT_RF64 | SF_FORMAT_FLOAT;
        static SF_VIRTUAL_IO access{
            [](void* self) { return of(self).size_; },
            [](sf_count_t offset, int from, void* self) { return of(self).seek(offset, from); },
            [](void*, sf_count_t, void*) { return sf_count_t{0}; },
            [](const void* bytes, sf_count_t count, void* self) { return of(self).write_bytes(bytes, count); },
            [](void* self) { return of(self).position_; }};
        file_ = sf_open_virtual(&access, SFM_WRITE, &info, this);
        rethrow();
        if (file_ == nullptr)
            throw RunError(output.target() + ": a " + std::string(format.name) + " file cannot have " +
                           std::to_string(info.samplerate) + " Hz; choose another --rate, or write .wav");
        sf_command(file_, SFC_SET_ADD_PEAK_CHUNK, nullptr, SF_FALSE); // it holds the time of day
        sf_command(file_, SFC_SET_CLIPPING, nullptr, SF_TRUE);
        double quality = 0.8; // of 1: Vorbis at some 250 kbit/s for stereo
        sf_command(file_, SFC_SET_VBR_ENCODING_QUALITY, &quality, sizeof quality);
    }
    ~SoundWriter() {
        if (file_ != nullptr) sf_close(file_);
    }
    SoundWriter(const SoundWriter&) = delete;
    SoundWriter& operator=(const SoundWriter&) = delete;

    void write(const float* const* channels, int frames) {
        interleaved_.resize(static_cast<std::size_t>(frames * channels_));
        for (int k = 0; k < frames; ++k)
            for (int c = 0; c < channels_; ++c)
                interleaved_[static_cast<std::size_t>(k * channels_ + c)] = channels[c][k];
        if (!format_.keeps_any_level)
            clipped_ += std::ranges::count_if(interleaved_, [](float value) { return std::abs(value) > full_scale; });
        const auto written = sf_writef_float(file_, interleaved_.data(), frames);
        rethrow();
        if (written != frames) throw RunError(output_.target() + ": cannot be written: " + sf_strerror(file_));
    }

    void close() {
        sf_close(std::exchange(file_, nullptr)); // completes the header
        rethrow();
        if (clipped_ > 0)
            print_note(output_.target() + ": " + std::to_string(clipped_) +
                       " samples were beyond full scale and are cut off there; .wav keeps them");
    }

  private:
    static SoundWriter& of(void* self) { return *static_cast<SoundWriter*>(self); }

    sf_count_t seek(sf_count_t offset, int from) {
        position_ = offset + (from == SEEK_CUR ? position_ : from == SEEK_END ? size_ : 0);
        keep([&] { output_.seek(position_); });
        return position_;
    }
    sf_count_t write_bytes(const void* bytes, sf_count_t count) {
        if (!keep([&] { output_.write({static_cast<const char*>(bytes), static_cast<std::size_t>(count)}); })) return 0;
        position_ += count;
        size_ = std::max(size_, position_);
        return count;
    }
    template <class Action>
    bool keep(const Action& action) {
        if (error_) return false;
        try {
            action();
            return true;
        } catch (...) {
            error_ = std::current_exception();
            return false;
        }
    }
    void rethrow() const {
        if (error_) std::rethrow_exception(error_);
    }

    Output& output_;
    const sound_file::Format& format_;
    int channels_;
    SNDFILE* file_ = nullptr;
    sf_count_t position_ = 0, size_ = 0;
    std::int64_t clipped_ = 0;
    std::exception_ptr error_;
    std::vector<float> interleaved_;
};

/// The format of a target: that of its ending, and WAV for a name or a device without one.
const sound_file::Format& format_for(const Output& output) {
    const auto* format = sound_file::format_of(output.target());
    return format != nullptr ? *format : sound_file::formats().front();
}

/// The stereo mix.
class MixSink final : public Sink {
  public:
    MixSink(Output& output, const RunInfo& info)
        : writer_(output, format_for(output), info.provenance.sample_rate_hz, 2, info.frames) {}

    void block(const RunBlock& block) override { writer_.write(block.main, block.frames); }
    void end() override { writer_.close(); }

  private:
    SoundWriter writer_;
};

/// One bus of a single channel, as it is: V may be beyond full scale.
class StemSink final : public Sink {
  public:
    StemSink(Output& output, const RunInfo& info, Stem stem)
        : writer_(output, sound_file::formats().front(), info.provenance.sample_rate_hz, 1, info.frames)
        , stem_(stem) {}

    void block(const RunBlock& block) override {
        writer_.write(&block.stems[static_cast<std::size_t>(stem_)], block.frames);
    }
    void end() override { writer_.close(); }

  private:
    SoundWriter writer_;
    Stem stem_;
};

} // namespace

void write_sound(Output& output, double rate_hz, const std::array<const float*, 2>& channels, int frames) {
    SoundWriter writer(output, format_for(output), rate_hz, 2, frames);
    writer.write(channels.data(), frames);
    writer.close();
}

std::unique_ptr<Sink> make_mix_sink(Output& output, const RunInfo& info) {
    return std::make_unique<MixSink>(output, info);
}
std::unique_ptr<Sink> make_stem_sink(Output& output, const RunInfo& info, Stem stem) {
    return std::make_unique<StemSink>(output, info, stem);
}

} // namespace soma::command
