#pragma once

#include <juce_audio_formats/juce_audio_formats.h>

#include <atomic>
#include <memory>

namespace soma::standalone {

/// Writes what is heard to a WAV file (32-bit float), from a thread of its own.
class Recorder {
  public:
    Recorder();
    ~Recorder();

    // Message thread.
    /// Throws std::runtime_error with one line that names the file.
    void start(const juce::File& file, double rate_hz);
    void stop();
    bool recording() const { return writer_ != nullptr; }
    const juce::File& file() const { return file_; }
    /// Samples lost because the disc was too slow.
    std::size_t lost() const { return lost_.load(std::memory_order_relaxed); }

    /// Audio thread.
    void push(const float* left, const float* right, int frames) noexcept;

  private:
    using Writer = juce::AudioFormatWriter::ThreadedWriter;

    juce::TimeSliceThread thread_{"Somaphone recorder"};
    std::unique_ptr<Writer> writer_;
    juce::File file_;
    std::atomic<Writer*> active_{nullptr};
    std::atomic<bool> busy_{false};
    std::atomic<std::size_t> lost_{0};
};

} // namespace soma::standalone
