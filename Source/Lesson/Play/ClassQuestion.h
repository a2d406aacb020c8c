#pragma once

#include "Lesson/Play/LiveClass.h"
#include "Lesson/Play/Session.h"

namespace soma::lesson {

/// How a question is answered on a student's device.
struct AnswerForm {
    enum class Kind {
        none,    ///< nothing to answer on a device
        choice,  ///< one option
        choices, ///< several options
        number,  ///< one typed number with a unit
        order,   ///< all items, each once
        fields,  ///< several typed numbers
        text,    ///< an explanation in own words
    };
    struct Field {
        std::string label, name;
        Unit unit{};
    };
    Kind kind = Kind::none;
    std::vector<Choice> choices;
    std::vector<std::string> items;       ///< what is put in order, by label
    std::vector<std::string> item_sounds; ///< the same by name; never leaves the teacher's machine
    std::vector<Field> fields;            ///< of number and fields
    int least_words = 0;                  ///< of a text
};
std::string_view name_of(AnswerForm::Kind kind);

/// One question as a class sees it. Nothing in it tells what is right.
struct ClassQuestion {
    QuestionKey key;
    std::string title, text;
    std::pair<int, int> trial; ///< 0 of 0 outside trials
    AnswerForm form;
    std::vector<Card> cards;
    bool predicts = false; ///< answered before the sounds are heard
};

/// The question where the session stands. A staircase or a control to tune belongs to one person: form none.
ClassQuestion class_question(const Session& session);

/// "I cannot tell", as an answer.
constexpr std::string_view cannot_tell = "?";

struct ReadAnswer {
    std::string value;   ///< in one form for equal answers: "2", "1;3", "12.6 mV"; empty when it was refused
    std::string message; ///< why it was refused, for the student
};

/// Reads what a device sent: keys of options, the order as positions from 1, typed numbers, a text. Needs no model.
ReadAnswer read_answer(const AnswerForm& form, const std::vector<std::string>& parts);

/// Grade and feedback of one answer.
struct GradedAnswer {
    bool correct = false;
    double share = 0.0; ///< of the step's points, 0 … 1
    std::string feedback;
    ResultRow row;
};

/// Judges an answer as the session itself would, on a copy of it. `asked` stands at the question, not yet answered.
GradedAnswer grade(const Session& asked, const AnswerForm& form, std::string_view value);

/// One bar of the votes: an answer, what to write under it, and its votes by round.
struct ClassBar {
    std::string value, label;
    std::vector<int> votes;
};

/// The votes of all rounds, raised hands included: a bar for each option, or for each of the most frequent answers and
/// one for the others. Explanations are counted and not shown: nobody has read them before the whole class would.
std::vector<ClassBar> bars_of(const AnswerForm& form, const ClassRecord& record);

/// The explanations of the running round, for the teacher alone; without names, in the order of the seats.
std::vector<std::string> explanations_of(const AnswerForm& form, const ClassRecord& record);

} // namespace soma::lesson
