#pragma once

#include "Editor/Bench/BenchController.h"
#include "Editor/Controls/Button.h"

namespace soma::editor {

/// Figures, the table, and earlier runs to lay over the curve.
class BenchResultCard final : public Widget {
  public:
    BenchResultCard(Context& shared, BenchController& controller);
    ~BenchResultCard() override;

    void refresh() override;
    void paint(juce::Graphics& g) override;
    void resized() override;

  private:
    class TableView;
    class OverlayRow;
    int figures_height() const;

    BenchController& controller_;
    std::unique_ptr<TableView> table_;
    std::vector<std::unique_ptr<OverlayRow>> overlays_;
    int overlay_title_y_ = 0;
    std::uint64_t shown_ = 0;
};

} // namespace soma::editor
