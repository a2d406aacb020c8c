#pragma once

#include "Editor/Controls/FieldModel.h"
#include "Editor/Controls/Widget.h"
#include "Look/Icons.h"

#include <memory>
#include <optional>
#include <string>

namespace soma::editor {

/// How a field looks; what it shows is its model's.
struct FieldLook {
    enum class Style : std::uint8_t { row, circuit, chip, toolbar };
    std::string label; ///< markup; empty in the toolbar
    Token hue = Token::text3;
    Style style = Style::row;
    bool bar = true;
    std::string spoken = {}; ///< accessible name; empty: the parameter's label
    float px = 0.0f;         ///< size of the type where it is not the style's own
};

/// A number with its unit: dragged, wheeled, stepped, typed with any SI prefix, set to its default, learnt from MIDI.
class ValueField : public Widget, public juce::SettableTooltipClient, private juce::TextEditor::Listener {
  public:
    ValueField(Context& shared, std::unique_ptr<FieldModel> model, FieldLook look);
    ~ValueField() override;

    void refresh() override;
    void paint(juce::Graphics& g) override;
    void resized() override;

    bool keyPressed(const juce::KeyPress& key) override;
    bool takes_enter() const override { return !model_->locked() && !model_->blind(); }
    void mouseEnter(const juce::MouseEvent&) override;
    void mouseExit(const juce::MouseEvent&) override;
    void mouseDown(const juce::MouseEvent& event) override;
    void mouseDrag(const juce::MouseEvent& event) override;
    void mouseUp(const juce::MouseEvent& event) override;
    void mouseDoubleClick(const juce::MouseEvent& event) override;
    void mouseWheelMove(const juce::MouseEvent& event, const juce::MouseWheelDetails& wheel) override;
    juce::String getTooltip() override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

    /// Opens the text, with `first` as its beginning or else the value selected.
    void type_value(const juce::String& first = {});
    /// Called by Enter with the text: accepted, or refused with the reason shown.
    bool commit_text(const juce::String& text);
    bool typing() const { return text_ != nullptr; }
    bool refused() const { return refused_until_ms_ > 0; }

    void set_to(double shown);
    const FieldModel& model() const { return *model_; }
    FieldLook& look() { return look_; }
    juce::String spoken_value() const;

  protected:
    /// Space kept free at the left, for a subclass's own control.
    virtual float lead_width() const { return 0.0f; }
    virtual bool dimmed() const { return false; }
    /// Where label, value and unit stand.
    virtual juce::Rectangle<float> text_area() const { return getLocalBounds().toFloat(); }
    virtual void paint_bar(juce::Graphics& g, const Parameter& meta);
    /// Begins and ends with the mouse; the value follows `position`, 0 … 1.
    void drag_to(double position);
    double shown_value() const { return shown_.value; }

  private:
    struct Layout {
        juce::Rectangle<float> label, value, unit;
    };
    Layout layout() const;
    void paint_row(juce::Graphics& g);
    void paint_compact(juce::Graphics& g);
    void step(double steps);
    double step_size(const Parameter& meta, double value) const;
    void refuse(const juce::String& reason);
    void close_text(bool keep_focus);
    void close_typed();
    void show_menu();
    void choose(int menu_item, const std::vector<std::string>& units);
    float value_px() const;
    float unit_px() const;

    void textEditorReturnKeyPressed(juce::TextEditor&) override;
    void textEditorEscapeKeyPressed(juce::TextEditor&) override;
    void textEditorFocusLost(juce::TextEditor&) override;

    struct Shown {
        std::string text, unit;
        double value, live;
        bool locked, learning, dim;
        bool operator==(const Shown&) const = default;
    };
    Shown now() const;

    std::unique_ptr<FieldModel> model_;
    FieldLook look_;
    Shown shown_;
    std::unique_ptr<juce::TextEditor> text_;
    Parameter drag_meta_{};
    double drag_position_ = 0.0;
    int drag_y_ = 0, drag_x_ = 0;
    bool dragging_ = false, opened_by_mouse_ = false;
    std::int64_t refused_until_ms_ = 0, stepped_ms_ = 0;
};

} // namespace soma::editor
