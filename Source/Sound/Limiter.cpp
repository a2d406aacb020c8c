#include "Sound/Limiter.h"

#include "Core/Math.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace soma::sound {
namespace {

/// −280 dB: released. Exactly 0 lets whole segments pass untouched.
constexpr double smallest_reduction = 1e-14;

} // namespace

void Limiter::prepare(double sample_rate_hz) noexcept {
    keep_ = std::exp(-1.0 / (release_s * sample_rate_hz));
    reset();
}

/// Then hold_back would change nothing.
bool Limiter::all_within(std::span<const double> left, std::span<const double> right) const noexcept {
    bool within = reduction_ == 0.0;
    for (std::size_t n = 0; n < left.size(); ++n) within &= usable(left[n], ceiling) & usable(right[n], ceiling);
    return within;
}

void Limiter::process(std::span<double> left, std::span<double> right) noexcept {
    if (!all_within(left, right))
        for (std::size_t n = 0; n < left.size(); ++n) hold_back(left[n], right[n]);
    guard_.process(left, right);
}

void Limiter::hold_back(double& left, double& right) noexcept {
    for (double* value : {&left, &right})
        if (!usable(*value, std::numeric_limits<double>::max())) {
            *value = 0.0;
            ++not_finite_;
        }
    const double peak = std::max(std::abs(left), std::abs(right));
    double reduction = keep_ * reduction_;
    if (reduction < smallest_reduction) reduction = 0.0;
    // gain · peak may reach lowest_ceiling + gain · room
    constexpr double room = ceiling - lowest_ceiling;
    if ((peak - room) * (1.0 - reduction) > lowest_ceiling) reduction = 1.0 - lowest_ceiling / (peak - room);
    reduction_ = reduction;
    // The clamp takes up the rounding of the product; far above the ceiling 1 − reduction has few digits.
    left = std::clamp(left * (1.0 - reduction), -ceiling, ceiling);
    right = std::clamp(right * (1.0 - reduction), -ceiling, ceiling);
}

} // namespace soma::sound
