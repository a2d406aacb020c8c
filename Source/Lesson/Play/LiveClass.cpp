#include "Lesson/Play/LiveClass.h"

#include <algorithm>
#include <array>

namespace soma::lesson {

std::string_view name_of(ClassPhase phase) {
    constexpr std::array names{"lobby", "listen", "open", "closed", "tally", "discuss", "reveal", "finished"};
    return names[static_cast<std::size_t>(phase)];
}

LiveClass::LiveClass(int most_seats, int most_rounds)
    : most_seats_(most_seats)
    , most_rounds_(std::max(1, most_rounds)) {}

std::string LiveClass::pseudonym(int seat) const {
    constexpr std::array colours{"green", "blue", "red", "yellow", "orange", "violet", "white", "black"};
    const auto count = static_cast<int>(colours.size());
    return std::string{colours[static_cast<std::size_t>(seat % count)]} + " " + std::to_string(seat / count + 1);
}

/// A seat that somebody took and never used.
bool LiveClass::reusable(int seat) const {
    const Seat& s = seats_[static_cast<std::size_t>(seat)];
    if (s.streams > 0 || s.named) return false;
    for (const ClassRecord& record : records_)
        for (const ClassRound& round : record.rounds)
            if (round.answers.contains(seat)) return false;
    return true;
}

std::optional<int> LiveClass::join(std::string_view name) {
    int seat = static_cast<int>(seats_.size());
    if (seat >= most_seats_) {
        seat = 0;
        while (seat < most_seats_ && !reusable(seat)) ++seat;
        if (seat == most_seats_) return std::nullopt;
        seats_[static_cast<std::size_t>(seat)] = {};
    } else {
        seats_.emplace_back();
    }
    rename(seat, name);
    return seat;
}

void LiveClass::rename(int seat, std::string_view name) {
    if (!has(seat)) return;
    Seat& s = seats_[static_cast<std::size_t>(seat)];
    s.named = !name.empty();
    s.name = s.named ? std::string{name} : pseudonym(seat);
    const auto wanted = s.name;
    const auto taken = [&](const Seat& other) { return &other != &s && other.name == s.name; };
    for (int number = 2; std::any_of(seats_.begin(), seats_.end(), taken); ++number)
        s.name = wanted + " (" + std::to_string(number) + ")";
}

void LiveClass::connect(int seat) {
    if (has(seat)) ++seats_[static_cast<std::size_t>(seat)].streams;
}

void LiveClass::disconnect(int seat) {
    if (!has(seat)) return;
    int& streams = seats_[static_cast<std::size_t>(seat)].streams;
    streams = std::max(0, streams - 1);
}

int LiveClass::present() const {
    int count = 0;
    for (int seat = 0; seat < static_cast<int>(seats_.size()); ++seat)
        count += seats_[static_cast<std::size_t>(seat)].streams > 0 ||
                 (current_ && now().rounds.back().answers.contains(seat));
    return count;
}

int LiveClass::answered() const { return current_ ? static_cast<int>(now().rounds.back().answers.size()) : 0; }

void LiveClass::ask(QuestionKey key, int options, bool asked) {
    finished_ = false;
    ++revision_;
    const auto found =
        std::find_if(records_.begin(), records_.end(), [&](const ClassRecord& r) { return r.key == key; });
    current_ = static_cast<std::size_t>(found - records_.begin());
    if (found != records_.end()) return;
    ClassRecord& record = records_.emplace_back();
    record.key = std::move(key);
    record.asked = asked;
    record.rounds.front().hands.assign(static_cast<std::size_t>(std::max(0, options)), 0);
    options_.push_back(std::max(0, options));
}

bool LiveClass::move(std::initializer_list<ClassPhase> from, ClassPhase to) {
    if (finished_ || !current_ || !now().asked || std::find(from.begin(), from.end(), now().phase) == from.end())
        return false;
    now().phase = to;
    ++revision_;
    return true;
}

bool LiveClass::open() {
    const bool again = phase() == ClassPhase::discuss;
    if (!move({ClassPhase::listen, ClassPhase::discuss}, ClassPhase::open)) return false;
    if (again) now().rounds.push_back({{}, std::vector<int>(static_cast<std::size_t>(options_[*current_]), 0)});
    return true;
}

bool LiveClass::close() { return move({ClassPhase::open}, ClassPhase::closed); }
bool LiveClass::tally() { return move({ClassPhase::closed}, ClassPhase::tally); }

bool LiveClass::another_round_allowed() const { return current_ && round() < most_rounds_; }

bool LiveClass::discuss() {
    return another_round_allowed() && move({ClassPhase::closed, ClassPhase::tally}, ClassPhase::discuss);
}

bool LiveClass::reveal() {
    return move({ClassPhase::listen, ClassPhase::open, ClassPhase::closed, ClassPhase::tally, ClassPhase::discuss},
                ClassPhase::reveal);
}

ClassAction LiveClass::usual() const {
    if (!current_ || !now().asked) return ClassAction::next;
    switch (phase()) {
    case ClassPhase::listen:
    case ClassPhase::discuss:
        return ClassAction::open;
    case ClassPhase::open:
        return ClassAction::close;
    case ClassPhase::closed:
        return ClassAction::tally;
    case ClassPhase::tally:
        return ClassAction::reveal;
    default:
        return ClassAction::next;
    }
}

void LiveClass::finish() {
    finished_ = true;
    ++revision_;
}

bool LiveClass::hand(int option, int change) {
    if (phase() != ClassPhase::open) return false;
    auto& hands = now().rounds.back().hands;
    if (option < 1 || option > static_cast<int>(hands.size())) return false;
    int& count = hands[static_cast<std::size_t>(option - 1)];
    count = std::max(0, count + change);
    return true;
}

LiveClass::Reply LiveClass::answer(int seat, int question, int round, std::string_view value) {
    if (!has(seat)) return Reply::no_such_seat;
    if (question != this->question()) return Reply::other_question;
    if (phase() != ClassPhase::open) return Reply::not_open;
    if (round != this->round()) return Reply::other_round;
    if (value.empty()) return Reply::empty;
    now().rounds.back().answers.insert_or_assign(seat, std::string{value});
    return Reply::taken;
}

std::string_view LiveClass::answer_of(int seat, int round) const {
    if (!current_ || round < 1 || round > this->round()) return {};
    const auto& answers = now().rounds[static_cast<std::size_t>(round - 1)].answers;
    const auto found = answers.find(seat);
    return found == answers.end() ? std::string_view{} : found->second;
}

bool LiveClass::votes_visible() const {
    const auto at = phase();
    if (at == ClassPhase::tally || at == ClassPhase::discuss) return true;
    return at == ClassPhase::reveal;
}

} // namespace soma::lesson
