// The keys and the teacher's panel while a class votes, with hands or with its own devices.
#include "Lesson/Play/ClassAdvance.h"
#include "Session/LessonController.h"

namespace soma::editor {

bool LessonController::voting() const {
    if (live_.running()) return live_.counts_hands();
    return projected() && session() != nullptr && !finished() && !session()->choices().empty() &&
           session()->trial().second == 0;
}

void LessonController::vote(int option, int change) {
    guarded([&](lesson::Session& running) {
        const auto choices = running.choices();
        for (std::size_t i = 0; i < choices.size(); ++i)
            if (choices[i].key == option) {
                if (live_.running())
                    live_.hand(static_cast<int>(i) + 1, change);
                else
                    running.tally().vote(static_cast<int>(i) + 1, change);
            }
    });
}

/// Closes the round and lets the class talk; then begins the next one, if there is one.
void LessonController::toggle_bars() {
    if (!voting()) return;
    if (live_.running()) return live_.toggle_bars();
    auto& tally = session()->tally();
    if (!answering_.bars_wanted) {
        answering_.bars_wanted = true;
        tally.close_round();
        if (tally.another_round_allowed()) answering_.talk_from = now_ms();
    } else if (tally.another_round_allowed()) {
        answering_.bars_wanted = false;
        answering_.talk_from.reset();
        tally.next_round();
    }
    changed();
}

void LessonController::toggle_answer() {
    if (session() == nullptr || finished()) return;
    if (live_.running()) live_.act(lesson::ClassAction::reveal);
    answering_.answer_shown = !answering_.answer_shown;
    if (answering_.answer_shown) {
        if (voting()) session()->tally().reveal();
        guarded([&](lesson::Session& running) {
            running.reveal(now_ms());
            answering_.solution = running.solution();
        });
    }
    changed();
}

void LessonController::class_act(lesson::ClassAction action) {
    if (!live_.running() || session() == nullptr) return;
    if (action == lesson::ClassAction::next) {
        guarded([&](lesson::Session& running) {
            sound_.stop(running);
            lesson::advance_class(running);
            new_question();
        });
    } else if (action == lesson::ClassAction::reveal) {
        if (!answering_.answer_shown) toggle_answer();
    } else {
        live_.act(action);
    }
    changed();
}

void LessonController::class_usual() {
    if (live_.in_lobby()) {
        live_.begin();
        return changed();
    }
    if (live_.state() != nullptr) class_act(live_.state()->live().usual());
}

/// The bars of the page show the votes of devices and hands together.
void LessonController::follow_class() {
    changed();
    const auto* state = live_.state();
    if (session() == nullptr || state == nullptr || !live_.counts_hands()) return;
    const auto bars = state->bars();
    const auto options = session()->choices().size();
    std::vector<std::vector<int>> rounds(static_cast<std::size_t>(state->live().round()), std::vector<int>(options));
    for (std::size_t round = 0; round < rounds.size(); ++round)
        for (std::size_t option = 0; option < options && option < bars.size(); ++option)
            rounds[round][option] = bars[option].votes[round];
    const bool visible = state->live().votes_visible();
    session()->tally().set(std::move(rounds), visible, state->live().phase() == lesson::ClassPhase::reveal);
    answering_.bars_wanted = visible;
}

} // namespace soma::editor
