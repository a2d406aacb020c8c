#include "Membrane/GlifCrossing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace soma::test {
namespace {

using namespace membrane::glif;
using Crossed = membrane::glif::FlowInterval;

/// Random intervals of every shape, most of them near the threshold: rates from 1e-3 to 10 a step, currents of both
/// signs.
class FlowIntervals {
  public:
    static constexpr int grid = 256;

    explicit FlowIntervals(unsigned seed)
        : random_(seed) {
        change_rates();
    }

    /// The grid of a new set of rates serves many intervals: propagators cost more than propagations.
    void change_rates() {
        const auto rate = [&] { return std::pow(10.0, uniform(-3.0, 1.0)) / step_ms; };
        rates_ = {1.0 / 60.0, rate(), {rate(), rate()}, rate(), uniform(-1.0, 1.0) * rate(), rate()};
        by_.clear();
        for (int i = 0; i <= grid; ++i) by_.push_back(propagator(rates_, step_ms * i / grid));
    }
    Crossed next() {
        const double pull = std::pow(10.0, uniform(-1.0, 1.5)) / (rates_.per_pf * step_ms);
        const Point begin{
            uniform(-1.0, 1.0), {uniform(-pull, pull), uniform(-pull, pull)}, uniform(-2.0, 2.0), uniform(-2.0, 2.0)};
        const double target_mv =
            std::pow(10.0, uniform(-2.0, 2.0)) * uniform(-1.0, 1.0) / (rates_.leak_per_ms * step_ms);
        const double below_mv = std::pow(10.0, uniform(-4.0, 0.5));
        return {rates_,
                target_mv,
                begin.rise_mv - begin.threshold_mv() + below_mv,
                step_ms,
                begin,
                slope(rates_, target_mv, begin),
                propagate(by_.back(), target_mv, begin)};
    }
    double uniform(double low, double high) { return std::uniform_real_distribution(low, high)(random_); }
    double above_mv(const Crossed& interval, int i) const {
        return interval.above_threshold_mv(
            propagate(by_[static_cast<std::size_t>(i)], interval.target_mv, interval.begin));
    }
    /// The first point of the grid that is above the threshold by more than rounding, or none.
    int first_above(const Crossed& interval, double rounding_mv) const {
        for (int i = 0; i <= grid; ++i)
            if (above_mv(interval, i) > rounding_mv) return i;
        return -1;
    }

    static constexpr double step_ms = 1.0 / 48.0;

