#include "Editor/Controls/ValueField.h"

#include "Editor/Controls/InlineText.h"
#include "Look/NumberFormat.h"
#include "Parameters/ParameterText.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace soma::editor {

namespace {

constexpr float pixels_per_range = 200.0f;
constexpr double fine = 0.1, coarse = 10.0, page = 10.0;
constexpr int one_gesture_ms = 500;

double modifier(const juce::ModifierKeys& keys) {
    return keys.isShiftDown() ? fine : keys.isCommandDown() || keys.isCtrlDown() ? coarse : 1.0;
}

} // namespace

ValueField::ValueField(Context& shared, std::unique_ptr<FieldModel> model, FieldLook look)
    : Widget(shared)
    , model_(std::move(model))
    , look_(std::move(look))
    , shown_(now()) {
    const auto meta = model_->meta();
    setTitle(utf8(look_.spoken.empty() ? meta.label : std::string_view(look_.spoken)));
    setWantsKeyboardFocus(true);
    setRepaintsOnMouseActivity(false);
}

ValueField::~ValueField() {
    if (text_) text_->removeListener(this);
    if (dragging_) model_->end();
}

ValueField::Shown ValueField::now() const {
    const auto meta = model_->meta();
    const double value = model_->value();
    const auto& parameters = host().parameters();
    auto text = model_->text(value);
    const bool off = text == "off" || model_->value_of_word(text);
    return {std::move(text),
            off ? std::string() : std::string(meta.unit),
            value,
            model_->live_value(),
            model_->locked(),
            model_->id().has_value() && parameters.learning() == model_->id(),
            false};
}

void ValueField::refresh() {
    auto latest = now();
    latest.dim = dimmed();
    const bool expired = refused_until_ms_ > 0 && juce::Time::currentTimeMillis() > refused_until_ms_;
    if (expired) refused_until_ms_ = 0;
    if (latest == shown_ && !expired) return;
    shown_ = std::move(latest);
    repaint();
}

void ValueField::set_to(double shown) {
    if (model_->locked()) return;
    model_->begin();
    model_->set(shown);
    model_->end();
    refresh();
}

/// A step changes the second of the three digits shown; where the range is short or of whole numbers, the last.
double ValueField::step_size(const Parameter& meta, double value) const {
    if (meta.scale == Scale::integer || meta.scale == Scale::choice) return 1.0;
    if (meta.scale == Scale::linear) return meta.max - meta.min > 20.0 ? 1.0 : (meta.max - meta.min) / 100.0;
    if (!(std::abs(value) > 0.0)) return std::min(1.0, meta.max / 100.0);
    return std::pow(10.0, std::floor(std::log10(std::abs(value)) + 1e-9) - 1.0);
}

void ValueField::step(double steps) {
    const auto meta = model_->meta();
    const double size = step_size(meta, model_->value());
    double by = steps * size;
    if (meta.scale == Scale::integer) by = steps > 0.0 ? std::max(by, 1.0) : std::min(by, -1.0);
    const double target = model_->value() + by;
    const double grid = std::abs(by) < size ? size * fine : size;
    if (model_->locked()) return;
    // Notches of a wheel and repeats of a key that follow each other closely are one gesture.
    const auto now_ms = juce::Time::currentTimeMillis();
    if (now_ms - stepped_ms_ < one_gesture_ms)
        model_->resume();
    else
        model_->begin();
    stepped_ms_ = now_ms;
    model_->set(std::clamp(std::round(target / grid) * grid, meta.min, meta.max));
    model_->end();
    refresh();
}

void ValueField::mouseEnter(const juce::MouseEvent&) { repaint(); }
void ValueField::mouseExit(const juce::MouseEvent&) { repaint(); }

void ValueField::mouseDown(const juce::MouseEvent& event) {
    if (event.mods.isPopupMenu()) {
        show_menu();
        return;
    }
    if (event.mods.isAltDown()) {
        set_to(model_->meta().default_value);
        return;
    }
    drag_meta_ = model_->control_meta();
    drag_position_ = to_position(drag_meta_, model_->value());
    drag_x_ = event.x;
    drag_y_ = event.y;
}

void ValueField::mouseDrag(const juce::MouseEvent& event) {
    if (model_->locked() || event.mods.isPopupMenu() || event.mods.isAltDown() || typing()) return;
    if (!dragging_ && event.getDistanceFromDragStart() < 2) return;
    const int moved = event.x - drag_x_ + drag_y_ - event.y;
    drag_x_ = event.x;
    drag_y_ = event.y;
    drag_position_ += moved / static_cast<double>(pixels_per_range) * (event.mods.isShiftDown() ? fine : 1.0);
    drag_position_ = std::clamp(drag_position_, 0.0, 1.0);
    drag_to(drag_position_);
}

void ValueField::drag_to(double position) {
    if (!dragging_) {
        dragging_ = true;
        model_->begin();
    }
    model_->set(from_position(drag_meta_, position));
    refresh();
}

void ValueField::mouseUp(const juce::MouseEvent&) {
    if (!dragging_) return;
    dragging_ = false;
    model_->end();
    repaint();
}

void ValueField::mouseDoubleClick(const juce::MouseEvent& event) {
    if (event.mods.isAltDown()) return;
    type_value();
    opened_by_mouse_ = typing();
}

void ValueField::mouseWheelMove(const juce::MouseEvent& event, const juce::MouseWheelDetails& wheel) {
    const float turn = std::abs(wheel.deltaY) >= std::abs(wheel.deltaX) ? wheel.deltaY : -wheel.deltaX;
    if (!(std::abs(turn) > 0.0f)) return;
    step((turn > 0.0f ? 1.0 : -1.0) * modifier(event.mods));
}

