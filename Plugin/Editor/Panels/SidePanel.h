#pragma once

#include "Editor/Controls/LevelField.h"
#include "Editor/Controls/Widget.h"

#include <functional>
#include <memory>
#include <vector>

namespace soma::editor {

/// A column of sections, each with a title line and controls below it, separated by hairlines. Subclasses say in
/// lay_out() what stands where; the height follows.
class SidePanel : public Widget {
  public:
    using Widget::Widget;

    void refresh() override;
    void paint(juce::Graphics& g) override;
    void resized() override;

    /// Height the content takes at the present width.
    int content_height() const { return content_height_; }
    /// Set by the part that scrolls it: shows its beginning.
    std::function<void()> show_top;
    /// Height that the panel may fill; sections at the bottom go there.
    void set_room(int height);

  protected:
    virtual void lay_out() = 0;

    // While laying out:
    void section(const juce::String& title, juce::Component* at_right = nullptr);
    /// Without a title line.
    void untitled_section();
    /// The last section of the column stands at its foot if there is room.
    void to_the_foot(int height);
    void row(juce::Component& component, int height);
    void row(juce::Component& component) { row(component, metrics().row); }
    juce::Rectangle<int> take(int height);
    void space(int pixels) { y_ += pixels; }

    /// Adds a control that refresh() reaches.
    template <class Component>
    Component& add(std::unique_ptr<Component> control) {
        auto& added = *control;
        addAndMakeVisible(added);
        controls_.push_back(std::move(control));
        return added;
    }
    void remove(const Widget& control);

  private:
    void begin_section(bool first_line);
    int margin_above() const { return projected() ? 10 : metrics().card_margin; }

    struct Title {
        juce::String text;
        int y;
    };
    std::vector<Title> titles_;
    std::vector<int> lines_;
    std::vector<std::unique_ptr<Widget>> controls_;
    int y_ = 0, content_height_ = 0, room_ = 0;
    bool first_ = true;
};

} // namespace soma::editor
