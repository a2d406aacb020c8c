#include "Sound/SpikeVoice.h"

#include "Sound/Loudness.h"
#include "Sound/SpikeBus.h"

#include <cmath>
#include <utility>

namespace soma::sound {

SpikeVoice::SpikeVoice() { prepare(sample_rate_hz_); }

void SpikeVoice::prepare(double sample_rate_hz) {
    sample_rate_hz_ = sample_rate_hz;
    for (auto& slot : slots_) {
        slot.share.prepare(sample_rate_hz_);
        restart(slot);
    }
    coherence_.prepare(sample_rate_hz_, coherence_s);
    reset();
}

void SpikeVoice::reset() noexcept {
    for (unsigned i = 0; i < spike_sounds; ++i) {
        for (auto& band : slots_[i].band) band.silence();
        slots_[i].share.reset(i == static_cast<unsigned>(sound_) ? 1.0 : 0.0);
    }
    intervals_.reset();
    coherence_.reset();
}

/// New filters, when spikes ask for them.
void SpikeVoice::restart(Slot& slot) noexcept {
    const auto sound = static_cast<SpikeSound>(&slot - slots_.data());
    const double full_s = shortest_full_interval_s(sound, settings_);
    for (auto& band : slot.band) band.designed = false;
    slot.full_interval = full_s * sample_rate_hz_;
    slot.used =
        full_s > shortest_s ? std::min(2 + static_cast<unsigned>(2.0 * std::log2(full_s / shortest_s)), bands) : 1;
}

void SpikeVoice::set(SpikeSound sound, const SpikeSoundSettings& settings) noexcept {
    if (sound == sound_ && settings == settings_) return;
    sound_ = sound;
    settings_ = settings;
    Slot& chosen = slots_[static_cast<unsigned>(sound)];
    restart(chosen);
    if (chosen.share.off())
        for (auto& band : chosen.band) band.silence();
    for (auto& slot : slots_) slot.share.set_target(&slot == &chosen ? 1.0 : 0.0);
}

SpikeVoice::Band& SpikeVoice::band(Slot& slot, unsigned index) noexcept {
    Band& band = slot.band[index];
    if (!band.designed) {
        const auto sound = static_cast<SpikeSound>(&slot - slots_.data());
        const double full_s = slot.full_interval / sample_rate_hz_;
        const auto interval_s = [&](unsigned i) { return i == 0 ? any_interval : full_s * std::exp2(-0.5 * i); };
        band.designed = true;
        band.filter = design_spike_filter(sound, settings_, sample_rate_hz_, interval_s(index));
        if (index + 1 < slot.used) {
            const auto next = design_spike_filter(sound, settings_, sample_rate_hz_, interval_s(index + 1));
            band.likeness = likeness(band.filter, next, sound, settings_, sample_rate_hz_, interval_s(index));
        }
    }
    return band;
}

/// Between two bands the square of the rate decides, from 1 to 2 times that of the first.
SpikeVoice::Share SpikeVoice::share_of(Slot& slot, double interval) noexcept {
    const double reference = sample_rate_hz_ / reference_rate_hz;
    const double weight = interval < reference ? std::sqrt(std::max(interval, 0.0) / reference) : 1.0;
    const auto alone = [&](unsigned index) {
        return Share{index, static_cast<float>(weight), 0.0f, weight * weight * band(slot, index).filter.energy};
    };
    const double speed = slot.full_interval / std::max(interval, shortest_s * sample_rate_hz_);
    if (!(speed > 1.0)) return alone(0);
    const double power = speed * speed;
    const auto index = static_cast<unsigned>(std::ilogb(power));
    if (index + 1 >= slot.used) return alone(slot.used - 1);
    const double next = std::ldexp(power, -static_cast<int>(index)) - 1.0, here = 1.0 - next;
    const Band& first = band(slot, index);
    const Band& second = band(slot, index + 1);
    const double both = here * here + next * next + 2.0 * here * next * first.likeness;
    const double scaled = weight / std::sqrt(std::max(both, 0.1));
    return {index, static_cast<float>(scaled * here), static_cast<float>(scaled * next),
            weight * weight * (here * first.filter.energy + next * second.filter.energy)};
}

void SpikeVoice::put(Band& band, int row, int frames) noexcept {
    if (band.until == 0) { // it was silent: it begins where its first pulse does, however time is cut
        band.left.begin(frames);
        band.right.begin(frames);
        band.from = row;
    }
    band.until = std::max(band.until, row + band.filter.ring_samples);
}

void SpikeVoice::place(Slot& slot, const Input& input, std::span<const SpikeEvent> spikes,
                       std::span<const double> intervals, int frames) noexcept {
    std::array<Pulse, 2 * most> pulses;
    std::size_t count = 0;
    const auto gains = static_cast<std::uint32_t>(input.gains.size());
    for (std::size_t i = 0; i < spikes.size(); ++i) {
        const int row = SpikeBus::row_of(spikes[i], frames);
        const StereoGain gain = input.gains[static_cast<std::uint32_t>(spikes[i].neuron) % gains];
        const Share share = share_of(slot, intervals[i]);
        const auto add = [&](unsigned index, float weight) {
            Band& to = slot.band[index];
            put(to, row, frames);
            pulses[count++] = {to.left.at(row), to.right.at(row), weight * gain.left, weight * gain.right,
                               1.0 - spikes[i].offset};
        };
        add(share.band, share.to_band);
        if (share.to_next != 0.0f) add(share.band + 1, share.to_next);
        const double left = gain.left, right = gain.right;
        independent_[static_cast<unsigned>(row - 1)] +=
            slot.share.target() * share.energy * (left * left + right * right);
    }
    add_pulses(std::span(pulses).first(count));
}

void SpikeVoice::filter(Slot& slot, std::span<double> left, std::span<double> right) noexcept {
    std::array<double, limits::quantum> share;
    const auto rows = static_cast<int>(left.size());
    slot.share.fill(std::span(share).first(left.size()));
    for (auto& band : std::span(slot.band).first(slot.used)) {
        if (band.until == 0) continue;
        const int from = std::exchange(band.from, 0), until = std::min(band.until, rows);
        if (from < until) {
            const auto frames = std::span(frames_).first(static_cast<std::size_t>(until - from));
            const float* in_left = band.left.at(from);
            const float* in_right = band.right.at(from);
            for (std::size_t n = 0; n < frames.size(); ++n) frames[n] = {in_left[n], in_right[n]};
            for (unsigned i = 0; i < band.filter.used; ++i) band.memory[i].process(band.filter.section[i], frames);
            for (std::size_t n = 0, row = static_cast<std::size_t>(from); n < frames.size(); ++n, ++row) {
                const double gain = share[row] * band.filter.gain;
                left[row] += gain * frames[n][0];
                right[row] += gain * frames[n][1];
            }
        }
        if (band.until <= rows) {
            band.silence();
        } else {
            band.from = std::max(0, from - rows);
            band.until -= rows;
        }
    }
}

void SpikeVoice::pass(const Input& input, int frames) noexcept {
    if (std::exchange(sounding_, false))
        for (auto& slot : slots_)
            for (auto& band : slot.band) band.silence();
    for (const auto& spike : input.spikes) intervals_.take(spike, spike.sample);
    intervals_.advance(frames);
}

void SpikeVoice::process(const Input& input, std::span<const double> level, std::span<double> left,
                         std::span<double> right) noexcept {
    const std::size_t rows = left.size();
    const auto frames = static_cast<int>(rows);
    sounding_ = true;
    const auto sum_left = std::span(sum_left_).first(rows), sum_right = std::span(sum_right_).first(rows);
    std::fill(sum_left.begin(), sum_left.end(), 0.0);
    std::fill(sum_right.begin(), sum_right.end(), 0.0);
    std::fill_n(independent_.begin(), rows, 0.0);
    for (auto& slot : slots_)
        for (auto& band : slot.band)
            if (!slot.share.off() && band.until > 0) {
                band.left.begin(frames);
                band.right.begin(frames);
            }
    std::array<double, most> intervals;
    for (auto spikes = input.spikes; !spikes.empty();) {
        const auto now = spikes.first(std::min(spikes.size(), most));
        for (std::size_t i = 0; i < now.size(); ++i) intervals[i] = intervals_.take(now[i], now[i].sample);
        for (auto& slot : slots_)
            if (!slot.share.off()) place(slot, input, now, std::span(intervals).first(now.size()), frames);
        spikes = spikes.subspan(now.size());
    }
    intervals_.advance(frames);
    for (auto& slot : slots_)
        if (!slot.share.off()) filter(slot, sum_left, sum_right);
    const double neurons = input.neurons;
    for (std::size_t n = 0; n < rows; ++n) {
        double gain = level[n];
        if (input.neurons > 1)
            gain *= coherence_.next(sum_left[n] * sum_left[n] + sum_right[n] * sum_right[n], independent_[n], neurons);
        left[n] += gain * sum_left[n];
        right[n] += gain * sum_right[n];
    }
}

} // namespace soma::sound
