#include "Editor/Lesson/Answers.h"

namespace soma::editor {

std::unique_ptr<Answers> make_answers(Context& shared, LessonDesk& desk) {
    if (desk.session() == nullptr || desk.finished() || desk.session()->replaced()) return nullptr;
    struct Maker {
        Context& shared;
        LessonDesk& desk;
        std::unique_ptr<Answers> operator()(const lesson::TextStep&) const { return nullptr; }
        std::unique_ptr<Answers> operator()(const lesson::ListenStep&) const { return nullptr; }
        std::unique_ptr<Answers> operator()(const lesson::RevealStep&) const { return nullptr; }
        std::unique_ptr<Answers> operator()(const lesson::ChooseStep&) const {
            return make_choice_answers(shared, desk);
        }
        std::unique_ptr<Answers> operator()(const lesson::OrderStep&) const {
            return make_choice_answers(shared, desk);
        }
        std::unique_ptr<Answers> operator()(const lesson::NumericStep&) const {
            return make_number_answer(shared, desk);
        }
        std::unique_ptr<Answers> operator()(const lesson::ExplainStep&) const { return make_explanation(shared, desk); }
        std::unique_ptr<Answers> operator()(const lesson::TuneStep&) const { return make_tune_answer(shared, desk); }
        std::unique_ptr<Answers> operator()(const lesson::ExperimentStep&) const {
            return make_table_answer(shared, desk);
        }
    };
    return std::visit(Maker{shared, desk}, desk.session()->step().body);
}

} // namespace soma::editor
