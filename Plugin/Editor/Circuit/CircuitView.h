#pragma once

#include "Editor/Circuit/CircuitDrawing.h"
#include "Editor/Circuit/ModelSelector.h"
#include "Editor/Controls/ValueField.h"

namespace soma::editor {

/// The membrane as a circuit whose values are the parameters; where there is no room, the same values as chips.
class CircuitView final : public Widget {
  public:
    explicit CircuitView(Context& shared);

    void refresh() override;
    void paint(juce::Graphics& g) override;
    void resized() override;
    void mouseUp(const juce::MouseEvent& event) override;

    /// Chips in place of the drawing.
    void show_chips(bool wanted);
    /// Height of the card with all its chips at this width.
    int chips_height(int width) const;
    ModelSelector& selector() { return selector_; }
    bool covered = false; ///< a lesson hides the values

  private:
    void rebuild();
    void lay_out_chips();
    void lay_out_drawing();
    void paint_still(juce::Graphics& g);
    void paint_live(juce::Graphics& g);
    struct OpenShare {
        double share; ///< 0 … 1
        std::string words, gates;
    };
    OpenShare open_share(Gate gate) const;
    void paint_gate(juce::Graphics& g, std::size_t branch);
    void paint_product(juce::Graphics& g);
    TextLine product() const;
    std::vector<bool> signs() const;
    void show_part_menu();
    int chip_columns(int width) const;

    ModelSelector selector_;
    std::vector<Branch> branches_;
    std::vector<std::vector<std::unique_ptr<ValueField>>> fields_;
    CircuitLayout layout_;
    std::uint32_t key_ = 0;
    bool chips_ = false;

    juce::Image still_;
    juce::String still_key_;
    juce::Rectangle<int> vm_area_;
    std::string vm_text_, gates_text_;
    std::array<double, 3> product_of_{}; ///< resistance, capacitance and rest that are printed
    juce::uint32 live_ms_ = 0;
    Status status_;
    juce::Rectangle<float> product_chip_;
};

} // namespace soma::editor
