#include "Recording/RandomCell.h"
#include "Recording/SyntheticCell.h"
#include "Support/Paths.h"

#include "Recording/Fit.h"
#include "Recording/Scores.h"
#include "State/Cell.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace soma::test {
namespace {

using namespace recording;

constexpr double rate_hz = 25000.0;

std::vector<Sweep> record_all(const Snapshot& values, double threshold_pa, double duration_ms, double noise_mv,
                              std::uint64_t seed = 21) {
    SyntheticCell synthetic(values, rate_hz, noise_mv, seed);
    std::vector<Sweep> sweeps;
    for (const auto& current : usual_protocol(rate_hz, duration_ms, threshold_pa, seed + 1))
        sweeps.push_back(synthetic.record(static_cast<int>(sweeps.size() + 1), current));
    return sweeps;
}

TEST(Fit, IsTheSameForAnyNumberOfThreads) {
    const RandomCell cell(ModelId::glif3, 31);
    const auto data = make_fit_data(record_all(cell.values, cell.threshold_pa, 500.0, 0.5));
    FitOptions one{1, 7, 3}, many{5, 7, 3};
    const auto a = fit_model(ModelId::glif3, data, one), b = fit_model(ModelId::glif3, data, many);
    ASSERT_EQ(a.fitted.size(), b.fitted.size());
    for (std::size_t i = 0; i < a.fitted.size(); ++i) {
        EXPECT_EQ(a.fitted[i].value, b.fitted[i].value);
        EXPECT_EQ(a.fitted[i].low, b.fitted[i].low);
        EXPECT_EQ(a.fitted[i].high, b.fitted[i].high);
    }
}

TEST(Fit, EndsWhenItIsCancelled) {
    const RandomCell cell(ModelId::glif5, 32);
    const auto data = make_fit_data(record_all(cell.values, cell.threshold_pa, 1000.0, 0.5));
    EXPECT_THROW(fit_model(ModelId::glif5, data, {2, 1, 4}, [](double) { return false; }), Cancelled);
}

TEST(Fit, SaysWhatTheRecordingLacks) {
    const RandomCell cell(ModelId::lif, 33);
    auto sweeps = record_all(cell.values, cell.threshold_pa, 500.0, 0.5);
    const auto silent = make_fit_data(std::span(sweeps).first(2));
    EXPECT_THROW(fit_model(ModelId::lif, silent, {}), FormatError);
    EXPECT_NO_THROW(fit_model(ModelId::rc, silent, {}));
    for (auto& sweep : sweeps) std::ranges::fill(sweep.current_pa, 0.0);
    EXPECT_THROW(fit_model(ModelId::rc, make_fit_data(sweeps), {}), FormatError);
}

/// The published fit of glif/474637203 at its highest level is the cell; each level is fitted to it.
TEST(Fit, TheLevelsOfAPublishedGlifKeepTheirOrder) {
    std::ifstream file(project_path("Assets/Cells/glif.json"));
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    Snapshot values;
    for (const auto& cell : read_cells("glif.json", text))
        if (cell.id == "glif/474637203-5") apply(cell, values);
    const double threshold_pa =
        1.3 * (values[Id::threshold_mv] - values[Id::rest_mv]) / values[Id::membrane_resistance_mohm] * 1000.0;
    const auto data = make_fit_data(record_all(values, threshold_pa, 2000.0, 0.3));
    // Scored on other noise; not on steps, where a small error of the rate adds up.
    const auto test = record_all(values, threshold_pa, 2000.0, 0.3, 41);
    const auto unseen = make_fit_data(std::span(test).subspan(4));
    std::vector<SweepScore> levels;
    for (int level = 1; level <= 5; ++level) {
        FitOptions options{2, 1, level >= 4 ? 2 : 1};
        const auto fit = fit_model(static_cast<ModelId>(static_cast<int>(ModelId::glif1) + level - 1), data, options);
        std::vector<SweepScore> scores;
        for (const auto& sweep : unseen.sweeps) scores.push_back(score(fit.values, sweep, fit.onset_ms));
        levels.push_back(mean_score(scores));
        std::printf("level %d: explained variance %.4f, temporal %.4f, Γ %.3f\n", level,
                    levels.back().explained_variance, levels.back().temporal_variance, levels.back().gamma);
    }
    // A level has all that the one below it has, so it explains more of the spikes' times.
    for (std::size_t level = 1; level < 5; ++level)
        EXPECT_GT(levels[level].temporal_variance, levels[level - 1].temporal_variance) << "level " << level + 1;
    // Of the subthreshold voltage the levels with after-spike currents explain nearly all, those without much less.
    EXPECT_GT(levels[2].explained_variance, std::max(levels[0].explained_variance, levels[1].explained_variance) + 0.1);
    EXPECT_GT(levels[3].explained_variance, levels[2].explained_variance);
    EXPECT_GT(levels[4].explained_variance, 0.999);
    EXPECT_GT(levels[4].temporal_variance, 0.95);
    EXPECT_GT(levels[4].gamma, 0.8);
}

} // namespace
} // namespace soma::test
