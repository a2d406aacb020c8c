#pragma once

#include "Editor/Controls/Button.h"
#include "Editor/Controls/ValueField.h"

namespace soma::editor {

/// A value field in dB with a speaker: a click on it turns the level off and back on.
class LevelField final : public ValueField {
  public:
    LevelField(Context& shared, Id id, FieldLook look);

    void resized() override;
    void refresh() override;

  protected:
    float lead_width() const override { return projected() ? 30.0f : 18.0f; }
    bool dimmed() const override { return is_off(); }

  private:
    bool is_off() const { return model().value() <= parameter(id_).min; }
    void toggle();

    Id id_;
    IconButton speaker_;
    double level_before_db_;
};

/// The log slider from ×0.02 to ×1000; holds to ×1 within a few pixels.
class TimeScaleField final : public ValueField {
  public:
    explicit TimeScaleField(Context& shared);

    void mouseDown(const juce::MouseEvent& event) override;
    void mouseDrag(const juce::MouseEvent& event) override;

  protected:
    juce::Rectangle<float> text_area() const override;
    void paint_bar(juce::Graphics& g, const Parameter& meta) override;

  private:
    juce::Rectangle<float> slider() const;
    bool sliding_ = false;
};

/// A row that is on or off, or opens a menu; looks like a value field.
class ToggleRow : public Button {
  public:
    ToggleRow(Context& shared, const juce::String& label, std::function<std::string()> value);
    void refresh() override;
    void paint(juce::Graphics& g) override;

  private:
    juce::String label_;
    std::function<std::string()> value_;
    std::string shown_;
};

} // namespace soma::editor
