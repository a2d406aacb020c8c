#include "Bench/Catalogue.h"

#include "Parameters/ParameterText.h"

#include <algorithm>
#include <array>

namespace soma::bench {
namespace {

/// A member of one protocol, reached through the variant.
template <auto Member>
struct Access;
template <class P, class V, V P::*Member>
struct Access<Member> {
    static V& at(Protocol& protocol) { return std::get<P>(protocol).*Member; }
};

template <auto Member>
NumberSetting number(std::string_view id, std::string_view label, std::string_view unit, double least, double most,
                     std::string_view help) {
    return {id, label, unit, help, least, most, &Access<Member>::at};
}

template <auto Member>
ListSetting list(std::string_view id, std::string_view unit, std::string_view usual) {
    return {id, unit, usual, &Access<Member>::at};
}

std::vector<ExperimentKind> make_experiments() {
    std::vector<ExperimentKind> kinds;
    kinds.push_back({"steps",
                     "Step family",
                     "voltage during steps of current",
                     StepFamily{},
                     list<&StepFamily::currents_pa>("currents", "pA", "seven, −1 to 2 × rheobase"),
                     {number<&StepFamily::delay_ms>("delay", "Delay", "ms", 0, 10000, "before each step"),
                      number<&StepFamily::duration_ms>("duration", "Duration", "ms", 1, 10000, "of each step"),
                      number<&StepFamily::tail_ms>("tail", "Tail", "ms", 0, 10000, "after each step"),
                      number<&StepFamily::sample_every_ms>("sample-every", "Sample every", "ms", 0.01, 100,
                                                           "between two rows of the traces")}});
    kinds.push_back({"fi",
                     "f–I curve",
                     "rate against current",
                     FiCurve{},
                     list<&FiCurve::currents_pa>("currents", "pA", "25, 0 to 4 × rheobase"),
                     {number<&FiCurve::duration_ms>("duration", "Duration", "ms", 0, 100000,
                                                    "of each step; 0 is 1 s, or longer where the cell is slower")}});
    kinds.push_back({"rheobase",
                     "Rheobase",
                     "smallest lasting current that fires",
                     Rheobase{},
                     std::nullopt,
                     {number<&Rheobase::duration_ms>("duration", "Duration", "ms", 0, 100000,
                                                     "of each step; 0 is as long as the cell may need"),
                      number<&Rheobase::resolution>("resolution", "Resolution", "", 1e-9, 0.1,
                                                    "width of the bracket as a share of the threshold"),
                      number<&Rheobase::limit_pa>("limit", "Limit", "pA", 1, 1e9, "no search beyond this current")}});
    kinds.push_back(
        {"strength-duration",
         "Strength–duration",
         "current needed for one spike",
         StrengthDuration{},
         list<&StrengthDuration::durations_ms>("durations", "ms", "the course's 17 durations"),
         {number<&StrengthDuration::resolution>("resolution", "Resolution", "", 1e-9, 0.1,
                                                "width of the bracket as a share of the threshold"),
          number<&StrengthDuration::limit_pa>("limit", "Limit", "pA", 1, 1e9, "no search beyond this current")}});
    kinds.push_back({"iv",
                     "I–V curve",
                     "steady voltage against current",
                     IvCurve{},
                     list<&IvCurve::currents_pa>("currents", "pA", "nine, −½ to ½ × rheobase"),
                     {number<&IvCurve::duration_ms>("duration", "Duration", "ms", 0, 100000,
                                                    "of each step; 0 is until the voltage stands still")}});
    kinds.push_back({"impedance",
                     "Impedance",
                     "response to a chirp",
                     Impedance{},
                     std::nullopt,
                     {number<&Impedance::amplitude_pa>("amplitude", "Amplitude", "pA", 0.001, 1e6, "of the chirp"),
                      number<&Impedance::from_hz>("from", "From", "Hz", 0.01, 1000, "lowest frequency"),
                      number<&Impedance::to_hz>("to", "To", "Hz", 1, 10000, "highest frequency"),
                      number<&Impedance::duration_ms>("duration", "Duration", "ms", 100, 100000, "of the chirp"),
                      number<&Impedance::points>("points", "Points", "", 2, 1000, "frequencies in the result")}});
    kinds.push_back({"rest",
                     "Resting potential",
                     "where the ions' batteries settle",
                     RestingPotential{},
                     list<&RestingPotential::resistances_mohm>("resistances", "MΩ", "1 to 100 MΩ"),
                     {}});
    kinds.push_back({"gates",
                     "Gates",
                     "rates and time constants against voltage",
                     Gates{},
                     std::nullopt,
                     {number<&Gates::from_mv>("from", "From", "mV", -250, 250, "lowest voltage"),
                      number<&Gates::to_mv>("to", "To", "mV", -250, 250, "highest voltage"),
                      number<&Gates::points>("points", "Points", "", 2, 10000, "voltages in the result")}});
    kinds.push_back({"clamp",
                     "Voltage clamp",
                     "current while the voltage is held",
                     ClampCurrents{},
                     list<&ClampCurrents::voltages_mv>("voltages", "mV", "eight, −80 to 60 mV"),
                     {number<&ClampCurrents::hold_mv>("hold", "Hold", "mV", -250, 250, "voltage before the step"),
                      number<&ClampCurrents::duration_ms>("duration", "Duration", "ms", 0.1, 10000, "of each step"),
                      number<&ClampCurrents::sample_every_ms>("sample-every", "Sample every", "ms", 0.001, 100,
                                                              "between two rows of the traces")}});
    kinds.push_back({"clamp-iv",
                     "Clamp I–V",
                     "early and late current against held voltage",
                     ClampIv{},
                     list<&ClampIv::voltages_mv>("voltages", "mV", "17, −100 to 60 mV"),
                     {number<&ClampIv::hold_mv>("hold", "Hold", "mV", -250, 250, "voltage before the step"),
                      number<&ClampIv::duration_ms>("duration", "Duration", "ms", 0.1, 10000, "of each step")}});
    return kinds;
}

// One overload for each protocol, so that a variant finds its experiment.
Outcome run_one(const Subject& s, const StepFamily& p, const Progress& f) { return step_family(s, p, f); }
Outcome run_one(const Subject& s, const FiCurve& p, const Progress& f) { return fi_curve(s, p, f); }
Outcome run_one(const Subject& s, const Rheobase& p, const Progress& f) { return rheobase(s, p, f); }
Outcome run_one(const Subject& s, const StrengthDuration& p, const Progress& f) { return strength_duration(s, p, f); }
Outcome run_one(const Subject& s, const IvCurve& p, const Progress& f) { return iv_curve(s, p, f); }
Outcome run_one(const Subject& s, const Impedance& p, const Progress& f) { return impedance(s, p, f); }
Outcome run_one(const Subject& s, const RestingPotential& p, const Progress& f) { return resting_potential(s, p, f); }
Outcome run_one(const Subject& s, const Gates& p, const Progress& f) { return gates(s, p, f); }
Outcome run_one(const Subject& s, const ClampCurrents& p, const Progress& f) { return clamp_currents(s, p, f); }
Outcome run_one(const Subject& s, const ClampIv& p, const Progress& f) { return clamp_iv(s, p, f); }

} // namespace

std::span<const ExperimentKind> experiments() {
    static const auto kinds = make_experiments();
    return kinds;
}

const ExperimentKind* find_experiment(std::string_view id) {
    const auto found = std::ranges::find(experiments(), id, &ExperimentKind::id);
    return found == experiments().end() ? nullptr : &*found;
}

std::span<const std::string_view> branch_names() {
    static constexpr std::array<std::string_view, 4> names{"sodium", "potassium", "chloride", "extra"};
    return names;
}

std::string protocol_text(const Protocol& asked) {
    auto protocol = asked;
    const auto& kind = experiments()[protocol.index()];
    std::string text;
    const auto add = [&](std::string_view name, const std::string& value, std::string_view unit) {
        text += (text.empty() ? "" : "; ") + std::string(name) + " " + value + (unit.empty() ? "" : " ") +
                std::string(unit);
    };
    if (kind.list) {
        std::string values;
        for (const double value : kind.list->at(protocol)) values += (values.empty() ? "" : ", ") + shortest(value);
        if (values.empty())
            add(kind.list->id, std::string(kind.list->usual), "");
        else
            add(kind.list->id, values, kind.list->unit);
    }
    for (const auto& number : kind.numbers) add(number.id, shortest(number.at(protocol)), number.unit);
    if (const auto* rest = std::get_if<RestingPotential>(&protocol))
        add("branch", std::string(branch_names()[static_cast<std::size_t>(rest->branch)]), "");
    return text;
}

Outcome run(const Subject& subject, const Protocol& protocol, const Progress& progress) {
    return std::visit([&](const auto& typed) { return run_one(subject, typed, progress); }, protocol);
}

} // namespace soma::bench
