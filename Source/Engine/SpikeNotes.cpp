#include "Engine/SpikeNotes.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace soma {
namespace {

constexpr int note_on = 0x90, note_off = 0x80;

} // namespace

void SpikeNotes::prepare(double sample_rate_hz, int max_block) {
    sample_rate_hz_ = sample_rate_hz;
    events_.reserve(256 + 2 * static_cast<std::size_t>(max_block));
    notes_.fill({});
    sounding_ = 0;
    now_ = 0;
}

void SpikeNotes::set(const SpikeNoteSettings& settings) noexcept {
    if (!settings.on || settings.channel != settings_.channel) end_all_ = true;
    settings_ = settings;
}

void SpikeNotes::send(int sample, int status, int note, int velocity) noexcept {
    MidiEvent event;
    event.sample = sample;
    event.bytes[0] = static_cast<std::uint8_t>(status | (channel_ - 1));
    event.bytes[1] = static_cast<std::uint8_t>(note);
    event.bytes[2] = static_cast<std::uint8_t>(velocity);
    events_.push_back(event);
}

/// Note-offs that are due before the absolute sample `until`.
void SpikeNotes::end_due(std::int64_t until) noexcept {
    if (sounding_ == 0) return;
    for (std::size_t note = 0; note < notes_.size(); ++note) {
        auto& sounding = notes_[note];
        if (sounding.end < 0 || sounding.end >= until || events_.size() == events_.capacity()) continue;
        send(static_cast<int>(std::max<std::int64_t>(0, sounding.end - now_)), note_off, static_cast<int>(note), 0);
        sounding.end = -1;
        --sounding_;
    }
}

void SpikeNotes::process(std::span<const SpikeEvent> spikes, int frames) noexcept {
    events_.clear();
    left_out_ = 0;
    if (std::exchange(end_all_, false))
        for (auto& sounding : notes_)
            if (sounding.end >= 0) sounding.end = now_;
    end_due(now_ + 1);
    channel_ = settings_.channel;
    if (settings_.on) {
        const auto length =
            static_cast<std::int64_t>(std::ceil(1e-3 * std::max(1.0, settings_.length_ms) * sample_rate_hz_));
        for (const auto& spike : spikes) {
            const auto at = now_ + spike.sample;
            const int note = (settings_.first_note + spike.neuron) % 128;
            auto& sounding = notes_[static_cast<std::size_t>(note)];
            // A note lasts at least 1 ms (some receivers lose shorter ones); room is kept for every note-off.
            const auto shortest = static_cast<std::int64_t>(std::ceil(1e-3 * sample_rate_hz_));
            const bool crowded = sounding.end >= 0 && at < sounding.start + shortest;
            if (crowded || events_.size() + notes_.size() + 2 > events_.capacity()) {
                ++left_out_;
                continue;
            }
            if (sounding.end >= 0)
                send(static_cast<int>(std::min(at, sounding.end) - now_), note_off, note, 0);
            else
                ++sounding_;
            send(spike.sample, note_on, note, settings_.velocity);
            sounding = {at, at + length};
        }
    }
    end_due(now_ + frames);
    // In order of time, and at one instant ends before beginnings.
    std::sort(events_.begin(), events_.end(), [](const MidiEvent& a, const MidiEvent& b) {
        return std::tuple(a.sample, a.bytes[0], a.bytes[1]) < std::tuple(b.sample, b.bytes[0], b.bytes[1]);
    });
    now_ += frames;
}

} // namespace soma
