#include "Editor/Lesson/LessonText.h"

namespace soma::editor {

const std::string& prompt_of(const lesson::Step& step) {
    struct Text {
        const std::string& operator()(const lesson::TextStep& s) const { return s.body; }
        const std::string& operator()(const lesson::ListenStep& s) const { return s.body; }
        const std::string& operator()(const lesson::RevealStep& s) const { return s.body; }
        const std::string& operator()(const lesson::ChooseStep& s) const { return s.prompt; }
        const std::string& operator()(const lesson::NumericStep& s) const { return s.prompt; }
        const std::string& operator()(const lesson::TuneStep& s) const { return s.prompt; }
        const std::string& operator()(const lesson::ExperimentStep& s) const { return s.prompt; }
        const std::string& operator()(const lesson::OrderStep& s) const { return s.prompt; }
        const std::string& operator()(const lesson::ExplainStep& s) const { return s.prompt; }
    };
    return std::visit(Text{}, step.body);
}

bool is_question(const lesson::Step& step) {
    return !std::holds_alternative<lesson::TextStep>(step.body) &&
           !std::holds_alternative<lesson::ListenStep>(step.body) &&
           !std::holds_alternative<lesson::RevealStep>(step.body);
}

std::string question_number(const lesson::Session& session, std::size_t step) {
    const auto& steps = session.lesson().steps;
    if (!is_question(steps[step])) return {};
    std::size_t number = 0;
    for (std::size_t i = 0; i <= step; ++i) number += is_question(steps[i]);
    return std::to_string(number);
}

std::string step_words(const lesson::Session& session) {
    if (session.phase() == lesson::Phase::finished) return "Summary";
    const auto& steps = session.lesson().steps;
    const auto& step = session.step();
    if (std::holds_alternative<lesson::TextStep>(step.body)) return "Read";
    if (std::holds_alternative<lesson::ListenStep>(step.body)) return "Listen";
    if (std::holds_alternative<lesson::RevealStep>(step.body)) return "Reveal";
    std::size_t questions = 0;
    for (const auto& each : steps) questions += is_question(each);
    std::string text = "Question " + question_number(session, session.position()) + " of " + std::to_string(questions);
    if (step.role == "predict") text += ", predict";
    const auto [trial, trials] = session.trial();
    const auto* choose = std::get_if<lesson::ChooseStep>(&step.body);
    if (trials > 0)
        text += choose->adaptive ? ", trial " + std::to_string(trial)
                                 : ", trial " + std::to_string(trial) + " of " + std::to_string(trials);
    return text;
}

std::string spoken_step(const lesson::Session& session) {
    std::string text = step_words(session) + ". ";
    if (session.phase() == lesson::Phase::finished) return text;
    text += session.step().title.empty() ? "" : session.filled(session.step().title) + ". ";
    text += session.text() + " ";
    for (const auto& card : session.cards()) text += "Sound " + card.name() + ": " + card.alt + " ";
    for (const auto& choice : session.choices())
        text += "Answer " + std::to_string(choice.key) + ": " + choice.label + ". ";
    return text;
}

} // namespace soma::editor
