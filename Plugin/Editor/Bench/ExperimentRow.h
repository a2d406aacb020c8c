#pragma once

#include "Editor/Bench/BenchController.h"
#include "Editor/Controls/Button.h"

namespace soma::editor {

/// An experiment in the list: drawing, name, and what became of it.
class ExperimentRow final : public Button {
  public:
    ExperimentRow(Context& shared, BenchController& controller, std::size_t index);

    void refresh() override;
    void paint(juce::Graphics& g) override;
    bool keyPressed(const juce::KeyPress& key) override;

  private:
    BenchController& controller_;
    std::size_t index_;
    std::string shown_;
    bool shown_on_ = false;
};

} // namespace soma::editor
