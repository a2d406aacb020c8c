#include "Fuzz/Case.h"

#include "Core/Random.h"
#include "Lesson/Load/PlainText.h"
#include "Lesson/Play/Session.h"
#include "Support/LessonFiles.h"

#include <cmath>

namespace soma::fuzz {
namespace {

using lesson::Session;

constexpr int most_actions = 200;

/// Refused with a complaint each, or whole.
void require_clean(const lesson::Loaded& loaded) {
    require((loaded.lesson == nullptr) == !loaded.errors.empty(), "a lesson is refused with reasons, or whole");
    for (const auto& problem : loaded.errors) require_complaint(problem.text(), "fuzzed");
    for (const auto& problem : loaded.warnings) require_complaint(problem.text(), "fuzzed");
}

/// One thing that a student may do, sensible or not.
void act(Session& session, SplitMix64& random, double now_ms) {
    static constexpr std::string_view typed[] = {"20", "20,2 ms", "-1e308", "nan", "", "0.5 mV", "1 000", "A"};
    const auto sounds = session.cards();
    const auto card = static_cast<std::size_t>(random.below(sounds.size() + 1));
    switch (random.below(14)) {
    case 0:
    case 1:
        session.play(card, now_ms);
        break;
    case 2:
        session.play_ended();
        break;
    case 3:
        session.answer_keys({static_cast<int>(random.below(10))}, now_ms);
        break;
    case 4:
        session.answer_text(typed[random.below(std::size(typed))], now_ms);
        break;
    case 5:
        session.answer_order(session.solution().order, now_ms);
        break;
    case 6:
        session.tune(100.0 * random.unit() - 50.0);
        session.answer_tuned(100.0 * random.unit() - 50.0, now_ms);
        break;
    case 7:
        session.answer_fields({}, now_ms);
        break;
    case 8:
        session.hint();
        break;
    case 9:
        if (card < sounds.size()) session.setup(card);
        break;
    case 10:
        session.tally().vote(static_cast<int>(random.below(10)));
        break;
    case 11:
        session.pass(now_ms);
        break;
    case 12:
        if (random.below(8) == 0) session.back(now_ms);
        break;
    default:
        session.next(now_ms);
    }
}

/// Every line of the results has the columns of the first.
void require_table(const std::string& csv) {
    std::ptrdiff_t commas = -1, now = 0;
    bool quoted = false;
    for (const char c : csv) {
        if (c == '"') quoted = !quoted;
        if (c == ',' && !quoted) ++now;
        if (c != '\n' || quoted) continue;
        if (commas < 0) commas = now;
        require(now == commas, "every row of the results has all columns");
        now = 0;
    }
    require(!quoted && commas > 0, "the results are a table");
}

void attend(std::shared_ptr<const lesson::Lesson> lesson, lesson::Quantities& quantities, std::uint64_t seed) {
    lesson::SessionOptions options;
    options.class_seed = seed;
    options.student = "=1+1,\"a\"\nb";
    for (const auto& step : lesson->steps) options.capabilities.insert(step.needs.begin(), step.needs.end());
    options.capabilities.insert(lesson->needs.begin(), lesson->needs.end());
    Session session(std::move(lesson), quantities, options);
    SplitMix64 random(seed);
    for (int i = 0; i < most_actions && session.phase() != lesson::Phase::finished; ++i) {
        act(session, random, 10.0 * i);
        require(std::isfinite(session.score()) && session.score() <= session.maximum() + 1e-9,
                "a score is at most the maximum");
    }
    require_table(session.csv());
    require(session.code().size() == 9, "a code is XXXX-XXXX");
}

} // namespace

/// Lessons: refused with complaints that name file and place, or computed, printed and attended.
void run_case(std::string_view bytes) {
    const auto read = lesson::read_lesson(bytes, "fuzzed");
    require_clean(read);
    if (read.lesson == nullptr) return;
    lesson::Quantities quantities(test::instrument());
    const auto loaded = lesson::load_lesson(bytes, "fuzzed", quantities);
    require_clean(loaded);
    if (loaded.lesson == nullptr) return;
    require(!lesson::plain_text(*loaded.lesson, lesson::Copy::teacher, quantities, loaded.lesson->seed).empty(),
            "a lesson can be printed");
    attend(loaded.lesson, quantities, 1 + fnv1a64(bytes) % 1000);
}

} // namespace soma::fuzz
