#include "CommandLine/Errors.h"
#include "CommandLine/Sink.h"
#include "Compatibility/AudioWriter.h"

namespace soma::command {
namespace {

/// The stereo mix as 32-bit float.
class WavSink final : public Sink {
  public:
    WavSink(Output& output, const RunInfo& info) {
        std::unique_ptr<juce::OutputStream> stream = std::make_unique<OutputStream>(output, error_);
        juce::WavAudioFormat format;
        writer_ = compatibility::audio_writer(format, stream, info.provenance.sample_rate_hz, 2, 32);
        if (writer_ == nullptr)
            throw RunError(output.target() + ": a WAV file cannot have this sample rate; choose another --rate");
    }

    void block(const RunBlock& block) override {
        writer_->writeFromFloatArrays(block.main, 2, block.frames);
        rethrow();
    }
    void end() override {
        writer_.reset(); // completes the header
        rethrow();
    }

  private:
    void rethrow() const {
        if (error_) std::rethrow_exception(error_);
    }

    std::exception_ptr error_;
    std::unique_ptr<juce::AudioFormatWriter> writer_;
};

} // namespace

std::unique_ptr<Sink> make_wav_sink(Output& output, const RunInfo& info) {
    return std::make_unique<WavSink>(output, info);
}

} // namespace soma::command
