#include "Stimulus/MidiNotes.h"

#include <algorithm>
#include <utility>

namespace soma::stimulus {
namespace {

constexpr int note_off = 0x80, note_on = 0x90, key_pressure = 0xa0, control_change = 0xb0, channel_pressure = 0xd0,
              pitch_bend = 0xe0;
constexpr int sustain_pedal = 64, sostenuto_pedal = 66;
constexpr int all_sound_off = 120, reset_all_controllers = 121, local_control = 122, all_notes_off = 123,
              omni_off = 124, omni_on = 125, mono_on = 126, poly_on = 127;

bool is_in(const Note& note, MidiChannels::Mask channels) { return (channels >> note.channel & 1) != 0; }

} // namespace

MidiNotes::Result MidiNotes::take(const MidiEvent& event) noexcept {
    const int channel = event.channel(), first = event.bytes[1] & 0x7f, second = event.bytes[2] & 0x7f;
    switch (event.status()) {
    case note_on:
        return second > 0 ? start(channel, first, second / 127.0) : stop(channel, first);
    case note_off:
        return stop(channel, first);
    case key_pressure:
        for (auto& note : notes_)
            if (note.sounds && note.channel == channel && note.key == first) note.pressure = second / 127.0;
        return {};
    case control_change:
        return control(channel, first, second);
    case channel_pressure:
        channels_[channel].pressure = first / 127.0;
        return {};
    case pitch_bend:
        channels_.bend(channel, second << 7 | first);
        return {};
    default:
        return {};
    }
}

void MidiNotes::follow(const MidiEvent& event) noexcept {
    if (event.status() != note_on && event.status() != note_off) take(event);
}

MidiNotes::Result MidiNotes::start(int channel, int key, double velocity) noexcept {
    const bool mono = channels_[channel].mono;
    const auto all = std::span(notes_).first(most_);
    auto slot = std::ranges::find_if(
        all, [&](const Note& n) { return n.sounds && n.channel == channel && (mono || n.key == key); });
    if (slot == all.end()) slot = std::ranges::find_if(all, [](const Note& n) { return !n.sounds; });
    if (slot == all.end()) slot = std::ranges::min_element(all, {}, &Note::age);
    *slot = {.sounds = true,
             .key_down = true,
             .channel = static_cast<std::uint8_t>(channel),
             .key = static_cast<std::uint8_t>(key),
             .velocity = velocity,
             .age = ++started_};
    return {Change::started, static_cast<int>(slot - all.begin())};
}

MidiNotes::Result MidiNotes::stop(int channel, int key) noexcept {
    for (auto& note : notes_) {
        if (!note.sounds || !note.key_down || note.channel != channel || note.key != key) continue;
        note.key_down = false;
        if (held(note)) return {};
        note.sounds = false;
        return {Change::ended, static_cast<int>(&note - notes_.data())};
    }
    return {};
}

MidiNotes::Result MidiNotes::control(int channel, int controller, int value) noexcept {
    const auto meant = channels_.meant_by(channel);
    switch (controller) {
    case sustain_pedal:
        channels_[channel].sustain = value >= 64;
        return drop_released();
    case sostenuto_pedal: {
        const bool was_down = channels_[channel].sostenuto;
        channels_[channel].sostenuto = value >= 64;
        for (auto& note : notes_)
            if (!was_down && value >= 64 && note.key_down && is_in(note, meant)) note.sostenuto = true;
        return drop_released();
    }
    case all_sound_off:
        return end(meant, Change::silenced);
    case reset_all_controllers:
        for (int c = 0; c < MidiChannels::count; ++c)
            if ((meant >> c & 1) != 0) channels_.reset_controllers(c);
        for (auto& note : notes_)
            if (is_in(note, meant)) note.pressure = 0.0;
        return drop_released();
    case local_control:
        return {}; // for instruments that have keys
    case mono_on:
    case poly_on:
        channels_[channel].mono = controller == mono_on;
        [[fallthrough]];
    case all_notes_off:
    case omni_off:
    case omni_on:
        return release_keys(meant);
    default:
        if (const auto changed = channels_.data(channel, controller, value); changed != 0)
            return end(changed, Change::all_ended);
        return {};
    }
}

/// As a note-off for every key: what a pedal holds goes on until it comes up.
MidiNotes::Result MidiNotes::release_keys(MidiChannels::Mask channels) noexcept {
    for (auto& note : notes_)
        if (is_in(note, channels)) note.key_down = false;
    return drop_released();
}

MidiNotes::Result MidiNotes::end(MidiChannels::Mask channels, Change change) noexcept {
    for (auto& note : notes_)
        if (is_in(note, channels)) note.sounds = note.key_down = false;
    return {change, -1, channels};
}

MidiNotes::Result MidiNotes::drop_released() noexcept {
    for (auto& note : notes_) {
        if (!channels_.sostenuto(note.channel)) note.sostenuto = false;
        note.sounds = note.sounds && held(note);
    }
    return {Change::all_ended, -1};
}

bool MidiNotes::held(const Note& note) const noexcept {
    return note.key_down || channels_.sustain(note.channel) || note.sostenuto;
}

double MidiNotes::pressure(const Note& note) const noexcept {
    return std::max(note.pressure, channels_.pressure(note.channel));
}

void MidiNotes::set_most_notes(int most) noexcept {
    const auto wanted = static_cast<std::size_t>(std::clamp(most, 1, limits::notes));
    if (std::exchange(most_, wanted) != wanted) all_off();
}

void MidiNotes::all_off() noexcept {
    notes_.fill({});
    channels_.reset_controllers();
}

} // namespace soma::stimulus
