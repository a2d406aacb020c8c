#include "Stimulus/NoteBoard.h"

#include <algorithm>

namespace soma::stimulus {
namespace {

constexpr int sustain_pedal = 64, all_sound_off = 120, all_notes_off = 123;

} // namespace

NoteBoard::Result NoteBoard::take(const MidiEvent& event) noexcept {
    auto& channel = channels_[static_cast<std::size_t>(event.channel())];
    const int first = event.bytes[1] & 0x7f, second = event.bytes[2] & 0x7f;
    switch (event.status()) {
    case 0x90:
        return second > 0 ? start(event.channel(), first, second / 127.0) : stop(event.channel(), first);
    case 0x80:
        return stop(event.channel(), first);
    case 0xb0:
        return control(channel, event.channel(), first, second);
    case 0xd0:
        channel.pressure = first / 127.0;
        return {};
    case 0xe0:
        channel.bend = ((second << 7 | first) - 8192) / 8192.0;
        return {};
    default:
        return {};
    }
}

NoteBoard::Result NoteBoard::start(int channel, int key, double velocity) noexcept {
    const auto free = std::find_if(notes_.begin(), notes_.end(), [](const Note& n) { return !n.sounds; });
    const auto slot =
        free != notes_.end() ? free : std::min_element(notes_.begin(), notes_.end(), [](const Note& a, const Note& b) {
            return a.age < b.age;
        });
    *slot = {true, true, static_cast<std::uint8_t>(channel), static_cast<std::uint8_t>(key), velocity, ++started_};
    return {Change::started, static_cast<int>(slot - notes_.begin())};
}

NoteBoard::Result NoteBoard::stop(int channel, int key) noexcept {
    for (auto& note : notes_) {
        if (!note.sounds || !note.key_down || note.channel != channel || note.key != key) continue;
        note.key_down = false;
        if (channels_[static_cast<std::size_t>(channel)].sustain) return {};
        note.sounds = false;
        return {Change::ended, static_cast<int>(&note - notes_.data())};
    }
    return {};
}

NoteBoard::Result NoteBoard::control(Channel& channel, int index, int controller, int value) noexcept {
    if (controller == sustain_pedal) {
        channel.sustain = value >= 64;
        if (channel.sustain) return {};
        for (auto& note : notes_)
            if (note.channel == index && !note.key_down) note.sounds = false;
        return {Change::all_ended, -1};
    }
    if (controller != all_sound_off && controller != all_notes_off) return {};
    for (auto& note : notes_)
        if (note.channel == index) note.sounds = note.key_down = false;
    return {Change::all_ended, -1};
}

void NoteBoard::all_off() noexcept {
    notes_.fill({});
    channels_.fill({});
}

} // namespace soma::stimulus
