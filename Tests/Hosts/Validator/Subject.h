#pragma once

#include <juce_audio_processors/juce_audio_processors.h>

#include <memory>
#include <string>
#include <string_view>

namespace soma::validator {

/// The validated plugin in one format, or a stand-in with faults that tests the checks. Main thread.
class Subject {
  public:
    virtual ~Subject() = default;

    /// Descriptions that a scan of the file finds.
    virtual juce::OwnedArray<juce::PluginDescription> scan() const = 0;
    /// A new instance that is not prepared. Throws std::runtime_error with the host's reason.
    virtual std::unique_ptr<juce::AudioProcessor> open() const = 0;

    /// The plugin's own state within what the format keeps, and back.
    virtual std::string inner_state(const juce::MemoryBlock& state) const = 0;
    virtual juce::MemoryBlock outer_state(const juce::MemoryBlock& pattern, std::string_view inner) const = 0;

    /// How the format's host names the parameter with this id.
    virtual juce::String parameter_id(std::string_view id) const = 0;
    /// Whether parameters' texts are the plugin's, or made by the host of what it knows.
    virtual bool has_texts() const = 0;
    /// Whether a host may ask for other layouts than the first.
    virtual bool has_layouts() const = 0;
    /// Whether a block may be larger than what was prepared. A VST3's may not: its wrapper has no room for it.
    virtual bool takes_larger_blocks() const = 0;
    /// The file with the plugin's code, and how the names of its own functions begin (the framework's do not).
    virtual juce::File code() const = 0;
    virtual std::string own_functions() const { return "soma::"; }
};

} // namespace soma::validator