bool ValueField::keyPressed(const juce::KeyPress& key) {
    const auto keys = key.getModifiers();
    const int code = key.getKeyCode();
    const auto meta = model_->meta();
    if (code == juce::KeyPress::returnKey && !keys.isAnyModifierKeyDown() && takes_enter()) {
        type_value();
        return true;
    }
    const auto character = key.getTextCharacter();
    const bool begins_number = juce::CharacterFunctions::isDigit(character) || character == '.' || character == ',';
    if (begins_number && !keys.isCommandDown() && !keys.isAltDown()) {
        type_value(juce::String::charToString(character));
        return true;
    }
    if (code == juce::KeyPress::backspaceKey || code == juce::KeyPress::deleteKey) {
        set_to(meta.default_value);
        return true;
    }
    if (code == juce::KeyPress::F10Key && keys.isShiftDown()) {
        show_menu();
        return true;
    }
    struct Move {
        int key;
        double steps;
    };
    for (const auto& [move, steps] : {Move{juce::KeyPress::upKey, 1}, Move{juce::KeyPress::rightKey, 1},
                                      Move{juce::KeyPress::downKey, -1}, Move{juce::KeyPress::leftKey, -1},
                                      Move{juce::KeyPress::pageUpKey, page}, Move{juce::KeyPress::pageDownKey, -page}})
        if (code == move) {
            step(steps * modifier(keys));
            return true;
        }
    if (code == juce::KeyPress::homeKey || code == juce::KeyPress::endKey) {
        set_to(code == juce::KeyPress::homeKey ? meta.min : meta.max);
        return true;
    }
    return false;
}

void ValueField::type_value(const juce::String& first) {
    if (model_->locked() || model_->blind() || typing()) return;
    opened_by_mouse_ = false;
    text_ = make_inline_text(context, font(Face::mono_medium, value_px()));
    text_->setTitle(getTitle());
    text_->addListener(this);
    open_inline_text(*this, *text_, first.isEmpty() ? utf8(model_->text(model_->value())) : first, first.isEmpty());
}

bool ValueField::commit_text(const juce::String& text) {
    auto meta = model_->meta();
    auto unlimited = meta;
    unlimited.min = std::min(meta.min, std::numeric_limits<double>::lowest());
    unlimited.max = std::numeric_limits<double>::max();
    if (meta.unit == "dB") unlimited.min = meta.min;
    if (const auto word = model_->value_of_word(text.trim().toStdString())) {
        refused_until_ms_ = 0;
        set_to(*word);
        return true;
    }
    const auto parsed = parse_value(unlimited, text.toStdString());
    const auto still =
        "; still " + utf8(model_->text(model_->value())) + (meta.unit.empty() ? juce::String{} : " " + utf8(meta.unit));
    if (const auto* error = std::get_if<TextError>(&parsed)) {
        const auto unit = text.trim().trimCharactersAtStart("0123456789.,+-" + utf8("−") + " ");
        if (const auto complaint = unit_complaint(unit.toStdString(), meta.unit))
            refuse(utf8(*complaint));
        else
            refuse(utf8(error->message).fromFirstOccurrenceOf(": ", false, false) + still);
        return false;
    }
    const double wanted = std::get<double>(parsed);
    const double slack = 1e-9 * std::max(std::abs(meta.min), std::abs(meta.max));
    if (wanted < meta.min - slack || wanted > meta.max + slack) {
        const bool high = wanted > meta.max;
        const auto limit = utf8(short_quantity(high ? meta.max : meta.min, meta.unit));
        refuse((high ? "At most " : "At least ") + limit + still);
        return false;
    }
    refused_until_ms_ = 0;
    set_to(std::clamp(wanted, meta.min, meta.max));
    return true;
}

void ValueField::refuse(const juce::String& reason) {
    refused_until_ms_ = juce::Time::currentTimeMillis() + refused_ms;
    context.show_notice(*this, reason);
    repaint();
}

void ValueField::close_text(bool keep_focus) {
    if (!text_) return;
    const auto closing = std::move(text_); // losing the focus asks to close once more
    removeChildComponent(closing.get());
    if (keep_focus && isShowing()) grabKeyboardFocus();
    repaint();
}

/// After Enter or Esc. A person who came by the mouse is done with the field: the next digit is a key of the window.
void ValueField::close_typed() {
    close_text(!opened_by_mouse_);
    if (opened_by_mouse_) give_keyboard_back();
}

void ValueField::textEditorReturnKeyPressed(juce::TextEditor& editor) {
    commit_text(editor.getText());
    close_typed();
}
void ValueField::textEditorEscapeKeyPressed(juce::TextEditor&) { close_typed(); }
void ValueField::textEditorFocusLost(juce::TextEditor& editor) {
    const auto text = editor.getText();
    if (text != utf8(model_->text(model_->value()))) commit_text(text);
    close_text(false);
}

juce::String ValueField::spoken_value() const {
    return utf8(spoken(model_->text(model_->value()), model_->meta().unit));
}

juce::String ValueField::getTooltip() {
    if (projected()) return {};
    const auto meta = model_->meta();
    const auto with_unit = [&](double number) { return utf8(short_quantity(number, meta.unit)); };
    juce::String tip = utf8(meta.label) + "\n" + utf8(meta.help) + "\n";
    tip << with_unit(meta.min) << " to " << with_unit(meta.max) << ", default " << with_unit(meta.default_value);
    if (const auto id = model_->id())
        if (const auto controller = host().parameters().controller(*id)) tip << ", CC " << *controller;
    return tip;
}

} // namespace soma::editor
