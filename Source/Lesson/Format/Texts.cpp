#include "Lesson/Format/Texts.h"

#include <algorithm>

namespace soma::lesson {
namespace {

struct Texts {
    const Step& step;
    const SeeWords& see;

    void say(std::string_view field, const std::string& text, bool before = true) const {
        if (!text.empty()) see({step.id, field, text, before});
    }

    void operator()(const TextStep& s) const { say("body", s.body); }
    void operator()(const ListenStep& s) const { say("body", s.body); }
    void operator()(const RevealStep& s) const { say("body", s.body, false); }
    void operator()(const ChooseStep& s) const {
        say("prompt", s.prompt);
        for (const Option& option : s.options) say("options", option.label);
    }
    void operator()(const NumericStep& s) const {
        say("prompt", s.prompt);
        say("show", s.show);
    }
    void operator()(const TuneStep& s) const { say("prompt", s.prompt); }
    void operator()(const ExperimentStep& s) const {
        say("prompt", s.prompt);
        for (const Check& check : s.checks) say("checks.label", check.label);
    }
    void operator()(const OrderStep& s) const { say("prompt", s.prompt); }
    void operator()(const ExplainStep& s) const {
        say("prompt", s.prompt);
        say("modelAnswer", s.model_answer, false);
    }
};

bool name_letter(char c, bool first) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (!first && ((c >= '0' && c <= '9') || c == '_'));
}

} // namespace

void for_each_text(const Step& step, const SeeWords& see) {
    const Texts texts{step, see};
    texts.say("title", step.title);
    std::visit(texts, step.body);
    texts.say("ifMissingText", step.if_missing_text);
    for (const std::string& hint : step.hints) texts.say("hints", hint);
    const Feedback& f = step.feedback;
    texts.say("feedback.correct", f.correct, false);
    texts.say("feedback.wrong", f.wrong, false);
    texts.say("feedback.near", f.near, false);
    for (const auto& [option, text] : f.by_option) texts.say("feedback.byOption", text, false);
    for (const Misconception& m : f.when_equals) texts.say("feedback.whenEquals", m.text, false);
    texts.say("teacherNote", step.teacher_note, false);
}

void for_each_text(const Lesson& lesson, const SeeWords& see) {
    const auto say = [&](std::string_view field, const std::string& text, bool before) {
        if (!text.empty()) see({{}, field, text, before});
    };
    say("title", lesson.title, true);
    say("summary", lesson.summary, true);
    for (const std::string& goal : lesson.goals) say("goals", goal, true);
    for (const auto& [name, sound] : lesson.sounds) {
        say("sounds." + name + ".label", sound.label, true);
        say("sounds." + name + ".alt", sound.alt, true);
        say("sounds." + name + ".altAnswer", sound.alt_answer, false);
    }
    for (const Step& step : lesson.steps) for_each_text(step, see);
    say("teacher", lesson.teacher, false);
}

std::optional<Place> next_place(std::string_view text, std::size_t from) {
    for (std::size_t open = text.find('{', from); open != text.npos; open = text.find('{', open + 1)) {
        std::size_t end = open + 1;
        while (end < text.size() && name_letter(text[end], end == open + 1)) ++end;
        if (end == open + 1) continue;
        const std::string_view name = text.substr(open + 1, end - open - 1);
        const bool bare = end < text.size() && text[end] == '#';
        end += bare;
        if (end < text.size() && text[end] == '}') return Place{open, end + 1, name, !bare};
    }
    return {};
}

} // namespace soma::lesson
