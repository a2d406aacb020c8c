#pragma once

#include "Engine/Engine.h"
#include "Engine/PitchReference.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <vector>

namespace soma::test {

inline MidiEvent midi(int sample, int status, int first, int second) {
    MidiEvent event;
    event.sample = sample;
    event.bytes[0] = static_cast<std::uint8_t>(status);
    event.bytes[1] = static_cast<std::uint8_t>(first);
    event.bytes[2] = static_cast<std::uint8_t>(second);
    return event;
}

/// An engine that is played, with what it gives.
struct Keyboard {
    Engine engine;
    std::vector<double> current_pa;
    std::map<int, std::vector<double>> spikes; ///< by neuron, in samples
    std::vector<float> left, right;

    Keyboard(const Snapshot& values, double rate_hz = 48000.0) {
        engine.prepare(rate_hz, 4096);
        engine.set(values);
        engine.set_pitch_reference(find_pitch_reference(values, {}));
        engine.reset();
    }
    void run(int frames, std::initializer_list<MidiEvent> events = {}) {
        Block block;
        block.frames = frames;
        block.midi = events;
        left.resize(left.size() + static_cast<std::size_t>(frames));
        right.resize(left.size());
        block.main[0] = &left[left.size() - static_cast<std::size_t>(frames)];
        block.main[1] = &right[right.size() - static_cast<std::size_t>(frames)];
        const auto start = static_cast<double>(engine.samples());
        engine.process(block);
        for (const auto& spike : engine.spikes()) spikes[spike.neuron].push_back(start + spike.sample + spike.offset);
        current_pa.insert(current_pa.end(), engine.current_pa().begin(), engine.current_pa().end());
    }
};

/// Frequency of the neuron's spikes between `from` and the end.
inline double pitch_hz(const std::vector<double>& spikes, double from, double rate_hz) {
    const auto first = std::lower_bound(spikes.begin(), spikes.end(), from);
    if (spikes.end() - first < 3) return 0.0;
    return rate_hz * static_cast<double>(spikes.end() - first - 1) / (spikes.back() - *first);
}

} // namespace soma::test
