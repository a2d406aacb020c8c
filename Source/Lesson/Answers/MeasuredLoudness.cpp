#include "Lesson/Answers/MeasuredLoudness.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace soma::lesson {
namespace {

/// y[n] = b0·x[n] + b1·x[n−1] + b2·x[n−2] − a1·y[n−1] − a2·y[n−2].
struct Filter {
    double b0, b1, b2, a1, a2;
    double x1 = 0.0, x2 = 0.0, y1 = 0.0, y2 = 0.0;

    double next(double x) {
        const double y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
        x2 = x1;
        x1 = x;
        y2 = y1;
        y1 = y;
        return y;
    }
};

/// The head and the curve of BS.1770-4, tables 1 and 2, at 48 kHz.
constexpr Filter head{1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585};
constexpr Filter curve{1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621};

constexpr double calibration_db = -0.691;
constexpr double block_s = 0.4, hop_s = 0.1;
constexpr double absolute_gate_lufs = -70.0, relative_gate_lu = -10.0;

double lufs(double power) { return power > 0.0 ? calibration_db + 10.0 * std::log10(power) : silent_lufs; }

/// Power of each hop of a tenth of a second, both channels, weighted.
std::vector<double> hops(std::span<const float> left, std::span<const float> right) {
    const auto hop = static_cast<std::size_t>(hop_s * loudness_rate_hz);
    std::vector<double> out;
    std::array<std::array<Filter, 2>, 2> filters{{{head, curve}, {head, curve}}};
    double sum = 0.0;
    for (std::size_t n = 0; n < left.size(); ++n) {
        for (std::size_t c = 0; c < 2; ++c) {
            const double y = filters[c][1].next(filters[c][0].next(static_cast<double>(c == 0 ? left[n] : right[n])));
            sum += y * y;
        }
        if ((n + 1) % hop == 0) {
            out.push_back(sum / static_cast<double>(hop));
            sum = 0.0;
        }
    }
    return out;
}

double mean_above(const std::vector<double>& blocks, double gate_lufs) {
    double sum = 0.0;
    int count = 0;
    for (const double power : blocks)
        if (lufs(power) > gate_lufs) {
            sum += power;
            ++count;
        }
    return count > 0 ? sum / count : 0.0;
}

} // namespace

double loudness_lufs(std::span<const float> left, std::span<const float> right) {
    const auto power = hops(left, right);
    constexpr auto per_block = static_cast<std::size_t>(block_s / hop_s);
    std::vector<double> blocks;
    for (std::size_t i = 0; i + per_block <= power.size(); ++i) {
        double sum = 0.0;
        for (std::size_t k = 0; k < per_block; ++k) sum += power[i + k];
        blocks.push_back(sum / static_cast<double>(per_block));
    }
    // Shorter than a block: as if silence followed.
    if (blocks.empty()) {
        double sum = 0.0;
        for (const double p : power) sum += p;
        blocks.push_back(sum / static_cast<double>(per_block));
    }
    const double first = lufs(mean_above(blocks, absolute_gate_lufs));
    return lufs(mean_above(blocks, std::max(absolute_gate_lufs, first + relative_gate_lu)));
}

double true_peak_db(std::span<const float> left, std::span<const float> right) {
    constexpr int places = 4, reach = 6;
    std::array<std::array<double, 2 * reach>, places> taps{};
    for (int p = 0; p < places; ++p)
        for (int j = 0; j < 2 * reach; ++j) {
            const double x = j - reach + 1 - static_cast<double>(p) / places;
            const double sinc = x == 0.0 ? 1.0 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
            const double window = 0.5 + 0.5 * std::cos(std::numbers::pi * x / (reach + 1));
            taps[static_cast<std::size_t>(p)][static_cast<std::size_t>(j)] = sinc * window;
        }
    double peak = 0.0;
    for (const auto signal : {left, right})
        for (std::size_t n = 0; n < signal.size(); ++n) {
            peak = std::max(peak, std::abs(static_cast<double>(signal[n])));
            if (n + 2 * reach > signal.size()) continue;
            // Between quiet samples no curve rises above twice the largest of them.
            float near = 0.0f;
            for (std::size_t j = 0; j < 2 * reach; ++j) near = std::max(near, std::abs(signal[n + j]));
            if (2.0 * static_cast<double>(near) <= peak) continue;
            for (int p = 1; p < places; ++p) {
                double sum = 0.0;
                for (std::size_t j = 0; j < 2 * reach; ++j)
                    sum += taps[static_cast<std::size_t>(p)][j] * static_cast<double>(signal[n + j]);
                peak = std::max(peak, std::abs(sum));
            }
        }
    return peak > 0.0 ? 20.0 * std::log10(peak) : silent_lufs;
}

} // namespace soma::lesson
