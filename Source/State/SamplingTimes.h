#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace soma {

/// How far apart a table's rows are in time.
struct Sampling {
    double interval_s = 0.0;           ///< model time
    double relative_uncertainty = 0.0; ///< by the digits that its times are written with

    bool agrees(double other_interval_s) const;
};

/// The number with the fewest digits that is as near: 44100 for 44099.998 of which five digits are known.
double roundest(double value, double relative_uncertainty);

/// Reads the sampling interval from the instants of a table's rows. The rows must be evenly spaced, but for the
/// rounding of the digits that they are written with: to the last place of the finest one, to the 24 bits of a
/// single-precision number, or, with more digits, to 1e-9 of themselves (a sum of a million steps in double).
class SamplingTimes {
  public:
    /// `text` is the number as it was written: its digits tell how it was rounded. `unit_s` is 1e-3 for milliseconds.
    void add(double value, std::string_view text, double unit_s, std::int64_t line);

    struct Problem {
        std::int64_t line;
        std::string message;
    };
    std::optional<Problem> problem() const;

    /// Nothing for fewer than two rows. Only where there is no problem.
    std::optional<Sampling> sampling() const;

  private:
    double rounding_s(double time_s) const;
    double interval_s() const;

    std::vector<double> times_s_;
    std::vector<std::int64_t> lines_;
    double finest_place_s_ = std::numeric_limits<double>::infinity();
    int most_digits_ = 0;
};

} // namespace soma
