#include "Recording/CellBesideModel.h"

#include <algorithm>
#include <array>
#include <utility>

namespace soma::recording {

void CellBesideModel::prepare(double sample_rate_hz, std::size_t max_block) {
    sound_.prepare(sample_rate_hz);
    for (auto* row : {&cell_left_, &cell_right_}) row->assign(max_block, 0.0f);
    for (auto* gain : {&model_in_left_, &model_in_right_, &cell_in_left_, &cell_in_right_})
        gain->prepare(sample_rate_hz);
    jumps_ = true;
}

void CellBesideModel::set_levels(Listening listening) noexcept {
    const bool model = listening == Listening::model, cell = listening == Listening::cell;
    const std::array<std::pair<sound::Ramp*, bool>, 4> levels{
        {{&model_in_left_, model}, {&model_in_right_, !cell}, {&cell_in_left_, !model}, {&cell_in_right_, cell}}};
    for (const auto& [gain, on] : levels)
        if (jumps_)
            gain->reset(on ? 1.0 : 0.0);
        else
            gain->set_target(on ? 1.0 : 0.0);
}

void CellBesideModel::process(const SweepSignal& signal, Listening listening, const Snapshot& values, double at_ms,
                              double step_ms, float* left, float* right, std::size_t frames) noexcept {
    set_levels(listening);
    sound_.set(values);
    if (std::exchange(jumps_, false)) sound_.jump();
    frames = std::min(frames, cell_left_.size());
    sound_.process(signal, at_ms, step_ms, std::span(cell_left_).first(frames), std::span(cell_right_).first(frames));
    for (std::size_t k = 0; k < frames; ++k) {
        const double model_left = model_in_left_.next(), model_right = model_in_right_.next(),
                     cell_left = cell_in_left_.next(), cell_right = cell_in_right_.next();
        const double cell = cell_left_[k], l = left != nullptr ? left[k] : 0.0;
        if (right == nullptr) {
            const double model_gain = std::max(model_left, model_right), cell_gain = std::max(cell_left, cell_right);
            if (left != nullptr)
                left[k] =
                    static_cast<float>((model_gain * l + cell_gain * cell) / std::max(1.0, model_gain + cell_gain));
            continue;
        }
        // On the right alone the model has all its neurons, wherever they are placed.
        const double r = right[k], alone = model_right * (1.0 - model_left);
        if (left != nullptr) left[k] = static_cast<float>(model_left * l + cell_left * cell);
        right[k] = static_cast<float>(model_right * ((1.0 - alone) * r + alone * 0.5 * (l + r)) + cell_right * cell);
    }
}

} // namespace soma::recording
