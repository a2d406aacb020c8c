#include "Lesson/Play/ClassTable.h"

#include "Core/CsvLine.h"
#include "Lesson/Format/Messages.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace soma::lesson {
namespace {

using Question = std::pair<std::string, std::string>; ///< step and trial

/// Of an item that people answer; the sum over trials and the votes by hand are none.
bool is_answer(const StoredRow& row) { return row["kind"] != "tally" && row["answer"] != "revealed"; }

std::string question_name(const Question& question) {
    return question.first + (question.second.empty() ? "" : "/" + question.second);
}

std::string typed_or_key(const StoredRow& row) {
    if (row["kind"] != "numeric" || !row.number("answer")) return row["answer"];
    return number_text(*row.number("answer"), 3); // what rounds to the same is the same answer
}

std::string optional_number(bool there, double value) { return there ? number_text(value, 4) : ""; }

} // namespace

double quantile(const std::vector<double>& sorted, double share) {
    if (sorted.empty()) return 0.0;
    const double at = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const auto above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (at - std::floor(at)) * (sorted[above] - sorted[below]);
}

std::vector<QuestionSummary> summarise(const std::vector<StudentResults>& students) {
    std::vector<QuestionSummary> questions;
    std::vector<int> first_right, several;
    for (const StudentResults& student : students) {
        std::vector<Question> order;
        std::map<Question, std::vector<const StoredRow*>> given;
        for (const StoredRow& row : student.rows) {
            if (!is_answer(row)) continue;
            auto& rows = given[{row["step_id"], row["trial"]}];
            if (rows.empty()) order.push_back({row["step_id"], row["trial"]});
            rows.push_back(&row);
        }
        for (const Question& key : order) {
            const auto& rows = given[key];
            const StoredRow& last = *rows.back();
            const auto same = [&](const QuestionSummary& q) {
                return q.lesson == last["lesson_id"] && q.step == key.first && q.trial == key.second;
            };
            auto found = std::find_if(questions.begin(), questions.end(), same);
            if (found == questions.end()) {
                questions.push_back(
                    {last["lesson_id"], key.first, key.second, last["kind"], last["unit"], 0, 0, {}, {}, -1.0});
                first_right.push_back(0);
                several.push_back(0);
                found = questions.end() - 1;
            }
            const auto index = static_cast<std::size_t>(found - questions.begin());
            QuestionSummary& q = *found;
            const bool right = last["correct"] == "1";
            ++q.students;
            q.right += right;
            several[index] += rows.size() > 1;
            first_right[index] += rows.front()->operator[]("correct") == "1";
            if (const auto number = last.number("answer"); number && (q.kind == "numeric" || key.second == "all"))
                q.numbers.push_back(*number);
            const auto answer = typed_or_key(last);
            const auto share = std::find_if(q.answers.begin(), q.answers.end(),
                                            [&](const AnswerShare& a) { return a.answer == answer; });
            if (share == q.answers.end())
                q.answers.push_back({answer, 1, right});
            else
                ++share->count;
        }
    }
    for (std::size_t i = 0; i < questions.size(); ++i) {
        QuestionSummary& q = questions[i];
        std::sort(q.numbers.begin(), q.numbers.end());
        std::stable_sort(q.answers.begin(), q.answers.end(),
                         [](const auto& a, const auto& b) { return a.count > b.count; });
        if (several[i] > 0) q.first_right = static_cast<double>(first_right[i]) / q.students;
    }
    return questions;
}

std::string class_table_csv(const std::vector<StudentResults>& students) {
    std::vector<Question> columns;
    for (const StudentResults& student : students)
        for (const StoredRow& row : student.rows) {
            const Question key{row["lesson_id"] + "." + row["step_id"], row["trial"]};
            if (is_answer(row) && std::find(columns.begin(), columns.end(), key) == columns.end())
                columns.push_back(key);
        }
    std::vector<std::string> names{"lesson_id", "class",     "student",   "seed",       "started_utc",
                                   "score",     "max_score", "code_fits", "edited_rows"};
    for (const auto& column : columns) names.push_back(question_name(column));
    std::string out = csv_line(names);
    for (const StudentResults& student : students) {
        const StoredRow& s = student.summary;
        std::string edited;
        for (const StoredRow& row : student.rows)
            if (row.edited) edited += (edited.empty() ? "" : " ") + std::to_string(row.line);
        std::vector<std::string> fields{s["lesson_id"],
                                        s["class"],
                                        s["student"],
                                        s["seed"],
                                        s["started_utc"],
                                        s["score"],
                                        s["max_score"],
                                        student.whole && student.code_fits ? "yes" : "no",
                                        edited};
        for (const auto& column : columns) {
            std::string score;
            for (const StoredRow& row : student.rows)
                if (is_answer(row) && column == Question{row["lesson_id"] + "." + row["step_id"], row["trial"]})
                    score = row["score"].empty() ? row["correct"] : row["score"];
            fields.push_back(score);
        }
        out += csv_line(fields);
    }
    return out;
}

std::string questions_csv(const std::vector<QuestionSummary>& questions,
                          const std::map<std::pair<std::string, std::string>, std::string>& meaning) {
    std::string out =
        csv_line({"lesson_id", "step_id", "trial", "kind", "students", "right_share", "first_right_share", "median",
                  "quartile_1", "quartile_3", "unit", "answer", "answer_share", "answer_right", "meaning"});
    for (const QuestionSummary& q : questions)
        for (const AnswerShare& answer : q.answers) {
            const auto found = meaning.find({q.step, answer.answer});
            out += csv_line({q.lesson, q.step, q.trial, q.kind, std::to_string(q.students),
                             number_text(static_cast<double>(q.right) / q.students, 4),
                             optional_number(q.first_right >= 0.0, q.first_right),
                             optional_number(!q.numbers.empty(), quantile(q.numbers, 0.5)),
                             optional_number(!q.numbers.empty(), quantile(q.numbers, 0.25)),
                             optional_number(!q.numbers.empty(), quantile(q.numbers, 0.75)), q.unit, answer.answer,
                             number_text(static_cast<double>(answer.count) / q.students, 4), answer.right ? "1" : "0",
                             found == meaning.end() ? "" : found->second});
        }
    return out;
}

} // namespace soma::lesson
