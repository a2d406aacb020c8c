#include "Core/Random.h"
#include "Lesson/LessonSource.h"

#include <ctime>

namespace {

using namespace soma;
using namespace soma::test;
using namespace std::string_literals;

/// A place somewhere in a document, to be damaged.
json* somewhere(json& node, SplitMix64& random) {
    json* at = &node;
    while (at->is_structured() && !at->empty() && random.below(6) != 0) {
        auto child = at->begin();
        std::advance(child, static_cast<std::ptrdiff_t>(random.below(at->size())));
        at = &*child;
    }
    return at;
}

json hostile_value(SplitMix64& random) {
    static const std::vector<json> values{nullptr,
                                          true,
                                          0,
                                          -1,
                                          1e308,
                                          -1e308,
                                          1e-308,
                                          9007199254740993ll,
                                          "",
                                          "../../etc/passwd",
                                          "A",
                                          "one",
                                          "step",
                                          std::string(3000, 'x'),
                                          std::string("\0\x01", 2),
                                          "=HYPERLINK(\"x\")",
                                          json::array(),
                                          json::object(),
                                          {1, 2, 3},
                                          {{"var", "c"}},
                                          {{"quantity", "rate"}, {"of", "A"}},
                                          {{"quantity", "block_current"}, {"of", "A"}},
                                          {{"quantity", "sync_rho"}, {"of", "P"}},
                                          {{"op", "ratio"}, {"of", {1, 0}}},
                                          {{"op", "log_ratio"}, {"of", {-1, 1}}}};
    return values[random.below(values.size())];
}

json deep(int levels) {
    json value = 1;
    for (int i = 0; i < levels; ++i) value = {{"op", "sum"}, {"of", {value, value}}};
    return value;
}

/// Changes values, removes, doubles and renames properties: documents that are JSON but not what the format says.
void damage(json& document, SplitMix64& random) {
    json* at = somewhere(document, random);
    switch (random.below(6)) {
    case 0:
        *at = hostile_value(random);
        break;
    case 1:
        if (at->is_object() && !at->empty()) {
            auto child = at->begin();
            std::advance(child, static_cast<std::ptrdiff_t>(random.below(at->size())));
            at->erase(child);
        }
        break;
    case 2:
        if (at->is_object()) (*at)[std::string{"new"} + std::to_string(random.below(9))] = hostile_value(random);
        break;
    case 3:
        if (at->is_array() && !at->empty()) at->insert(at->end(), at->front());
        break;
    case 4: {
        json copy = *somewhere(document, random);
        *somewhere(document, random) = std::move(copy);
        break;
    }
    default:
        if (at->is_number()) *at = at->get<double>() * (random.unit() * 4.0 - 2.0);
    }
}

/// Refused with a message, or whole enough to be played. Never anything between.
void expect_clean(const lesson::Loaded& loaded, const std::string& what) {
    EXPECT_EQ(loaded.lesson == nullptr, !loaded.errors.empty()) << what;
    for (const auto& problem : loaded.errors) {
        EXPECT_FALSE(problem.message.empty()) << what;
        EXPECT_LT(problem.text().size(), 1000u) << problem.text();
        EXPECT_EQ(problem.text().find('\n'), std::string::npos) << problem.text();
    }
}

TEST(LessonFuzz, DamagedDocumentsAreRefusedOrWhole) {
    const json whole = small_lesson();
    SplitMix64 random{20261123};
    int refused = 0;
    constexpr int cases = 5000;
    for (int i = 0; i < cases; ++i) {
        json document = whole;
        for (std::uint64_t n = 1 + random.below(3); n > 0; --n) damage(document, random);
        std::string text;
        try {
            text = document.dump();
        } catch (const json::exception&) {
            continue;
        }
        const auto loaded = load_text(text);
        expect_clean(loaded, text.substr(0, 200));
        refused += loaded.lesson == nullptr;
        if (HasFailure()) FAIL() << "case " << i;
    }
    EXPECT_GT(refused, cases / 2);
    EXPECT_LT(refused, cases) << "some damage is harmless";
}

TEST(LessonFuzz, DamagedTextIsRefusedOrWhole) {
    const std::string whole = small_lesson().dump();
    SplitMix64 random{7};
    static const std::string junk = "{}[]\",:\\0e+-.\xff\x00\xc3x"s;
    for (int i = 0; i < 10000; ++i) {
        std::string text = whole;
        for (std::uint64_t n = 1 + random.below(4); n > 0; --n) {
            const auto at = static_cast<std::size_t>(random.below(text.size()));
            switch (random.below(4)) {
            case 0:
                text[at] = junk[random.below(junk.size())];
                break;
            case 1:
                text.erase(at, 1 + random.below(20));
                break;
            case 2:
                text.insert(at, 1, junk[random.below(junk.size())]);
                break;
            default:
                text.insert(at, text.substr(random.below(text.size()), random.below(60)));
            }
        }
        expect_clean(load_text(text), "case " + std::to_string(i));
        if (HasFailure()) FAIL() << "case " << i;
    }
}

/// Found by Tests/Fuzz/Lesson.cpp.
TEST(LessonFuzz, APropertyThatLooksLikeAStepIsRefusedLikeAnyOther) {
    for (const char* name : {"steps[", "steps[0", "steps[0]", "steps[99]", "steps[x]"}) {
        json document = small_lesson();
        document[name] = 1;
        expect_clean(load_text(document.dump()), name);
        document["steps"] = 7;
        expect_clean(load_text(document.dump()), name);
        document.erase("steps");
        expect_clean(load_text(document.dump()), name);
    }
}

TEST(LessonFuzz, LargeAndDeepFilesEndSoon) {
    const auto started = std::clock(); // of the processor
    json nested = small_lesson();
    nested["steps"][3]["answer"] = deep(8); // 2⁸ operands within the depth that is allowed
    expect_clean(load_text(nested.dump()), "nested values");
    nested["steps"][3]["answer"] = deep(14);
    EXPECT_EQ(load_text(nested.dump()).lesson, nullptr);
    json wide = small_lesson();
    for (int i = 0; i < 9000; ++i) wide["steps"][0]["property" + std::to_string(i)] = i;
    EXPECT_EQ(load_text(wide.dump()).lesson, nullptr);
    json list = small_lesson();
    list["goals"] = std::vector<std::string>(100000, "x");
    EXPECT_EQ(load_text(list.dump()).lesson, nullptr);
    EXPECT_EQ(load_text("{\"format\":\"somaphone-lesson\",\"title\":\"" + std::string(900000, 'x') + "\"}").lesson,
              nullptr);
    json chain = small_lesson();
    for (int i = 1; i < 60; ++i) { // each cell asks the one before twice
        const std::string before = i == 1 ? "passive" : "link" + std::to_string(i - 1);
        const json twice = {{"op", "sum"},
                            {"of",
                             {{{"quantity", "tau"}, {"of", before}, {"times", 0.005}},
                              {{"quantity", "tau"}, {"of", before}, {"times", 0.005}}}}};
        chain["cells"]["link" + std::to_string(i)] = {
            {"model", "rc"}, {"params", {{"membrane_capacitance_nf", twice}, {"membrane_resistance_mohm", 100}}}};
    }
    expect_clean(load_text(chain.dump()), "a chain of cells");
    const double took_s = static_cast<double>(std::clock() - started) / CLOCKS_PER_SEC;
    EXPECT_LT(took_s, 20.0) << "generous for sanitizers";
}

} // namespace
