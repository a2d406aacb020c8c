#include "Sound/TruePeakGuard.h"

#include "Core/Bessel.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace soma::sound {
namespace {

constexpr double kaiser_beta = 8.0;

double windowed_sinc(double x, double reach) {
    const double edge = x / reach;
    const double sinc = x == 0.0 ? 1.0 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
    return sinc * bessel_i0(kaiser_beta * std::sqrt(std::max(0.0, 1.0 - edge * edge))) / bessel_i0(kaiser_beta);
}

} // namespace

TruePeakGuard::TruePeakGuard() {
    std::array<double, places> largest{};
    for (std::size_t i = 0; i < instants; ++i) {
        const double weight = windowed_sinc(static_cast<double>(i + 1) / places - reach, reach);
        kernel_[i] = static_cast<float>(weight);
        largest[i % places] += std::abs(weight);
    }
    small_ = static_cast<float>(ceiling / *std::ranges::max_element(largest));
}

void TruePeakGuard::reset() noexcept {
    left_ = right_ = {};
    next_ = 0;
    active_ = 0;
}

/// Whether no sum leaves the ceiling with this value.
bool TruePeakGuard::fits(const Row& sums, float value) const noexcept {
    int beyond = 0;
    for (std::size_t i = 0; i < instants; ++i) beyond += std::abs(sums[i] + value * kernel_[i]) > ceiling ? 1 : 0;
    return beyond == 0;
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
    for (std::size_t i = 0; i < instants; ++i) sums[i] = sums[i + places] + value * kernel_[i + places];
}

/// The sums of the samples that were too small to need them.
void TruePeakGuard::resume() noexcept {
    for (Channel* channel : {&left_, &right_}) {
        channel->sums.fill(0.0f);
        for (std::size_t k = 0; k < history; ++k) add(channel->sums, channel->past[(next_ + k) % history]);
    }
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

void TruePeakGuard::process(std::span<double> left, std::span<double> right) noexcept {
    for (std::size_t n = 0; n < left.size(); ++n) {
        const double peak = std::max(std::abs(left[n]), std::abs(right[n]));
        if (peak > static_cast<double>(small_)) {
            if (active_ == 0) resume();
            active_ = static_cast<int>(history);
        }
        if (active_ > 0) {
            guard(left[n], right[n]);
            --active_;
        }
        left_.past[next_] = static_cast<float>(left[n]);
        right_.past[next_] = static_cast<float>(right[n]);
        next_ = (next_ + 1) % history;
    }
}

} // namespace soma::sound
