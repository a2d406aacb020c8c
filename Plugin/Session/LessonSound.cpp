#include "Session/LessonSound.h"

#include "Lesson/Answers/Setup.h"
#include "Lesson/Format/Problem.h"

#include <algorithm>

namespace soma::editor {

namespace {

/// Between two sounds, so that the first has faded.
constexpr double change_ms = 80.0, usual_gap_ms = 400.0;
/// Of a sound that does not end by itself.
constexpr double endless_ms = 2000.0;
constexpr double patience_ms = 1500.0;

double gap_ms(const lesson::Session& session) {
    const auto* choose = std::get_if<lesson::ChooseStep>(&session.step().body);
    return std::max(change_ms, choose != nullptr && choose->trial ? choose->trial->gap_ms : usual_gap_ms);
}

} // namespace

lesson::Setup LessonSound::setup(lesson::Session& session, std::size_t card) const {
    auto setup = session.setup(card);
    for (const auto& [id, value] : moved) lesson::set_parameter(setup, id, value);
    return setup;
}

/// While a knob is tuned and while the room is heard, the sound goes on until it is stopped.
double LessonSound::length_ms(const lesson::Session& session, const lesson::Setup& setup) const {
    if (setup.total_ms > 0.0) return setup.total_ms / setup.values[Id::time_scale];
    const bool tuning = std::holds_alternative<lesson::TuneStep>(session.step().body);
    return (tuning || setup.live_input) && !in_turn_ ? 0.0 : endless_ms;
}

void LessonSound::begin(lesson::Session& session, std::size_t card, double now_ms) {
    try {
        const auto set = setup(session, card);
        if (!session.can_play(card)) return;
        length_ms_ = length_ms(session, set);
        failure_ = player_.play(set, length_ms_, folder_);
    } catch (const lesson::LessonError& error) {
        failure_ = Message{"This sound cannot be played", error.what()};
    }
    if (failure_) {
        waiting_.clear();
        return;
    }
    card_ = last_ = card;
    begun_ms_ = moved_ms_ = now_ms;
    seen_ms_ = 0.0;
    counted_ = false;
    count(session);
}

/// A host that plays no audio takes what is begun and lets nobody hear it: such a play is none.
void LessonSound::count(lesson::Session& session) {
    if (counted_ || !card_ || (player_.playing() && player_.played_ms() <= 0.0)) return;
    counted_ = true;
    session.play(*card_, begun_ms_);
}

void LessonSound::play(lesson::Session& session, std::size_t card, const std::string& folder, double now_ms) {
    if (!session.can_play(card)) return;
    const bool same = card_ == card;
    const bool sounding = card_.has_value();
    stop(session);
    if (same) return;
    folder_ = folder;
    in_turn_ = false;
    waiting_ = {card};
    next_ms_ = sounding ? now_ms + change_ms : now_ms;
    refresh(session, now_ms);
}

void LessonSound::play_all(lesson::Session& session, const std::string& folder, double now_ms) {
    if (busy()) return stop(session);
    folder_ = folder;
    in_turn_ = true;
    for (std::size_t i = 0; i < session.cards().size(); ++i)
        if (session.can_play(i)) waiting_.push_back(i);
    next_ms_ = now_ms;
    refresh(session, now_ms);
}

void LessonSound::stop(lesson::Session& session) {
    waiting_.clear();
    if (!card_) return;
    count(session);
    card_.reset();
    player_.stop();
    if (counted_) session.play_ended();
}

bool LessonSound::refresh(lesson::Session& session, double now_ms) {
    const bool counted = counted_;
    count(session);
    bool changed = counted_ != counted;
    if (const double played_ms = player_.played_ms(); played_ms != seen_ms_) {
        seen_ms_ = played_ms;
        moved_ms_ = now_ms;
    }
    if (card_ && !player_.playing()) {
        card_.reset();
        session.play_ended();
        next_ms_ = now_ms + gap_ms(session);
        changed = true;
    }
    if (card_ || waiting_.empty() || now_ms < next_ms_) return changed;
    const auto card = waiting_.front();
    waiting_.pop_front();
    begin(session, card, now_ms);
    return true;
}

void LessonSound::retune(lesson::Session& session) {
    if (!card_) return;
    try {
        player_.retune(setup(session, *card_));
    } catch (const lesson::LessonError& error) {
        failure_ = Message{"This sound cannot be played", error.what()};
    }
}

float LessonSound::share(std::size_t card) const {
    if (last_ != card || length_ms_ <= 0.0) return 0.0f;
    if (!card_) return 1.0f;
    return static_cast<float>(std::clamp(player_.played_ms() / length_ms_, 0.0, 1.0));
}

bool LessonSound::stuck(double now_ms) const {
    return card_ && now_ms - moved_ms_ > patience_ms && player_.played_ms() == seen_ms_;
}

void LessonSound::forget() {
    waiting_.clear();
    card_.reset();
    last_.reset();
    moved.clear();
    length_ms_ = 0.0;
}

} // namespace soma::editor
