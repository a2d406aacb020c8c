#pragma once

#include "Bench/Experiments.h"

#include <span>
#include <string_view>
#include <variant>

/// All experiments in one table, from which the command line's options and the editor's fields are made.
namespace soma::bench {

using Protocol = std::variant<StepFamily, FiCurve, Rheobase, StrengthDuration, IvCurve, Impedance, RestingPotential,
                              Gates, ClampCurrents, ClampIv>;

/// A number of a protocol. Limits are those of a control; the experiment itself refuses what it cannot do.
struct NumberSetting {
    std::string_view id;    ///< "sample-every", as the command line has it
    std::string_view label; ///< "Duration"
    std::string_view unit;
    std::string_view help;
    double least, most;
    double& (*at)(Protocol&);
};

/// The list of values that a protocol goes through.
struct ListSetting {
    std::string_view id;    ///< "currents"
    std::string_view unit;  ///< "pA"
    std::string_view usual; ///< what is used when none is given, in words
    std::vector<double>& (*at)(Protocol&);
};

struct ExperimentKind {
    std::string_view id;      ///< "strength-duration"
    std::string_view title;   ///< "Strength–duration"
    std::string_view summary; ///< "current needed for one spike"
    Protocol usual;
    std::optional<ListSetting> list;
    std::vector<NumberSetting> numbers;
};

/// In the order of Protocol.
std::span<const ExperimentKind> experiments();

/// Null for an unknown id.
const ExperimentKind* find_experiment(std::string_view id);

/// Names of RestingPotential's branches, in the order of Branch.
std::span<const std::string_view> branch_names();

/// The settings of an experiment in words, for provenance: "durations 10, 8 ms; resolution 1e-06; limit 100000000 pA".
std::string protocol_text(const Protocol&);

Outcome run(const Subject&, const Protocol&, const Progress& = {});

} // namespace soma::bench
