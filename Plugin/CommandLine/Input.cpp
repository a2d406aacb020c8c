#include "CommandLine/Input.h"

#include "CommandLine/AudioCheck.h"
#include "CommandLine/Errors.h"
#include "CommandLine/TextFile.h"

#include "Engine/Engine.h"
#include "State/StimulusCsv.h"

#include <juce_audio_formats/juce_audio_formats.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace soma::command {
namespace {

class Table final : public Input {
  public:
    explicit Table(RecordedStimulus stimulus)
        : stimulus_(std::move(stimulus)) {}

    std::optional<double> rate_hz() const override { return std::nullopt; }
    std::int64_t frames() const override { return static_cast<std::int64_t>(stimulus_.current_pa.size()); }
    int channels() const override { return 1; }

    void read(std::int64_t start, Block& block) override {
        block.current_pa = part(stimulus_.current_pa, start, block.frames, current_pa_);
        if (!stimulus_.conductance_ns.empty())
            block.conductance_ns = part(stimulus_.conductance_ns, start, block.frames, conductance_ns_);
    }

  private:
    static const double* part(const std::vector<double>& all, std::int64_t start, int frames,
                              std::vector<double>& room) {
        const auto length = static_cast<std::int64_t>(all.size());
        if (start + frames <= length) return all.data() + start;
        room.assign(static_cast<std::size_t>(frames), 0.0);
        if (start < length) std::copy(all.begin() + start, all.end(), room.begin());
        return room.data();
    }

    RecordedStimulus stimulus_;
    std::vector<double> current_pa_, conductance_ns_;
};

class Sound final : public Input {
  public:
    explicit Sound(const std::string& name)
        : name_(name) {
        const auto file = juce::File::getCurrentWorkingDirectory().getChildFile(juce::String::fromUTF8(name.c_str()));
        check_audio_file(file, name);
        juce::AudioFormatManager formats;
        formats.registerBasicFormats();
        reader_.reset(formats.createReaderFor(std::make_unique<juce::FileInputStream>(file)));
        if (reader_ == nullptr) fail("cannot be decoded; it must be PCM or float WAV, FLAC, AIFF or Ogg Vorbis");
        if (reader_->lengthInSamples <= 0) fail("holds no sound, or in an encoding that cannot be decoded");
        if (reader_->bitsPerSample > 32)
            fail("has " + std::to_string(reader_->bitsPerSample) + " bits a sample; it must have 8 to 32");
        if (reader_->numChannels > Engine::max_channels)
            fail("has " + std::to_string(reader_->numChannels) + " channels; it must have at most " +
                 std::to_string(Engine::max_channels));
        rate_hz_ = reader_->sampleRate;
        frames_ = reader_->lengthInSamples;
        channels_ = static_cast<int>(reader_->numChannels);
    }

    std::optional<double> rate_hz() const override { return rate_hz_; }
    std::int64_t frames() const override { return frames_; }
    int channels() const override { return channels_; }

    void read(std::int64_t start, Block& block) override {
        buffer_.setSize(channels_, block.frames, false, false, true);
        buffer_.clear();
        const auto held = static_cast<int>(std::clamp<std::int64_t>(frames_ - start, 0, block.frames));
        if (held > 0 && !reader_->read(buffer_.getArrayOfWritePointers(), channels_, start, held))
            fail("cannot be decoded from sample " + std::to_string(start) + " on");
        if (static_cast<int>(reader_->numChannels) != channels_) // a damaged FLAC file may say so on its way
            fail("is damaged: its number of channels changes after sample " + std::to_string(start));
        for (int channel = 0; channel < channels_; ++channel)
            for (int k = 0; k < held; ++k)
                if (!std::isfinite(buffer_.getSample(channel, k)))
                    fail("sample " + std::to_string(start + k) + " of channel " + std::to_string(channel + 1) +
                         " is not a finite number; every sample must be one");
        block.input = {buffer_.getArrayOfReadPointers(), static_cast<std::size_t>(channels_)};
    }

  private:
    [[noreturn]] void fail(const std::string& message) const { throw RunError(name_ + ": " + message); }

    std::string name_;
    std::unique_ptr<juce::AudioFormatReader> reader_;
    // As the file began; the reader's own may change while it decodes.
    double rate_hz_ = 0.0;
    std::int64_t frames_ = 0;
    int channels_ = 0;
    juce::AudioBuffer<float> buffer_;
};

bool names_table(const std::string& path) {
    return path == "-" || juce::String::fromUTF8(path.c_str()).endsWithIgnoreCase(".csv");
}

} // namespace

std::unique_ptr<Input> open_input(const std::string& path) {
    if (names_table(path))
        return std::make_unique<Table>(read_stimulus_csv(path == "-" ? "standard input" : path, read_text_file(path)));
    return std::make_unique<Sound>(path);
}

} // namespace soma::command
