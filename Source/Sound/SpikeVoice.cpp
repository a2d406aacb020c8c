#include "Sound/SpikeVoice.h"

namespace soma::sound {

SpikeVoice::SpikeVoice() { prepare(sample_rate_hz_); }

void SpikeVoice::prepare(double sample_rate_hz) {
    sample_rate_hz_ = sample_rate_hz;
    for (unsigned i = 0; i < spike_sounds; ++i) {
        slots_[i].filter = design_spike_filter(static_cast<SpikeSound>(i), settings_, sample_rate_hz_);
        slots_[i].share.prepare(sample_rate_hz_);
    }
    reset();
}

void SpikeVoice::reset() noexcept {
    for (unsigned i = 0; i < spike_sounds; ++i) {
        for (auto& memory : slots_[i].memory) memory.reset();
        slots_[i].share.reset(i == static_cast<unsigned>(sound_) ? 1.0 : 0.0);
    }
}

void SpikeVoice::set(SpikeSound sound, const SpikeSoundSettings& settings) {
    if (sound == sound_ && settings == settings_) return;
    sound_ = sound;
    settings_ = settings;
    Slot& chosen = slots_[static_cast<unsigned>(sound)];
    chosen.filter = design_spike_filter(sound, settings, sample_rate_hz_);
    if (chosen.share.off())
        for (auto& memory : chosen.memory) memory.reset();
    for (auto& slot : slots_) slot.share.set_target(&slot == &chosen ? 1.0 : 0.0);
}

void SpikeVoice::process(std::span<const float> bus_left, std::span<const float> bus_right,
                         std::span<const double> level, std::span<double> left, std::span<double> right) noexcept {
    for (auto& slot : slots_) {
        if (slot.share.off()) continue;
        const auto frames = std::span(frames_).first(left.size());
        for (std::size_t n = 0; n < frames.size(); ++n) frames[n] = {bus_left[n], bus_right[n]};
        for (unsigned i = 0; i < slot.filter.used; ++i) slot.memory[i].process(slot.filter.section[i], frames);
        std::array<double, SpikeBus::max_frames> share;
        slot.share.fill(std::span(share).first(frames.size()));
        for (std::size_t n = 0; n < frames.size(); ++n) {
            const double gain = level[n] * share[n] * slot.filter.gain;
            left[n] += gain * frames[n][0];
            right[n] += gain * frames[n][1];
        }
    }
}

} // namespace soma::sound
