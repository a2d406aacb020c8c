#pragma once

#include "Lesson/Play/Session.h"
#include "Lesson/Play/Variants.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

/// Students of whom every answer is known: they look up what is right, and decide from that what they say.
namespace soma::test {

/// One answer to the step that stands; only what the step asks for is set.
struct Given {
    std::vector<int> keys;
    std::vector<std::string> order;
    lesson::Named<std::string> fields;
    std::optional<double> tuned;
    std::string typed;                 ///< a number, or an explanation
    std::string feedback;              ///< what must be said to it; empty: anything
    bool right = false, wrong = false; ///< how it must be marked; neither: as it comes
};

class Student {
  public:
    enum class Kind { right, mistaken, guesser };

    /// Of the mistaken, number `mistake` makes the mistakes of that place in each question's list, first of all.
    Student(Kind kind, std::uint64_t seed, std::size_t mistake = 0)
        : kind_(kind)
        , mistake_(mistake)
        , random_(lesson::stream_of("student", std::to_string(static_cast<int>(kind)), seed)) {}

    Kind kind() const { return kind_; }

    Given answer(lesson::Session& session) {
        const auto tried = session.step().id + "/" + std::to_string(session.trial().first);
        const bool first = tried != tried_;
        tried_ = tried;
        if (kind_ == Kind::guesser) return guess(session);
        if (kind_ == Kind::mistaken && first && session.attempts_left() > 1)
            if (auto given = mistake(session)) return *given;
        return right(session);
    }
    /// A guesser hears a change of a method of limits anywhere.
    bool hears_change(bool there) { return kind_ == Kind::guesser ? random_.below(3) == 0 : there; }
    int mistakes_made() const { return made_; }

    static std::string typed_number(double x) {
        char text[40];
        std::snprintf(text, sizeof text, "%.9g", x);
        return text;
    }

  private:
    Given right(lesson::Session& session) {
        const auto solution = session.solution();
        Given given;
        given.right = session.step().role != "predict";
        if (!solution.keys.empty()) {
            const auto* choose = std::get_if<lesson::ChooseStep>(&session.step().body);
            given.keys = choose->multiple ? solution.keys : std::vector{solution.keys[0]};
        }
        given.order = solution.order;
        for (const auto& [field, value] : solution.fields) given.fields[field] = typed_number(value);
        if (session.step().kind == "tune")
            given.tuned = solution.number;
        else if (solution.number)
            given.typed = typed_number(*solution.number);
        if (session.step().kind == "explain")
            given.typed = "The current charges the capacitor of the membrane until the voltage has come to its end.";
        if (given.right && session.step().kind != "explain")
            given.feedback = session.filled(session.step().feedback.correct);
        return given;
    }

    /// A mistake that the question has an answer for; none where it has no more.
    std::optional<Given> mistake(lesson::Session& session) {
        const auto& feedback = session.step().feedback;
        Given given;
        given.wrong = true;
        if (session.step().kind == "numeric") {
            const auto mistakes = session.misconceptions();
            if (mistake_ >= mistakes.size()) return std::nullopt;
            given.typed = typed_number(mistakes[mistake_].first);
            // Two mistakes may come to one number; the first has the word.
            const auto same = [&](const auto& m) {
                return std::abs(m.first - mistakes[mistake_].first) <= 1e-6 * std::abs(m.first);
            };
            if (std::none_of(mistakes.begin(), mistakes.begin() + static_cast<std::ptrdiff_t>(mistake_), same))
                given.feedback = session.filled(mistakes[mistake_].second);
        } else if (const auto solution = session.solution();
                   !solution.keys.empty() && session.trial().second == 0 && session.step().role != "predict") {
            std::vector<int> others;
            for (const auto& choice : session.choices())
                if (std::ranges::find(solution.keys, choice.key) == solution.keys.end()) others.push_back(choice.key);
            if (mistake_ >= others.size()) return std::nullopt;
            given.keys = {others[mistake_]};
            if (feedback.by_option.empty()) given.feedback = session.filled(feedback.wrong);
        } else {
            return std::nullopt;
        }
        ++made_;
        return given;
    }

    Given guess(lesson::Session& session) {
        Given given;
        if (const auto choices = session.choices(); !choices.empty())
            given.keys = {choices[random_.below(choices.size())].key};
        if (session.step().kind == "order") {
            given.order = session.sounds();
            lesson::shuffle(given.order, random_);
        }
        if (const auto* bench = std::get_if<lesson::ExperimentStep>(&session.step().body))
            for (const auto& check : bench->checks) given.fields[check.field] = std::to_string(1 + random_.below(9));
        if (const auto* tune = std::get_if<lesson::TuneStep>(&session.step().body))
            given.tuned = tune->range->first + random_.unit() * (tune->range->second - tune->range->first);
        given.typed = session.step().kind == "explain"
                          ? "It is so because somebody in the class has said it to me before the lesson."
                          : std::to_string(1 + random_.below(99));
        return given;
    }

    Kind kind_;
    std::size_t mistake_;
    SplitMix64 random_;
    std::string tried_;
    int made_ = 0;
};

/// Seeds of a run: SOMAPHONE_SEEDS, or one.
inline std::uint64_t student_seeds() {
    const auto* asked = std::getenv("SOMAPHONE_SEEDS");
    return asked != nullptr ? std::max<std::uint64_t>(1, std::strtoull(asked, nullptr, 10)) : 1;
}

/// Plain words, however they are broken into lines.
inline std::string flat(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (c != '\n' && c != ' ')
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    return out;
}

} // namespace soma::test
