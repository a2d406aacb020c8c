#include "Lesson/Play/LiveClass.h"
#include "Core/Random.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace {

using namespace soma;
using lesson::ClassPhase;
using lesson::LiveClass;
using Reply = LiveClass::Reply;

LiveClass asked(int options = 4) {
    LiveClass live{30, 2};
    live.ask({"q", 0}, options, true);
    return live;
}

TEST(LiveClass, GoesFromLobbyToReveal) {
    LiveClass live{10, 2};
    EXPECT_EQ(live.phase(), ClassPhase::lobby);
    EXPECT_FALSE(live.open()) << "there is no question yet";
    live.ask({"q", 0}, 3, true);
    EXPECT_EQ(live.phase(), ClassPhase::listen);
    EXPECT_FALSE(live.close());
    EXPECT_TRUE(live.open());
    EXPECT_FALSE(live.votes_visible()) << "bars during a round make people copy";
    EXPECT_TRUE(live.close());
    EXPECT_FALSE(live.votes_visible());
    EXPECT_TRUE(live.tally());
    EXPECT_TRUE(live.votes_visible());
    EXPECT_TRUE(live.discuss());
    EXPECT_TRUE(live.open());
    EXPECT_EQ(live.round(), 2);
    EXPECT_TRUE(live.close());
    EXPECT_FALSE(live.discuss()) << "two rounds at most";
    EXPECT_TRUE(live.tally());
    EXPECT_TRUE(live.reveal());
    EXPECT_FALSE(live.open()) << "what was revealed is not asked again";
}

TEST(LiveClass, AnAnswerIsTakenOnlyForTheQuestionAndTheRoundThatAreOpen) {
    auto live = asked();
    const int seat = live.join().value();
    EXPECT_EQ(live.answer(seat, 1, 1, "2"), Reply::not_open);
    live.open();
    EXPECT_EQ(live.answer(seat, 1, 1, "2"), Reply::taken);
    EXPECT_EQ(live.answer(seat, 2, 1, "3"), Reply::other_question);
    EXPECT_EQ(live.answer(seat, 1, 2, "3"), Reply::other_round);
    EXPECT_EQ(live.answer(7, 1, 1, "3"), Reply::no_such_seat);
    EXPECT_EQ(live.answer(-1, 1, 1, "3"), Reply::no_such_seat);
    EXPECT_EQ(live.answer(seat, 1, 1, ""), Reply::empty);
    EXPECT_EQ(live.answer_of(seat, 1), "2");
    live.close();
    EXPECT_EQ(live.answer(seat, 1, 1, "4"), Reply::not_open);
    EXPECT_EQ(live.answer_of(seat, 1), "2");
}

TEST(LiveClass, HandsAndSeatsAreCountedTogether) {
    auto live = asked(2);
    const int seat = live.join().value();
    EXPECT_FALSE(live.hand(1, 1)) << "not open";
    live.open();
    live.answer(seat, 1, 1, "2");
    EXPECT_TRUE(live.hand(2, 1));
    EXPECT_TRUE(live.hand(1, 1));
    EXPECT_TRUE(live.hand(1, -1));
    EXPECT_TRUE(live.hand(1, -1)) << "stays at none";
    EXPECT_FALSE(live.hand(3, 1)) << "there is no third option";
    EXPECT_EQ(live.record()->rounds[0].hands, (std::vector<int>{0, 1}));
    EXPECT_EQ(live.answered(), 1);
}

TEST(LiveClass, AFullClassGivesOnlySeatsThatNobodyUses) {
    LiveClass live{2, 1};
    live.ask({"q", 0}, 2, true);
    live.open();
    const int first = live.join().value();
    const int second = live.join().value();
    live.connect(first);
    live.answer(first, 1, 1, "1");
    live.disconnect(first);
    EXPECT_EQ(live.join(), std::optional<int>{second}) << "the second was never used, the first has an answer";
    live.connect(second);
    EXPECT_EQ(live.join(), std::nullopt);
}

