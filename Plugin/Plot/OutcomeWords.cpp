#include "Plot/OutcomeWords.h"

#include "Engine/Models.h"
#include "Parameters/ParameterText.h"

#include <array>
#include <span>

namespace soma::plot {
namespace {

struct Word {
    const char* name;
    Id id;
};
constexpr std::array leak_words{Word{"R", Id::membrane_resistance_mohm}, Word{"C", Id::membrane_capacitance_nf},
                                Word{"E_{L}", Id::rest_mv}};
constexpr std::array threshold_words{Word{"V_{th}", Id::threshold_mv}, Word{"V_{reset}", Id::reset_mv},
                                     Word{"t_{ref}", Id::refractory_ms}};
constexpr std::array squid_words{Word{"C", Id::membrane_capacitance_nf}, Word{"g_{Na}", Id::hh_sodium_ms_cm2},
                                 Word{"g_{K}", Id::hh_potassium_ms_cm2}, Word{"g_{L}", Id::hh_leak_ms_cm2},
                                 Word{"T", Id::hh_temperature_c},        Word{"TTX", Id::hh_ttx_percent},
                                 Word{"TEA", Id::hh_tea_percent}};
constexpr std::array izhikevich_words{Word{"C", Id::membrane_capacitance_nf}, Word{"a", Id::izh_a},
                                      Word{"b", Id::izh_b}, Word{"c", Id::izh_c_mv}, Word{"d", Id::izh_d}};
constexpr std::array adex_words{Word{"Δ", Id::adex_slope_mv}, Word{"a", Id::adex_adaptation_ns},
                                Word{"τ_{w}", Id::adex_tau_w_ms}, Word{"b", Id::adex_spike_step_pa}};

} // namespace

std::string neuron_text(const Snapshot& values) {
    const auto model = values.choice<ModelId>(Id::model);
    std::string text(choice_name(parameter(Id::model), values[Id::model]));
    const auto add = [&](std::span<const Word> words) {
        for (const auto& word : words)
            text += " · " + std::string(word.name) + " " + display_text(parameter(word.id), values[word.id]);
    };
    if (model == ModelId::hh) {
        add(squid_words);
    } else if (model == ModelId::izhikevich) {
        add(izhikevich_words);
    } else if (model == ModelId::rest || values.on(Id::leak)) {
        const auto leak = leak_of(values);
        text += " · ionic leak, R " + display_text(parameter(Id::membrane_resistance_mohm), leak.resistance_mohm) +
                " · E " + display_text(parameter(Id::rest_mv), leak.reversal_mv);
    } else {
        add(leak_words);
    }
    const bool has_threshold = (model >= ModelId::lif && model <= ModelId::glif5) || model == ModelId::adex;
    if (has_threshold) add(threshold_words);
    if (model == ModelId::adex) add(adex_words);
    return text;
}

PageText page_text(const bench::Outcome& outcome, const std::string& cell, const Snapshot& values) {
    return {outcome.title + (cell.empty() ? "" : " · " + cell), neuron_text(values),
            outcome.remarks.empty() ? std::string() : outcome.remarks.front()};
}

} // namespace soma::plot
