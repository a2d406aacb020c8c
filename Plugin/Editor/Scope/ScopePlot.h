#pragma once

#include "Editor/Scope/ScopeController.h"
#include "Editor/Scope/ScopeGrid.h"
#include "Editor/Scope/TraceShape.h"
#include "Scope/Spectrum.h"

namespace soma::editor {

/// Spike ticks, voltage and current over one time axis; names and values at the right; cursors; what is said when
/// nothing can be shown.
class ScopePlot final : public Widget, public juce::TooltipClient {
  public:
    ScopePlot(Context& shared, ScopeController& controller);

    void refresh() override;
    void paint(juce::Graphics& g) override;
    void resized() override;

    bool keyPressed(const juce::KeyPress& key) override;
    void mouseDown(const juce::MouseEvent& event) override;
    void mouseDrag(const juce::MouseEvent& event) override;
    void mouseUp(const juce::MouseEvent& event) override;
    void mouseMove(const juce::MouseEvent& event) override;
    void mouseDoubleClick(const juce::MouseEvent& event) override;
    void mouseWheelMove(const juce::MouseEvent& event, const juce::MouseWheelDetails& wheel) override;
    juce::String getTooltip() override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

    /// The facts of the picture in words; also what Ctrl+C copies.
    juce::String spoken() const;
    /// The picture's values sample by sample, as render writes them: time from time 0 in s, current, voltage.
    std::string csv();
    /// A ghost of the present trace stays until the next sweep.
    void leave_ghost();
    bool covered = false; ///< a lesson hides the picture
    std::function<void(const juce::PopupMenu::Options&)> show_menu;

  private:
    enum class Grip : std::uint8_t { none, level, zero, cursor1, cursor2 };

    void place_cursors(const scope::ScopeFrame& frame);
    void paint_raster(juce::Graphics& g, const scope::ScopeFrame& frame);
    void paint_current(juce::Graphics& g, const scope::ScopeFrame& frame);
    void paint_voltage(juce::Graphics& g, const scope::ScopeFrame& frame);
    void paint_gutter(juce::Graphics& g, const scope::ScopeFrame& frame);
    void paint_handles(juce::Graphics& g);
    void paint_cursor_lines(juce::Graphics& g);
    void paint_cursor_tags(juce::Graphics& g);
    void paint_reading(juce::Graphics& g, const scope::ScopeFrame& frame);
    void paint_message(juce::Graphics& g, const scope::ScopeFrame& frame);
    void paint_figure(juce::Graphics& g);
    void paint_spectrum(juce::Graphics& g);
    std::optional<Message> said(const scope::ScopeFrame& frame) const;

    ScopeGridKey grid_key(float scale) const;
    void lay_out();
    float x_of_ms(double ms) const;
    double ms_at(float x) const;
    double start_ms() const;
    float level_y() const;
    double level_at(float y) const;
    Grip grip_at(juce::Point<float> position) const;
    void move_cursor(std::size_t which, double ms, bool snap);

    ScopeController& controller_;
    ScopeLayout layout_;
    ScopeGrid grid_;
    TraceShape voltage_, current_;
    scope::Spectrum spectrum_{32768}; ///< two thirds of a second: a line is 6 Hz wide
    juce::uint32 spectrum_ms_ = 0;    ///< when it was computed; 0: never
    juce::Path ghost_, ghost_dashes_;
    std::optional<double> ghost_zero_s_;
    juce::uint32 ghost_ms_ = 0;
    Grip grip_ = Grip::none;
    std::size_t last_cursor_ = 0;
    std::uint64_t seen_faults_ = 0;
    juce::uint32 fault_ms_ = 0;
    juce::uint32 drawn_ms_ = 0;
    bool pending_ = false;
    float scale_ = 1.0f;
};

} // namespace soma::editor
