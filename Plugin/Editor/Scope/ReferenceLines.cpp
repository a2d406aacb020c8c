#include "Editor/Scope/ReferenceLines.h"

#include "Editor/Circuit/ModelCircuit.h"
#include "Look/FigurePaint.h"

namespace soma::editor {

namespace {

constexpr float cosmetic_peak_mv = 40.0f;

} // namespace

std::vector<ReferenceLine> reference_lines(const ParameterAccess& parameters) {
    std::vector<ReferenceLine> lines;
    const auto values = snapshot_of(parameters);
    const auto add = [&](Id id, std::string_view label, Token hue, std::span<const float> dash) {
        lines.push_back({reversal_mv(values, id), label, hue, dash});
    };
    const auto model = model_kind(parameters);
    const bool ionic = leaks_by_ion(values);
    const auto add_leak = [&](Id single) {
        if (!ionic) {
            add(single, "E_{L}", Token::leak, leak_dash);
            return;
        }
        if (parameters.value(Id::sodium_leak) > 0.5) add(Id::sodium_reversal_mv, "E_{Na}", Token::na, sodium_dash);
        if (parameters.value(Id::potassium_leak) > 0.5)
            add(Id::potassium_reversal_mv, "E_{K}", Token::k, potassium_dash);
        if (parameters.value(Id::chloride_leak) > 0.5) add(Id::chloride_reversal_mv, "E_{Cl}", Token::leak, leak_dash);
        if (parameters.value(Id::extra_leak) > 0.5) add(Id::extra_reversal_mv, "E_{X}", Token::leak, leak_dash);
    };
    switch (model) {
    case ModelKind::rest:
    case ModelKind::r:
    case ModelKind::rc:
        add_leak(Id::rest_mv);
        break;
    case ModelKind::channel:
        add_leak(Id::rest_mv);
        add(Id::channel_reversal_mv, "E_{ch}", Token::k, potassium_dash);
        break;
    case ModelKind::hh:
        add(Id::sodium_reversal_mv, "E_{Na}", Token::na, sodium_dash);
        add(Id::spike_level_mv, "level", Token::thr, threshold_dash);
        if (!ionic) add(Id::hh_leak_reversal_mv, "E_{L}", Token::leak, leak_dash);
        add(Id::potassium_reversal_mv, "E_{K}", Token::k, potassium_dash);
        break;
    case ModelKind::izhikevich:
        break;
    case ModelKind::adex:
        add(Id::threshold_mv, "V_{T}", Token::thr, threshold_dash);
        add_leak(Id::rest_mv);
        break;
    default:
        add(Id::threshold_mv, "V_{th}", Token::thr, threshold_dash);
        add_leak(Id::rest_mv);
        break;
    }
    return lines;
}

std::optional<float> drawn_peak_mv(const ParameterAccess& parameters, const Session& session) {
    return session.draw_spikes && resets_without_spike(model_kind(parameters)) ? std::optional{cosmetic_peak_mv}
                                                                               : std::nullopt;
}

double peak_mv(const ParameterAccess& parameters) {
    switch (model_kind(parameters)) {
    case ModelKind::rest:
    case ModelKind::r:
    case ModelKind::rc:
    case ModelKind::channel:
        return parameters.value(Id::rest_mv) + 30.0;
    case ModelKind::hh:
        return parameters.value(Id::sodium_reversal_mv);
    case ModelKind::izhikevich:
        return parameters.value(Id::izh_peak_mv);
    case ModelKind::adex:
        return parameters.value(Id::adex_peak_mv);
    default:
        return parameters.value(Id::threshold_mv) + static_cast<double>(cosmetic_peak_mv);
    }
}

} // namespace soma::editor
