#include "Core/DecimalText.h"
#include "Lesson/Answers/Render.h"
#include "Lesson/Answers/Setup.h"
#include "Lesson/Format/Messages.h"
#include "Lesson/Load/Loader.h"
#include "Lesson/Play/Journal.h"
#include "Lesson/Play/Variants.h"
#include "Lesson/Play/Visibility.h"
#include "Parameters/ParameterText.h"
#include "Web/Core/Fields.h"
#include "Web/Core/LessonView.h"

#include <algorithm>
#include <cstdio>

namespace soma::web {
namespace {

using namespace lesson;

std::string text_of(const Json& given, const char* field) { return given.at(field).get<std::string>(); }
double now_of(const Json& given) { return given.at("now").get<double>(); }
std::size_t card_of(const Json& given) { return given.at("card").get<std::size_t>(); }

Session& session_of(Course& course) {
    if (course.session == nullptr) throw std::runtime_error("no lesson is open");
    return *course.session;
}

std::string complaint(const std::vector<Problem>& problems) {
    auto line = problems.front().text();
    if (problems.size() > 1) line += " (and " + std::to_string(problems.size() - 1) + " more)";
    return line;
}

std::set<std::string, std::less<>> capabilities(const Json& given) {
    auto all = all_capabilities();
    if (!given.at("microphone").get<bool>()) all.erase("stimulus.audio");
    return all;
}

/// A lesson for the list: nothing is computed.
Json read(Course&, const Json& given) {
    const auto found = read_lesson(text_of(given, "text"), text_of(given, "file"));
    if (found.lesson == nullptr) throw std::runtime_error(complaint(found.errors));
    const auto& lesson = *found.lesson;
    return Fields()("id", lesson.id)("title", lesson.title)("summary", lesson.summary)("minutes", lesson.minutes)(
        "missing", missing_capabilities(lesson, capabilities(given)));
}

/// The next lesson to begin: its keys are computed.
Json load(Course& course, const Json& given) {
    auto quantities = std::make_unique<Quantities>(course.instrument);
    const auto loaded = load_lesson(text_of(given, "text"), text_of(given, "file"), *quantities);
    if (loaded.lesson == nullptr) throw std::runtime_error(complaint(loaded.errors));
    course.session.reset();
    course.lesson = loaded.lesson;
    course.quantities = std::move(quantities);
    return Fields()("id", loaded.lesson->id);
}

void new_question(Course& course) {
    course.moved.clear();
    course.limits.reset();
    course.limits_heard = false;
    auto& session = *course.session;
    const auto* experiment = std::get_if<ExperimentStep>(&session.step().body);
    if (experiment != nullptr && experiment->by_hand && experiment->experiment == "method-of-limits" &&
        session.phase() != Phase::answered && session.phase() != Phase::finished && !session.replaced())
        course.limits = session.limits();
}

Json begin(Course& course, const Json& given) {
    if (course.lesson == nullptr) throw std::runtime_error("no lesson is open");
    SessionOptions options;
    options.class_seed = given.at("seed").get<std::uint64_t>();
    options.student = text_of(given, "student");
    options.app_version = text_of(given, "version");
    options.started_utc = text_of(given, "started");
    options.capabilities = capabilities(given);
    options.pictures = given.at("pictures").get<bool>();
    course.session.reset();
    if (const auto left = text_of(given, "journal"); !left.empty())
        if (const auto journal = read_journal(left); const auto* found = std::get_if<Journal>(&journal))
            course.session = resume(*found, course.lesson, *course.quantities, options, now_of(given));
    if (course.session == nullptr || course.session->phase() == Phase::finished)
        course.session = std::make_unique<Session>(course.lesson, *course.quantities, options);
    new_question(course);
    return lesson_view(course);
}

Json view(Course& course, const Json&) { return lesson_view(course); }
Json traces(Course& course, const Json&) {
    session_of(course);
    return lesson_traces(course);
}

/// The sound of a card: rendered as the application plays it, or (a knob that is tuned by ear, a microphone) how the
/// player is to be set so that it goes on until it is stopped.
Json sound(Course& course, const Json& given) {
    auto& session = session_of(course);
    const auto card = card_of(given);
    if (!session.can_play(card)) throw std::runtime_error("This sound cannot be played now.");
    const auto setup = setup_of_card(course, card);
    const bool goes_on =
        setup.live_input || (std::holds_alternative<TuneStep>(session.step().body) && setup.total_ms <= 0.0);
    if (goes_on)
        return Fields()("goes_on", true)("live_input", setup.live_input)("values", values_of(setup.values))(
            "initial", numbers_of(initial_of(setup)));
    if (!setup.audio_file.empty())
        throw std::runtime_error(setup.audio_file +
                                 ": a page in a browser cannot read this recording; the application plays it");
    static Rendered rendered; // until the next call: JavaScript copies it
    rendered = render(setup, given.at("rate").get<double>());
    return Fields()("goes_on", false)("loop", setup.loop)("left",
                                                          reinterpret_cast<std::uintptr_t>(rendered.left.data()))(
        "right", reinterpret_cast<std::uintptr_t>(rendered.right.data()))("frames", rendered.left.size())(
        "spikes", rendered.spikes.size());
}

Json play(Course& course, const Json& given) {
    session_of(course).play(card_of(given), now_of(given));
    course.limits_heard = course.limits.has_value();
    return lesson_view(course);
}
Json ended(Course& course, const Json&) {
    session_of(course).play_ended();
    return lesson_view(course);
}

Json with_outcome(Course& course, const Outcome& outcome) {
    auto all = lesson_view(course);
    all["outcome"] = Fields()("accepted", outcome.accepted)("correct", outcome.correct)("final", outcome.final)(
        "noted", outcome.noted)("text", outcome.text);
    return all;
}

Json answer(Course& course, const Json& given) {
    auto& session = session_of(course);
    const auto& body = session.step().body;
    const double now = now_of(given);
    const auto& answer = given.at("answer");
    if (std::holds_alternative<ChooseStep>(body))
        return with_outcome(course, session.answer_keys(answer.get<std::vector<int>>(), now));
    if (std::holds_alternative<TuneStep>(body))
        return with_outcome(course, session.answer_tuned(answer.get<double>(), now));
    if (std::holds_alternative<ExperimentStep>(body)) {
        Named<std::string> fields;
        for (const auto& [field, typed] : answer.items()) fields[field] = typed.get<std::string>();
        return with_outcome(course, session.answer_fields(fields, now));
    }
    if (std::holds_alternative<OrderStep>(body)) {
        std::vector<std::string> order;
        const auto sounds = session.sounds();
        for (const auto index : answer.get<std::vector<std::size_t>>()) order.push_back(sounds.at(index));
        return with_outcome(course, session.answer_order(order, now));
    }
    return with_outcome(course, session.answer_text(answer.get<std::string>(), now));
}

Json pass(Course& course, const Json& given) { return with_outcome(course, session_of(course).pass(now_of(given))); }

Json reveal(Course& course, const Json& given) {
    if (session_of(course).phase() != Phase::answered) course.session->reveal(now_of(given));
    return lesson_view(course);
}

Json next(Course& course, const Json& given) {
    if (session_of(course).next(now_of(given))) new_question(course);
    return lesson_view(course);
}
Json back(Course& course, const Json& given) {
    if (session_of(course).back(now_of(given))) new_question(course);
    return lesson_view(course);
}

Json hint(Course& course, const Json&) {
    const auto text = session_of(course).hint();
    auto all = lesson_view(course);
    if (text) all["hint"] = *text;
    return all;
}

/// The bench's fields for an experiment step, as texts.
Json measure(Course& course, const Json&) {
    Json fields = Json::object();
    for (const auto& each : session_of(course).measured())
        fields[each.field] =
            general_text(each.value, 6) + (each.unit == Unit::one ? "" : " " + std::string(symbol_of(each.unit)));
    return fields;
}

/// A knob: of a tune step its position, else a parameter.
Json move(Course& course, const Json& given) {
    const double value = given.at("value").get<double>();
    if (const auto id = text_of(given, "id"); id.empty())
        session_of(course).tune(value);
    else
        course.moved[id] = value;
    return lesson_view(course);
}

/// The method of limits by hand: "step" goes on, "changed" says that the sound changed here.
Json limits(Course& course, const Json& given) {
    if (!course.limits || course.limits->done()) return lesson_view(course);
    auto& limits = *course.limits;
    if (text_of(given, "does") == "step") {
        if (course.limits_heard) limits.step();
    } else if (course.limits_heard) {
        limits.changed();
        course.limits_heard = false;
    }
    course.moved["stim_amplitude_pa"] = limits.value();
    auto all = lesson_view(course);
    if (limits.done()) {
        const auto& check = std::get<ExperimentStep>(course.session->step().body).checks.front();
        all["fields"] = {{check.field, general_text(limits.mean(), 6) + " pA"}};
    }
    return all;
}

Json student(Course& course, const Json& given) {
    session_of(course).set_student(text_of(given, "student"));
    return lesson_view(course);
}
Json pictures(Course& course, const Json&) {
    session_of(course).show_pictures();
    return lesson_view(course);
}

/// The result file, its one-line code, and the journal with which the lesson can be taken up again.
Json results(Course& course, const Json&) {
    const auto& session = session_of(course);
    const auto name = session.student().empty() ? std::string("unnamed") : session.student();
    char score[64];
    std::snprintf(score, sizeof score, "%.2f / %.2f", session.score(), session.maximum());
    return Fields()("csv", session.csv())("code", session.lesson().id + " v" +
                                                      std::to_string(session.lesson().version) + ", seed " +
                                                      std::to_string(session.seed()) + ", " + name + ": " + score +
                                                      ", " + session.code())("journal", to_text(journal_of(session)));
}

/// Every number that the loaded lesson asks for at a seed, as the command line prints it (`somaphone lesson keys`).
Json keys(Course& course, const Json& given) {
    if (course.lesson == nullptr) throw std::runtime_error("no lesson is open");
    const auto& lesson = *course.lesson;
    const auto seed = given.at("seed").get<std::uint64_t>();
    Evaluator evaluator{lesson, *course.quantities};
    const auto base = base_variables(lesson, seed);
    std::string table = "step,field,key,unit\n";
    const auto row = [&](const Step& step, const std::string& field, const Value& answer, Unit unit) {
        table += step.id + ',' + field + ',' + number_text(evaluator.value(answer), 12) + ',' +
                 std::string(name_of(unit)) + '\n';
    };
    for (const auto& step : lesson.steps) {
        course.quantities->renew_allowance();
        pose(lesson, step, base, seed, evaluator);
        if (const auto* numeric = std::get_if<NumericStep>(&step.body))
            row(step, "answer", numeric->answer, numeric->unit);
        if (const auto* tune = std::get_if<TuneStep>(&step.body)) row(step, "target", tune->target, Unit::one);
        if (const auto* bench = std::get_if<ExperimentStep>(&step.body))
            for (const auto& check : bench->checks) row(step, check.field, check.answer, check.unit);
    }
    return table;
}

struct Entry {
    std::string_view name;
    Call call;
};
constexpr Entry calls[] = {{"lesson_read", read},         {"lesson_load", load},       {"lesson_begin", begin},
                           {"lesson_view", view},         {"lesson_traces", traces},   {"lesson_sound", sound},
                           {"lesson_play", play},         {"lesson_ended", ended},     {"lesson_answer", answer},
                           {"lesson_pass", pass},         {"lesson_reveal", reveal},   {"lesson_next", next},
                           {"lesson_back", back},         {"lesson_hint", hint},       {"lesson_measure", measure},
                           {"lesson_move", move},         {"lesson_limits", limits},   {"lesson_student", student},
                           {"lesson_pictures", pictures}, {"lesson_results", results}, {"lesson_keys", keys}};

} // namespace

Call find_lesson_call(std::string_view name) {
    for (const auto& each : calls)
        if (each.name == name) return each.call;
    return nullptr;
}

} // namespace soma::web
