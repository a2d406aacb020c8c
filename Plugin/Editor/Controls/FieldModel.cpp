#include "Editor/Controls/FieldModel.h"

#include "Engine/Models.h"
#include "Look/NumberFormat.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

namespace soma::editor {

namespace {

/// Units of one family with their size in the first one.
struct Unit {
    std::string_view name;
    double size;
};
constexpr std::array current_units{Unit{"pA", 1}, Unit{"nA", 1e3}, Unit{"µA", 1e6}};
constexpr std::array voltage_units{Unit{"mV", 1}, Unit{"V", 1e3}};
constexpr std::array time_units{Unit{"ms", 1}, Unit{"µs", 1e-3}, Unit{"s", 1e3}};
constexpr std::array capacitance_units{Unit{"pF", 1}, Unit{"nF", 1e3}};
constexpr std::array resistance_units{Unit{"MΩ", 1}, Unit{"kΩ", 1e-3}, Unit{"GΩ", 1e3}};
constexpr std::array conductance_units{Unit{"nS", 1}, Unit{"µS", 1e3}, Unit{"mS", 1e6}};
constexpr std::array frequency_units{Unit{"Hz", 1}, Unit{"kHz", 1e3}};

/// Printed before the number, not after it.
constexpr std::string_view multiplier = "×";

std::span<const Unit> family_of(std::string_view unit) {
    constexpr std::array<std::span<const Unit>, 7> families{current_units,     voltage_units,    time_units,
                                                            capacitance_units, resistance_units, conductance_units,
                                                            frequency_units};
    for (const auto family : families)
        for (const auto& member : family)
            if (member.name == unit) return family;
    return {};
}

/// Names of the families, in their order.
std::string_view kind_of(std::string_view unit) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kinds{{{"pA", "a current"},
                                                                                  {"mV", "a voltage"},
                                                                                  {"ms", "a time"},
                                                                                  {"pF", "a capacitance"},
                                                                                  {"MΩ", "a resistance"},
                                                                                  {"nS", "a conductance"},
                                                                                  {"Hz", "a frequency"}}};
    for (const auto& [first, kind] : kinds) {
        const auto family = family_of(first);
        if (std::ranges::find(family, unit, &Unit::name) != family.end()) return kind;
    }
    return {};
}

double size_of(std::string_view unit) {
    for (const auto& member : family_of(unit))
        if (member.name == unit) return member.size;
    return 1.0;
}

std::string text_of(const Parameter& meta, double shown, int decimals) {
    if (meta.unit == "dB" && shown <= meta.min) return "off";
    if (meta.scale == Scale::integer) return fixed(shown, 0);
    return decimals >= 0 ? fixed(shown, decimals) : significant(shown);
}

/// Ranges of the table are for everybody; a control spans what is usual and ten times as much once a value is there.
struct Reach {
    Id id;
    double usual;
};
constexpr std::array reaches{Reach{Id::stim_amplitude_pa, 1000},
                             Reach{Id::stim_start_pa, 1000},
                             Reach{Id::holding_current_pa, 1000},
                             Reach{Id::input_scale_pa, 1000},
                             Reach{Id::midi_current_pa, 1000},
                             Reach{Id::noise_pa, 100},
                             Reach{Id::stim_delay_ms, 1000},
                             Reach{Id::stim_duration_ms, 1000},
                             Reach{Id::stim_period_ms, 1000},
                             Reach{Id::refractory_ms, 20},
                             Reach{Id::neurons, 16},
                             Reach{Id::spread_percent, 20},
                             Reach{Id::stim_count, 20},
                             Reach{Id::stim_seed, 100},
                             Reach{Id::asc1_amplitude_pa, 100},
                             Reach{Id::asc2_amplitude_pa, 100},
                             Reach{Id::asc1_decay_per_s, 1000},
                             Reach{Id::asc2_decay_per_s, 1000},
                             Reach{Id::threshold_spike_decay_per_s, 1000},
                             Reach{Id::threshold_voltage_gain_per_s, 100},
                             Reach{Id::threshold_voltage_decay_per_s, 1000},
                             Reach{Id::hh_sodium_ms_cm2, 200},
                             Reach{Id::hh_potassium_ms_cm2, 200},
                             Reach{Id::adex_adaptation_ns, 50},
                             Reach{Id::adex_spike_step_pa, 500},
                             Reach{Id::channel_max_ns, 100},
                             Reach{Id::channel_alpha_per_ms, 10},
                             Reach{Id::channel_beta_per_ms, 10},
                             Reach{Id::channel_alpha_per_mv, 0.2},
                             Reach{Id::channel_beta_per_mv, 0.2},
                             Reach{Id::izh_a, 1},
                             Reach{Id::izh_b, 1},
                             Reach{Id::izh_d, 20},
                             Reach{Id::izh_linear, 10},
                             Reach{Id::izh_constant, 200}};
constexpr double usual_mv = 100.0;

/// 0: the whole range.
double usual_reach(Id id) {
    for (const auto& reach : reaches)
        if (reach.id == id) return reach.usual;
    return parameter(id).unit == "mV" ? usual_mv : 0.0;
}

class ParameterModel final : public FieldModel {
  public:
    ParameterModel(ParameterAccess& parameters, const Quantity& quantity)
        : parameters_(parameters)
        , quantity_(quantity) {
        if (quantity_.decimals < 0 && (parameter(quantity_.id).unit == "dB" || parameter(quantity_.id).unit == "%"))
            quantity_.decimals = 1;
    }

