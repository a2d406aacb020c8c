#include "Membrane/Rc.h"
#include "Support/ReferenceData.h"
#include "Support/Run.h"

#include <gtest/gtest.h>

#include <complex>
#include <numbers>

namespace soma::test {
namespace {

using membrane::Drive;
using membrane::Rc;

/// Parameters in the headers of rc_*.csv.
constexpr double rc_rate_hz = 48000.0, rc_rest_mv = -60.0, rc_resistance_mohm = 100.0, rc_current_pa = 100.0;
const Rc::Params rc_golden{{rc_resistance_mohm, rc_rest_mv}, 0.1};

/// Exact propagator: 4800 steps accumulate below 1e-12 mV; the file's 15 digits are good to 5e-14 mV.
constexpr double voltage_tolerance_mv = 1e-9;

TEST(RcReference, follows_the_step_and_pulse_files) {
    for (const auto& [file, on_samples] : {std::pair{"rc_step.csv", 1 << 30}, std::pair{"rc_pulse.csv", 2400}}) {
        const auto table = reference_table(file);
        const auto& sample = table["n"];
        const auto result = run<Rc>(rc_golden, rc_rate_hz, static_cast<int>(sample.back()),
                                    [&, on = on_samples](int k) { return Drive{k < on ? rc_current_pa : 0.0}; });
        for (std::size_t row = 0; row < table.rows(); ++row)
            EXPECT_NEAR(result.voltage_mv[static_cast<std::size_t>(sample[row])], table["V_mV"][row],
                        voltage_tolerance_mv)
                << file << " row " << row;
    }
}

/// The impedance between the held current of each sample and V at its start. After the onset has died V is exactly a
/// sine, so two equations (least squares on cosine and sine) give gain and phase from any second of it.
std::complex<double> impedance_mohm(double frequency_hz) {
    const int settle = 14400, length = 48000; // 30 τ leave 1e-13 of the onset
    const double step = 2.0 * std::numbers::pi * frequency_hz / rc_rate_hz;
    const auto result = run<Rc>(rc_golden, rc_rate_hz, settle + length,
                                [&](int k) { return Drive{rc_current_pa * std::cos(step * k)}; });
    double cc = 0.0, cs = 0.0, ss = 0.0, vc = 0.0, vs = 0.0;
    for (int k = settle; k < settle + length; ++k) {
        const double c = std::cos(step * k), s = std::sin(step * k);
        const double rise_mv = result.voltage_mv[static_cast<std::size_t>(k)] - rc_rest_mv;
        cc += c * c, cs += c * s, ss += s * s, vc += rise_mv * c, vs += rise_mv * s;
    }
    const double determinant = cc * ss - cs * cs;
    return 1e3 / rc_current_pa * std::complex(vc * ss - vs * cs, vc * cs - vs * cc) / determinant;
}

TEST(RcReference, has_the_frequency_response_of_a_held_input) {
    const auto table = reference_table("rc_frequency_response.csv");
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto measured = impedance_mohm(table["f_Hz"][row]);
        // the exact discrete filter: what is left is the file's 15 digits and rounding
        EXPECT_NEAR(std::abs(measured) / table["Hz_MOhm"][row], 1.0, 1e-9) << table["f_Hz"][row] << " Hz";
        EXPECT_NEAR(std::arg(measured), table["Hz_rad"][row], 1e-9) << table["f_Hz"][row] << " Hz";
    }
}

class RcAtRate : public testing::TestWithParam<double> {};

TEST_P(RcAtRate, follows_the_closed_form) {
    const double rate = GetParam(), tau_s = 0.01;
    const int samples = static_cast<int>(rate / 10.0);
    const auto result = run<Rc>(rc_golden, rate, samples, [](int) { return Drive{rc_current_pa}; });
    for (int k = 0; k <= samples; ++k)
        ASSERT_NEAR(result.voltage_mv[static_cast<std::size_t>(k)],
                    rc_rest_mv - 1e-3 * rc_resistance_mohm * rc_current_pa * std::expm1(-k / rate / tau_s),
                    voltage_tolerance_mv);
}

TEST_P(RcAtRate, a_clamp_conductance_shifts_target_and_time_constant_exactly) {
    const double rate = GetParam();
    const Drive drive{50.0, 15.0, 20.0}; // pA, nS, mV; leak 10 nS
    const double target_mv = (10.0 * rc_rest_mv + 15.0 * 20.0 + 50.0) / 25.0, tau_s = 0.1 / 25.0;
    const int samples = static_cast<int>(rate / 10.0);
    const auto result = run<Rc>(rc_golden, rate, samples, [&](int) { return drive; });
    for (int k = 0; k <= samples; ++k)
        ASSERT_NEAR(result.voltage_mv[static_cast<std::size_t>(k)],
                    target_mv + (rc_rest_mv - target_mv) * std::exp(-k / rate / tau_s), voltage_tolerance_mv);
}

INSTANTIATE_TEST_SUITE_P(Rates, RcAtRate, testing::Values(44100.0, 48000.0, 96000.0, 192000.0));

} // namespace
} // namespace soma::test
