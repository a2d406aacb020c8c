#pragma once

#include <juce_graphics/juce_graphics.h>

#include <cstdint>

namespace soma::editor {

/// Line drawings in a box of 24 × 24.
enum class Icon : std::uint8_t {
    none,
    step,
    pulse,
    ramp,
    chirp,
    noise,
    train,
    click,
    action_potential,
    tone,
    impulse,
    undo,
    redo,
    projector,
    theme,
    help,
    left,
    right,
    down,
    freeze,
    cursors,
    camera,
    speaker,
    mute,
    lock,
    play,
    stop,
    eye,
    eye_off,
    file,
    check,
    cross,
    ear,
    warn,
    edge_rising,
    edge_falling,
    more,
    sine,
    enter,
    count
};

/// Draws the icon in the middle of the area, `size` pixels wide.
void draw_icon(juce::Graphics& g, Icon icon, juce::Rectangle<float> area, float size, juce::Colour colour);

/// The brand: a neuron and its spike, 37 × 24 scaled to `height`.
void draw_brand(juce::Graphics& g, float x, float y, float height, juce::Colour ink, juce::Colour signal);

} // namespace soma::editor
