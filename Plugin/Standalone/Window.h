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
    void take_limits();

    /// Takes sounds dropped anywhere; presets, cells and lessons go to the editor.
    class Content final : public juce::Component, public juce::FileDragAndDropTarget {
      public:
        Content(TransportBar& bar, std::unique_ptr<juce::AudioProcessorEditor> editor);
        void resized() override;
        void childBoundsChanged(juce::Component* child) override;
        bool isInterestedInFileDrag(const juce::StringArray& files) override;
        void filesDropped(const juce::StringArray& files, int x, int y) override;
        juce::AudioProcessorEditor& editor() { return *editor_; }
        int bar_height() const { return juce::roundToInt(TransportBar::height * scale()); }
        std::function<void()> editor_sized;

      private:
        /// Of all that is in the window.
        float scale() const;

        TransportBar& bar_;
        std::unique_ptr<juce::AudioProcessorEditor> editor_;
        bool laying_out_ = false;
    };

    SomaphoneProcessor& processor_;
    TransportBar bar_;
    Content content_;
};

} // namespace soma::standalone
