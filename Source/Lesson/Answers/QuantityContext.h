#pragma once

#include "Bench/Trial.h"
#include "Lesson/Answers/Quantities.h"
#include "Lesson/Answers/Setup.h"

namespace soma::lesson {

/// Inputs of one computation of a quantity.
struct QuantityContext {
    const Setup& setup;
    const QuantityArguments& given;
    Quantities& quantities;

    /// Throws LessonError when the argument is missing.
    double number(std::string_view name) const;
    double number(std::string_view name, double otherwise) const;
    std::string_view word(std::string_view name) const;

    bool model_is(std::initializer_list<std::string_view> names) const;

    /// Throws LessonError "'tau' is not defined for the model hh".
    [[noreturn]] void not_for_this_model() const;

    /// The neuron as the bench takes it: at its own rest, where every sound has brought it before its stimulus begins.
    /// A cell may state a beginning that is a little beside it, and a threshold is found from rest.
    bench::Subject subject() const { return {setup.values, {}}; }

    double amplitude_pa() const { return setup.values[Id::stim_amplitude_pa]; }
    double holding_pa() const { return setup.values[Id::holding_current_pa]; }
    double onset_ms() const { return setup.values[Id::stim_delay_ms]; }
    /// Of the stimulus: as set, or to the end of the sound, or a second.
    double duration_ms() const;
};

struct QuantityRow {
    QuantityInfo info;
    double (*compute)(const QuantityContext&);
};

std::span<const QuantityRow> linear_quantities();    ///< closed forms of resistor, capacitor and batteries
std::span<const QuantityRow> threshold_quantities(); ///< what it takes to fire
std::span<const QuantityRow> train_quantities();     ///< of the spikes of a run
std::span<const QuantityRow> ensemble_quantities();  ///< of a population
std::span<const QuantityRow> channel_quantities();   ///< of a voltage-gated channel
std::span<const QuantityRow> clamp_quantities();     ///< currents while the voltage is held

/// R, C and E of the models that have them; not_for_this_model otherwise.
struct LinearMembrane {
    double resistance_mohm, capacitance_nf, rest_mv;
    double tau_ms() const { return resistance_mohm * capacitance_nf; }
    double rise_mv(double current_pa) const { return 1e-3 * resistance_mohm * current_pa; }
};
LinearMembrane linear_membrane(const QuantityContext& context);

} // namespace soma::lesson
