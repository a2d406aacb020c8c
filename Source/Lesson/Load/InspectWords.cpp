#include "Lesson/Format/Messages.h"
#include "Lesson/Format/ReadingLevel.h"
#include "Lesson/Format/Texts.h"
#include "Lesson/Load/Inspection.h"
#include "Lesson/Play/Visibility.h"

#include <algorithm>
#include <array>
#include <set>

namespace soma::lesson {
namespace {

constexpr std::size_t most_cards = 5; ///< keys A to E
constexpr double hardest_grade = 10.0;

constexpr std::array<std::string_view, 21> units{"mV", "pA", "nA",       "ms", "MOhm",     "MΩ",        "megaohm",
                                                 "nF", "pF", "Hz",       "pC", "um2",      "µm²",       "dB",
                                                 "nS", "µA", "spikes/s", "%",  "per cent", "semitones", "a second"};

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// The first "30 pA" that is typed; empty when there is none.
std::string typed_quantity(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!digit(text[i]) || (i > 0 && (letter(text[i - 1]) || digit(text[i - 1]) || text[i - 1] == '.'))) continue;
        std::size_t end = i;
        while (end < text.size() && (digit(text[end]) || text[end] == '.')) ++end;
        std::size_t unit_at = end;
        if (unit_at < text.size() && text[unit_at] == ' ') ++unit_at;
        const auto rest = text.substr(unit_at);
        for (const auto unit : units)
            if (rest.starts_with(unit) && (rest.size() == unit.size() || !letter(rest[unit.size()])))
                return std::string{text.substr(i, unit_at - i + unit.size())};
    }
    return {};
}

/// Letters that a text tells its reader to play or to hear: "Play B".
std::vector<char> letters_named(std::string_view text) {
    constexpr std::array<std::string_view, 6> before{"lay ", "ound ", "Hear ", "hear ", "layed ", "ounds "};
    std::vector<char> out;
    for (const auto word : before)
        for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
            const auto next = at + word.size();
            const bool ends = next + 1 >= text.size() || !letter(text[next + 1]);
            if (next < text.size() && text[next] >= 'A' && text[next] <= 'I' && ends) out.push_back(text[next]);
        }
    return out;
}

struct WordsCheck {
    Inspection& r;

    void check(std::size_t index) const {
        const Step& step = r.lesson.steps[index];
        r.enter(step);
        if (step.title.empty()) r.add(step, "title", "is missing: handouts and results are headed by it");
        check_cards(step);
        for_each_text(step, [&](const Words& words) { check_text(step, words); });
        if (step.points > 0.0 && step.hints.empty()) r.add(step, "hints", "a scored question needs a hint");
        if (const auto* choose = std::get_if<ChooseStep>(&step.body)) check_options(step, *choose);
        if (step.role == "predict") check_prediction(index);
        check_reading(step);
    }

    void check_cards(const Step& step) const {
        const auto sounds = sounds_of(step);
        const auto* choose = std::get_if<ChooseStep>(&step.body);
        if (sounds.size() > most_cards && !(choose && choose->trial))
            r.add(step, "sounds", "has more than five, and no keys for the others");
        std::set<std::string> labels;
        for (const std::string& sound : sounds) {
            const std::string label = r.evaluator.filled(r.lesson.sounds.find(sound)->second.label);
            if (label.size() == 1)
                r.add(step, "sounds", "the label '" + label + "' is a single letter: letters are the keys of a step");
            else if (!labels.insert(label).second)
                r.add(step, "sounds", "two sounds are called '" + label + "'");
        }
    }

    void check_text(const Step& step, const Words& words) const {
        if (words.field == "teacherNote") return;
        const std::string field{words.field};
        // A table's rows are named after what its arguments say.
        if (const auto typed = typed_quantity(words.text); !typed.empty() && words.field != "checks.label")
            r.add(step, field, "'" + typed + "' is typed: name it in facts and write {name}");
        const auto cards = sounds_of(step).size();
        for (const char c : letters_named(words.text))
            if (static_cast<std::size_t>(c - 'A') >= cards || is_blind(step))
                r.add(step, field, std::string{"names the sound "} + c + ", which this step does not have");
    }

    void check_options(const Step& step, const ChooseStep& s) const {
        if (s.options.empty()) return;
        if (!s.shuffle_options && s.options.size() > 2)
            r.add(step, "shuffleOptions", "say true, or false where the order of the options means something");
        if (step.points > 0.0 && s.options.size() > 2 && step.attempts < 2)
            r.add(step, "attempts", "with more than two options the first wrong answer deserves another attempt");
    }

    void check_prediction(std::size_t index) const {
        const Step& step = r.lesson.steps[index];
        if (step.feedback.correct.empty())
            r.add(step, "feedback.correct", "say what is heard: it is put beside the prediction afterwards");
        if (index + 1 >= r.lesson.steps.size() || sounds_of(r.lesson.steps[index + 1]).empty())
            r.add(step, "role", "the next step has no sound that shows whether the prediction comes true");
    }

    void check_reading(const Step& step) const {
        std::string all;
        for_each_text(step, [&](const Words& words) {
            if (words.field != "teacherNote" && words.field != "title") all += r.evaluator.filled(words.text) + ". ";
        });
        if (const double grade = reading_grade(all); grade > hardest_grade)
            r.add(step, "reading", "is grade " + number_text(grade, 3) + ": shorter sentences, shorter words");
    }
};

} // namespace

void Inspection::check_words() {
    const WordsCheck check{*this};
    for (std::size_t i = 0; i < lesson.steps.size(); ++i) check.check(i);
    evaluator.set_variables(base);
    for (const auto& [name, sound] : lesson.sounds)
        for (const std::string* text : {&sound.label, &sound.alt, &sound.alt_answer})
            if (const auto typed = typed_quantity(*text); !typed.empty())
                add("sounds." + name, "'" + typed + "' is typed: name it in facts and write {name}");
}

} // namespace soma::lesson
