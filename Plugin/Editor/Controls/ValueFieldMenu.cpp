#include "Editor/Controls/ValueField.h"

#include "Look/NumberFormat.h"
#include "Parameters/ParameterText.h"

#include <algorithm>

namespace soma::editor {

namespace {

enum MenuItem : int { learn_item = 1, forget_item, copy_item, default_item, lock_item, type_item, first_unit_item };

class FieldAccess final : public juce::AccessibilityHandler {
  public:
    explicit FieldAccess(ValueField& field)
        : AccessibilityHandler(field, juce::AccessibilityRole::slider, {}, Interfaces{std::make_unique<Value>(field)}) {
    }

  private:
    class Value final : public juce::AccessibilityValueInterface {
      public:
        explicit Value(ValueField& field)
            : field_(field) {}
        bool isReadOnly() const override { return field_.model().locked(); }
        double getCurrentValue() const override { return field_.model().blind() ? 0.0 : field_.model().value(); }
        juce::String getCurrentValueAsString() const override { return field_.spoken_value(); }
        void setValue(double value) override { field_.set_to(value); }
        void setValueAsString(const juce::String& text) override { field_.commit_text(text); }
        AccessibleValueRange getRange() const override {
            const auto meta = field_.model().meta();
            return {{meta.min, meta.max}, 0.0};
        }

      private:
        ValueField& field_;
    };
};

} // namespace

std::unique_ptr<juce::AccessibilityHandler> ValueField::createAccessibilityHandler() {
    return std::make_unique<FieldAccess>(*this);
}

void ValueField::show_menu() {
    juce::PopupMenu menu;
    auto& parameters = host().parameters();
    const auto id = model_->id();
    const bool locked = model_->locked();
    menu.addItem(type_item, "Type a value", !locked);
    menu.addItem(default_item, "Default", !locked);
    menu.addItem(copy_item, "Copy value");
    const auto units = model_->units();
    if (units.size() > 1) {
        juce::PopupMenu submenu;
        for (std::size_t i = 0; i < units.size(); ++i)
            submenu.addItem(first_unit_item + static_cast<int>(i), utf8(units[i]), true, units[i] == shown_.unit);
        menu.addSubMenu("Unit", submenu);
    }
    if (id && parameters.can_learn_midi()) {
        menu.addSeparator();
        menu.addItem(learn_item, shown_.learning ? "Stop learning" : "MIDI learn");
        if (const auto controller = parameters.controller(*id))
            menu.addItem(forget_item, "Forget CC " + juce::String(*controller));
    }
    if (id) menu.addItem(lock_item, locked ? "Unlock" : "Lock");
    menu.showMenuAsync(juce::PopupMenu::Options{}.withTargetComponent(this).withParentComponent(context.top),
                       [safe = SafePointer<ValueField>(this), units](int item) {
                           if (safe != nullptr) safe->choose(item, units);
                       });
}

void ValueField::choose(int item, const std::vector<std::string>& units) {
    auto& parameters = host().parameters();
    const auto id = model_->id();
    const auto meta = model_->meta();
    if (item >= first_unit_item && item < first_unit_item + static_cast<int>(units.size()))
        model_->choose_unit(units[static_cast<std::size_t>(item - first_unit_item)]);
    if (item == type_item) type_value();
    if (item == default_item) set_to(meta.default_value);
    if (item == copy_item)
        juce::SystemClipboard::copyTextToClipboard(utf8(shortest(model_->value())) + " " + utf8(meta.unit));
    if (id && item == learn_item) {
        const bool begins = parameters.learning() != id;
        parameters.learn(begins ? std::optional<Id>{*id} : std::optional<Id>{});
        if (begins) context.show_notice(*this, "Move a MIDI controller; Esc cancels");
    }
    if (id && item == forget_item) parameters.forget_controller(*id);
    if (id && item == lock_item) parameters.set_locked(*id, !parameters.locked(*id));
    refresh();
}

} // namespace soma::editor
