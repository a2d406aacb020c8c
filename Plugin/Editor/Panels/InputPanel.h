#pragma once

#include "Editor/Controls/ChoiceGroup.h"
#include "Editor/Panels/SidePanel.h"
#include "Editor/Panels/StimulusShapes.h"

namespace soma::editor {

/// Everything that becomes current: total, audio in, stimulus, MIDI in, what is always on. In projector mode the
/// stimulus alone.
class InputPanel final : public SidePanel {
  public:
    explicit InputPanel(Context& shared);

    void refresh() override;
    void paint(juce::Graphics& g) override;

  protected:
    void lay_out() override;

  private:
    void rebuild_stimulus();
    void choose_shape(const StimulusShape& shape);
    void choose_midi_mode();
    double full_scale_pa() const;
    int shape_index() const;
    int midi_mode_index() const;
    void paint_total(juce::Graphics& g);
    bool connected() const { return host().monitor().status().input_connected; }
    ValueField& add_field(const Quantity& quantity, std::string label, std::string spoken);

    ValueField& audio_in_;
    ChoiceGroup& shapes_;
    WordButton& run_;
    WordButton& once_;
    TitleWord& shape_name_;
    TitleWord& midi_mode_;
    TitleWord& input_level_;
    ValueField& velocity_;
    ValueField& holding_;
    ValueField& noise_;
    std::vector<ValueField*> stimulus_fields_;
    int built_shape_ = -1;

    juce::Rectangle<int> total_area_, unconnected_area_;
    bool laid_connected_ = true;
    std::string total_text_;
    double total_pa_ = 0.0;
    juce::uint32 total_read_ms_ = 0;
};

} // namespace soma::editor
