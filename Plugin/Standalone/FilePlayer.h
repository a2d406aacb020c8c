#pragma once

#include "Core/SpscQueue.h"
#include "SoundFile/Clip.h"

#include <atomic>

namespace soma::standalone {

/// Plays a clip in a loop; one that was made for another rate than the device's waits for its successor. Clips cross to
/// the audio thread and back through queues; neither side waits.
class FilePlayer {
  public:
    ~FilePlayer() {
        for (Fresh fresh; fresh_.pop(fresh);) delete fresh.clip;
        throw_away();
        delete clip_;
    }

    // Message thread.
    enum class From { start, where_it_was };
    /// `where_it_was`: the sound that plays now, made for another rate.
    void load(std::unique_ptr<Clip> clip, From from = From::start) {
        throw_away();
        name_ = clip->name;
        if (fresh_.push({clip.get(), from})) static_cast<void>(clip.release());
    }
    const std::string& name() const { return name_; }
    bool has_clip() const { return !name_.empty(); }
    void play(bool wanted) { playing_.store(wanted, std::memory_order_relaxed); }
    bool playing() const { return playing_.load(std::memory_order_relaxed); }
    /// Clips that the audio thread has done with.
    void throw_away() {
        for (Clip* clip = nullptr; used_.pop(clip);) delete clip;
    }

    /// Audio thread.
    void add_to(float* left, float* right, int frames, double rate_hz) noexcept {
        for (Fresh fresh; fresh_.pop(fresh);) take(fresh);
        if (clip_ == nullptr || clip_->rate_hz != rate_hz || !playing()) return;
        const auto& audio = clip_->audio;
        const int last = audio.getNumChannels() - 1;
        for (int done = 0; done < frames;) {
            const int now = std::min(frames - done, audio.getNumSamples() - at_);
            juce::FloatVectorOperations::add(left + done, audio.getReadPointer(0, at_), now);
            juce::FloatVectorOperations::add(right + done, audio.getReadPointer(last, at_), now);
            done += now;
            at_ = (at_ + now) % audio.getNumSamples();
        }
    }

  private:
    struct Fresh {
        Clip* clip = nullptr;
        From from = From::start;
    };

    void take(const Fresh& fresh) noexcept {
        const bool goes_on = fresh.from == From::where_it_was && clip_ != nullptr;
        const double at_s = goes_on ? at_ / clip_->rate_hz : 0.0;
        if (clip_ != nullptr) used_.push(clip_);
        clip_ = fresh.clip;
        at_ = static_cast<int>(at_s * clip_->rate_hz) % clip_->audio.getNumSamples();
    }

    SpscQueue<Fresh, 8> fresh_;
    SpscQueue<Clip*, 16> used_; ///< roomier than what can come
    Clip* clip_ = nullptr;      ///< audio thread
    int at_ = 0;
    std::atomic<bool> playing_{false};
    std::string name_;
};

} // namespace soma::standalone
