#include "Editor/Lesson/Answers.h"

namespace soma::editor {

std::unique_ptr<Answers> make_answers(Context& shared, LessonController& controller) {
    if (controller.session() == nullptr || controller.finished() || controller.session()->replaced()) return nullptr;
    struct Maker {
        Context& shared;
        LessonController& controller;
        std::unique_ptr<Answers> operator()(const lesson::TextStep&) const { return nullptr; }
        std::unique_ptr<Answers> operator()(const lesson::ListenStep&) const { return nullptr; }
        std::unique_ptr<Answers> operator()(const lesson::RevealStep&) const { return nullptr; }
        std::unique_ptr<Answers> operator()(const lesson::ChooseStep&) const {
            return make_choice_answers(shared, controller);
        }
        std::unique_ptr<Answers> operator()(const lesson::OrderStep&) const {
            return make_choice_answers(shared, controller);
        }
        std::unique_ptr<Answers> operator()(const lesson::NumericStep&) const {
            return make_number_answer(shared, controller);
        }
        std::unique_ptr<Answers> operator()(const lesson::ExplainStep&) const {
            return make_explanation(shared, controller);
        }
        std::unique_ptr<Answers> operator()(const lesson::TuneStep&) const {
            return make_tune_answer(shared, controller);
        }
        std::unique_ptr<Answers> operator()(const lesson::ExperimentStep&) const {
            return make_table_answer(shared, controller);
        }
    };
    return std::visit(Maker{shared, controller}, controller.session()->step().body);
}

} // namespace soma::editor
