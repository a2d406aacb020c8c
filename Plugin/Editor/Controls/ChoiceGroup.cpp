#include "Editor/Controls/ChoiceGroup.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

namespace {

constexpr int pill_margin = 2;

} // namespace

class ChoiceGroup::Cell final : public Button {
  public:
    Cell(Context& shared, ChoiceGroup& group, int index)
        : Button(shared, {}, juce::AccessibilityRole::radioButton)
        , group_(group)
        , index_(index) {
        const auto& choice = group.choices_[static_cast<std::size_t>(index)];
        const int count = static_cast<int>(group.choices_.size());
        setTitle(group.getTitle() + ": " + choice.word.toLowerCase() + ", " + juce::String(index + 1) + " of " +
                 juce::String(count));
        if (choice.icon) setTooltip(choice.word);
        is_on = [this] { return group_.chosen && group_.chosen() == index_; };
        pressed = [this] {
            if (group_.choose) group_.choose(index_);
            group_.refresh();
        };
    }

    void paint(juce::Graphics& g) override {
        // In a pill the drawn cell is a little lower than what a pointer may hit.
        const auto area = getLocalBounds().toFloat().reduced(0.0f, group_.style_ == Style::cells ? 0.0f : pill_margin);
        const auto& choice = group_.choices_[static_cast<std::size_t>(index_)];
        const bool primary = group_.style_ != Style::soft_tabs, cells = group_.style_ == Style::cells;
        const float radius = cells ? metrics().field_radius : metrics().tab_radius - 2.0f;
        const bool is_chosen = on();
        const auto ink = is_chosen   ? (primary ? Token::on_primary : Token::text)
                         : hovered() ? Token::text
                         : cells     ? Token::text3
                                     : Token::text2;
        if (is_chosen)
            fill(g, area, radius, primary ? Token::primary : Token::raised_hi);
        else if (cells || hovered())
            fill(g, area, radius, hovered() ? Token::raised_hi : Token::raised);
        if (choice.icon)
            draw_icon(g, *choice.icon, area, std::min(17.0f, area.getHeight() * 0.58f), colour(ink));
        else
            draw_text(g,
                      {choice.word.toStdString(),
                       type(is_chosen && primary ? Face::semibold : Face::medium, metrics().tab, ink)},
                      area, Align::centre);
        draw_focus_ring(g, radius);
    }

  private:
    ChoiceGroup& group_;
    int index_;
};

ChoiceGroup::ChoiceGroup(Context& shared, const juce::String& name, std::vector<Choice> choices, Style style,
                         Token ground)
    : Widget(shared)
    , choices_(std::move(choices))
    , style_(style)
    , ground_(ground) {
    setTitle(name);
    for (int i = 0; i < static_cast<int>(choices_.size()); ++i)
        addAndMakeVisible(*cells_.emplace_back(std::make_unique<Cell>(context, *this, i)));
}

ChoiceGroup::~ChoiceGroup() = default;

int ChoiceGroup::width_of(std::size_t index) const {
    const float text = text_width(font(Face::semibold, metrics().tab), choices_[index].word);
    return static_cast<int>(std::ceil(text)) + 2 * metrics().tab_padding;
}

int ChoiceGroup::natural_width() const {
    int width = 2 * pill_margin;
    for (std::size_t i = 0; i < choices_.size(); ++i) width += width_of(i);
    return width;
}

void ChoiceGroup::refresh() {
    const int now = chosen ? chosen() : -1;
    if (now == shown_) return;
    shown_ = now;
    repaint();
}

void ChoiceGroup::paint(juce::Graphics& g) {
    if (style_ != Style::cells) fill(g, getLocalBounds().toFloat(), metrics().tab_radius, ground_);
}

void ChoiceGroup::resized() {
    const int count = static_cast<int>(cells_.size());
    if (style_ == Style::cells || style_ == Style::even_tabs) {
        const int margin = style_ == Style::cells ? 0 : pill_margin, gap = style_ == Style::cells ? 2 : 0;
        const float pitch = static_cast<float>(getWidth() - 2 * margin + gap) / static_cast<float>(count);
        for (int i = 0; i < count; ++i) {
            const int left = margin + juce::roundToInt(pitch * static_cast<float>(i));
            const int right = margin + juce::roundToInt(pitch * static_cast<float>(i + 1)) - gap;
            cells_[static_cast<std::size_t>(i)]->setBounds(left, 0, right - left, getHeight());
        }
        return;
    }
    auto room = getLocalBounds().reduced(pill_margin, 0);
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i]->setBounds(room.removeFromLeft(width_of(i)));
}

bool ChoiceGroup::keyPressed(const juce::KeyPress& key) {
    const int step = key == juce::KeyPress::rightKey ? 1 : key == juce::KeyPress::leftKey ? -1 : 0;
    if (step == 0 || !chosen || !choose) return false;
    const int next = std::clamp(chosen() + step, 0, static_cast<int>(cells_.size()) - 1);
    choose(next);
    cells_[static_cast<std::size_t>(next)]->grabKeyboardFocus();
    refresh();
    return true;
}

} // namespace soma::editor
