#pragma once

#include "Editor/Controls/Button.h"
#include "Editor/Controls/ChoiceGroup.h"
#include "Editor/Panels/View.h"

namespace soma::editor {

/// Brand, views, preset, A/B, undo, CPU, projector, theme, help.
class Header final : public Widget {
  public:
    struct Actions {
        std::function<int()> view;
        std::function<void(int)> choose_view;
        std::function<HeaderWords()> words;
        std::function<void(int)> step;
        std::function<void()> browse, projector, theme, help, output, settings;
    };
    Header(Context& shared, Actions actions);
    ~Header() override;

    void refresh() override;
    void paint(juce::Graphics& g) override;
    void resized() override;

  private:
    class Name;
    class Brand;
    void show_more();
    void choose_more(int item);

    Actions actions_;
    std::unique_ptr<Brand> brand_;
    ChoiceGroup views_, slots_;
    std::unique_ptr<Name> name_;
    IconButton previous_, menu_, next_, undo_, redo_, projector_, theme_, help_, speaker_, more_;
    juce::Rectangle<int> preset_area_, cpu_area_, locked_area_;
    HeaderWords shown_;
    bool dirty_ = false;
    std::string cpu_;
    juce::uint32 cpu_ms_ = 0;
};

/// The readings of the view and the lamp.
class Footer final : public Widget, public juce::TooltipClient {
  public:
    explicit Footer(Context& shared);

    void show(std::vector<Reading> readings, const LampWord& lamp);
    void paint(juce::Graphics& g) override;
    void resized() override;
    juce::String getTooltip() override;

  private:
    std::vector<Reading> readings_;
    std::vector<juce::Range<float>> places_;
    StatusLamp lamp_;
};

} // namespace soma::editor