TEST(LiveClass, PseudonymsAreAllDifferent) {
    LiveClass live{300, 1};
    std::set<std::string> names;
    for (int i = 0; i < 300; ++i) names.insert(live.seats()[static_cast<std::size_t>(live.join().value())].name);
    EXPECT_EQ(names.size(), 300u);
}

/// The same class kept in the plainest way: what each seat said last in each round that was open when it spoke.
struct Oracle {
    std::map<std::pair<int, std::pair<int, int>>, std::string> answers; ///< {question, {round, seat}}
};

/// Joins, answers, repeats, late and early messages, disconnects, closings and questions in any order: each seat's
/// answer is there once, the last that was sent while its round was open, and nothing else is.
TEST(LiveClass, AnyOrderOfEventsKeepsEachSeatsAnswerOnce) {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        SplitMix64 random{seed};
        const auto below = [&](int n) { return static_cast<int>(random.below(static_cast<std::uint64_t>(n))); };
        LiveClass live{8, 3};
        Oracle oracle;
        std::vector<int> streams(8, 0);
        std::set<int> joined;
        for (int event = 0; event < 400; ++event) {
            const auto before = live.revision();
            const auto phase = live.phase();
            switch (below(12)) {
            case 0:
                if (const auto seat = live.join("")) {
                    joined.insert(*seat);
                    live.connect(*seat);
                    ++streams[static_cast<std::size_t>(*seat)];
                }
                break;
            case 1: {
                const int seat = below(10);
                live.disconnect(seat);
                if (joined.contains(seat)) {
                    auto& open = streams[static_cast<std::size_t>(seat)];
                    open = std::max(0, open - 1);
                }
                break;
            }
            case 2: {
                const std::string step(1, static_cast<char>('a' + below(4)));
                live.ask({step, 0}, 4, true);
                break;
            }
            case 3:
            case 4:
                live.open();
                break;
            case 5:
                if (below(4) == 0) live.close();
                break;
            case 6:
                live.tally();
                break;
            case 7:
                live.discuss();
                break;
            case 8:
                if (below(10) == 0) live.reveal();
                break;
            case 9:
                live.hand(below(6), below(3) - 1);
                break;
            default: {
                const int seat = below(10), question = live.question() + below(3) - 1,
                          round = live.round() + below(3) - 1;
                const auto value = std::to_string(1 + below(4));
                const bool expected = joined.contains(seat) && question == live.question() && round == live.round() &&
                                      live.phase() == ClassPhase::open;
                EXPECT_EQ(live.answer(seat, question, round, value) == Reply::taken, expected);
                if (expected) oracle.answers[{question, {round, seat}}] = value;
                if (expected && below(2) == 0) live.answer(seat, question, round, value); // sent twice
            }
            }
            if (live.phase() != phase) {
                EXPECT_GT(live.revision(), before) << "a change that pages do not see";
            }
            EXPECT_LE(live.answered(), live.present());
        }
        std::size_t kept = 0;
        for (std::size_t q = 0; q < live.records().size(); ++q)
            for (std::size_t r = 0; r < live.records()[q].rounds.size(); ++r)
                for (const auto& [seat, value] : live.records()[q].rounds[r].answers) {
                    ++kept;
                    const auto found = oracle.answers.find({static_cast<int>(q) + 1, {static_cast<int>(r) + 1, seat}});
                    ASSERT_NE(found, oracle.answers.end()) << "seed " << seed;
                    EXPECT_EQ(found->second, value) << "seed " << seed;
                }
        EXPECT_EQ(kept, oracle.answers.size()) << "seed " << seed;
        for (const int seat : joined)
            EXPECT_EQ(live.seats()[static_cast<std::size_t>(seat)].streams, streams[static_cast<std::size_t>(seat)]);
    }
}

} // namespace
