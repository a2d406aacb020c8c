#include "Lesson/Play/ClassAdvance.h"

namespace soma::lesson {
namespace {

constexpr int most_plays = 20; ///< more than any lesson asks for

void go_on(Session& session) {
    const auto cards = session.cards().size();
    for (int play = 0; play < most_plays && !session.can_advance(); ++play)
        for (std::size_t card = 0; card < cards; ++card)
            if (session.play(card, 0.0)) session.play_ended();
    if (!session.can_advance()) session.pass(0.0);
    session.next(0.0);
}

} // namespace

bool advance_class(Session& session) {
    if (session.phase() == Phase::finished) return false;
    const auto from = session.position();
    const auto* choose = std::get_if<ChooseStep>(&session.step().body);
    const bool staircase = choose != nullptr && choose->adaptive.has_value();
    go_on(session);
    // A staircase ends after at most `maxTrials`.
    while (staircase && session.phase() != Phase::finished && session.position() == from) go_on(session);
    return session.phase() != Phase::finished;
}

} // namespace soma::lesson
