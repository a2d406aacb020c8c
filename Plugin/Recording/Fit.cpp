#include "Recording/Fit.h"

#include "Recording/GlobalSearch.h"
#include "Recording/LeastSquares.h"
#include "Recording/ParallelTasks.h"

#include "Core/Random.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace soma::recording {
namespace {

constexpr int steps_of_search = 40, steps_of_refinement = 15, refinements = 2, bootstrap_draws = 1000;
/// Evaluations of a global search, for each coordinate.
constexpr int evaluations_each = 60;
/// A global search looks at so much of the recording, from the sweeps with most spikes on.
constexpr double part_ms = 4000.0;
constexpr double search_share = 0.6; ///< of the progress

std::vector<std::size_t> part_of(const FitData& data) {
    std::vector<std::size_t> order(data.sweeps.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater{}, [&](std::size_t s) { return data.sweeps[s].spikes_ms.size(); });
    double taken_ms = 0.0;
    std::vector<std::size_t> part;
    for (const auto s : order) {
        if (!part.empty() && taken_ms + data.sweeps[s].duration_ms() > part_ms) continue;
        part.push_back(s);
        taken_ms += data.sweeps[s].duration_ms();
    }
    return part;
}

class Fitter {
  public:
    Fitter(ModelId model, const FitData& data, const FitOptions& options, const FitProgress& progress)
        : problem_(model, data)
        , data_(data)
        , part_(part_of(data))
        , options_(options)
        , progress_(progress) {}

    Fit fit() {
        weights_ = problem_.weights_at(problem_.start());
        auto best = best_of_searches();
        best = refine(std::move(best));
        return described(best);
    }

  private:
    BlockResiduals residuals() const {
        return [this](std::size_t sweep, std::span<const double> point) {
            return problem_.residuals(sweep, point, weights_);
        };
    }
    /// Of the sweeps of the part alone.
    BlockResiduals residuals_of_part(const std::atomic<bool>& stop) const {
        return [this, &stop](std::size_t place, std::span<const double> point) {
            if (stop) throw Cancelled();
            return problem_.residuals(part_[place], point, weights_);
        };
    }

    double cost_of_part(std::span<const double> point) const {
        double sum = 0.0;
        for (const auto sweep : part_)
            for (const double r : problem_.residuals(sweep, point, weights_)) sum += r * r;
        return sum;
    }

    /// One search on a part of the data: the first from the closed form, the others from where a global search ends.
    Minimum search(int number, const std::atomic<bool>& stop) const {
        if (stop) throw Cancelled();
        auto start = problem_.start();
        if (number > 0) {
            const auto seed = SplitMix64(options_.seed + static_cast<std::uint64_t>(number) * SplitMix64::gamma).next();
            const int evaluations = evaluations_each * static_cast<int>(start.size());
            start = search_globally([&](std::span<const double> point) { return cost_of_part(point); },
                                    std::move(start), evaluations, seed, stop);
        }
        return minimise(residuals_of_part(stop), part_.size(), std::move(start), steps_of_search);
    }

    Minimum best_of_searches() {
        const bool linear = problem_.parameters().size() <= 3; // rc: its closed form is its minimum
        const int count = linear ? 1 : std::max(1, options_.searches);
        std::vector<Minimum> found(static_cast<std::size_t>(count));
        std::atomic<int> done{0};
        run_tasks(
            count, options_.threads,
            [&](int task, const std::atomic<bool>& stop) {
                found[static_cast<std::size_t>(task)] = search(task, stop);
                ++done;
            },
            [&] { return told(search_share * done / count); });
        return *std::ranges::min_element(found, {}, &Minimum::sum);
    }

    /// Tasks of one sweep each, on all threads.
    ForEachBlock on_all_threads(double share) const {
        return [this, share](std::size_t count, const std::function<void(std::size_t)>& work) {
            bool go_on = true;
            run_tasks(
                static_cast<int>(count), options_.threads,
                [&](int task, const std::atomic<bool>& stop) {
                    if (!stop) work(static_cast<std::size_t>(task));
                },
                [&] { return go_on = told(share); });
            if (!go_on) throw Cancelled();
        };
    }

    /// On all data, with the weights that its own residuals ask for.
    Minimum refine(Minimum best) {
        for (int i = 0; i < refinements; ++i) {
            weights_ = problem_.weights_at(best.point);
            best = minimise(residuals(), problem_.sweeps(), std::move(best.point), steps_of_refinement,
                            on_all_threads(search_share + (1.0 - search_share) * i / refinements));
        }
        return best;
    }

    Fit described(const Minimum& best) const {
        Fit fit;
        fit.values = problem_.values(best.point);
        fit.onset_ms = problem_.onset_ms(best.point);
        fit.settled = best.settled;
        const auto weights = problem_.weights_at(best.point);
        fit.voltage_rms_mv = 1.0 / weights.per_mv;
        fit.miss_rms = 1.0 / weights.per_miss;
        std::vector<double> errors(best.point.size(), std::numeric_limits<double>::quiet_NaN());
        if (problem_.sweeps() >= 2) errors = bootstrap_errors(best.blocks, bootstrap_draws, options_.seed);
        // A threshold's instant is known to a resolution, which no number of sweeps improves.
        const auto late = sensitivity(
            residuals(),
            [this](std::size_t sweep, std::span<const double> point) {
                return problem_.residuals_of_late_spikes(sweep, point, weights_);
            },
            problem_.sweeps(), best.point);
        const double factor = interval_factor(problem_.sweeps());
        for (std::size_t i = 0; i < best.point.size(); ++i) {
            const auto& parameter = problem_.parameters()[i];
            if (!parameter.id) continue;
            const auto at = [&](double coordinate) { // within what was searched
                return std::isnan(coordinate) ? coordinate : parameter.value(std::clamp(coordinate, 0.0, 1.0));
            };
            const double half = std::hypot(factor * errors[i], late[i]);
            fit.fitted.push_back(
                {*parameter.id, fit.values[*parameter.id], at(best.point[i] - half), at(best.point[i] + half)});
        }
        return fit;
    }

    bool told(double share) const { return !progress_ || progress_(share); }

    FitProblem problem_;
    const FitData& data_;
    std::vector<std::size_t> part_;
    FitOptions options_;
    const FitProgress& progress_;
    FitWeights weights_;
};

} // namespace

Fit fit_model(ModelId model, const FitData& data, const FitOptions& options, const FitProgress& progress) {
    return Fitter(model, data, options, progress).fit();
}

} // namespace soma::recording
