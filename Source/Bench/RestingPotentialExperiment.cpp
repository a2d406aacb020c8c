#include "Bench/Experiments.h"
#include "Bench/ProtocolChecks.h"

#include "Parameters/ParameterText.h"

#include <array>

namespace soma::bench {
namespace {

struct BranchRow {
    Id on, resistance_mohm;
};

/// In the order of Branch.
constexpr std::array branches{BranchRow{Id::sodium_leak, Id::sodium_resistance_mohm},
                              BranchRow{Id::potassium_leak, Id::potassium_resistance_mohm},
                              BranchRow{Id::chloride_leak, Id::chloride_resistance_mohm},
                              BranchRow{Id::extra_leak, Id::extra_resistance_mohm}};

} // namespace

Outcome resting_potential(const Subject& subject, const RestingPotential& asked, const Progress& progress) {
    auto protocol = asked;
    if (protocol.resistances_mohm.empty()) protocol.resistances_mohm = evenly(1.0, 100.0, 100);
    check_positive_list("resistances", protocol.resistances_mohm, "MΩ");
    const auto& branch = branches[static_cast<std::size_t>(protocol.branch)];
    const auto& row = parameter(branch.resistance_mohm);
    const std::string id(row.id), label(row.label);
    for (const double mohm : protocol.resistances_mohm)
        if (mohm < row.min || mohm > row.max)
            throw ProtocolError("resistances: " + shortest(mohm) + " MΩ is outside the range of " + id + ", " +
                                shortest(row.min) + " to " + shortest(row.max) + " MΩ");
    auto values = subject.values;
    values.set(Id::leak, 1.0);
    values.set(branch.on, 1.0);
    const auto now = leak_of(values);
    Outcome outcome{"Resting potential",
                    {{"Resting potential", now.reversal_mv, "mV",
                      "with " + label + " " + rounded(values[branch.resistance_mohm]) + " MΩ; input resistance " +
                          rounded(now.resistance_mohm) + " MΩ"}},
                    {{{id.substr(0, id.rfind('_')) + "_MOhm", "R", "MΩ"}, {"rest_mV", "rest", "mV"}}, {}},
                    {label, "MΩ"},
                    {"resting potential", "mV"},
                    {{"V = Σ(E/R)/Σ(1/R)", Mark::line, Role::theory, {}, {}}},
                    {}};
    if (!subject.values.on(Id::leak))
        outcome.remarks.push_back("The leak of this cell is a single one; its ionic paths were used.");
    ExperimentProgress watch(progress, protocol.resistances_mohm.size());
    for (const double mohm : protocol.resistances_mohm) {
        values.set(branch.resistance_mohm, mohm);
        const double rest_mv = leak_of(values).reversal_mv;
        outcome.table.rows.push_back({mohm, rest_mv});
        outcome.series[0].x.push_back(mohm);
        outcome.series[0].y.push_back(rest_mv);
        watch.done(outcome);
    }
    return outcome;
}

} // namespace soma::bench
