#pragma once

#include "Editor/Bench/BenchController.h"
#include "Editor/Controls/Button.h"
#include "Editor/Controls/ChoiceGroup.h"
#include "Editor/Controls/SaveDialog.h"

namespace soma::editor {

/// The curve: title, axes, points as they arrive, and what a reader should know below it. CSV and PNG by one click.
class BenchPlotCard final : public Widget {
  public:
    BenchPlotCard(Context& shared, BenchController& controller);
    ~BenchPlotCard() override;

    void refresh() override;
    void paint(juce::Graphics& g) override;
    void resized() override;

    void save_csv();
    void save_picture();

  private:
    class Plot;
    void save(const juce::String& title, const juce::String& name, const juce::String& pattern,
              std::function<juce::MemoryBlock()> bytes);

    BenchController& controller_;
    ChoiceGroup axis_;
    WordButton csv_, course_, png_;
    std::unique_ptr<Plot> plot_;
    SaveDialog dialog_;
    std::uint64_t shown_ = 0;
};

} // namespace soma::editor
