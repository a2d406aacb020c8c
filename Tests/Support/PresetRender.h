#pragma once

#include "Engine/Engine.h"
#include "Engine/InitialState.h"
#include "Engine/PitchReference.h"
#include "State/Preset.h"

#include <cmath>
#include <numbers>
#include <vector>

namespace soma::test {

struct StereoSound {
    std::vector<float> left, right;
};

/// A preset as somebody hears it who tries it: with the transport running at 120 bpm, a phrase on the keyboard where it
/// asks for notes, and something like a voice on the input or the sidechain where it listens to them.
inline StereoSound rendered(const Preset& preset, double rate_hz, double seconds) {
    const auto& values = preset.values;
    constexpr int block = 480;
    const auto rows = static_cast<std::size_t>(seconds * rate_hz) / block * block;
    StereoSound sound{std::vector<float>(rows), std::vector<float>(rows)};
    std::vector<float> voice(block), sidechain(block);
    Engine engine;
    engine.prepare(rate_hz, block);
    engine.set(values);
    const auto initial = std::get<membrane::Initial>(initial_state(values.choice<ModelId>(Id::model), preset.initial));
    engine.set_initial(initial);
    if (values.integer(Id::midi_mode) == 2) engine.set_pitch_reference(find_pitch_reference(values, initial));
    engine.start();
    const bool silent_input = values[Id::input_scale_pa] == 0.0 || values.integer(Id::stim_shape) != 0 ||
                              values[Id::holding_current_pa] != 0.0 || values.integer(Id::midi_mode) != 0;
    constexpr int note_blocks = 40; // 400 ms, the last fifth of it silent
    constexpr std::uint8_t phrase[] = {48, 55, 60, 64, 67, 72, 76, 60};
    int playing = -1;
    for (std::size_t at = 0, count = 0; at < rows; at += block, ++count) {
        for (int k = 0; k < block; ++k) {
            const double t = static_cast<double>(at + static_cast<std::size_t>(k)) / rate_hz;
            const double syllable = std::pow(std::sin(std::numbers::pi * 3.0 * t), 2.0);
            double wave = 0.0;
            for (int harmonic = 1; harmonic <= 12; ++harmonic)
                wave += std::sin(2.0 * std::numbers::pi * 130.0 * harmonic * t) / harmonic;
            voice[static_cast<std::size_t>(k)] = static_cast<float>(silent_input ? 0.0 : 0.25 * syllable * wave);
            sidechain[static_cast<std::size_t>(k)] = static_cast<float>(syllable);
        }
        std::vector<MidiEvent> midi;
        if (values.integer(Id::midi_mode) != 0) {
            const auto place = count % note_blocks;
            const auto key = phrase[count / note_blocks % std::size(phrase)];
            if (place == 0) midi.push_back({0, {0x90, key, 100}});
            if (place == 0) playing = key;
            if (place == note_blocks * 4 / 5) midi.push_back({0, {0x80, static_cast<std::uint8_t>(playing), 0}});
        }
        const float* channel = voice.data();
        Block part;
        part.frames = block;
        part.input = {&channel, 1};
        part.sidechain = sidechain.data();
        part.midi = midi;
        part.transport.playing = true;
        part.main[0] = sound.left.data() + at;
        part.main[1] = sound.right.data() + at;
        engine.process(part);
    }
    return sound;
}

} // namespace soma::test
