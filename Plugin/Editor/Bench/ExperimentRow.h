#pragma once

#include "Editor/Bench/BenchDesk.h"
#include "Editor/Controls/Pressable.h"

namespace soma::editor {

/// An experiment in the list: drawing, name, and what became of it.
class ExperimentRow final : public Pressable {
  public:
    ExperimentRow(Context& shared, BenchDesk& desk, std::size_t index);

    void refresh() override;
    void paint(juce::Graphics& g) override;
    bool keyPressed(const juce::KeyPress& key) override;

  private:
    BenchDesk& desk_;
    std::size_t index_;
    std::string shown_;
    bool shown_on_ = false;
};

} // namespace soma::editor
