#include "Editor/Circuit/ModelCircuit.h"
#include "Editor/Scope/ScopePlot.h"
#include "Look/Icons.h"
#include "Look/NumberFormat.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

namespace {

constexpr juce::uint32 fault_shown_ms = 5000;
constexpr double recent_s = 2.0; ///< of model time; as long as the scope's peak

/// A linear membrane with a threshold that stands still: a current that flows on lifts V by R·I at every instant, so
/// the peak tells how much is missing, whatever the rest of the input does.
bool tells_what_is_missing(ModelKind model) {
    return model == ModelKind::lif || model == ModelKind::glif1 || model == ModelKind::glif3;
}

bool fired_recently(const scope::TraceHistory& live) {
    const auto& spikes = live.spikes_s();
    return !spikes.empty() && live.end_s() - spikes.back() < recent_s;
}

Message waiting_message(const ParameterAccess& parameters, const Derived& derived, const scope::TraceHistory& live,
                        double peak_mv) {
    const auto model = model_kind(parameters);
    std::string line = "Peak " + fixed(peak_mv, 1) + " mV.";
    if (!model_fires(model) || live.empty() || fired_recently(live)) return {"No crossing yet", line};
    const double missing_mv = parameters.value(Id::threshold_mv) - peak_mv;
    if (tells_what_is_missing(model) && derived.tau_ms && missing_mv > 0.0) {
        const double capacitance_pf = parameters.value(Id::membrane_capacitance_nf) * 1000.0;
        const double missing_pa = missing_mv * capacitance_pf / *derived.tau_ms; // mV · pF/ms
        line += " Needs " + fixed(missing_pa, 1) + " pA more.";
    }
    return {"Below threshold", std::move(line)};
}

/// Values that are each in their range and make no neuron together. The model goes on, as its header says.
std::optional<Message> odd_settings(const ParameterAccess& parameters) {
    const auto value = [&](Id id) { return parameters.value(id); };
    const std::string said = "It counts as a hair below, and the neuron fires without end.";
    switch (model_kind(parameters)) {
    case ModelKind::lif:
    case ModelKind::glif1:
    case ModelKind::glif3:
        if (value(Id::reset_mv) < value(Id::threshold_mv)) break;
        return Message{"The reset is not below the threshold", said};
    case ModelKind::izhikevich:
        if (value(Id::izh_c_mv) < value(Id::izh_peak_mv)) break;
        return Message{"The reset c is not below the peak", said};
    case ModelKind::adex:
        if (value(Id::reset_mv) < value(Id::adex_peak_mv)) break;
        return Message{"The reset is not below the peak", said};
    default:
        break;
    }
    return std::nullopt;
}

} // namespace

std::optional<Message> ScopePlot::said(const scope::ScopeFrame& frame) const {
    const auto status = host().monitor().status();
    if (fault_ms_ != 0 && juce::Time::getMillisecondCounter() - fault_ms_ < fault_shown_ms && seen_faults_ > 0) {
        if (status.engine.resets > 0) return Message{"The membrane left its range", "Reset to rest. Sound is back."};
        return Message{"Input was not a number", "It was taken as 0 pA. Sound goes on."};
    }
    if (auto odd = odd_settings(host().parameters())) return odd;
    if (frame.state == scope::ScopeState::waiting && frame.waiting_peak_mv)
        return waiting_message(host().parameters(), host().monitor().derived(), controller_.scope().live(),
                               *frame.waiting_peak_mv);
    const bool still = frame.blank || (frame.voltage.max - frame.voltage.min < 0.05f &&
                                       std::max(std::abs(frame.current.max), std::abs(frame.current.min)) < 1e-3f);
    if (still && (frame.state == scope::ScopeState::automatic || frame.state == scope::ScopeState::rolling)) {
        const bool stimulated = host().parameters().value(Id::stim_shape) > 0.5;
        const auto* line = stimulated ? "Press space to run the stimulus, Enter to send one, or play a note."
                                      : "Choose a stimulus in Input, play a note or open a sound.";
        return Message{"No current yet", line};
    }
    return std::nullopt;
}

void ScopePlot::paint_message(juce::Graphics& g, const scope::ScopeFrame& frame) {
    const float px = projected() ? 18.0f : 12.0f;
    if (frame.held_for_s && frame.state == scope::ScopeState::frozen)
        draw_text(g, {"held, " + fixed(*frame.held_for_s, 1) + " s ago", type(Face::regular, px, Token::text2)},
                  layout_.voltage.reduced(14.0f, 6.0f).withHeight(px * 1.4f), Align::left);
    const auto message = said(frame);
    if (!message) return;
    const bool fault = message->title.starts_with("Input") || message->title.starts_with("The membrane");
    const float width = std::min(260.0f * px / 12.0f, layout_.voltage.getWidth());
    auto area = layout_.voltage.withSizeKeepingCentre(width, layout_.voltage.getHeight()).withTrimmedTop(20.0f);
    if (fault) draw_icon(g, Icon::warn, area.removeFromTop(30.0f), 22.0f, colour(Token::alert));
    draw_text(g, {message->title, type(Face::medium, px, Token::text)}, area.removeFromTop(px * 1.35f + 7.0f),
              Align::centre);
    draw_paragraph(g, message->line, type(Face::regular, px, Token::text2), area);
}

} // namespace soma::editor
