#pragma once

#include "Standalone/TransportBar.h"

namespace soma::standalone {

/// The bar and the editor, and around them the window.
class Window final : public juce::DocumentWindow {
  public:
    Window(SomaphoneProcessor& processor, Audio& audio);
    ~Window() override;

    TransportBar& bar() { return bar_; }
    void toggle_full_screen();

    void closeButtonPressed() override;
    bool keyPressed(const juce::KeyPress& key) override;

  private:
    class Content final : public juce::Component {
      public:
        Content(TransportBar& bar, std::unique_ptr<juce::AudioProcessorEditor> editor);
        void resized() override;
        void childBoundsChanged(juce::Component* child) override;
        juce::AudioProcessorEditor& editor() { return *editor_; }

      private:
        TransportBar& bar_;
        std::unique_ptr<juce::AudioProcessorEditor> editor_;
        bool laying_out_ = false;
    };

    SomaphoneProcessor& processor_;
    TransportBar bar_;
    Content content_;
};

} // namespace soma::standalone
