#include "Lesson/Play/ClassHistogram.h"

#include "Core/Random.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace {

using namespace soma::lesson;

ResultRow row(const std::string& step, const std::string& kind, const std::string& trial, const std::string& answer,
              const std::string& unit) {
    ResultRow out;
    out.step_id = step;
    out.kind = kind;
    out.trial = trial;
    out.answer = answer;
    out.unit = unit;
    return out;
}

StudentResults student(const std::string& name, const std::vector<ResultRow>& rows) {
    ResultHeader header;
    header.lesson_id = "small";
    header.student = name;
    return read_results(results_csv(header, rows, 0.0, 1.0), "").students.at(0);
}

std::vector<StudentResults> of_numbers(const std::vector<double>& values) {
    std::vector<StudentResults> students;
    for (const double value : values)
        students.push_back(
            student("S" + std::to_string(students.size()), {row("tau", "numeric", "", std::to_string(value), "ms")}));
    return students;
}

TEST(ClassHistogram, EachKindOfNumberHasItsOwn) {
    const std::vector<StudentResults> students{
        student("Ada", {row("tau", "numeric", "", "345", "ms"), row("tau", "numeric", "", "20.2", "ms"),
                        row("ear", "choose", "1", "2", ""), row("ear", "choose", "all", "12.5", ""),
                        row("limits", "experiment", "", "threshold_pA=30;up_minus_down_pA=-0.5", ""),
                        row("why", "explain", "", "20", "")}),
        student("Bo", {row("tau", "numeric", "", "21", "ms"), row("ear", "choose", "all", "14", ""),
                       row("limits", "experiment", "", "threshold_pA=31;up_minus_down_pA=1.5", ""),
                       row("pairs", "choose", "all", "3/4", "")})};
    const auto all = class_histograms(students);
    ASSERT_EQ(all.size(), 4u);
    EXPECT_EQ(all[0].question, "tau");
    EXPECT_EQ(all[0].values, (std::vector<double>{20.2, 21.0})) << "the last answer counts";
    EXPECT_EQ(all[0].unit, "ms");
    EXPECT_EQ(all[1].question, "ear/all");
    EXPECT_EQ(all[2].question, "limits/threshold_pA");
    EXPECT_EQ(all[3].question, "limits/up_minus_down_pA");
    EXPECT_EQ(all[3].values, (std::vector<double>{-0.5, 1.5}));
}

/// Whatever the numbers are, every one is in a bin or named as far away, and the bins are where they say.
TEST(ClassHistogram, EveryNumberIsCountedOnceInItsBin) {
    soma::SplitMix64 random(11);
    for (int round = 0; round < 300; ++round) {
        std::vector<double> values(2 + random.below(60));
        const double scale = std::pow(10.0, static_cast<double>(random.below(12)) - 4.0);
        for (double& value : values) {
            value = scale * (random.below(3) == 0 ? 1.0 : random.unit() - 0.3);
            if (random.below(20) == 0) value *= 1e6;
            if (random.below(30) == 0) value = 0.0;
        }
        const auto all = class_histograms(of_numbers(values));
        ASSERT_EQ(all.size(), 1u);
        const auto& h = all[0];
        const int binned = std::accumulate(h.counts.begin(), h.counts.end(), 0);
        EXPECT_EQ(static_cast<std::size_t>(binned + h.below + h.above), values.size());
        ASSERT_GT(h.width, 0.0);
        EXPECT_LE(h.counts.size(), 62u) << "24 bins, and 2.5 times as many where their width is rounded";
        std::vector<int> again(h.counts.size(), 0);
        for (std::size_t i = static_cast<std::size_t>(h.below); i + static_cast<std::size_t>(h.above) < h.values.size();
             ++i)
            ++again.at(static_cast<std::size_t>(std::floor((h.values[i] - h.low) / h.width)));
        EXPECT_EQ(again, h.counts);
        const double digit = h.width / std::pow(10.0, std::floor(std::log10(h.width) + 1e-9));
        EXPECT_TRUE(std::abs(digit - 1) < 1e-6 || std::abs(digit - 2) < 1e-6 || std::abs(digit - 5) < 1e-6) << h.width;
    }
}

TEST(ClassHistogram, OneWildNumberDoesNotHideTheOthers) {
    const auto h = class_histograms(of_numbers({20, 20.1, 20.2, 20.3, 20.5, 21, 19, 1e9})).at(0);
    EXPECT_EQ(h.above, 1);
    EXPECT_LT(h.width, 3.0);
    EXPECT_TRUE(class_histograms(of_numbers({20.0})).empty()) << "one number is no class";
}

} // namespace
