#include "Recording/RandomCell.h"
#include "Recording/SyntheticCell.h"

#include "Recording/Fit.h"
#include "Recording/Scores.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <string>
#include <thread>

namespace soma::test {
namespace {

using namespace recording;

/// SOMAPHONE_ROUND_TRIPS=20: so many cells of each model.
int cells_of_each_model() {
    const char* asked = std::getenv("SOMAPHONE_ROUND_TRIPS");
    return asked == nullptr ? 1 : std::max(1, std::atoi(asked));
}

constexpr double rate_hz = 25000.0;

std::vector<Sweep> recording_of(const RandomCell& cell, double duration_ms, double noise_mv, std::uint64_t seed) {
    SyntheticCell synthetic(cell.values, rate_hz, noise_mv, seed);
    std::vector<Sweep> sweeps;
    for (const auto& current : usual_protocol(rate_hz, duration_ms, cell.threshold_pa, seed + 1000))
        sweeps.push_back(synthetic.record(static_cast<int>(sweeps.size() + 1), current));
    return sweeps;
}

struct Tolerance {
    double absolute, relative;
};
/// The stated error of a fit to ten sweeps of two seconds, at 1 mV of noise on each sample.
Tolerance stated_error(Id id) {
    switch (id) {
    case Id::membrane_capacitance_nf:
    case Id::membrane_resistance_mohm:
        return {0.0, 0.02};
    case Id::rest_mv:
        return {0.2, 0.0};
    case Id::threshold_mv:
    case Id::reset_mv:
        return {0.5, 0.0};
    case Id::refractory_ms:
        return {0.25, 0.0};
    case Id::glif_reset_slope:
        return {0.1, 0.0};
    case Id::glif_reset_offset_mv:
        return {1.5, 0.0};
    case Id::threshold_spike_step_mv:
        return {0.5, 0.2};
    default:
        return {0.0, 0.2}; // rates, currents and the upstroke
    }
}

class RoundTrip : public testing::TestWithParam<ModelId> {};

TEST_P(RoundTrip, FindsTheParametersOfAKnownCell) {
    const auto model = GetParam();
    const int cells = cells_of_each_model();
    int covered = 0, intervals = 0;
    std::map<std::string, int> missed;
    for (int i = 0; i < cells; ++i) {
        const auto seed = static_cast<std::uint64_t>(100 * static_cast<int>(model) + i + 1);
        const RandomCell cell(model, seed);
        const double noise_mv = cells == 1 ? 0.5 : 0.2 + 0.8 * i / (cells - 1);
        const auto data = make_fit_data(recording_of(cell, 2000.0, noise_mv, seed));
        FitOptions options;
        options.threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
        options.searches = 2;
        const auto fit = fit_model(model, data, options);
        for (const auto& found : fit.fitted) {
            const double true_value = cell.values[found.id];
            const auto tolerance = stated_error(found.id);
            const std::string name(parameter(found.id).id);
            EXPECT_NEAR(found.value, true_value, tolerance.absolute + tolerance.relative * std::abs(true_value))
                << name << " of cell " << i << ", noise " << noise_mv << " mV";
            ++intervals;
            if (found.low <= true_value && true_value <= found.high)
                ++covered;
            else
                ++missed[name];
        }
    }
    const double share = static_cast<double>(covered) / intervals;
    std::string which;
    for (const auto& [name, times] : missed) which += " " + name + " " + std::to_string(times);
    std::printf("%d cells: %.1f %% of %d intervals hold the true value; not:%s\n", cells, 100.0 * share, intervals,
                which.c_str());
    // Of one cell's intervals chance may take some; of 20 cells' 95 % should hold.
    EXPECT_GE(share, cells < 20 ? 0.5 : 0.9);
}

std::string model_name(const testing::TestParamInfo<ModelId>& info) {
    return std::string(choice_name(parameter(Id::model), static_cast<double>(info.param)));
}
INSTANTIATE_TEST_SUITE_P(Models, RoundTrip,
                         testing::Values(ModelId::rc, ModelId::lif, ModelId::glif1, ModelId::glif2, ModelId::glif3,
                                         ModelId::glif4, ModelId::glif5, ModelId::adex),
                         model_name);

} // namespace
} // namespace soma::test
