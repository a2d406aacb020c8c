#include "Sound/PopulationGain.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace soma::sound {
namespace {

constexpr int golden_neurons = 4096;
constexpr double golden_fraction = 0.61803398874989485;

/// `position` 0 is left, 1 is right.
StereoGain constant_power(double position) {
    const double theta = 0.5 * std::numbers::pi * position;
    return {static_cast<float>(std::numbers::sqrt2 * std::cos(theta)),
            static_cast<float>(std::numbers::sqrt2 * std::sin(theta))};
}

constexpr std::size_t row_start(int count) { return static_cast<std::size_t>(count * (count - 1) / 2); }

} // namespace

double population_gain(int neurons) noexcept { return 1.0 / std::sqrt(static_cast<double>(std::max(neurons, 1))); }

Pan::Pan()
    : golden_(golden_neurons)
    , rows_(row_start(max_channels + 1)) {
    for (int i = 0; i < golden_neurons; ++i) {
        const double turns = golden_fraction * i;
        golden_[static_cast<std::size_t>(i)] = constant_power(turns - std::floor(turns));
    }
    for (int count = 1; count <= max_channels; ++count)
        for (int i = 0; i < count; ++i)
            rows_[row_start(count) + static_cast<std::size_t>(i)] =
                count == 1 ? StereoGain{} : constant_power(static_cast<double>(i) / (count - 1));
}

std::span<const StereoGain> Pan::population(int neurons) const noexcept {
    return neurons > 1 ? std::span<const StereoGain>(golden_) : channels(1);
}

std::span<const StereoGain> Pan::channels(int count) const noexcept {
    const int row = std::clamp(count, 1, max_channels);
    return std::span<const StereoGain>(rows_).subspan(row_start(row), static_cast<std::size_t>(row));
}

} // namespace soma::sound