    Parameter meta() const override {
        Parameter shown = parameter(quantity_.id);
        shown.unit = unit() == multiplier ? std::string_view() : unit();
        const double a = to_shown(shown.min), b = to_shown(shown.max);
        shown.default_value = to_shown(shown.default_value);
        shown.min = quantity_.min.value_or(std::min(a, b));
        shown.max = quantity_.max.value_or(std::max(a, b));
        if (quantity_.form == Quantity::Form::reciprocal || quantity_.form == Quantity::Form::hh_resistance)
            shown.scale = Scale::logarithmic;
        // The table's words are of the density that stands behind it.
        if (quantity_.form == Quantity::Form::hh_resistance) {
            shown.label = "Leak resistance";
            shown.help = "Resistance of the whole cell's leak.";
        } else if (quantity_.form == Quantity::Form::hh_conductance) {
            shown.help = "Conductance of the whole cell with every gate open.";
        } else if (quantity_.form == Quantity::Form::reciprocal) {
            shown.label = "Rate";
            shown.help = "Onsets a second.";
        }
        shown.default_value = std::clamp(shown.default_value, shown.min, shown.max);
        return shown;
    }

    Parameter control_meta() const override {
        auto shown = meta();
        double reach = std::abs(to_shown(usual_reach(quantity_.id)));
        const bool spans = quantity_.form == Quantity::Form::scaled || quantity_.form == Quantity::Form::hh_conductance;
        if (!(reach > 0.0) || !spans) return shown;
        const double farthest = std::max(std::abs(value()), std::abs(live_value()));
        while (reach < farthest * 1.001) reach *= 10.0;
        shown.max = std::min(shown.max, reach);
        shown.min = std::max(shown.min, -reach);
        return shown;
    }

    double value() const override {
        return to_shown(computed() ? reversal_mv(snapshot_of(parameters_), quantity_.id)
                                   : parameters_.value(quantity_.id));
    }
    double live_value() const override { return computed() ? value() : to_shown(parameters_.live_value(quantity_.id)); }
    void begin() override { parameters_.begin_gesture(quantity_.id); }
    void resume() override { parameters_.resume_gesture(quantity_.id); }
    void set(double shown) override {
        parameters_.set_value(quantity_.id, accept(parameter(quantity_.id), from_shown(shown)));
    }
    void end() override { parameters_.end_gesture(quantity_.id); }

    std::string text(double shown) const override {
        const auto digits = text_of(meta(), shown, quantity_.decimals);
        if (parameter(quantity_.id).unit == multiplier) return std::string(multiplier) + digits;
        return quantity_.plus && shown > 0.0 ? "+" + digits : digits;
    }

    /// A reversal potential that is computed from concentrations cannot be set.
    bool locked() const override { return parameters_.locked(quantity_.id) || computed(); }
    std::optional<Id> id() const override { return quantity_.id; }

    std::vector<std::string> units() const override {
        std::vector<std::string> names;
        if (quantity_.form == Quantity::Form::scaled)
            for (const auto& member : family_of(usual_unit())) names.emplace_back(member.name);
        return names;
    }
    void choose_unit(std::string_view chosen) override { parameters_.set_unit_choice(quantity_.id, chosen); }

