#include "Engine/WorkBudget.h"

#include <cmath>

namespace soma {
namespace {

/// Of one core's time: this much for the first neuron or the notes, as much for the other neurons. Computers in use are
/// two to three times as fast as the one that the prices are of.
constexpr double share = 1.5;
constexpr double share_of_tuning = 0.5;
/// Neurons that all fire at once may have saved up this many intervals together.
constexpr double saved_intervals = 4.0;
/// Neurons in lanes run in groups; one that stands still may not share a vector with one that runs.
constexpr int lane_group = 64;
constexpr Work second = 1'000'000'000'000;

} // namespace

void WorkBudget::prepare(double sample_rate_hz) noexcept {
    a_sample_ = static_cast<Work>(share * static_cast<double>(second) / sample_rate_hz);
    spent_ = 0;
    neurons_ = 0;
}

void WorkBudget::set_on(bool on) noexcept {
    if (on == on_) return;
    on_ = on;
    spent_ = 0;
    running_ = on_ ? most_ : neurons_;
}

void WorkBudget::set(int neurons, bool in_lanes, Work first_sample_work, Work sample_work) noexcept {
    const bool others = neurons != neurons_ || in_lanes != in_lanes_;
    neurons_ = neurons;
    in_lanes_ = in_lanes;
    sample_work_ = std::max<Work>(1, sample_work);
    most_ = rounded(static_cast<double>(a_sample_) / static_cast<double>(sample_work_));
    running_ = !on_ ? neurons_ : others ? most_ : std::min(running_, most_);
    first_ = {a_sample_, a_sample_ * interval};
    const auto running = static_cast<double>(most_);
    const double each = static_cast<double>(a_sample_) / running;
    each_ = {std::max<Work>(1, static_cast<Work>(each)),
             static_cast<Work>(saved_intervals * interval * static_cast<double>(a_sample_) / (running + 3.0))};
    first_.most = std::max(first_.most, 2 * first_sample_work);
}

/// All, or the first neuron and as many of the others as are affordable.
int WorkBudget::rounded(double others) const noexcept {
    if (others >= neurons_ - 1) return neurons_;
    const int whole = std::max(0, static_cast<int>(others));
    return 1 + (in_lanes_ ? whole / lane_group * lane_group : whole);
}

void WorkBudget::begin_interval() noexcept {
    const auto others = static_cast<double>(running_ - 1);
    const double spent = static_cast<double>(spent_) + others * static_cast<double>(sample_work_) * interval;
    spent_ = 0;
    if (!on_) return;
    const double room = 2.0 * static_cast<double>(a_sample_) * interval; // the first neuron's is in it
    if (spent > room) {
        running_ = std::min(running_, rounded(others * room / spent));
        return;
    }
    if (running_ >= most_) return;
    const double more = std::max(in_lanes_ ? 1.0 * lane_group : 1.0, std::floor(others / 8.0));
    if (others == 0.0 || spent * (others + more) / others <= room) running_ = std::min(most_, rounded(others + more));
}

Allowance WorkBudget::allowance_of_notes(int sounding) const noexcept {
    const Work each = std::max<Work>(1, a_sample_ / std::max(1, sounding));
    return {each, each * interval};
}

std::int64_t WorkBudget::samples_of_tuning(Work work) const noexcept {
    return on_ && a_sample_ > 0 ? static_cast<std::int64_t>(static_cast<double>(work) * share /
                                                            (share_of_tuning * static_cast<double>(a_sample_)))
                                : 0;
}

} // namespace soma
