#pragma once

#include "Lesson/Play/ResultsFile.h"

#include <map>

namespace soma::lesson {

/// One answer of a class to one question and how often it was the last one given.
struct AnswerShare {
    std::string answer;
    int count = 0;
    bool right = false;
};

/// Answers of a class to one question, counted.
struct QuestionSummary {
    std::string lesson, step, trial, kind, unit;
    int students = 0, right = 0;
    std::vector<AnswerShare> answers; ///< the most frequent first
    std::vector<double> numbers;      ///< of typed answers, sorted; staircases: what they found
    double first_right = -1.0; ///< share of right ones in the first round or attempt; negative: there was but one
};

/// The value below which `share` of the numbers lie, by linear interpolation between the sorted ones.
double quantile(const std::vector<double>& sorted, double share);

/// Of each question that somebody answered, in the order in which it first appears. A student's last answer counts.
std::vector<QuestionSummary> summarise(const std::vector<StudentResults>& students);

/// A row for each student: lesson, name, seed, score, points, whether the codes fit, and the score of each question.
std::string class_table_csv(const std::vector<StudentResults>& students);

/// A row for each answer to each question. `meaning` names what an answer shows, empty for nothing.
std::string questions_csv(const std::vector<QuestionSummary>& questions,
                          const std::map<std::pair<std::string, std::string>, std::string>& meaning);

} // namespace soma::lesson
