#include "Editor/Scope/ScopePlot.h"

#include "Look/NumberFormat.h"
#include "Scope/Cursors.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

namespace {

constexpr float reach_px = 8.0f, snap_px = 6.0f;

} // namespace

ScopePlot::Grip ScopePlot::grip_at(juce::Point<float> position) const {
    if (controller_.figure != ScopeFigure::sweep) return Grip::none;
    if (controller_.cursors)
        for (std::size_t i = 0; i < 2; ++i)
            if (layout_.plot.contains(position) && std::abs(position.x - x_of_ms(controller_.cursor_ms[i])) < reach_px)
                return i == 0 ? Grip::cursor1 : Grip::cursor2;
    if (std::abs(position.y - level_y()) < reach_px && position.x < layout_.plot.getX() + 2.0f * metrics().axis &&
        position.x > layout_.plot.getX() - reach_px)
        return Grip::level;
    if (std::abs(position.x - x_of_ms(0.0)) < reach_px && position.y > layout_.plot.getBottom() - reach_px)
        return Grip::zero;
    return Grip::none;
}

void ScopePlot::mouseMove(const juce::MouseEvent& event) {
    const auto grip = grip_at(event.position);
    setMouseCursor(grip == Grip::none    ? juce::MouseCursor::NormalCursor
                   : grip == Grip::level ? juce::MouseCursor::UpDownResizeCursor
                                         : juce::MouseCursor::LeftRightResizeCursor);
}

void ScopePlot::mouseDown(const juce::MouseEvent& event) {
    grip_ = event.mods.isPopupMenu() ? Grip::none : grip_at(event.position);
    if (event.mods.isPopupMenu() && show_menu) show_menu(juce::PopupMenu::Options{}.withMousePosition());
}

void ScopePlot::mouseUp(const juce::MouseEvent&) { grip_ = Grip::none; }

void ScopePlot::mouseDrag(const juce::MouseEvent& event) {
    switch (grip_) {
    case Grip::none:
        return;
    case Grip::level: {
        auto trigger = controller_.trigger();
        trigger.level = level_at(event.position.y);
        if (trigger.source == scope::TriggerSource::stimulus) trigger.source = scope::TriggerSource::voltage;
        controller_.choose_trigger(trigger);
        break;
    }
    case Grip::zero:
        controller_.set_pre_trigger(
            static_cast<double>((event.position.x - layout_.plot.getX()) / layout_.plot.getWidth()));
        break;
    case Grip::cursor1:
    case Grip::cursor2:
        move_cursor(grip_ == Grip::cursor1 ? 0 : 1, ms_at(event.position.x), !event.mods.isAltDown());
        break;
    }
    repaint();
}

void ScopePlot::move_cursor(std::size_t which, double ms, bool snap) {
    last_cursor_ = which;
    controller_.cursors_placed = true;
    const auto& frame = controller_.scope().frame(std::max(1, juce::roundToInt(layout_.plot.getWidth() * scale_)));
    const double span_ms = controller_.ms_per_division() * scope::divisions;
    const double reach_s = static_cast<double>(snap_px / layout_.plot.getWidth()) * span_ms * 1e-3;
    if (snap)
        ms =
            (scope::snap_to_spike(controller_.scope().shown(), frame.zero_s + ms * 1e-3, reach_s) - frame.zero_s) * 1e3;
    controller_.cursor_ms[which] = std::clamp(ms, start_ms(), start_ms() + span_ms);
}

void ScopePlot::mouseDoubleClick(const juce::MouseEvent& event) {
    if (event.position.x < layout_.plot.getX()) controller_.fit_trace();
    if (event.position.y > layout_.plot.getBottom()) controller_.fit_time();
    repaint();
}

void ScopePlot::mouseWheelMove(const juce::MouseEvent& event, const juce::MouseWheelDetails& wheel) {
    const float turn = std::abs(wheel.deltaY) >= std::abs(wheel.deltaX) ? wheel.deltaY : -wheel.deltaX;
    if (!(std::abs(turn) > 0.0f)) return;
    const int step = turn > 0.0f ? -1 : 1;
    const bool on_axis = event.position.x < layout_.plot.getX();
    if (event.mods.isCommandDown() || event.mods.isCtrlDown() || on_axis)
        controller_.zoom_voltage(step, layout_.mv_at(controller_.voltage_axis(), event.position.y));
    else
        controller_.move_time_base(step);
    repaint();
}

bool ScopePlot::keyPressed(const juce::KeyPress& key) {
    const auto keys = key.getModifiers();
    if (keys.isCommandDown() && (key.getKeyCode() == 'C' || key.getKeyCode() == 'c')) {
        juce::SystemClipboard::copyTextToClipboard(spoken());
        return true;
    }
    if (key.getKeyCode() == juce::KeyPress::F10Key && keys.isShiftDown() && show_menu) {
        show_menu(juce::PopupMenu::Options{}.withTargetComponent(this));
        return true;
    }
    if (controller_.cursors && (key == juce::KeyPress::upKey || key == juce::KeyPress::downKey)) {
        last_cursor_ = key == juce::KeyPress::upKey ? 0 : 1;
        repaint();
        return true;
    }
    const int direction = key.getKeyCode() == juce::KeyPress::rightKey  ? 1
                          : key.getKeyCode() == juce::KeyPress::leftKey ? -1
                                                                        : 0;
    if (direction == 0 || !controller_.cursors) return false;
    const double zero_s =
        controller_.scope().frame(std::max(1, juce::roundToInt(layout_.plot.getWidth() * scale_))).zero_s;
    const double now_ms = controller_.cursor_ms[last_cursor_];
    const auto& history = controller_.scope().shown();
    if (keys.isShiftDown()) {
        const double now_s = zero_s + now_ms * 1e-3;
        const auto spike =
            direction > 0 ? scope::next_spike_s(history, now_s) : scope::previous_spike_s(history, now_s);
        if (spike) move_cursor(last_cursor_, (*spike - zero_s) * 1e3, false);
    } else {
        move_cursor(last_cursor_, now_ms + direction * controller_.ms_per_division() / 50.0, false);
    }
    repaint();
    return true;
}

juce::String ScopePlot::getTooltip() {
    if (projected() || covered || !controller_.scope().settings().drawn_peak_mv ||
        controller_.figure != ScopeFigure::sweep || !layout_.voltage.contains(getMouseXYRelative().toFloat()))
        return {};
    return utf8("Drawn spike\nThis model resets V_m at the threshold and has no spike of its own: the peak is drawn " +
                fixed(static_cast<double>(*controller_.scope().settings().drawn_peak_mv), 0) +
                " mV above it for the eye. Right-click to leave it out.");
}

std::unique_ptr<juce::AccessibilityHandler> ScopePlot::createAccessibilityHandler() {
    class Access final : public juce::AccessibilityHandler {
      public:
        explicit Access(ScopePlot& plot)
            : AccessibilityHandler(plot, juce::AccessibilityRole::image)
            , plot_(plot) {}
        juce::String getTitle() const override { return plot_.spoken(); }

      private:
        ScopePlot& plot_;
    };
    return std::make_unique<Access>(*this);
}

} // namespace soma::editor
