#include "Processor/HostParameter.h"

#include "Processor/ShortNames.h"

#include "Parameters/ParameterText.h"

#include <charconv>

namespace soma {
namespace {

juce::String text(std::string_view utf8) { return juce::String::fromUTF8(utf8.data(), static_cast<int>(utf8.size())); }

} // namespace

int version_hint(std::string_view since) {
    int major = 0, minor = 0;
    const auto* end = since.data() + since.size();
    const auto read = std::from_chars(since.data(), end, major);
    if (read.ptr != end) std::from_chars(read.ptr + 1, end, minor);
    return 100 * major + minor;
}

HostParameter::HostParameter(Id id, ParameterStore& store)
    : juce::AudioProcessorParameterWithID(
          juce::ParameterID{text(parameter(id).id), version_hint(parameter(id).since)}, text(parameter(id).label),
          juce::AudioProcessorParameterWithIDAttributes().withLabel(text(parameter(id).unit)))
    , id_(id)
    , store_(store) {}

void HostParameter::set_from_editor(double value) {
    store_.set(id_, value);
    sendValueChangedMessageToListeners(getValue());
}

float HostParameter::getValue() const { return static_cast<float>(to_position(row(), store_.get(id_))); }

void HostParameter::setValue(float position) {
    if (position == getValue()) return; // a host that says what it was told must not round the value
    store_.set(id_, from_position(row(), static_cast<double>(position)));
}

juce::String HostParameter::getName(int max_length) const { return text(short_name(id_, max_length)); }

float HostParameter::getDefaultValue() const { return static_cast<float>(to_position(row(), row().default_value)); }

int HostParameter::getNumSteps() const {
    return isDiscrete() ? static_cast<int>(row().max - row().min) + 1 : juce::AudioProcessorParameter::getNumSteps();
}

bool HostParameter::isDiscrete() const { return row().scale == Scale::choice || row().scale == Scale::integer; }

bool HostParameter::isBoolean() const { return row().choices == "off|on"; }

juce::String HostParameter::getText(float position, int max_length) const {
    const bool present = position == getValue();
    const double value = present ? store_.get(id_) : from_position(row(), static_cast<double>(position));
    const auto full = text(display_text(row(), value));
    return max_length > 0 ? full.substring(0, max_length) : full;
}

float HostParameter::getValueForText(const juce::String& typed) const {
    const auto parsed = parse_value(row(), typed.toStdString());
    const auto* value = std::get_if<double>(&parsed);
    return value != nullptr ? static_cast<float>(to_position(row(), *value)) : getValue();
}

} // namespace soma
