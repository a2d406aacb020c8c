#include "Lesson/Format/Glossary.h"

#include "Lesson/Format/ReadingLevel.h"
#include "Lesson/Load/PlainText.h"
#include "Lesson/Play/Session.h"
#include "Lesson/Play/StepTerms.h"
#include "Support/LessonFiles.h"

#include <gmock/gmock.h>

#include <set>

namespace {

using namespace soma;
using namespace soma::test;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> names(std::string_view text) {
    std::vector<std::string> out;
    for (const auto* term : lesson::terms_in(text)) out.emplace_back(term->name);
    return out;
}

TEST(Glossary, FindsTermsAtTheBeginningOfWords) {
    EXPECT_THAT(names("The membrane hyperpolarises."), testing::ElementsAre("hyperpolarisation", "membrane"));
    EXPECT_THAT(names("TTX"), testing::ElementsAre("TTX"));
    EXPECT_THAT(names("Which is the Rheobase?"), testing::ElementsAre("rheobase"));
    EXPECT_THAT(names("The station is arrested."), testing::IsEmpty()) << "ion and rest stand within other words";
    EXPECT_THAT(lesson::glossary_of("a time constant"), HasSubstr("time constant: The time in which"));
    EXPECT_EQ(lesson::glossary_of("Nothing here."), "");
}

TEST(Glossary, SaysWhereATermStands) {
    const std::string text = "The time constants, tau; rest. Threshold";
    std::vector<std::string> found;
    for (const auto& place : lesson::term_places(text))
        found.push_back(text.substr(place.begin, place.end - place.begin) + "=" + std::string{place.term->name});
    EXPECT_THAT(found, testing::ElementsAre("time constants=time constant", "tau=time constant",
                                            "rest=resting potential", "Threshold=threshold"));
    const std::string block = "a depolarisation block";
    ASSERT_EQ(lesson::term_places(block).size(), 1u) << "the longer term alone";
    EXPECT_EQ(lesson::term_places(block)[0].term->name, "depolarisation block");
    EXPECT_TRUE(lesson::term_places("").empty());
}

TEST(Glossary, HasPlainSentencesAndNoTermThatNoLessonUses) {
    std::string course;
    for (const auto& path : shipped_lessons()) {
        const auto loaded = lesson::read_lesson(read_file(path), path);
        ASSERT_TRUE(loaded.lesson);
        course += lesson::plain_text(*loaded.lesson, lesson::Copy::student, quantities(), loaded.lesson->seed);
    }
    // The glossary at the end of each text counts for nothing.
    std::string read;
    for (std::size_t at = 0, words = 0; at < course.size(); at = words) {
        words = course.find("\nWords\n", at);
        read += course.substr(at, words == course.npos ? words : words - at);
        words = words == course.npos ? words : course.find("\n\n", words + 1);
        if (words == course.npos) break;
    }
    std::set<std::string_view> seen;
    for (const auto& term : lesson::glossary()) {
        EXPECT_TRUE(seen.insert(term.name).second) << term.name;
        EXPECT_TRUE(term.meaning.ends_with('.')) << term.name;
        EXPECT_LE(lesson::reading_grade(term.meaning), 10.0) << term.name;
        const auto used = lesson::terms_in(read);
        EXPECT_TRUE(std::ranges::find(used, &term) != used.end()) << term.name << " is used by no lesson";
    }
}

TEST(Glossary, ExplainsTheTermsOfAStep) {
    lesson::SessionOptions options;
    options.capabilities = lesson::all_capabilities();
    lesson::Session session{shipped("07"), quantities(), options};
    while (session.step().id != "intro") {
        for (std::size_t i = 0; i < session.cards().size(); ++i) {
            session.play(i, 0);
            session.play_ended();
        }
        ASSERT_TRUE(session.next(0));
    }
    const auto said = lesson::terms_of(session);
    EXPECT_THAT(said, HasSubstr("rheobase: "));
    EXPECT_THAT(said, Not(HasSubstr("TTX")));
}

} // namespace
