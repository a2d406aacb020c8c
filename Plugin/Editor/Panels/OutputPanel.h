#pragma once

#include "Editor/Controls/ChoiceGroup.h"
#include "Editor/Controls/StatusLamp.h"
#include "Editor/Controls/TextRow.h"
#include "Editor/Panels/SidePanel.h"

namespace soma::editor {

/// Settings of sound and other outputs: levels, spike sound, time scale, population, MIDI out, OSC out, the meter.
class OutputPanel final : public SidePanel {
  public:
    explicit OutputPanel(Context& shared);

    void refresh() override;

  protected:
    void lay_out() override;

  private:
    void choose_midi_out();
    bool sends_osc() const;
    bool sends_midi() const;
    std::string output_word() const;

    std::vector<LevelField*> levels_;
    ChoiceGroup& sounds_;
    TitleWord& sound_name_;
    TimeScaleField& time_scale_;
    ToggleRow& tracking_;
    ValueField& neurons_;
    ValueField& spread_;
    TitleWord& midi_out_;
    ValueField& note_length_;
    ToggleRow& osc_;
    TextRow& osc_host_;
    ValueField& osc_port_;
    bool osc_laid_out_ = false, midi_laid_out_ = false;
    TitleWord& output_word_;
    LevelMeter& meter_;
};

} // namespace soma::editor
