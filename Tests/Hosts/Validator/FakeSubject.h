#pragma once

#include "FakePlugin.h"
#include "Subject.h"

#include <stdexcept>

namespace soma::validator {

/// The stand-in with its fault, in this program, without a format.
class FakeSubject final : public Subject {
  public:
    explicit FakeSubject(Fault fault)
        : fault_(fault) {}

    juce::OwnedArray<juce::PluginDescription> scan() const override {
        juce::OwnedArray<juce::PluginDescription> found;
        for (int i = 0; i < (fault_ == Fault::is_two_plugins ? 2 : 1); ++i) {
            auto* description = found.add(new juce::PluginDescription);
            description->name = description->manufacturerName = description->fileOrIdentifier = "Somaphone";
            description->category = "Fx";
            description->pluginFormatName = "fake";
        }
        return found;
    }
    std::unique_ptr<juce::AudioProcessor> open() const override {
        if (fault_ == Fault::opens_sometimes && ++opened_ % 3 == 0) throw std::runtime_error("not opened");
        return std::make_unique<FakePlugin>(fault_);
    }
    std::string inner_state(const juce::MemoryBlock& state) const override {
        return {static_cast<const char*>(state.getData()), state.getSize()};
    }
    juce::MemoryBlock outer_state(const juce::MemoryBlock&, std::string_view inner) const override {
        return {inner.data(), inner.size()};
    }
    juce::String parameter_id(std::string_view id) const override { return {id.data(), id.size()}; }
    bool has_texts() const override { return true; }
    bool has_layouts() const override { return true; }
    bool takes_larger_blocks() const override { return true; }
    juce::File code() const override { return juce::File::getSpecialLocation(juce::File::currentExecutableFile); }
    std::string own_functions() const override { return "soma::validator::FakePlugin::"; }

  private:
    Fault fault_;
    mutable int opened_ = 0;
};

} // namespace soma::validator
