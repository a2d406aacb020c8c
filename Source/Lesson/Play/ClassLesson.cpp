#include "Lesson/Play/ClassLesson.h"

#include <algorithm>

namespace soma::lesson {
namespace {

std::string refusal_text(LiveClass::Reply reply) {
    switch (reply) {
    case LiveClass::Reply::taken:
        return {};
    case LiveClass::Reply::no_such_seat:
        return "This device has no seat. Load the page again.";
    case LiveClass::Reply::not_open:
        return "The round is closed.";
    case LiveClass::Reply::other_question:
    case LiveClass::Reply::other_round:
        return "The class has moved on to another question.";
    case LiveClass::Reply::empty:
        return "Give an answer first.";
    }
    return {};
}

} // namespace

ClassLesson::ClassLesson(const Session& session, int most_seats)
    : title_(session.lesson().title)
    , live_(most_seats, session.lesson().classroom.vote_rounds) {}

ClassLesson::Asked* ClassLesson::asked() {
    const auto* record = live_.record();
    const auto found = record != nullptr ? asked_.find(record->key) : asked_.end();
    return found == asked_.end() ? nullptr : &found->second;
}

void ClassLesson::show(const Session& session) {
    if (session.phase() == Phase::finished) {
        if (live_.phase() != ClassPhase::finished) live_.finish();
        return;
    }
    auto now = class_question(session);
    const auto* record = live_.record();
    if (record != nullptr && live_.phase() != ClassPhase::finished && record->key == now.key) {
        question_.cards = std::move(now.cards);
        return;
    }
    question_ = std::move(now);
    const auto& form = question_.form;
    const bool answerable = form.kind != AnswerForm::Kind::none && session.phase() != Phase::answered;
    live_.ask(question_.key, static_cast<int>(form.choices.size()), answerable);
    auto& entry = asked_[question_.key];
    if (entry.session == nullptr) {
        const double points = session.step().points / std::max(1, session.trial().second);
        entry = {question_, points, std::make_shared<Session>(session), {}, {}};
    }
}

std::string ClassLesson::answer(int seat, int question, int round, const std::vector<std::string>& parts) {
    if (question != live_.question()) return refusal_text(LiveClass::Reply::other_question);
    const auto read = read_answer(question_.form, parts);
    if (read.value.empty()) return read.message;
    return refusal_text(live_.answer(seat, question, round, read.value));
}

void ClassLesson::judge() {
    auto* entry = asked();
    if (entry == nullptr || live_.record() == nullptr || !live_.record()->asked) return;
    for (const ClassRound& round : live_.record()->rounds)
        for (const auto& [seat, value] : round.answers)
            if (!entry->graded.contains(value))
                entry->graded.emplace(value, grade(*entry->session, entry->question.form, value));
}

void ClassLesson::close() {
    if (live_.close()) judge();
}

void ClassLesson::reveal() {
    auto* entry = asked();
    if (entry == nullptr || !live_.record()->asked) return;
    judge();
    if (!entry->solution) {
        Session copy = *entry->session;
        entry->solution = copy.solution();
    }
    live_.reveal();
}

const Solution* ClassLesson::solution() const {
    const auto* entry = asked();
    return entry != nullptr && entry->solution && live_.phase() == ClassPhase::reveal ? &*entry->solution : nullptr;
}

const GradedAnswer* ClassLesson::result_of(int seat) const {
    const auto* entry = asked();
    if (entry == nullptr || live_.phase() != ClassPhase::reveal) return nullptr;
    for (int round = live_.round(); round >= 1; --round) {
        const auto value = live_.answer_of(seat, round);
        const auto found = value.empty() ? entry->graded.end() : entry->graded.find(value);
        if (found != entry->graded.end()) return &found->second;
    }
    return nullptr;
}

std::vector<ClassBar> ClassLesson::bars() const {
    const auto* record = live_.record();
    return record != nullptr ? bars_of(question_.form, *record) : std::vector<ClassBar>{};
}

std::string ClassLesson::csv(ResultHeader header) const {
    std::string out;
    for (int seat = 0; seat < static_cast<int>(live_.seats().size()); ++seat) {
        std::vector<ResultRow> rows;
        double score = 0.0, maximum = 0.0;
        for (const ClassRecord& record : live_.records()) {
            const auto found = asked_.find(record.key);
            if (!record.asked || found == asked_.end()) continue;
            const Asked& entry = found->second;
            maximum += entry.points;
            for (std::size_t round = 0; round < record.rounds.size(); ++round) {
                const auto given = record.rounds[round].answers.find(seat);
                const auto graded =
                    given == record.rounds[round].answers.end() ? entry.graded.end() : entry.graded.find(given->second);
                if (graded == entry.graded.end()) continue;
                ResultRow row = graded->second.row;
                row.attempt = static_cast<int>(round) + 1;
                row.plays = -1;
                row.response_ms = -1.0;
                row.revealed = false;
                row.score = entry.points * graded->second.share;
                row.max_score = entry.points;
                // The last round counts.
                if (!rows.empty() && rows.back().step_id == row.step_id && rows.back().trial == row.trial)
                    score -= rows.back().score;
                score += row.score;
                rows.push_back(std::move(row));
            }
        }
        if (rows.empty()) continue;
        header.student = live_.seats()[static_cast<std::size_t>(seat)].name;
        auto part = results_csv(header, rows, score, maximum);
        if (!out.empty()) part.erase(0, part.find('\n') + 1); // one line of column names
        out += part;
    }
    return out;
}

} // namespace soma::lesson
