#include "Membrane/Lif.h"
#include "Support/ReferenceData.h"

#include <gtest/gtest.h>

namespace soma::test {
namespace {

using membrane::Drive;
using membrane::Event;
using membrane::Lif;

/// Whether one pulse of exactly this length fires the cell: advance takes any duration, so pulses need no sample grid.
bool fires(const Lif::Coeffs& cell, double current_pa, double duration_ms) {
    auto state = Lif::reset(cell, {});
    return Lif::advance(cell, state, Drive{current_pa}, duration_ms).event == Event::spike;
}

double threshold_current_na(const Lif::Coeffs& cell, double duration_ms) {
    double silent_pa = 0.0, firing_pa = 1e6;
    while (firing_pa - silent_pa > 1e-13 * firing_pa) {
        const double middle_pa = 0.5 * (silent_pa + firing_pa);
        (fires(cell, middle_pa, duration_ms) ? firing_pa : silent_pa) = middle_pa;
    }
    return 1e-3 * firing_pa;
}

TEST(StrengthDurationReference, threshold_current_is_lapicques_and_meets_weiss_at_the_chronaxie) {
    const auto table = reference_table("strength_duration.csv");
    const auto data = reference_json("lif_spike_times.json");
    for (const auto& golden : data.at("cells")) {
        const double resistance_mohm = golden["R_MOhm"], tau_ms = golden["tau_ms"], threshold_mv = golden["Vth_abs_mV"];
        const auto cell = Lif::prepare(
            {{resistance_mohm, golden["E_mV"]}, tau_ms / resistance_mohm, threshold_mv, threshold_mv - 10.0, 1.0},
            1.0 / 48.0);
        for (std::size_t row = 0; row < table.rows(); ++row) {
            if (table["cell"][row] != golden["id"].get<double>()) continue;
            const double expected_na = table["I_lapicque_nA"][row];
            EXPECT_NEAR(threshold_current_na(cell, table["duration_ms"][row]) / expected_na, 1.0, 1e-9)
                << golden["id"] << " " << table["duration_ms"][row]; // the file's 12 digits and the bisection's 1e-13
            const double rheobase_na = table["I_rh_nA"][row], chronaxie_ms = table["chronaxie_ms"][row];
            EXPECT_NEAR(threshold_current_na(cell, chronaxie_ms) / (2.0 * rheobase_na), 1.0, 1e-9);
            EXPECT_NEAR(chronaxie_ms, tau_ms * std::log(2.0), 1e-9);
        }
    }
}

} // namespace
} // namespace soma::test
