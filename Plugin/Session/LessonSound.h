#pragma once

#include "Session/EditorHost.h"

#include "Lesson/Play/Session.h"

#include <deque>
#include <optional>
#include <string>
#include <utility>

namespace soma::editor {

/// Plays the cards of a step, one or all in turn, on the instrument, and tells the session.
class LessonSound {
  public:
    explicit LessonSound(LessonPlayer& player)
        : player_(player) {}

    /// Values that the student moved away from the lesson's, by parameter; undone at the next step.
    lesson::Named<double> moved;

    void play(lesson::Session& session, std::size_t card, const std::string& folder, double now_ms);
    void play_all(lesson::Session& session, const std::string& folder, double now_ms);
    void stop(lesson::Session& session);
    /// Every frame: the end of a sound, and the next one in turn.
    bool refresh(lesson::Session& session, double now_ms);
    /// A knob was turned: what plays follows.
    void retune(lesson::Session& session);

    std::optional<std::size_t> playing() const { return card_; }
    bool busy() const { return card_ || !waiting_.empty(); }
    /// How much of a card has been played, 0 … 1; 0 of one without a length.
    float share(std::size_t card) const;
    /// Why the last one could not be played.
    std::optional<Message> take_failure() { return std::exchange(failure_, std::nullopt); }
    /// The sound that was begun has not moved for a while: the host plays no audio.
    bool stuck(double now_ms) const;
    int spikes() const { return player_.spikes(); }
    /// Of the last card that was played.
    lesson::Setup setup(lesson::Session& session, std::size_t card) const;
    std::optional<std::size_t> last() const { return last_; }
    void forget();

  private:
    void begin(lesson::Session& session, std::size_t card, double now_ms);
    void count(lesson::Session& session);
    double length_ms(const lesson::Session& session, const lesson::Setup& setup) const;

    LessonPlayer& player_;
    std::string folder_;
    std::optional<std::size_t> card_, last_;
    std::deque<std::size_t> waiting_;
    double next_ms_ = 0.0, length_ms_ = 0.0, begun_ms_ = 0.0;
    double seen_ms_ = 0.0, moved_ms_ = 0.0; ///< how much had been played when it last moved, and when that was
    bool in_turn_ = false;
    bool counted_ = false; ///< the sound was heard: the session knows of it
    std::optional<Message> failure_;
};

} // namespace soma::editor
