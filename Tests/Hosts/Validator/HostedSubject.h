#pragma once

#include "Subject.h"

namespace soma::validator {

/// The built plugin, through JUCE's host classes for its format ("VST3" or "LV2").
class HostedSubject final : public Subject {
  public:
    /// Throws std::runtime_error where the bundle holds no plugin of the format.
    HostedSubject(const juce::String& format, const juce::File& bundle);

    juce::OwnedArray<juce::PluginDescription> scan() const override;
    std::unique_ptr<juce::AudioProcessor> open() const override;
    std::string inner_state(const juce::MemoryBlock& state) const override;
    juce::MemoryBlock outer_state(const juce::MemoryBlock& pattern, std::string_view inner) const override;
    juce::String parameter_id(std::string_view id) const override;
    bool has_texts() const override { return is_vst3_; }
    bool has_layouts() const override { return is_vst3_; }
    bool takes_larger_blocks() const override { return !is_vst3_; }
    juce::File code() const override;

  private:
    bool is_vst3_;
    juce::File bundle_;
    std::unique_ptr<juce::AudioPluginFormat> format_;
    juce::PluginDescription description_;
};

} // namespace soma::validator
