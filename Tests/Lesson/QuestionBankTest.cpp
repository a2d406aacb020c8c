#include "Lesson/Play/QuestionBank.h"
#include "Lesson/LessonSource.h"
#include "Lesson/Play/ClassView.h"

namespace {

using namespace soma;
using namespace soma::test;

/// The small lesson with a computed number in every text that may hold one.
json with_facts() {
    auto d = small_lesson();
    d["facts"] = {{"number", {{"value", {{"quantity", "tau"}, {"of", "one"}}}, {"unit", "ms"}}}};
    for (auto& sound : d["sounds"]) sound["label"] = sound["alt"] = sound["altAnswer"] = "It takes {number}.";
    for (auto& step : d["steps"]) {
        step["title"] = "About {number}";
        for (const auto* field : {"prompt", "body"})
            if (step.contains(field)) step[field] = "Is it {number}?";
        for (const auto* list : {"options", "checks"})
            if (step.contains(list))
                for (auto& part : step[list]) part["label"] = part["label"].get<std::string>() + ", {number#} ms";
        if (step.contains("hints")) step["hints"] = {"Near {number}."};
        if (!step.contains("feedback")) continue;
        step["feedback"]["correct"] = step["feedback"]["wrong"] = "So it is {number}.";
        if (step["feedback"].contains("whenEquals")) step["feedback"]["whenEquals"][0]["text"] = "Not {number}.";
    }
    return d;
}

/// No text stands with a name in braces where its number belongs.
TEST(QuestionBank, EveryTextHasItsNumbersFilledIn) {
    const auto bank = lesson::question_bank(load_small(with_facts()), quantities(), 7, 2);
    ASSERT_GE(bank.size(), 14u);
    int numbers = 0;
    const auto expect_filled = [&](const std::string& text, const std::string& where) {
        EXPECT_EQ(text.find('{'), std::string::npos) << where << ": " << text;
        numbers += text.find("20.") != std::string::npos;
    };
    for (const auto& q : bank) {
        for (const auto& text : {q.title, q.text, q.right_text, q.wrong_text, q.number.feedback})
            expect_filled(text, q.name);
        for (const auto& option : q.options)
            expect_filled(option.label, q.name), expect_filled(option.feedback, q.name);
        for (const auto& mistake : q.misconceptions) expect_filled(mistake.feedback, q.name);
        for (const auto& hint : q.hints) expect_filled(hint, q.name);
        for (const auto& card : q.cards) expect_filled(card.label, q.name), expect_filled(card.alt, q.name);
    }
    EXPECT_GT(numbers, 60) << "the numbers are there";
}

TEST(QuestionBank, AClassReadsTheSameFilledTexts) {
    lesson::SessionOptions options;
    options.capabilities = {"model.lif", "speed"};
    lesson::Session session{load_small(with_facts()), quantities(), options};
    for (int guard = 0; guard < 40 && session.phase() != lesson::Phase::finished; ++guard) {
        lesson::ClassLesson shown{session, 4};
        shown.show(session);
        EXPECT_EQ(lesson::class_state_json(shown, {}).find("{number"), std::string::npos) << session.step().id;
        EXPECT_EQ(session.solution().text.find("{number"), std::string::npos) << session.step().id;
        for (std::size_t i = 0; i < session.cards().size(); ++i)
            while (session.cards()[i].plays < 1 && session.play(i, 0.0)) session.play_ended();
        if (!session.can_advance()) session.pass(0.0);
        session.next(0.0);
    }
    EXPECT_EQ(session.phase(), lesson::Phase::finished);
}

} // namespace
