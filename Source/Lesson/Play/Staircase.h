#pragma once

#include "Lesson/Format/Document.h"

namespace soma::lesson {

/// Transformed up-down staircase (Levitt 1971): one wrong answer makes it easier, down_after right ones in a row make
/// it harder. The distance of the level from `about` is divided or multiplied by the factor, which becomes the fine one
/// after the coarse reversals. 1 up 2 down settles near 71 % correct, 1 up 3 down near 79 %.
class Staircase {
  public:
    explicit Staircase(const AdaptiveRule& rule)
        : rule_(rule)
        , level_(rule.start) {}

    double level() const { return level_; }
    void answer(bool correct);
    bool done() const;
    int trials() const { return trials_; }
    const std::vector<double>& reversals() const { return reversals_; }

    /// Mean of the last reversals (geometric: of their distance from `about`); the level while there is none.
    double estimate() const;

  private:
    AdaptiveRule rule_;
    double level_;
    int right_in_a_row_ = 0, direction_ = 0, trials_ = 0;
    std::vector<double> reversals_;
};

} // namespace soma::lesson
