#pragma once

#include "Editor/Panels/SidePanel.h"

namespace soma::editor {

/// A choice parameter as a row; Enter or a click opens its names.
class ChoiceRow final : public ToggleRow {
  public:
    ChoiceRow(Context& shared, Id id);

  private:
    void show_choices();
    Id id_;
};

/// Every parameter that no other panel and no part of the circuit shows, by the table's groups.
class SettingsPanel final : public SidePanel {
  public:
    explicit SettingsPanel(Context& shared);

  protected:
    void lay_out() override;

  private:
    struct Group {
        juce::String title;
        std::vector<Widget*> rows;
    };
    std::vector<Group> groups_;
};

} // namespace soma::editor
