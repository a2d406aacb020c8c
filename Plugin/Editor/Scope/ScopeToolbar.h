#pragma once

#include "Editor/Controls/ChoiceGroup.h"
#include "Editor/Controls/ValueField.h"
#include "Editor/Scope/ScopeController.h"

namespace soma::editor {

/// Mode, trigger source, edge and level, time base, state word, cursors, freeze, picture.
class ScopeToolbar final : public Widget {
  public:
    ScopeToolbar(Context& shared, ScopeController& controller);
    ~ScopeToolbar() override;

    void refresh() override;
    void paint(juce::Graphics& g) override;
    void resized() override;

    std::function<void()> save_picture, save_csv;
    std::function<void()> copy_numbers;

    /// Trigger, figure, and what leaves the scope.
    void show_menu(const juce::PopupMenu::Options& where);
    void toggle_cursors();
    void toggle_freeze();

  private:
    class SourceButton;
    void choose_from(int item);
    void show_figures();
    std::string state_text() const;

    ScopeController& controller_;
    ChoiceGroup modes_;
    std::unique_ptr<SourceButton> source_;
    ValueField level_;
    ValueField time_base_;
    WordButton figure_;
    IconButton cursors_, freeze_, camera_;
    std::string state_;
    scope::TriggerSource laid_source_ = scope::TriggerSource::voltage;
    juce::Rectangle<int> state_area_;
};

} // namespace soma::editor
