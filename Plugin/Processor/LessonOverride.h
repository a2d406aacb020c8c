#pragma once

#include "Core/SpscQueue.h"
#include "Engine/Engine.h"
#include "Parameters/Snapshot.h"

#include <atomic>
#include <bitset>
#include <utility>

namespace soma {

/// The sound that a lesson has the engine play in place of the preset: plain data.
struct LessonTurn {
    enum class Does : std::uint8_t {
        give_back, ///< the preset plays again, from its rest
        rest,      ///< in the lesson's hands, silent
        begin,     ///< the values from their rest
        move,      ///< the values while they play: a knob was turned
    };
    Does does = Does::rest;
    bool live_input = false; ///< the audio input reaches the neuron
    Snapshot values{};
    membrane::Initial initial{};
    std::int64_t frames = 0; ///< of a sound; 0: until it is stopped
    bool loop = false;
    const float* recording = nullptr; ///< what comes in, in place of the audio input; the sender keeps it
    std::int64_t recording_frames = 0;
};

/// The engine in a lesson's hands. The preset, its parameters, what a host sees, automates and saves, the scope's
/// trace: none of them ever holds what a lesson plays, so that nothing tells an answer and nothing has to be put back.
class LessonOverride {
  public:
    /// The values of the preset that count even then: output level, mute, spikes out.
    explicit LessonOverride(const std::bitset<parameter_count>& kept_of_preset)
        : kept_(kept_of_preset) {}

    // Message thread.
    /// False when so many wait already that this one is lost.
    bool post(const LessonTurn& turn);
    /// In the lesson's hands, as far as was posted.
    bool lent() const { return lent_; }
    /// The sound that was begun last has not come to its end.
    bool playing() const;
    /// Of the sound that was begun last, as far as it was played.
    std::int64_t frames() const { return frames_.load(std::memory_order_relaxed); }
    std::int64_t spikes() const { return spikes_.load(std::memory_order_relaxed); }
    /// How many turns other than a knob's were posted, and how many of them the audio thread has taken.
    std::uint64_t turns_posted() const { return turns_posted_; }
    std::uint64_t turns_taken() const { return turns_taken_.load(std::memory_order_acquire); }
    /// The next MIDI note that was pressed while lent, as an answer 1 … 9; 0 when there is none.
    int take_note();

    // Audio thread, RT.
    bool lent_now() const noexcept { return turn_.does != LessonTurn::Does::give_back; }
    bool takes_input() const noexcept { return turn_.live_input && sounding_; }
    /// The recording's next frames; null when there are not so many any more.
    const float* recording(int frames) const noexcept;
    /// The next turn takes effect: then values() are others, and with a true `restarts` the neuron begins again.
    bool take(bool& restarts) noexcept;
    /// The preset, or what the lesson plays over it.
    Snapshot values(const Snapshot& preset) const noexcept;
    const membrane::Initial& initial() const noexcept { return turn_.initial; }
    /// A block was played. True when the sound is over: values() are others.
    bool advance(int frames, std::size_t spikes) noexcept;
    /// Loops: the neuron is to begin again.
    bool take_repeat() noexcept { return std::exchange(repeat_, false); }
    void note_on(int note) noexcept;

  private:
    static constexpr int first_answer_note = 60, answers = 9;

    std::bitset<parameter_count> kept_;
    SpscQueue<LessonTurn, 16> turns_;
    SpscQueue<std::uint8_t, 64> notes_;
    std::atomic<std::int64_t> frames_{0}, spikes_{0};
    std::atomic<std::uint32_t> begun_{0}, ended_{0}; ///< sounds; equal: silence

    std::atomic<std::uint64_t> turns_taken_{0};
    std::uint64_t turns_posted_ = 0; ///< message thread
    bool lent_ = false;              ///< message thread
    std::uint32_t posted_ = 0;       ///< message thread: sounds begun

    LessonTurn turn_{.does = LessonTurn::Does::give_back}; ///< audio thread, from here on
    bool sounding_ = false, repeat_ = false;
    bool preset_muted_ = false; ///< lent, and nothing was played yet
};

} // namespace soma
