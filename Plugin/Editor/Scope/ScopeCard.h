#pragma once

#include "Editor/Controls/SaveDialog.h"
#include "Editor/Scope/ScopePlot.h"
#include "Editor/Scope/ScopeToolbar.h"

namespace soma::editor {

/// The whole scope: toolbar, plot, and while frozen the slider that scrolls back.
class ScopeCard final : public Widget {
  public:
    explicit ScopeCard(Context& shared);

    void refresh() override;
    void paint(juce::Graphics& g) override;
    void resized() override;

    ScopeController& controller() { return controller_; }
    ScopePlot& plot() { return plot_; }
    const ScopePlot& plot() const { return plot_; }
    ScopeToolbar& toolbar() { return toolbar_; }
    /// Asks for a file and writes the plot at twice its size in the light theme.
    void save_picture();
    juce::Image picture();
    /// Asks for a file and writes what is in the picture, sample by sample.
    void save_csv();

  private:
    ScopeController& controller_;
    ScopeToolbar toolbar_;
    ScopePlot plot_;
    ValueField history_;
    SaveDialog dialog_;
    double model_ = -1.0;
};

} // namespace soma::editor
