#include "Core/Units.h"
#include "Membrane/Resistive.h"
#include "Membrane/RestingPotential.h"
#include "Support/ReferenceData.h"
#include "Support/Run.h"

#include <gtest/gtest.h>

namespace soma::test {
namespace {

/// Algebra in double against the same algebra in numpy, relative.
constexpr double tolerance = 1e-12;

TEST(RestingPotentialReference, combines_any_number_of_ions) {
    const auto data = reference_json("resting_potential.json");
    for (const auto& golden : data.at("chord")) {
        std::vector<membrane::IonPath> paths;
        double conductance = 0.0;
        for (std::size_t ion = 0; ion < golden["E_mV"].size(); ++ion) {
            paths.push_back({golden["R_MOhm"][ion], golden["E_mV"][ion]});
            conductance += 1.0 / paths.back().resistance_mohm;
        }
        const auto leak = membrane::combine(paths);
        const double rest_mv = golden["V_mV"];
        EXPECT_NEAR(leak.reversal_mv, rest_mv, tolerance * std::abs(rest_mv)) << golden["name"];
        EXPECT_NEAR(leak.resistance_mohm * conductance, 1.0, tolerance) << golden["name"];

        const membrane::Resistive::Params params{leak};
        const auto result =
            run<membrane::Resistive>(params, 48000.0, 1, [](int) { return membrane::Drive{}; }); // the model at rest
        EXPECT_NEAR(result.voltage_mv.back(), rest_mv, tolerance * std::abs(rest_mv)) << golden["name"];
    }
}

TEST(RestingPotentialReference, gives_the_nernst_potential_of_each_ion_and_temperature) {
    const auto data = reference_json("resting_potential.json");
    for (const auto& golden : data.at("nernst")) {
        const double expected_mv = golden["E_mV"];
        EXPECT_NEAR(membrane::nernst_mv(golden["in_mM"], golden["out_mM"], golden["z"], golden["T_C"]), expected_mv,
                    tolerance * std::abs(expected_mv))
            << golden["ion"] << " at " << golden["T_C"];
    }
}

} // namespace
} // namespace soma::test
