#include "Standalone/Recorder.h"

#include "Compatibility/AudioWriter.h"

#include <cmath>
#include <stdexcept>

namespace soma::standalone {
namespace {

constexpr int room_samples = 1 << 19; // over two seconds at 192 kHz, while a slow disk is waited for
constexpr double up_to_date_every_s = 1.0;
constexpr std::size_t unbuffered = 1; // byte: the header then counts nothing that the disk has not taken

/// Passes everything on to JUCE's writer. `flush` brings samples and header to the disk, in this order, so that the
/// header never tells of samples that a power cut took.
class DurableWriter final : public juce::AudioFormatWriter {
  public:
    DurableWriter(std::unique_ptr<juce::AudioFormatWriter> writer, juce::OutputStream& stream,
                  std::atomic<bool>& failed)
        : juce::AudioFormatWriter(nullptr, writer->getFormatName(), writer->getSampleRate(),
                                  static_cast<unsigned int>(writer->getNumChannels()),
                                  static_cast<unsigned int>(writer->getBitsPerSample()))
        , writer_(std::move(writer))
        , stream_(stream)
        , failed_(failed) {
        usesFloatingPointData = writer_->isFloatingPoint();
    }

    bool write(const int** samples, int frames) override {
        const bool written = writer_->write(samples, frames);
        if (!written) failed_.store(true, std::memory_order_relaxed);
        return written;
    }
    bool flush() override {
        stream_.flush();
        return writer_->flush();
    }

  private:
    std::unique_ptr<juce::AudioFormatWriter> writer_;
    juce::OutputStream& stream_; ///< the writer's
    std::atomic<bool>& failed_;
};

} // namespace

Recorder::Recorder() { thread_.startThread(); }

Recorder::~Recorder() { stop(); }

void Recorder::start(const juce::File& file, double rate_hz) {
    stop();
    const auto name = file.getFullPathName().toStdString();
    if (file.exists()) throw std::runtime_error(name + ": is there already");
    std::unique_ptr<juce::OutputStream> stream = file.createOutputStream(unbuffered);
    auto* const kept = stream.get();
    juce::WavAudioFormat wav;
    std::unique_ptr<juce::AudioFormatWriter> format;
    if (stream != nullptr) format = compatibility::audio_writer(wav, stream, rate_hz, 2, 32);
    if (format == nullptr) throw std::runtime_error(name + ": cannot be written; is the folder writable?");
    failed_.store(false, std::memory_order_relaxed);
    auto durable = std::make_unique<DurableWriter>(std::move(format), *kept, failed_);
    durable->flush();
    writer_ = std::make_unique<Writer>(durable.release(), thread_, room_samples);
    writer_->setFlushInterval(static_cast<int>(std::lround(up_to_date_every_s * rate_hz)));
    file_ = file;
    rate_hz_.store(rate_hz, std::memory_order_relaxed);
    lost_.store(0, std::memory_order_relaxed);
    active_.store(writer_.get());
}

void Recorder::stop() {
    active_.store(nullptr);
    while (busy_.load()) juce::Thread::sleep(1); // the audio thread may be in the midst of a block
    writer_.reset();                             // writes what is left
}

void Recorder::push(const float* left, const float* right, int frames) noexcept {
    busy_.store(true);
    if (auto* writer = active_.load(); writer != nullptr) {
        const float* channels[] = {left, right};
        if (!writer->write(channels, frames)) lost_.fetch_add(static_cast<std::size_t>(frames));
    }
    busy_.store(false);
}

} // namespace soma::standalone
