#pragma once

#include "Editor/Controls/FieldModel.h"
#include "Look/Icons.h"

#include <span>
#include <string_view>

namespace soma::editor {

/// A field of the stimulus section.
struct StimulusField {
    std::string_view label;
    std::string_view spoken;
    Quantity quantity;
};

/// Where a value has to lie for a shape to be what its name says, and what it becomes when it does not.
struct UsualValue {
    Id id;
    double least, most, value;
};

/// One choice of the stimulator and the fields it needs.
struct StimulusShape {
    int index; ///< of the parameter stim_shape
    std::string_view name;
    Icon icon;
    std::span<const StimulusField> fields;
    std::span<const UsualValue> usual = {};
};

/// In the order of the picker.
std::span<const StimulusShape> stimulus_shapes();
const StimulusShape& stimulus_shape(int index);

/// The MIDI input's modes: two parameters make one choice.
struct MidiInputMode {
    std::string_view name;
    int mode;   ///< of midi_mode
    int kernel; ///< of midi_kernel; −1: as it is
};
std::span<const MidiInputMode> midi_input_modes();

} // namespace soma::editor
