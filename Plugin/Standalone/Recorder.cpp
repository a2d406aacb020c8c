#include "Standalone/Recorder.h"

#include "Compatibility/AudioWriter.h"

#include <stdexcept>

namespace soma::standalone {
namespace {

constexpr int room_samples = 1 << 17; // over a second at 96 kHz

} // namespace

Recorder::Recorder() { thread_.startThread(); }

Recorder::~Recorder() { stop(); }

void Recorder::start(const juce::File& file, double rate_hz) {
    stop();
    file.deleteFile();
    std::unique_ptr<juce::OutputStream> stream = file.createOutputStream();
    juce::WavAudioFormat wav;
    std::unique_ptr<juce::AudioFormatWriter> format;
    if (stream != nullptr) format = compatibility::audio_writer(wav, stream, rate_hz, 2, 32);
    if (format == nullptr)
        throw std::runtime_error(file.getFullPathName().toStdString() + ": cannot be written; is the folder writable?");
    writer_ = std::make_unique<Writer>(format.release(), thread_, room_samples);
    file_ = file;
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
