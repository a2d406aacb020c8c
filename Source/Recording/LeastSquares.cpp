#include "Recording/LeastSquares.h"

#include "Core/Random.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

namespace soma::recording {
namespace {

/// Solves matrix·x = vector for a positive definite matrix (Cholesky); nothing where it is not.
std::optional<std::vector<double>> solve(std::vector<double> matrix, std::vector<double> vector) {
    const auto n = vector.size();
    const auto at = [&](std::size_t row, std::size_t column) -> double& { return matrix[row * n + column]; };
    for (std::size_t i = 0; i < n; ++i) {
        const double before = at(i, i);
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = at(i, j);
            for (std::size_t k = 0; k < j; ++k) sum -= at(i, k) * at(j, k);
            constexpr double singular = 1e-13; // of the diagonal: below it only rounding is left
            if (i != j)
                at(i, j) = sum / at(j, j);
            else if (!(sum > singular * before))
                return std::nullopt;
            else
                at(i, i) = std::sqrt(sum);
        }
    }
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = 0; k < i; ++k) vector[i] -= at(i, k) * vector[k];
        vector[i] /= at(i, i);
    }
    for (std::size_t i = n; i-- > 0;) {
        for (std::size_t k = i + 1; k < n; ++k) vector[i] -= at(k, i) * vector[k];
        vector[i] /= at(i, i);
    }
    return vector;
}

/// By how much a coordinate is moved to see what that changes.
double difference(double coordinate) {
    constexpr double step = 1e-4;
    return coordinate + step > 1.0 ? -step : step;
}

double sum_of_squares(const BlockResiduals& residuals, std::size_t blocks, std::span<const double> point,
                      const ForEachBlock& each) {
    std::vector<double> sums(blocks, 0.0);
    each(blocks, [&](std::size_t block) {
        for (const double r : residuals(block, point)) sums[block] += r * r;
    });
    double sum = 0.0;
    for (const double of_block : sums) sum += of_block;
    return std::isfinite(sum) ? sum : std::numeric_limits<double>::max();
}

NormalEquations total(std::span<const NormalEquations> blocks, std::span<const double> weights) {
    NormalEquations all = blocks.front();
    std::ranges::fill(all.matrix, 0.0);
    std::ranges::fill(all.vector, 0.0);
    all.sum = 0.0;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        const double weight = weights.empty() ? 1.0 : weights[b];
        if (weight == 0.0) continue;
        for (std::size_t i = 0; i < all.matrix.size(); ++i) all.matrix[i] += weight * blocks[b].matrix[i];
        for (std::size_t i = 0; i < all.vector.size(); ++i) all.vector[i] += weight * blocks[b].vector[i];
        all.sum += weight * blocks[b].sum;
    }
    return all;
}

} // namespace

std::vector<NormalEquations> normal_equations(const BlockResiduals& residuals, std::size_t blocks,
                                              std::span<const double> point, const ForEachBlock& each) {
    const auto n = point.size();
    std::vector<NormalEquations> found(blocks);
    each(blocks, [&](std::size_t block) {
        const auto r = residuals(block, point);
        std::vector<std::vector<double>> columns;
        for (std::size_t i = 0; i < n; ++i) {
            std::vector<double> moved(point.begin(), point.end());
            const double by = difference(moved[i]);
            moved[i] += by;
            columns.push_back(residuals(block, moved));
            for (std::size_t k = 0; k < r.size(); ++k) columns[i][k] = (columns[i][k] - r[k]) / by;
        }
        NormalEquations equations{std::vector<double>(n * n, 0.0), std::vector<double>(n, 0.0)};
        for (const double value : r) equations.sum += value * value;
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t k = 0; k < r.size(); ++k) equations.vector[i] += columns[i][k] * r[k];
            for (std::size_t j = 0; j <= i; ++j) {
                double sum = 0.0;
                for (std::size_t k = 0; k < r.size(); ++k) sum += columns[i][k] * columns[j][k];
                equations.matrix[i * n + j] = equations.matrix[j * n + i] = sum;
            }
        }
        found[block] = std::move(equations);
    });
    return found;
}

