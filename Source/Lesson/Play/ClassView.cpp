#include "Lesson/Play/ClassView.h"

#include "Lesson/Format/LessonUnits.h"

#include <nlohmann/json.hpp>

namespace soma::lesson {
namespace {

using Json = nlohmann::ordered_json;

/// A text that is not UTF-8 does not end the class.
std::string written(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

void add_question(Json& json, const ClassQuestion& q, const std::vector<std::string>& sounds) {
    json["kind"] = name_of(q.form.kind);
    json["title"] = q.title;
    json["text"] = q.text;
    if (q.predicts) json["predicts"] = true;
    if (q.trial.second > 0) json["trial"] = {q.trial.first, q.trial.second};
    for (const Choice& choice : q.form.choices)
        json["choices"].push_back({{"key", choice.key}, {"label", choice.label}});
    for (const auto& item : q.form.items) json["items"].push_back(item);
    for (const auto& field : q.form.fields)
        json["fields"].push_back(
            {{"label", field.label}, {"unit", field.unit == Unit::one ? "" : std::string{name_of(field.unit)}}});
    if (q.form.kind == AnswerForm::Kind::text) json["words"] = q.form.least_words;
    json["sounds"] = Json::array();
    for (std::size_t i = 0; i < q.cards.size(); ++i) {
        Json card{{"label", q.cards[i].label}, {"alt", q.cards[i].alt}};
        if (i < sounds.size() && !sounds[i].empty()) card["url"] = sounds[i];
        json["sounds"].push_back(std::move(card));
    }
}

} // namespace

std::string class_state_json(const ClassLesson& lesson, const std::vector<std::string>& sounds) {
    const LiveClass& live = lesson.live();
    Json json{{"lesson", lesson.title()},
              {"phase", name_of(live.phase())},
              {"question", live.question()},
              {"round", live.round()},
              {"again", live.another_round_allowed()}};
    if (live.phase() == ClassPhase::lobby || live.phase() == ClassPhase::finished) return written(json);
    add_question(json, lesson.question(), sounds);
    json["asked"] = live.record()->asked;
    if (live.votes_visible() && live.record()->asked) {
        json["bars"] = Json::array();
        for (const auto& bar : lesson.bars())
            json["bars"].push_back({{"value", bar.value}, {"label", bar.label}, {"votes", bar.votes}});
    }
    if (const auto* solution = lesson.solution()) {
        json["solution"]["text"] = solution->text;
        json["solution"]["keys"] = solution->keys;
    }
    return written(json);
}

std::string seat_state_json(const ClassLesson& lesson, int seat) {
    const LiveClass& live = lesson.live();
    if (!live.has(seat)) return "null";
    Json json{{"name", live.seats()[static_cast<std::size_t>(seat)].name}};
    std::string_view answer;
    for (int round = live.round(); round >= 1 && answer.empty(); --round) {
        answer = live.answer_of(seat, round);
        if (live.phase() == ClassPhase::open) break; // each round is answered for itself
    }
    json["answer"] = answer;
    if (const auto* result = lesson.result_of(seat))
        json["result"] = {{"correct", result->correct}, {"text", result->feedback}};
    return written(json);
}

std::string class_count_json(const LiveClass& live) {
    return written({{"answered", live.answered()}, {"present", live.present()}, {"seats", live.seats().size()}});
}

std::string class_explanations_json(const ClassLesson& lesson) {
    const auto* record = lesson.live().record();
    auto json = Json::array();
    if (record != nullptr && lesson.live().votes_visible())
        for (const auto& text : explanations_of(lesson.question().form, *record)) json.push_back(text);
    return written(json);
}

std::string class_seats_json(const LiveClass& live) {
    auto json = Json::array();
    for (int seat = 0; seat < static_cast<int>(live.seats().size()); ++seat) {
        const auto& s = live.seats()[static_cast<std::size_t>(seat)];
        json.push_back(
            {{"name", s.name}, {"here", s.streams > 0}, {"answered", !live.answer_of(seat, live.round()).empty()}});
    }
    return written(json);
}

} // namespace soma::lesson
