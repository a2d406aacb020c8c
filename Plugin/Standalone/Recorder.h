#pragma once

#include <juce_audio_formats/juce_audio_formats.h>

#include <atomic>
#include <memory>

namespace soma::standalone {

/// Writes what is heard to a WAV file (32-bit float), on its own thread. The file's header is brought up to date about
/// once a second, after the samples are on the disk: however the program ends, the file can be read up to there.
class Recorder {
  public:
    Recorder();
    ~Recorder();

    // Message thread.
    /// Throws std::runtime_error with one line that names the file, also where there is such a file already.
    void start(const juce::File& file, double rate_hz);
    void stop();
    bool recording() const { return writer_ != nullptr; }
    const juce::File& file() const { return file_; }
    /// Of the file that was started last. Any thread.
    double rate_hz() const { return rate_hz_.load(std::memory_order_relaxed); }
    /// Nothing more can be written: the disk is full, or gone. The file holds what was recorded before.
    bool failed() const { return failed_.load(std::memory_order_relaxed); }
    /// Samples lost because the disk was too slow.
    std::size_t lost() const { return lost_.load(std::memory_order_relaxed); }

    /// Audio thread.
    void push(const float* left, const float* right, int frames) noexcept;

  private:
    using Writer = juce::AudioFormatWriter::ThreadedWriter;

    juce::TimeSliceThread thread_{"Somaphone recorder"};
    std::unique_ptr<Writer> writer_;
    juce::File file_;
    std::atomic<double> rate_hz_{0.0};
    std::atomic<bool> failed_{false};
    std::atomic<Writer*> active_{nullptr};
    std::atomic<bool> busy_{false};
    std::atomic<std::size_t> lost_{0};
};

} // namespace soma::standalone