  private:
    bool computed() const {
        return parameters_.value(Id::reversal_source) > 0.5 &&
               is_computed_reversal(snapshot_of(parameters_), quantity_.id);
    }
    std::string_view usual_unit() const {
        return quantity_.unit.empty() ? parameter(quantity_.id).unit : quantity_.unit;
    }

    std::string_view unit() const {
        const auto choice = parameters_.unit_choice(quantity_.id);
        if (!choice.empty())
            for (const auto& member : family_of(usual_unit()))
                if (member.name == choice) return member.name;
        return usual_unit();
    }

    double unit_factor() const { return quantity_.factor * size_of(usual_unit()) / size_of(unit()); }
    double capacitance_nf() const { return parameters_.value(Id::membrane_capacitance_nf); }

    double to_shown(double value) const {
        switch (quantity_.form) {
        case Quantity::Form::reciprocal:
            return value > 0.0 ? quantity_.factor / value : 0.0;
        // The cell's area is C / (1 µF/cm²): nF·mS/cm² are then µS.
        case Quantity::Form::hh_conductance:
            return value * capacitance_nf();
        case Quantity::Form::hh_resistance:
            return value > 0.0 ? 1.0 / (value * capacitance_nf()) : 1e9;
        case Quantity::Form::scaled:
            break;
        }
        return value * unit_factor();
    }

    double from_shown(double shown) const {
        switch (quantity_.form) {
        case Quantity::Form::reciprocal:
            return shown > 0.0 ? quantity_.factor / shown : parameter(quantity_.id).max;
        case Quantity::Form::hh_conductance:
            return shown / capacitance_nf();
        case Quantity::Form::hh_resistance:
            return 1.0 / (shown * capacitance_nf());
        case Quantity::Form::scaled:
            break;
        }
        return shown / unit_factor();
    }

    ParameterAccess& parameters_;
    Quantity quantity_;
};

class FreeModel final : public FieldModel {
  public:
    explicit FreeModel(FreeValue value)
        : value_(std::move(value)) {}

    Parameter meta() const override { return value_.meta(); }
    double value() const override { return value_.get(); }
    void set(double shown) override { value_.set(accept(value_.meta(), shown)); }
    std::string text(double shown) const override {
        if (!value_.zero.empty() && !(std::abs(shown) > 0.0)) return std::string(value_.zero);
        return text_of(value_.meta(), shown, value_.decimals);
    }
    std::optional<double> value_of_word(std::string_view word) const override {
        return !value_.zero.empty() && word == value_.zero ? std::optional(0.0) : std::nullopt;
    }

  private:
    FreeValue value_;
};

} // namespace

std::string short_quantity(double value, std::string_view unit) {
    // The largest unit that the value fills; 0 and what is smaller than all of them stay as they are.
    Unit best{unit, 0.0};
    const double in_first = value * size_of(unit);
    for (const auto& member : family_of(unit))
        if (member.size <= std::abs(in_first) && member.size > best.size) best = member;
    const double number = best.size > 0.0 ? in_first / best.size : value;
    const bool whole = std::abs(number - std::round(number)) < 1e-9 && std::abs(number) < 1e15;
    const auto text = whole ? fixed(number, 0) : significant(number);
    return best.name.empty() ? text : text + " " + std::string(best.name);
}

std::optional<std::string> unit_complaint(std::string_view typed, std::string_view unit) {
    const auto own = family_of(unit);
    if (own.empty() || std::ranges::find(own, typed, &Unit::name) != own.end() || kind_of(typed).empty())
        return std::nullopt;
    std::string names;
    for (std::size_t i = 0; i < own.size(); ++i)
        names += (i == 0 ? "" : i + 1 == own.size() ? " or " : ", ") + std::string(own[i].name);
    return std::string(typed) + " is not " + std::string(kind_of(unit)) + ": use " + names;
}

std::string FieldModel::text(double shown) const { return text_of(meta(), shown, -1); }

std::unique_ptr<FieldModel> model_of(ParameterAccess& parameters, const Quantity& quantity) {
    return std::make_unique<ParameterModel>(parameters, quantity);
}

std::unique_ptr<FieldModel> model_of(FreeValue value) { return std::make_unique<FreeModel>(std::move(value)); }

} // namespace soma::editor
