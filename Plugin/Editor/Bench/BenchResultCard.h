#pragma once

#include "Editor/Bench/BenchDesk.h"
#include "Editor/Controls/Pressable.h"

namespace soma::editor {

/// Figures, the table, and earlier runs to lay over the curve.
class BenchResultCard final : public Part {
  public:
    BenchResultCard(Context& shared, BenchDesk& desk);
    ~BenchResultCard() override;

    void refresh() override;
    void paint(juce::Graphics& g) override;
    void resized() override;

  private:
    class TableView;
    class OverlayRow;
    int figures_height() const;

    BenchDesk& desk_;
    std::unique_ptr<TableView> table_;
    std::vector<std::unique_ptr<OverlayRow>> overlays_;
    int overlay_title_y_ = 0;
    std::uint64_t shown_ = 0;
};

} // namespace soma::editor
