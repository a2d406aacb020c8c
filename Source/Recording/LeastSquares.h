#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace soma::recording {

/// Sums of squares near a point, of one block of residuals: matrix JᵀJ (row by row), vector Jᵀr, and r².
struct NormalEquations {
    std::vector<double> matrix, vector;
    double sum = 0.0;
};

/// The residuals of a block at a point whose coordinates lie within 0 … 1. As many for every point.
using BlockResiduals = std::function<std::vector<double>(std::size_t block, std::span<const double> point)>;

/// Does `work` for each block 0 … count − 1, in any order, perhaps on several threads. The results do not depend on it:
/// they are added up block by block.
using ForEachBlock = std::function<void(std::size_t count, const std::function<void(std::size_t block)>& work)>;
inline void one_after_another(std::size_t count, const std::function<void(std::size_t)>& work) {
    for (std::size_t block = 0; block < count; ++block) work(block);
}

struct Minimum {
    std::vector<double> point;
    double sum = 0.0;
    std::vector<NormalEquations> blocks; ///< at the point
    bool settled = false;                ///< the last step changed the sum by less than 1e-4 of it
};

/// Nonlinear least squares by Levenberg and Marquardt's method with finite differences, kept within 0 … 1.
Minimum minimise(const BlockResiduals& residuals, std::size_t blocks, std::vector<double> start, int most_steps,
                 const ForEachBlock& each = one_after_another);

/// The normal equations of each block at a point.
std::vector<NormalEquations> normal_equations(const BlockResiduals& residuals, std::size_t blocks,
                                              std::span<const double> point,
                                              const ForEachBlock& each = one_after_another);

/// Standard errors of the point's coordinates by a bootstrap over blocks: whole blocks are drawn again with
/// replacement, and each draw's minimum is found by one Gauss–Newton step from the minimum of all. Coordinates that the
/// data do not determine have NaN. Needs at least two blocks.
std::vector<double> bootstrap_errors(std::span<const NormalEquations> blocks, int draws, unsigned long long seed);

/// How far the minimum moves, in each coordinate and to first order, when the residuals change a little: `changed` are
/// those after the change, at the point.
std::vector<double> sensitivity(const BlockResiduals& residuals, const BlockResiduals& changed, std::size_t blocks,
                                std::span<const double> point);

/// The factor that makes a standard error from n blocks the half-width of a 95 % interval: Student's t with n − 1
/// degrees of freedom, and the bootstrap's √(n/(n − 1)).
double interval_factor(std::size_t blocks);

} // namespace soma::recording
