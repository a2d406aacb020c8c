#pragma once

#include "Editor/Bench/BenchPanel.h"
#include "Editor/Bench/BenchPlotCard.h"
#include "Editor/Bench/BenchResultCard.h"
#include "Editor/Panels/ScrollColumn.h"
#include "Editor/Panels/View.h"

namespace soma::editor {

/// The lab's experiments on a copy of the live neuron: list and protocol, curve, result.
class BenchView final : public View {
  public:
    explicit BenchView(Context& shared);

    void refresh() override;
    void resized() override;
    void restyle() override;

    std::vector<Reading> readings() override;
    LampWord lamp() override;
    bool handle_key(const juce::KeyPress& key) override;

    BenchController& controller() { return controller_; }
    BenchPlotCard& plot() { return plot_; }

  private:
    bool folded() const { return getWidth() <= 1000 || projected(); }

    BenchController controller_;
    ScrollColumn panel_;
    RunFoot foot_;
    BenchPlotCard plot_;
    BenchResultCard result_;
    bool result_shown_ = false; ///< folded: over the plot, by O
};

} // namespace soma::editor