  private:
    std::mt19937_64 random_;
    Rates rates_{};
    std::vector<Propagator> by_;
};

TEST(GlifCrossing, finds_every_crossing_and_the_first_one) {
    FlowIntervals intervals(11);
    // The largest terms are 30 mV·step/rate: their rounding stays below this.
    const double rounding_mv = 1e-9;
    int crossings = 0, hidden = 0;
    for (int n = 0; n < 100000; ++n) {
        if (n % 500 == 0) intervals.change_rates();
        const auto interval = intervals.next();
        const int above = intervals.first_above(interval, rounding_mv);
        const auto found = first_crossing(interval);
        if (above >= 0) {
            ++crossings;
            const bool ends_below = interval.above_threshold_mv(interval.end) <= 0.0;
            hidden += ends_below;
            ASSERT_FALSE(surely_below(interval)) << n;
            ASSERT_TRUE(found) << n << (ends_below ? " hidden" : "");
            ASSERT_LE(found->elapsed_ms, FlowIntervals::step_ms * above / FlowIntervals::grid * (1.0 + 1e-12)) << n;
        }
        if (!found) continue;
        ASSERT_GE(found->elapsed_ms, 0.0);
        ASSERT_LE(found->elapsed_ms, FlowIntervals::step_ms);
        ASSERT_NEAR(interval.above_threshold_mv(found->point), 0.0, rounding_mv) << n;
        // Nothing above the threshold before it: the crossing is the first.
        if (above < 1) continue;
        for (int i = 0; i < FlowIntervals::grid && FlowIntervals::step_ms * i / FlowIntervals::grid < found->elapsed_ms;
             ++i)
            ASSERT_LE(intervals.above_mv(interval, i), rounding_mv) << n;
    }
    // The test would be empty without these.
    EXPECT_GT(crossings, 20000);
    EXPECT_GT(hidden, 2000);
}

/// The state that makes U − θ vanish at five given instants, the most that six exponentials can: the threshold and four
/// parts of the state are the unknowns of five linear equations, solved by elimination.
Crossed through(const Rates& rates, const std::array<double, 5>& zeros_ms) {
    const auto with = [&](std::size_t unknown, double value, Point point) {
        double* const slot[]{&point.current_pa[0], &point.current_pa[1], &point.threshold_spike_mv,
                             &point.threshold_voltage_mv};
        if (unknown < 4) *slot[unknown] = value;
        return point;
    };
    const Point base{1.0, {0.0, 0.0}, 0.0, 0.0};
    std::array<std::array<long double, 6>, 5> row{};
    for (std::size_t i = 0; i < 5; ++i) {
        const auto by = propagator(rates, zeros_ms[i]);
        const auto height = [&](const Point& point) {
            const auto at = propagate(by, 0.0, point);
            return at.rise_mv - at.threshold_mv();
        };
        for (std::size_t unknown = 0; unknown < 4; ++unknown)
            row[i][unknown] = height(with(unknown, 1.0, {0.0, {0.0, 0.0}, 0.0, 0.0}));
        row[i][4] = -1.0L; // the resting threshold
        row[i][5] = -height(base);
    }
    for (std::size_t i = 0; i < 5; ++i) {
        std::size_t pivot = i;
        for (std::size_t j = i + 1; j < 5; ++j)
            if (std::abs(row[j][i]) > std::abs(row[pivot][i])) pivot = j;
        std::swap(row[i], row[pivot]);
        for (std::size_t j = 0; j < 5; ++j)
            for (std::size_t column = 6; j != i && column-- > i;)
                row[j][column] -= row[i][column] * (row[j][i] / row[i][i]);
    }
    Crossed interval{rates, 0.0, static_cast<double>(row[4][5] / row[4][4]), FlowIntervals::step_ms, base, 0.0, base};
    for (std::size_t unknown = 0; unknown < 4; ++unknown)
        interval.begin = with(unknown, static_cast<double>(row[unknown][5] / row[unknown][unknown]), interval.begin);
    interval.begin_slope = slope(rates, 0.0, interval.begin);
    interval.end = propagate(propagator(rates, interval.duration_ms), 0.0, interval.begin);
    return interval;
}

TEST(GlifCrossing, finds_the_first_of_the_most_crossings_that_there_can_be) {
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> unit(0.0, 1.0);
    const double step_ms = FlowIntervals::step_ms;
    int found_count = 0;
    for (int n = 0; n < 4000; ++n) {
        // Rates apart from each other in random order, and zeros apart from each other: else rounding decides.
        std::array<double, 5> rate{0.5, 1.5, 3.0, 5.0, 8.0};
        std::shuffle(rate.begin(), rate.end(), random);
        for (double& r : rate) r *= (0.9 + 0.2 * unit(random)) / step_ms;
        const Rates rates{1.0 / 60.0, rate[0], {rate[1], rate[2]}, rate[3], 2.0 / step_ms, rate[4]};
        std::array<double, 5> zeros_ms{};
        for (std::size_t i = 0; i < 5; ++i)
            zeros_ms[i] = step_ms * (static_cast<double>(i) + 0.2 + 0.6 * unit(random)) / 5.0;
        auto interval = through(rates, zeros_ms);
        if (n % 2 == 0) { // two hidden excursions; else the end is above
            interval.duration_ms = 0.5 * (zeros_ms[3] + zeros_ms[4]);
            interval.end = propagate(propagator(rates, interval.duration_ms), 0.0, interval.begin);
        }
        const double begin_mv = interval.above_threshold_mv(interval.begin);
        if (begin_mv > 0.0) continue; // five zeros: the sign at the start decides which of them are crossings upwards
        int points = 0;
        const auto crossing = first_crossing(interval, points);
        ASSERT_TRUE(crossing) << n;
        ASSERT_GE(points, 4 * 3) << n
                                 << ": each of the chain's functions has a zero, and none takes fewer than 3 points";
        ASSERT_NEAR(crossing->elapsed_ms, zeros_ms[0], 1e-3 * step_ms) << n; // the equations' own rounding
        ++found_count;
    }
    EXPECT_GT(found_count, 1000);
}

/// A threshold just under and just over the top of an excursion inside the interval.
TEST(GlifCrossing, tells_a_graze_from_a_miss) {
    FlowIntervals intervals(5);
    int tops = 0;
    for (int n = 0; n < 2000; ++n) {
        if (n % 50 == 0) intervals.change_rates();
        auto interval = intervals.next();
        // The top, by golden-section search around the highest point of the grid.
        int best = 0;
        for (int i = 1; i <= FlowIntervals::grid; ++i)
            if (intervals.above_mv(interval, i) > intervals.above_mv(interval, best)) best = i;
        if (best == 0 || best == FlowIntervals::grid) continue;
        const auto height_mv = [&](double ms) {
            return interval.above_threshold_mv(
                propagate(propagator(interval.rates, ms), interval.target_mv, interval.begin));
        };
        const double cell_ms = FlowIntervals::step_ms / FlowIntervals::grid;
        double low_ms = (best - 1) * cell_ms, high_ms = (best + 1) * cell_ms;
        for (int i = 0; i < 60; ++i) {
            const double a = low_ms + 0.382 * (high_ms - low_ms), b = low_ms + 0.618 * (high_ms - low_ms);
            (height_mv(a) > height_mv(b) ? high_ms : low_ms) = height_mv(a) > height_mv(b) ? b : a;
        }
        const double top_mv = height_mv(0.5 * (low_ms + high_ms)), end_mv = interval.above_threshold_mv(interval.end);
        const double begin_mv = interval.above_threshold_mv(interval.begin);
        if (top_mv - std::max(begin_mv, end_mv) < 1e-6) continue; // no excursion to speak of
        ++tops;
        const double rest_mv = interval.threshold_mv;
        interval.threshold_mv = rest_mv + top_mv - 1e-8;
        ASSERT_TRUE(first_crossing(interval)) << n;
        ASSERT_FALSE(surely_below(interval)) << n;
        interval.threshold_mv = rest_mv + top_mv + 1e-8;
        ASSERT_FALSE(first_crossing(interval)) << n;
    }
    EXPECT_GT(tops, 100);
}

} // namespace
} // namespace soma::test
