#include "Recording/GlobalSearch.h"

#include <nlopt.h>

#include <cmath>
#include <limits>
#include <memory>

namespace soma::recording {
namespace {

struct Problem {
    const std::function<double(std::span<const double>)>& cost;
    const std::atomic<bool>& stop;
    nlopt_opt optimiser;
};

double evaluate(unsigned count, const double* point, double*, void* data) {
    const auto& problem = *static_cast<const Problem*>(data);
    if (problem.stop) nlopt_force_stop(problem.optimiser);
    const double cost = problem.cost({point, count});
    return std::isfinite(cost) ? cost : std::numeric_limits<double>::max();
}

} // namespace

std::vector<double> search_globally(const std::function<double(std::span<const double>)>& cost,
                                    std::vector<double> start, int evaluations, std::uint64_t seed,
                                    const std::atomic<bool>& stop) {
    nlopt_srand(static_cast<unsigned long>(seed)); // of this thread
    const std::unique_ptr<nlopt_opt_s, void (*)(nlopt_opt)> optimiser(
        nlopt_create(NLOPT_GN_CRS2_LM, static_cast<unsigned>(start.size())), nlopt_destroy);
    Problem problem{cost, stop, optimiser.get()};
    nlopt_set_lower_bounds1(optimiser.get(), 0.0);
    nlopt_set_upper_bounds1(optimiser.get(), 1.0);
    nlopt_set_min_objective(optimiser.get(), evaluate, &problem);
    nlopt_set_maxeval(optimiser.get(), evaluations);
    double least = 0.0;
    nlopt_optimize(optimiser.get(), start.data(), &least);
    return start;
}

} // namespace soma::recording
