// Somaphone (headless): an LV2 plugin without a window, whose parameters are plain control ports, for hosts that load
// no other.

#include "Headless/HostedNeuron.h"
#include "Headless/Lv2Ports.h"
#include "Headless/Typed.h"

#include <lv2/atom/atom.h>
#include <lv2/atom/util.h>
#include <lv2/core/lv2.h>
#include <lv2/midi/midi.h>
#include <lv2/time/time.h>
#include <lv2/urid/urid.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <exception>

namespace soma::headless {
namespace {

/// The host's names of things.
struct Urids {
    LV2_URID midi_event = 0, position = 0, speed = 0, beats_per_minute = 0, object = 0, blank = 0, number = 0,
             sequence = 0;

    void ask(const LV2_URID_Map& map) {
        const auto of = [&](const char* uri) { return map.map(map.handle, uri); };
        midi_event = of(LV2_MIDI__MidiEvent);
        position = of(LV2_TIME__Position);
        speed = of(LV2_TIME__speed);
        beats_per_minute = of(LV2_TIME__beatsPerMinute);
        object = of(LV2_ATOM__Object);
        blank = of(LV2_ATOM__Blank);
        number = of(LV2_ATOM__Float);
        sequence = of(LV2_ATOM__Sequence);
    }
};

class Plugin {
  public:
    Plugin(double sample_rate_hz, const LV2_Feature* const* features) {
        for (; features != nullptr && *features != nullptr; ++features)
            if (std::strcmp((*features)->URI, LV2_URID__map) == 0)
                urids_.ask(*static_cast<const LV2_URID_Map*>((*features)->data));
        midi_.reserve(most_midi);
        neuron_.prepare(sample_rate_hz);
    }

    void connect(std::uint32_t port, void* data) noexcept {
        if (port < ports_.size()) ports_[port] = data;
    }
    void activate() noexcept { begins_ = true; }
    void run(int frames) noexcept;

  private:
    static constexpr std::size_t most_midi = 1024;

    template <class T>
    T* at(std::uint32_t port) const noexcept {
        return static_cast<T*>(ports_[port]);
    }
    float control(std::size_t row) const noexcept {
        const auto* value = at<const float>(first_parameter + static_cast<std::uint32_t>(row));
        return value != nullptr ? *value : static_cast<float>(parameters()[row].default_value);
    }
    std::size_t likeness(const ReadyPreset& preset) const noexcept;
    void begin() noexcept;
    void take_controls() noexcept;
    void take_events(int frames) noexcept;
    void take_position(const LV2_Atom_Object&) noexcept;
    void scale(std::uint32_t port, int frames, float factor) const noexcept;
    void give_notes() noexcept;

