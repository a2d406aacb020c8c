#pragma once

#include "Processor/SomaphoneProcessor.h"
#include "Session/ProcessorHost.h"

#include <atomic>

namespace soma {

/// The plugin: a processor with its session and its window. The three meet here and nowhere else.
class Plugin final : public SomaphoneProcessor {
  public:
    Plugin();

    /// The editor's view of the processor; lives as long as the processor. Message thread.
    host::ProcessorHost& editor_host() { return editor_host_; }

    juce::AudioProcessorEditor* createEditor() override;
    bool hasEditor() const override { return true; }

    // The factory presets as the host's programs. Not the audio thread.
    int getNumPrograms() override;
    /// The program that the host chose last, also in a restored state. A preset that is loaded in the window changes
    /// nothing here: a host that restores its own number then finds it unchanged, and the sound stays.
    int getCurrentProgram() override { return program_.load(std::memory_order_relaxed); }
    void setCurrentProgram(int index) override;
    const juce::String getProgramName(int index) override;
    void changeProgramName(int, const juce::String&) override {}

    void setStateInformation(const void* data, int size) override;

  private:
    host::ProcessorHost editor_host_{*this};
    std::atomic<int> program_{0};
};

} // namespace soma
