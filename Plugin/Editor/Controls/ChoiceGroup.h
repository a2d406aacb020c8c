#pragma once

#include "Editor/Controls/Button.h"

#include <functional>
#include <vector>

namespace soma::editor {

struct Choice {
    juce::String word;
    std::optional<Icon> icon = {};
};

/// One of a few, side by side: tabs in a pill, or equal cells with a drawing each. Arrow keys move the choice.
class ChoiceGroup final : public Widget {
  public:
    enum class Style : std::uint8_t {
        view_tabs, ///< chosen: primary
        soft_tabs, ///< chosen: a soft ground
        cells,     ///< drawings; chosen: primary
        even_tabs, ///< view_tabs that share the width
    };

    ChoiceGroup(Context& shared, const juce::String& name, std::vector<Choice> choices, Style style,
                Token ground = Token::raised);

    ~ChoiceGroup() override;

    std::function<int()> chosen; ///< −1: none
    std::function<void(int)> choose;

    int natural_width() const;
    void refresh() override;
    void paint(juce::Graphics& g) override;
    void resized() override;
    bool keyPressed(const juce::KeyPress& key) override;

  private:
    class Cell;
    int width_of(std::size_t index) const;

    std::vector<Choice> choices_;
    Style style_;
    Token ground_;
    std::vector<std::unique_ptr<Cell>> cells_;
    int shown_ = -1;
};

} // namespace soma::editor
