#pragma once

#include "Processor/SomaphoneProcessor.h"
#include "Session/ProcessorHost.h"

namespace soma {

/// The plugin: a processor with its session and its window. The three meet here and nowhere else.
class Plugin final : public SomaphoneProcessor {
  public:
    Plugin();

    /// What the window shows; lives as long as the processor. Message thread.
    host::ProcessorHost& editor_host() { return editor_host_; }

    juce::AudioProcessorEditor* createEditor() override;
    bool hasEditor() const override { return true; }

  private:
    host::ProcessorHost editor_host_{*this};
};

} // namespace soma
