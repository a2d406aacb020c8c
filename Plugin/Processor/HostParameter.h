#pragma once

#include "Processor/ParameterStore.h"

#include <juce_audio_processors/juce_audio_processors.h>

namespace soma {

/// The number by which Audio Unit hosts order parameters of different versions: "0.1" is 1, "0.10" is 10, "1.2" is 102.
int version_hint(std::string_view since);

/// One row of the table as hosts see it. The value lives in the store; the host sees its position, 0 … 1.
class HostParameter final : public juce::AudioProcessorParameterWithID {
  public:
    HostParameter(Id id, ParameterStore& store);

    Id id() const { return id_; }
    /// Message thread: a new value with all its digits, told to the host.
    void set_from_editor(double value);

    float getValue() const override;
    void setValue(float position) override;
    float getDefaultValue() const override;
    int getNumSteps() const override;
    bool isDiscrete() const override;
    bool isBoolean() const override;
    juce::String getText(float position, int max_length) const override;
    float getValueForText(const juce::String& text) const override;
    /// With 16 or 8 characters the names for controllers' displays.
    juce::String getName(int max_length) const override;

  private:
    const Parameter& row() const { return parameter(id_); }

    Id id_;
    ParameterStore& store_;
};

} // namespace soma