    std::array<void*, lv2_port_count> ports_{};
    std::array<float, parameter_count> seen_{};
    Urids urids_;
    HostedNeuron neuron_;
    std::vector<MidiEvent> midi_;
    Transport transport_;
    bool begins_ = true;
};

/// How many controls hold the preset's values, as far as floats can; 0 when its neuron is another.
std::size_t Plugin::likeness(const ReadyPreset& preset) const noexcept {
    std::size_t same = 0;
    for (std::size_t row = 0; row < parameter_count; ++row) {
        const bool holds = control(row) == static_cast<float>(preset.values[static_cast<Id>(row)]);
        const bool is_neuron = row == static_cast<std::size_t>(Id::model) || belongs_to_cell(parameters()[row]);
        if (is_neuron && !holds) return 0;
        same += holds ? 1 : 0;
    }
    return same;
}

/// A preset's neuron starts where the preset says, and has the digits that a float does not hold. Presets may share a
/// neuron: the one that the other controls are most like counts.
void Plugin::begin() noexcept {
    const auto preset =
        std::ranges::max_element(presets(), {}, [this](const ReadyPreset& one) { return likeness(one); });
    if (preset != presets().end() && likeness(*preset) > 0) neuron_.use(*preset);
    neuron_.reset();
    for (std::size_t row = 0; row < parameter_count; ++row)
        seen_[row] = static_cast<float>(neuron_.value(static_cast<Id>(row)));
}

void Plugin::take_controls() noexcept {
    for (std::size_t row = 0; row < parameter_count; ++row) {
        const float value = control(row);
        if (value == seen_[row]) continue;
        seen_[row] = value;
        neuron_.set(static_cast<Id>(row), typed(value));
    }
}

void Plugin::take_position(const LV2_Atom_Object& position) noexcept {
    LV2_ATOM_OBJECT_FOREACH(&position, property) {
        if (property->value.type != urids_.number) continue;
        const auto value = static_cast<double>(reinterpret_cast<const LV2_Atom_Float&>(property->value).body);
        if (property->key == urids_.speed) transport_.playing = value != 0.0;
        if (property->key == urids_.beats_per_minute && value > 0.0) transport_.tempo_bpm = value;
    }
}

void Plugin::take_events(int frames) noexcept {
    midi_.clear();
    const auto* sequence = at<const LV2_Atom_Sequence>(events_in);
    if (sequence == nullptr || urids_.midi_event == 0) return;
    LV2_ATOM_SEQUENCE_FOREACH(sequence, event) {
        const auto* bytes = static_cast<const std::uint8_t*>(LV2_ATOM_BODY_CONST(&event->body));
        if (event->body.type == urids_.midi_event && event->body.size >= 1 && event->body.size <= 3 &&
            midi_.size() < midi_.capacity()) {
            MidiEvent midi;
            midi.sample = std::clamp(static_cast<std::int32_t>(event->time.frames), 0, std::max(0, frames - 1));
            std::copy_n(bytes, event->body.size, midi.bytes);
            midi_.push_back(midi);
        } else if (event->body.type == urids_.object || event->body.type == urids_.blank) {
            const auto& object = reinterpret_cast<const LV2_Atom_Object&>(event->body);
            if (object.body.otype == urids_.position) take_position(object);
        }
    }
}

void Plugin::give_notes() noexcept {
    auto* sequence = at<LV2_Atom_Sequence>(events_out);
    if (sequence == nullptr || urids_.sequence == 0) return;
    const auto capacity = sequence->atom.size;
    lv2_atom_sequence_clear(sequence);
    sequence->atom.type = urids_.sequence;
    for (const auto& note : neuron_.midi_out()) {
        struct {
            LV2_Atom_Event event;
            std::uint8_t bytes[8];
        } one{};
        one.event.time.frames = note.sample;
        one.event.body = {3, urids_.midi_event};
        std::copy_n(note.bytes, 3, one.bytes);
        if (lv2_atom_sequence_append_event(sequence, capacity, &one.event) == nullptr) return; // no room for more
    }
}

void Plugin::scale(std::uint32_t port, int frames, float factor) const noexcept {
    if (auto* values = at<float>(port))
        for (int k = 0; k < frames; ++k) values[k] *= factor;
}

void Plugin::run(int frames) noexcept {
    if (std::exchange(begins_, false)) begin();
    take_controls();
    take_events(frames);
    const auto* is_offline = at<const float>(freewheel);
    neuron_.set_offline(is_offline != nullptr && *is_offline > 0.0f);
    Signals signals;
    signals.frames = frames;
    signals.input[0] = at<const float>(input_left);
    signals.input[1] = at<const float>(input_right);
    signals.sidechain = at<const float>(sidechain);
    signals.midi = midi_;
    signals.transport = transport_;
    signals.main[0] = at<float>(main_left);
    signals.main[1] = at<float>(main_right);
    signals.voltage_mv = at<float>(voltage);
    signals.spikes = at<float>(spikes);
    signals.stimulus_pa = at<float>(stimulus);
    neuron_.process(signals);
    scale(voltage, frames, 0.01f);   // 1 is 100 mV
    scale(stimulus, frames, 0.001f); // 1 is 1 nA
    give_notes();
}

// Functions that an LV2 host calls.

LV2_Handle instantiate(const LV2_Descriptor*, double sample_rate_hz, const char*, const LV2_Feature* const* features) {
    try {
        load_sounds();
        return new Plugin(sample_rate_hz, features);
    } catch (const std::exception&) {
        return nullptr; // the host says that it could not be loaded
    }
}

constexpr LV2_Descriptor descriptor{
    lv2_uri,
    instantiate,
    [](LV2_Handle self, std::uint32_t port, void* data) { static_cast<Plugin*>(self)->connect(port, data); },
    [](LV2_Handle self) { static_cast<Plugin*>(self)->activate(); },
    [](LV2_Handle self, std::uint32_t frames) { static_cast<Plugin*>(self)->run(static_cast<int>(frames)); },
    nullptr,
    [](LV2_Handle self) { delete static_cast<Plugin*>(self); },
    nullptr,
};

} // namespace
} // namespace soma::headless

extern "C" LV2_SYMBOL_EXPORT const LV2_Descriptor* lv2_descriptor(std::uint32_t index) {
    return index == 0 ? &soma::headless::descriptor : nullptr;
}
