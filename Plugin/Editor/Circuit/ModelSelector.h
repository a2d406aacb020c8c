#pragma once

#include "Editor/Circuit/ModelCircuit.h"
#include "Editor/Controls/Button.h"

namespace soma::editor {

/// Sets the model. One step of undo.
void choose_model(ParameterAccess& parameters, ModelKind model);

/// The models as steps of a selector, each adding one idea; in projector mode the chosen one between two arrows.
class ModelSelector final : public Widget {
  public:
    explicit ModelSelector(Context& shared);
    ~ModelSelector() override;

    void refresh() override;
    void paint(juce::Graphics& g) override;
    void resized() override;
    bool keyPressed(const juce::KeyPress& key) override;

    void step(int direction);

  private:
    class Cell;
    void lay_out_selector();
    void lay_out_flat();
    void lay_out_arrows();

    std::vector<std::unique_ptr<Cell>> cells_;
    IconButton previous_, next_;
    std::vector<juce::Rectangle<float>> arrows_;
    juce::Rectangle<float> group_, group_word_, separator_;
    ModelKind shown_;
};

} // namespace soma::editor
