#include "Processor/LessonOverride.h"

namespace soma {

using Does = LessonTurn::Does;

bool LessonOverride::post(const LessonTurn& turn) {
    if (!turns_.push(turn)) return false;
    if (turn.does != Does::move) ++turns_posted_;
    lent_ = turn.does != Does::give_back;
    if (turn.does == Does::begin) {
        ++posted_;
        frames_.store(0, std::memory_order_relaxed);
        spikes_.store(0, std::memory_order_relaxed);
    }
    return true;
}

bool LessonOverride::playing() const { return posted_ != ended_.load(std::memory_order_acquire); }

int LessonOverride::take_note() {
    std::uint8_t answer = 0;
    return notes_.pop(answer) ? answer : 0;
}

bool LessonOverride::take(bool& restarts) noexcept {
    bool taken = false;
    for (LessonTurn next; turns_.pop(next); taken = true) {
        if (next.does == Does::move) {
            turn_.values = next.values;
            continue;
        }
        turns_taken_.fetch_add(1, std::memory_order_release);
        const bool was_lent = lent_now();
        ended_.store(begun_.load(std::memory_order_relaxed), std::memory_order_release);
        sounding_ = next.does == Does::begin;
        if (next.does == Does::rest) {
            // The sound goes on unheard: silence comes as a fade, so that no click is heard that is no spike.
            turn_.does = Does::rest;
            turn_.recording = nullptr;
            preset_muted_ = preset_muted_ || !was_lent;
            continue;
        }
        turn_ = next;
        preset_muted_ = false;
        restarts = true;
        if (!sounding_) continue;
        begun_.fetch_add(1, std::memory_order_relaxed);
        frames_.store(0, std::memory_order_relaxed);
        spikes_.store(0, std::memory_order_relaxed);
    }
    return taken;
}

Snapshot LessonOverride::values(const Snapshot& preset) const noexcept {
    if (!lent_now()) return preset;
    Snapshot values = preset_muted_ ? preset : turn_.values;
    for (std::size_t i = 0; i < parameter_count; ++i)
        if (kept_[i]) values.set(static_cast<Id>(i), preset[static_cast<Id>(i)]);
    if (!sounding_) values.set(Id::mute, 1.0);
    return values;
}

bool LessonOverride::advance(int frames, std::size_t spikes) noexcept {
    if (!sounding_) return false;
    spikes_.fetch_add(static_cast<std::int64_t>(spikes), std::memory_order_relaxed);
    const auto played = frames_.fetch_add(frames, std::memory_order_relaxed) + frames;
    if (turn_.frames == 0 || played < turn_.frames) return false;
    if (turn_.loop) {
        frames_.store(0, std::memory_order_relaxed);
        repeat_ = true;
        return false;
    }
    sounding_ = false;
    ended_.store(begun_.load(std::memory_order_relaxed), std::memory_order_release);
    return true;
}

const float* LessonOverride::recording(int frames) const noexcept {
    const auto at = frames_.load(std::memory_order_relaxed);
    return sounding_ && turn_.recording != nullptr && at + frames <= turn_.recording_frames ? turn_.recording + at
                                                                                            : nullptr;
}

void LessonOverride::note_on(int note) noexcept {
    const int answer = note - first_answer_note + 1;
    if (answer >= 1 && answer <= answers) notes_.push(static_cast<std::uint8_t>(answer));
}

} // namespace soma
