#include "Web/Core/LessonView.h"
#include "Web/Core/Fields.h"

#include "Lesson/Answers/Setup.h"
#include "Lesson/Format/Problem.h"
#include "Lesson/Play/Visibility.h"

#include <algorithm>

namespace soma::web {
namespace {

using namespace lesson;

constexpr std::string_view phase_names[] = {"ready", "listening", "answered", "finished"};

bool is_question(const Step& step) {
    return !std::holds_alternative<TextStep>(step.body) && !std::holds_alternative<ListenStep>(step.body) &&
           !std::holds_alternative<RevealStep>(step.body);
}

/// "Question 3 of 10, trial 2 of 15".
std::string where(const Session& session) {
    if (session.phase() == Phase::finished) return "Summary";
    const auto& steps = session.lesson().steps;
    const auto& step = session.step();
    if (std::holds_alternative<TextStep>(step.body)) return "Read";
    if (std::holds_alternative<ListenStep>(step.body)) return "Listen";
    if (std::holds_alternative<RevealStep>(step.body)) return "Reveal";
    const auto here = steps.begin() + static_cast<std::ptrdiff_t>(session.position()) + 1;
    auto text = "Question " + std::to_string(std::count_if(steps.begin(), here, is_question)) + " of " +
                std::to_string(std::count_if(steps.begin(), steps.end(), is_question));
    if (step.role == "predict") text += ", predict";
    const auto [trial, trials] = session.trial();
    const auto* choose = std::get_if<ChooseStep>(&step.body);
    if (trials > 0) text += ", trial " + std::to_string(trial);
    if (trials > 0 && !choose->adaptive) text += " of " + std::to_string(trials);
    return text;
}

/// A control of a lesson: a row of the table, or one of the distances and the area that lessons derive from it.
Json control_of(std::string_view id) {
    if (const auto known = find_parameter(id)) {
        const auto& row = parameter(*known);
        return Fields()("id", row.id)("label", row.label)("unit", row.unit)("min", row.min)("max", row.max)(
            "logarithmic", row.scale == Scale::logarithmic);
    }
    if (id == "area_um2")
        return Fields()("id", id)("label", "Membrane area")("unit", "µm²")("min", 10)("max", 1e7)("logarithmic", true);
    const auto label = id == "reset_below_threshold_mv" ? "Reset below threshold" : "Threshold above rest";
    return Fields()("id", id)("label", label)("unit", "mV")("min", 0)("max", 100)("logarithmic", false);
}

Json controls_of(Course& course) {
    auto list = Json::array();
    auto& session = *course.session;
    if (session.phase() == Phase::finished || session.cards().empty() || session.trial().second > 0) return list;
    const auto& step = session.step();
    const auto& controls = step.controls ? *step.controls : session.lesson().controls;
    for (const auto& [id, listed] : controls.items) {
        const auto* tune = std::get_if<TuneStep>(&step.body);
        const auto visibility = session.visibility(id);
        if (!parameter_exists(id) || visibility == Visibility::hidden || (tune != nullptr && tune->control == id))
            continue;
        auto control = control_of(id);
        try {
            const auto reach = session.reach(id);
            control["min"] = std::max(control["min"].get<double>(), reach.low);
            control["max"] = std::min(control["max"].get<double>(), reach.high);
            const auto moved = course.moved.find(id);
            control["value"] = moved != course.moved.end() ? moved->second : parameter_value(session.setup(0), id);
        } catch (const LessonError&) {
            continue; // what cannot be computed cannot be moved
        }
        control["locked"] = visibility == Visibility::locked;
        list.push_back(std::move(control));
    }
    return list;
}

void add_body(Course& course, Json& view) {
    auto& session = *course.session;
    const auto& body = session.step().body;
    if (const auto* choose = std::get_if<ChooseStep>(&body)) view["multiple"] = choose->multiple;
    if (const auto* numeric = std::get_if<NumericStep>(&body)) view["unit"] = symbol_of(numeric->unit);
    if (const auto* explain = std::get_if<ExplainStep>(&body)) view["least_words"] = explain->least_words;
    if (const auto* tune = std::get_if<TuneStep>(&body)) {
        auto control = control_of(tune->control);
        if (tune->range) {
            control["min"] = tune->range->first;
            control["max"] = tune->range->second;
        }
        control["logarithmic"] = tune->logarithmic;
        control["increment"] = tune->increment;
        control["value"] = session.tuned().value_or(control["min"].get<double>());
        control["blind"] = tune->blind && !tune->show_value && session.phase() != Phase::answered;
        view["tune"] = control;
    }
    if (const auto* experiment = std::get_if<ExperimentStep>(&body)) {
        auto checks = Json::array();
        for (const auto& check : experiment->checks)
            checks.push_back(Fields()("field", check.field)("label", check.label)("unit", symbol_of(check.unit)));
        view["checks"] = checks;
        view["by_hand"] = experiment->by_hand;
        if (course.limits)
            view["limits"] = Fields()("done", course.limits->done())("series", course.limits->series())(
                "ascending", !course.limits->done() && course.limits->ascending())("heard", course.limits_heard);
    }
}

} // namespace

Json lesson_view(Course& course) {
    if (course.session == nullptr) throw std::runtime_error("no lesson is open");
    auto& session = *course.session;
    const auto& lesson = session.lesson();
    const auto& step = session.step();
    const bool finished = session.phase() == Phase::finished;
    auto cards = Json::array(), choices = Json::array(), progress = Json::array(), review = Json::array();
    const auto all_cards = session.cards();
    for (std::size_t i = 0; i < all_cards.size(); ++i)
        cards.push_back(Fields()("letter", all_cards[i].letter)("name", all_cards[i].name())("alt", all_cards[i].alt)(
            "plays", all_cards[i].plays)("can_play", session.can_play(i)));
    for (const auto& choice : session.choices()) choices.push_back(Fields()("key", choice.key)("label", choice.label));
    for (std::size_t i = 0; i < lesson.steps.size(); ++i) progress.push_back(session.progress(i));
    if (finished)
        for (const auto& each : session.review())
            review.push_back(Fields()("title", lesson.steps[each.step].title)("given", each.given)("right", each.right)(
                "score", each.score)("points", each.points));
    const bool score_shown = lesson.scoring.show_score == "step" || (finished && lesson.scoring.show_score != "never");
    Json view = Fields()("lesson", Fields()("id", lesson.id)("version", lesson.version)("title", lesson.title))(
        "seed", std::to_string(session.seed()))("fixed_seed", lesson.seed_mode == SeedMode::fixed)(
        "phase", phase_names[static_cast<std::size_t>(session.phase())])("position", session.position())(
        "progress", progress)("where", where(session))("kind", finished ? "end" : step.kind)(
        "asks", !finished && is_question(step) && !session.replaced())("title", finished ? "" : step.title)(
        "text", finished ? "" : session.text())("cards", cards)("choices", choices)(
        "can_answer", !finished && session.can_answer())("can_advance", session.can_advance())(
        "can_go_back", session.position() > 0)("attempts_left", finished ? 0 : session.attempts_left())(
        "hints_left", finished ? 0 : session.hints_left())("scope_shown", !finished && session.scope_shown())(
        "controls", controls_of(course))("pictures", session.pictures())("answered", session.rows().size())(
        "passed", session.passed())("review", review);
    if (score_shown) {
        view["score"] = session.score();
        view["maximum"] = session.maximum();
    }
    if (const auto recalled = session.recall()) view["recall"] = *recalled;
    if (!finished && !session.replaced()) add_body(course, view);
    if (!finished && session.phase() == Phase::answered && !session.replaced() && step.role != "predict")
        view["solution"] = session.solution().text;
    return view;
}

lesson::Setup setup_of_card(Course& course, std::size_t card) {
    auto setup = course.session->setup(card);
    for (const auto& [id, value] : course.moved) set_parameter(setup, id, value);
    return setup;
}

} // namespace soma::web
