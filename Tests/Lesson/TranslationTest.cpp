#include "Lesson/Load/Translation.h"

#include "Lesson/Play/Session.h"
#include "LessonSource.h"
#include "Support/LessonFiles.h"
#include "Support/Paths.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <filesystem>

namespace {

using namespace soma;
using namespace soma::test;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace fs = std::filesystem;

struct Pair {
    std::string language, name, lesson, translation;
};

/// Every translation that ships, with its lesson.
std::vector<Pair> shipped_translations() {
    std::vector<Pair> pairs;
    for (const auto& each : fs::recursive_directory_iterator(project_path("Assets/Lessons/Languages"))) {
        if (each.path().extension() != ".json") continue;
        const auto text = read_file(each.path().string());
        const auto id = lesson::translated_lesson_id(text);
        EXPECT_EQ(each.path().stem(), id);
        for (const auto& path : shipped_lessons())
            if (path.ends_with("-" + id + ".lesson.json"))
                pairs.push_back({each.path().parent_path().filename().string(), id, read_file(path), text});
    }
    return pairs;
}

std::vector<std::string> problems_of(const std::string& source, const json& translation) {
    std::vector<std::string> lines;
    for (const auto& problem : lesson::translate(source, translation.dump(), "de.json").problems)
        lines.push_back(problem.text());
    return lines;
}

TEST(Translation, ThoseThatShipAreWholeAndCanBePlayed) {
    std::map<std::string, int> languages;
    for (const auto& [language, name, source, words] : shipped_translations()) {
        const auto translated = lesson::translate(source, words, name);
        for (const auto& problem : translated.problems) ADD_FAILURE() << language << "/" << problem.text();
        const auto english = lesson::load_lesson(source, name, quantities());
        const auto loaded = lesson::load_lesson(translated.text, name, quantities());
        for (const auto& problem : loaded.errors) ADD_FAILURE() << language << "/" << problem.text();
        ASSERT_TRUE(english.lesson && loaded.lesson) << language << "/" << name;
        EXPECT_EQ(loaded.lesson->language, language);
        EXPECT_NE(loaded.lesson->title, english.lesson->title);
        // Nobody who speaks it from birth has read it: the reader is told.
        const auto document = json::parse(words);
        EXPECT_FALSE(document["reviewed"].get<bool>());
        EXPECT_THAT(loaded.lesson->summary, HasSubstr(document["notice"].get<std::string>()));
        // The same questions with the same numbers, in whatever language.
        lesson::SessionOptions options;
        options.class_seed = 7;
        options.capabilities = lesson::all_capabilities();
        lesson::Session a{english.lesson, quantities(), options}, b{loaded.lesson, quantities(), options};
        EXPECT_EQ(a.seed(), b.seed());
        EXPECT_EQ(a.maximum(), b.maximum());
        ASSERT_EQ(english.lesson->steps.size(), loaded.lesson->steps.size());
        for (std::size_t i = 0; i < english.lesson->steps.size(); ++i)
            EXPECT_EQ(english.lesson->steps[i].id, loaded.lesson->steps[i].id);
        ++languages[language];
    }
    EXPECT_EQ(languages, (std::map<std::string, int>{{"de", 3}, {"es", 3}}));
}

TEST(Translation, TheComparisonNamesStepAndField) {
    const auto pair = shipped_translations().front();
    const auto whole = json::parse(pair.translation);
    EXPECT_THAT(problems_of(pair.lesson, whole), IsEmpty());
    const auto broken = [&](auto&& change) {
        auto copy = whole;
        change(copy);
        return problems_of(pair.lesson, copy);
    };
    const auto at = [](json& translation, const std::string& place) -> json& {
        for (auto& entry : translation["texts"])
            if (entry["at"] == place) return entry;
        throw std::runtime_error(place);
    };
    // A step that every lesson has.
    const std::string title = "steps.intro.title", body = "steps.intro.body";
    EXPECT_THAT(broken([&](json& t) { at(t, title)["text"] = ""; }),
                ElementsAre("de.json: step 'intro', title: is not translated"));
    EXPECT_THAT(broken([&](json& t) { t["texts"].erase(t["texts"].begin()); }),
                ElementsAre("de.json: title: is not translated"));
    EXPECT_THAT(broken([&](json& t) { at(t, title)["en"] = "As it was"; }),
                ElementsAre(HasSubstr("de.json: step 'intro', title: the lesson's wording has changed since")));
    EXPECT_THAT(broken([&](json& t) {
                    t["texts"].push_back({{"at", "steps.intro.prompt"}, {"en", "x"}, {"text", "y"}});
                }),
                ElementsAre("de.json: steps.intro.prompt: the lesson has no such text; take it out"));
    EXPECT_THAT(broken([&](json& t) { at(t, title)["text"] = "Zwei {never} Pfade"; }),
                ElementsAre("de.json: step 'intro', title: {never} is not in the lesson's text"));
    EXPECT_THAT(broken([&](json& t) { t["lessonVersion"] = 99; }), ElementsAre(HasSubstr("the lesson has version")));
    EXPECT_THAT(broken([&](json& t) { t["notice"] = ""; }),
                ElementsAre(HasSubstr("no native speaker has reviewed it")));
    EXPECT_THAT(broken([&](json& t) { t["lesson"] = "another"; }), ElementsAre(HasSubstr("'another'")));
    EXPECT_THAT(broken([&](json& t) { t["texts"] = 3; }), ElementsAre("de.json: texts: is missing"));
    EXPECT_THAT(lesson::translate(pair.lesson, "{", "de.json").problems.front().text(),
                HasSubstr("is not a translation"));
}

TEST(Translation, ANumberThatIsLeftOutIsFoundAndTheEnglishStays) {
    const auto source = small_lesson();
    auto words = json::parse(lesson::translation_template(source.dump(), "de"));
    words["notice"] = "Ungeprüft.";
    for (auto& entry : words["texts"]) entry["text"] = "de: " + entry["en"].get<std::string>();
    EXPECT_THAT(problems_of(source.dump(), words), IsEmpty());
    const auto translated = json::parse(lesson::translate(source.dump(), words.dump(), "de.json").text);
    EXPECT_EQ(translated["title"], "de: " + source["title"].get<std::string>());
    EXPECT_EQ(translated["steps"].size(), source["steps"].size());
    auto numbered = source;
    numbered["title"] = "About {x} and {y#}";
    words = json::parse(lesson::translation_template(numbered.dump(), "de"));
    words["notice"] = "Ungeprüft.";
    for (auto& entry : words["texts"]) entry["text"] = entry["at"] == "title" ? "Über {x}" : entry["en"];
    const auto result = lesson::translate(numbered.dump(), words.dump(), "de.json");
    ASSERT_EQ(result.problems.size(), 1u);
    EXPECT_EQ(result.problems[0].text(), "de.json: title: {y#} is left out");
    EXPECT_EQ(json::parse(result.text)["title"], "About {x} and {y#}");
}

} // namespace
