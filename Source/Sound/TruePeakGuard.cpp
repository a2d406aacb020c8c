#include "Sound/TruePeakGuard.h"

#include "Core/Bessel.h"
#include "Sound/TruePeakSums.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace soma::sound {
namespace {

constexpr double kaiser_beta = 8.0;
constexpr int hold = 16; ///< samples for which sums are still made: to make them again takes as long as ten

double windowed_sinc(double x, double reach) {
    const double edge = x / reach;
    const double sinc = x == 0.0 ? 1.0 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
    return sinc * bessel_i0(kaiser_beta * std::sqrt(std::max(0.0, 1.0 - edge * edge))) / bessel_i0(kaiser_beta);
}

} // namespace

TruePeakGuard::TruePeakGuard() {
    std::array<double, places> squares{};
    for (std::size_t i = 0; i < instants; ++i) {
        const double weight = windowed_sinc(static_cast<double>(i + 1) / places - reach, reach);
        kernel_[i] = static_cast<float>(weight);
        squares[i % places] += weight * weight;
    }
    constexpr double rounding = 0.999; // that of 48 additions in float is a hundredth of it
    quiet_energy_ = rounding * ceiling * ceiling / *std::ranges::max_element(squares);
}

void TruePeakGuard::reset() noexcept {
    left_ = right_ = {};
    next_ = 0;
    active_ = 0;
}

/// Whether no sum leaves the ceiling with this value.
bool TruePeakGuard::fits(const Row& sums, float value) const noexcept {
    return TruePeakSums::highest(sums.data(), kernel_.data(), value) <= ceiling;
}

/// The largest share of the value that lifts no sum beyond the ceiling.
float TruePeakGuard::largest_share(const Row& sums, float value) const noexcept {
    float share = 1.0f;
    for (std::size_t i = 0; i < instants; ++i) {
        const float step = value * kernel_[i];
        if (step * sums[i] < 0.0f) continue; // towards 0 and, with values of at most 1, no further than the ceiling
        const float room = std::max(0.0f, ceiling - std::abs(sums[i]));
        if (std::abs(step) > room) share = std::min(share, room / std::abs(step));
    }
    return share;
}

/// The sample joins the sums, and time goes on by one.
void TruePeakGuard::add(Row& sums, float value) const noexcept {
    static_assert(instants == TruePeakSums::instants && places == TruePeakSums::places);
    TruePeakSums::add(sums.data(), kernel_.data(), value);
}

/// The sums of the samples that were too quiet to need them.
void TruePeakGuard::resume() noexcept {
    static_assert(history == TruePeakSums::history);
    for (Channel* channel : {&left_, &right_})
        TruePeakSums::make(channel->sums.data(), kernel_.data(), channel->past.data(), next_);
}

void TruePeakGuard::guard(double& left, double& right) noexcept {
    float in_left = static_cast<float>(left), in_right = static_cast<float>(right);
    if (!fits(left_.sums, in_left) || !fits(right_.sums, in_right)) {
        const float share = std::min(largest_share(left_.sums, in_left), largest_share(right_.sums, in_right));
        left *= static_cast<double>(share);
        right *= static_cast<double>(share);
        in_left *= share;
        in_right *= share;
    }
    add(left_.sums, in_left);
    add(right_.sums, in_right);
}

double TruePeakGuard::Channel::energy_with(std::span<const double> values) const noexcept {
    std::array<double, 4> parts{}; // side by side: one sum would wait for itself
    for (std::size_t n = 0; n < values.size(); ++n) parts[n % parts.size()] += values[n] * values[n];
    return energy + ((parts[0] + parts[1]) + (parts[2] + parts[3]));
}

double TruePeakGuard::Channel::energy_until(double value, std::size_t next) noexcept {
    const double leaves = past[next];
    return energy += value * value - leaves * leaves;
}

/// Without the rounding of the sliding sums.
void TruePeakGuard::Channel::measure() noexcept {
    energy = 0.0;
    for (const float value : past) energy += static_cast<double>(value) * static_cast<double>(value);
}

void TruePeakGuard::keep(double left, double right) noexcept {
    left_.past[next_] = static_cast<float>(left);
    right_.past[next_] = static_cast<float>(right);
    if (++next_ == history) next_ = 0;
}

void TruePeakGuard::process(std::span<double> left, std::span<double> right) noexcept {
    // All windows that end within these samples lie in the last ones and these together.
    const bool quiet = active_ == 0 && std::max(left_.energy_with(left), right_.energy_with(right)) <= quiet_energy_;
    for (std::size_t n = 0; n < left.size(); ++n) {
        if (!quiet) {
            const double energy = std::max(left_.energy_until(left[n], next_), right_.energy_until(right[n], next_));
            if (energy > quiet_energy_) {
                if (active_ == 0) resume();
                active_ = hold;
            }
            if (active_ > 0) {
                guard(left[n], right[n]);
                --active_;
            }
        }
        keep(left[n], right[n]);
    }
    left_.measure();
    right_.measure();
}

} // namespace soma::sound
