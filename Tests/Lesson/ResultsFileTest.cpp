#include "Lesson/Play/ResultsFile.h"

#include <gtest/gtest.h>

namespace {

using namespace soma::lesson;

constexpr std::string_view key = "tuesday";

std::string file_of(const std::string& student, std::string_view secret = key) {
    ResultHeader header;
    header.lesson_id = "small";
    header.lesson_version = 3;
    header.class_name = "Biophysics";
    header.class_key = secret;
    header.student = student;
    header.seed = 7;
    std::vector<ResultRow> rows(2);
    rows[0].step_id = "tau";
    rows[0].kind = "numeric";
    rows[0].answer = "20.2";
    rows[0].unit = "ms";
    rows[0].correct = 1;
    rows[0].score = rows[0].max_score = 2.0;
    rows[1].step_id = "guess";
    rows[1].kind = "choose";
    rows[1].answer = "1;3";
    rows[1].correct = 0;
    rows[1].score = 0.0;
    rows[1].max_score = 1.0;
    return results_csv(header, rows, 2.0, 3.0);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

TEST(ResultsFile, ReadsWhatWasWritten) {
    const auto file = read_results(file_of("Ada"), key);
    ASSERT_EQ(file.students.size(), 1u) << file.error;
    const auto& ada = file.students[0];
    EXPECT_TRUE(ada.whole);
    EXPECT_TRUE(ada.code_fits);
    ASSERT_EQ(ada.rows.size(), 2u);
    EXPECT_EQ(ada.rows[1]["answer"], "1;3");
    EXPECT_EQ(ada.summary.number("score"), 2.0);
    EXPECT_EQ(file_of("Ada").find("tuesday"), std::string::npos) << "the key is a secret";
}

TEST(ResultsFile, AnyEditedFieldIsNamedByItsRow) {
    const auto text = file_of("Ada");
    for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
             {"20.2", "20.3"}, {"1;3", "2"}, {"choose,,,,,1;3,,,,0,", "choose,,,,,1;3,,,,1,"}, {"tau", "tav"}}) {
        const auto file = read_results(replaced(text, from, to), key);
        ASSERT_EQ(file.students.size(), 1u) << file.error;
        const auto& rows = file.students[0].rows;
        EXPECT_EQ(rows[0].edited + rows[1].edited, 1) << from;
        EXPECT_FALSE(file.students[0].whole) << from;
        EXPECT_TRUE(file.students[0].code_fits) << "name and score are as they were: " << from;
    }
    const auto better = read_results(replaced(text, ",2,3,,,,", ",3,3,,,,"), key);
    EXPECT_FALSE(better.students.at(0).code_fits) << "a score that was raised";
}

TEST(ResultsFile, RowsThatAreLeftOutOrDoubledAreNoticed) {
    const auto text = file_of("Ada");
    const auto second = text.find('\n') + 1, third = text.find('\n', second) + 1;
    const auto row = text.substr(second, third - second);
    for (const auto& changed : {replaced(text, row, ""), replaced(text, row, row + row)}) {
        const auto file = read_results(changed, key);
        ASSERT_EQ(file.students.size(), 1u) << file.error;
        for (const auto& kept : file.students[0].rows) EXPECT_FALSE(kept.edited);
        EXPECT_FALSE(file.students[0].whole);
    }
}

TEST(ResultsFile, AnotherKeyFitsNothing) {
    const auto file = read_results(file_of("Ada", "friday"), key);
    ASSERT_EQ(file.students.size(), 1u);
    EXPECT_FALSE(file.students[0].whole);
    EXPECT_FALSE(file.students[0].code_fits);
}

TEST(ResultsFile, WhatASpreadsheetMakesOfItIsTheSame) {
    auto text = file_of("=Ada, \"the first\"");
    std::string windows = "\xEF\xBB\xBF";
    for (const char c : text) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
    const auto file = read_results(windows, key);
    ASSERT_EQ(file.students.size(), 1u) << file.error;
    EXPECT_TRUE(file.students[0].whole);
    EXPECT_TRUE(file.students[0].code_fits) << "the apostrophe before a formula is no part of the name";
    EXPECT_EQ(file.students[0].rows[0]["student"], "'=Ada, \"the first\"");
}

TEST(ResultsFile, SaysWhatIsWrong) {
    EXPECT_NE(read_results("name,score\nAda,3\n", key).error.find("line 1"), std::string::npos);
    const auto text = file_of("Ada");
    EXPECT_NE(read_results(text + "1,2,3\n", key).error.find("line 5: has 3 fields"), std::string::npos);
    EXPECT_NE(read_results(text + "\"open\n", key).error.find("quotation mark"), std::string::npos);
    EXPECT_NE(read_results(text.substr(0, text.rfind("small")), key).error.find("summary"), std::string::npos);
    EXPECT_NE(read_results("", key).error, "");
}

} // namespace