Minimum minimise(const BlockResiduals& residuals, std::size_t blocks, std::vector<double> start, int most_steps,
                 const ForEachBlock& each) {
    constexpr double first_damping = 1e-3, largest_damping = 1e8, settled_share = 1e-5;
    Minimum best;
    best.point = std::move(start);
    best.sum = sum_of_squares(residuals, blocks, best.point, each);
    best.blocks = normal_equations(residuals, blocks, best.point, each);
    double damping = first_damping;
    int settled = 0;
    for (int taken = 0; taken < most_steps && settled < 2; ++taken) {
        const auto all = total(best.blocks, {});
        bool better = false;
        while (!better && damping < largest_damping) {
            auto matrix = all.matrix;
            const auto n = best.point.size();
            double largest = 0.0;
            for (std::size_t i = 0; i < n; ++i) largest = std::max(largest, matrix[i * n + i]);
            for (std::size_t i = 0; i < n; ++i) matrix[i * n + i] += damping * matrix[i * n + i] + 1e-12 * largest;
            const auto step = solve(std::move(matrix), all.vector);
            if (step) {
                auto point = best.point;
                for (std::size_t i = 0; i < n; ++i) point[i] = std::clamp(point[i] - (*step)[i], 0.0, 1.0);
                const double sum = sum_of_squares(residuals, blocks, point, each);
                if (sum < best.sum) {
                    best.settled = best.sum - sum < 10.0 * settled_share * best.sum;
                    settled = best.sum - sum < settled_share * best.sum ? settled + 1 : 0;
                    better = true;
                    best.point = std::move(point);
                    best.sum = sum;
                    damping = std::max(damping / 10.0, 1e-9);
                    continue;
                }
            }
            damping *= 10.0;
        }
        if (!better) {
            best.settled = true; // nothing near is better
            break;
        }
        best.blocks = normal_equations(residuals, blocks, best.point, each);
    }
    return best;
}

std::vector<double> bootstrap_errors(std::span<const NormalEquations> blocks, int draws, unsigned long long seed) {
    const auto n = blocks.front().vector.size();
    std::vector<double> sums(n, 0.0), squares(n, 0.0);
    SplitMix64 random(seed);
    int used = 0;
    for (int draw = 0; draw < draws; ++draw) {
        std::vector<double> weights(blocks.size(), 0.0);
        for (std::size_t i = 0; i < blocks.size(); ++i) weights[random.below(blocks.size())] += 1.0;
        const auto all = total(blocks, weights);
        const auto step = solve(all.matrix, all.vector);
        if (!step) continue;
        ++used;
        for (std::size_t i = 0; i < n; ++i) {
            sums[i] -= (*step)[i];
            squares[i] += (*step)[i] * (*step)[i];
        }
    }
    std::vector<double> errors(n, std::numeric_limits<double>::quiet_NaN());
    if (used < draws / 2) return errors;
    for (std::size_t i = 0; i < n; ++i) {
        const double mean = sums[i] / used;
        errors[i] = std::sqrt(std::max(0.0, squares[i] / used - mean * mean));
    }
    return errors;
}

std::vector<double> sensitivity(const BlockResiduals& residuals, const BlockResiduals& changed, std::size_t blocks,
                                std::span<const double> point) {
    auto before = normal_equations(residuals, blocks, point);
    const auto all = total(before, {});
    std::vector<double> vector(point.size(), 0.0);
    for (std::size_t block = 0; block < blocks; ++block) {
        // Jᵀ(changed − r), by the same differences as J.
        const auto r = residuals(block, point), c = changed(block, point);
        for (std::size_t i = 0; i < point.size(); ++i) {
            std::vector<double> moved(point.begin(), point.end());
            const double by = difference(moved[i]);
            moved[i] += by;
            const auto column = residuals(block, moved);
            for (std::size_t k = 0; k < r.size(); ++k) vector[i] += (column[k] - r[k]) / by * (c[k] - r[k]);
        }
    }
    return solve(all.matrix, vector).value_or(std::vector<double>(point.size(), 0.0));
}

double interval_factor(std::size_t blocks) {
    constexpr std::array t{12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
                           2.145,  2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060};
    constexpr double normal = 1.960;
    if (blocks < 2) return std::numeric_limits<double>::quiet_NaN();
    const auto n = static_cast<double>(blocks);
    // Beyond the table: Student's t by its first correction of the normal quantile.
    const double quantile =
        blocks - 2 < t.size() ? t[blocks - 2] : normal + (normal * normal * normal + normal) / (4.0 * (n - 1.0));
    return quantile * std::sqrt(n / (n - 1.0));
}

} // namespace soma::recording
