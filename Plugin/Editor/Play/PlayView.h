#pragma once

#include "Editor/Circuit/CircuitView.h"
#include "Editor/Controls/ChoiceGroup.h"
#include "Editor/Panels/ScrollColumn.h"
#include "Editor/Panels/View.h"
#include "Editor/Scope/ScopeCard.h"

namespace soma::editor {

/// Values of the live neuron's footer and lamp; other views may show the same.
std::vector<Reading> neuron_readings(Context& context);
LampWord neuron_lamp(Context& context);

/// Input, scope over circuit, output.
class PlayView final : public View {
  public:
    explicit PlayView(Context& shared);

    void refresh() override;
    void paint(juce::Graphics& g) override;
    void resized() override;

    std::vector<Reading> readings() override { return neuron_readings(context); }
    LampWord lamp() override { return neuron_lamp(context); }
    bool handle_key(const juce::KeyPress& key) override;
    bool has_clicked_keys() const override;
    void restyle() override;

    ScopeCard& scope() { return scope_; }
    CircuitView& circuit() { return circuit_; }

  private:
    void lay_out_columns();
    void lay_out_tabbed();
    void lay_out_projector();
    bool tabbed() const { return getWidth() <= 1000 && !projected(); }
    void toggle_output();

    ScrollColumn input_, output_;
    ScopeCard scope_;
    CircuitView circuit_;
    ChoiceGroup tabs_;
    bool output_shown_ = false; ///< tabbed: the chosen tab; projector: the overlay
    std::vector<juce::Rectangle<int>> lines_;
};

} // namespace soma::editor
