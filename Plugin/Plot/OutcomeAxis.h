#pragma once

#include "Bench/Outcome.h"

#include <string>
#include <vector>

/// Axes of the bench's pictures. No drawing: any thread.
namespace soma::plot {

/// A grid line of an axis.
struct AxisLine {
    double value;
    bool major;       ///< a decade, or zero
    std::string text; ///< empty: a line without a label
};

/// A linear or logarithmic axis that shows its values with room to spare.
class OutcomeAxis {
  public:
    /// Shows `low` … `high`. `exact` keeps the ends where they are, else they move out to the next grid line.
    /// `unit` follows each label of a logarithmic axis with an SI prefix ("10 pA", "1 nA"); empty: plain numbers.
    OutcomeAxis(double low, double high, bool logarithmic, bool exact, int most_lines, const std::string& unit);

    /// 0 at the low end, 1 at the high end; outside for values that are not shown. NaN stays NaN.
    double share(double value) const;
    bool shows(double value) const;
    const std::vector<AxisLine>& lines() const { return lines_; }
    double low() const { return low_; }
    double high() const { return high_; }
    bool logarithmic() const { return logarithmic_; }

  private:
    void make_linear(bool exact, int most_lines);
    void make_logarithmic(bool exact, const std::string& unit);

    double low_, high_;
    bool logarithmic_;
    std::vector<AxisLine> lines_;
};

/// A number with its unit, and the SI prefix that keeps it readable: (5900, "pA") → "5.90 nA". Only units that take
/// prefixes change theirs.
std::string prefixed(double value, const std::string& unit);

/// The smallest and largest of all values that can be shown; none: 0 and 1, or 1 and 10 on a logarithmic axis.
struct Extent {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    void add(double value, bool logarithmic);
    void settle(bool logarithmic);
};

} // namespace soma::plot
