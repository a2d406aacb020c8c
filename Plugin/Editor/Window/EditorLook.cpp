#include "Editor/Window/EditorLook.h"

#include "Look/TextLine.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

namespace {

constexpr float tip_width = 260.0f, tip_margin = 10.0f;

/// The first line of a tip is its name, the rest are sentences.
struct Tip {
    juce::String name;
    juce::StringArray lines;

    explicit Tip(const juce::String& text) {
        lines.addLines(text);
        if (lines.isEmpty()) return;
        name = lines[0];
        lines.remove(0);
    }

    float draw(juce::Graphics* g, const Theme& theme, float px) const {
        // Measuring draws into a picture of one pixel: the one code decides where lines break.
        juce::Image nothing{juce::Image::ARGB, 1, 1, true};
        juce::Graphics blind{nothing};
        auto& to = g != nullptr ? *g : blind;
        juce::Rectangle<float> area{tip_margin, tip_margin - 2.0f, tip_width - 2.0f * tip_margin, 1000.0f};
        area.removeFromTop(
            draw_paragraph(to, name.toStdString(), {Face::semibold, px, theme[Token::text]}, area, Align::left));
        for (int i = 0; i < lines.size(); ++i)
            area.removeFromTop(draw_paragraph(to, lines[i].toStdString(),
                                              {Face::regular, px, theme[i == 0 ? Token::text2 : Token::text3]}, area,
                                              Align::left));
        return area.getY() + tip_margin - 2.0f;
    }
};

} // namespace

EditorLook::EditorLook(juce::Component& window)
    : window_(window) {
    setDefaultSansSerifTypeface(font(Face::regular, 12.0f).getTypefacePtr());
}

void EditorLook::apply(const Theme& theme, const Metrics& metrics) {
    theme_ = &theme;
    metrics_ = &metrics;
    setColourScheme({theme[Token::panel], theme[Token::raised], theme[Token::raised], theme[Token::line_strong],
                     theme[Token::text], theme[Token::raised_hi], theme[Token::on_primary], theme[Token::primary],
                     theme[Token::text]});
    const auto set = [&](int id, Token token) { setColour(id, theme[token]); };
    set(juce::PopupMenu::backgroundColourId, Token::raised);
    set(juce::PopupMenu::textColourId, Token::text);
    set(juce::PopupMenu::headerTextColourId, Token::text3);
    set(juce::PopupMenu::highlightedBackgroundColourId, Token::raised_hi);
    set(juce::PopupMenu::highlightedTextColourId, Token::text);
    set(juce::ScrollBar::thumbColourId, Token::line_strong);
    set(juce::ListBox::backgroundColourId, Token::panel);
    set(juce::ListBox::textColourId, Token::text);
    set(juce::TextEditor::backgroundColourId, Token::plot);
    set(juce::TextEditor::textColourId, Token::text);
    set(juce::TextEditor::highlightColourId, Token::raised_hi);
    set(juce::TextEditor::highlightedTextColourId, Token::text);
    set(juce::TextEditor::outlineColourId, Token::line_strong);
    set(juce::TextEditor::focusedOutlineColourId, Token::focus);
    set(juce::CaretComponent::caretColourId, Token::text);
    set(juce::TextButton::buttonColourId, Token::raised);
    set(juce::TextButton::buttonOnColourId, Token::primary);
    set(juce::TextButton::textColourOffId, Token::text);
    set(juce::TextButton::textColourOnId, Token::on_primary);
    set(juce::ToggleButton::tickColourId, Token::text);
    set(juce::ToggleButton::tickDisabledColourId, Token::line_strong);
    set(juce::ComboBox::backgroundColourId, Token::raised);
    set(juce::ComboBox::outlineColourId, Token::line_strong);
    set(juce::DirectoryContentsDisplayComponent::highlightColourId, Token::raised_hi);
    set(juce::DirectoryContentsDisplayComponent::textColourId, Token::text);
    set(juce::DirectoryContentsDisplayComponent::highlightedTextColourId, Token::text);
    set(juce::FileBrowserComponent::currentPathBoxBackgroundColourId, Token::raised);
    set(juce::FileBrowserComponent::currentPathBoxTextColourId, Token::text);
    set(juce::FileBrowserComponent::currentPathBoxArrowColourId, Token::text2);
    set(juce::FileBrowserComponent::filenameBoxBackgroundColourId, Token::plot);
    set(juce::FileBrowserComponent::filenameBoxTextColourId, Token::text);
}

juce::PopupMenu::Options EditorLook::getOptionsForComboBoxPopupMenu(juce::ComboBox& box, juce::Label& label) {
    return LookAndFeel_V4::getOptionsForComboBoxPopupMenu(box, label).withParentComponent(&window_);
}

juce::Font EditorLook::getComboBoxFont(juce::ComboBox&) { return font(Face::regular, metrics_->label); }
juce::Font EditorLook::getTextButtonFont(juce::TextButton&, int) { return font(Face::semibold, metrics_->label); }
juce::Font EditorLook::getLabelFont(juce::Label&) { return font(Face::regular, metrics_->label); }

juce::Font EditorLook::getPopupMenuFont() { return font(Face::regular, metrics_->label); }

void EditorLook::drawPopupMenuBackgroundWithOptions(juce::Graphics& g, int width, int height,
                                                    const juce::PopupMenu::Options&) {
    g.fillAll((*theme_)[Token::raised]);
    g.setColour((*theme_)[Token::line_strong]);
    g.drawRect(0, 0, width, height);
}

juce::Rectangle<int> EditorLook::getTooltipBounds(const juce::String& text, juce::Point<int> position,
                                                  juce::Rectangle<int> parent) {
    const int height = static_cast<int>(std::ceil(Tip{text}.draw(nullptr, *theme_, metrics_->caption)));
    const int width = static_cast<int>(tip_width);
    return juce::Rectangle<int>{position.x > parent.getCentreX() ? position.x - width - 12 : position.x + 12,
                                position.y > parent.getCentreY() ? position.y - height - 6 : position.y + 18, width,
                                height}
        .constrainedWithin(parent);
}

void EditorLook::drawTooltip(juce::Graphics& g, const juce::String& text, int width, int height) {
    const juce::Rectangle<float> area{static_cast<float>(width), static_cast<float>(height)};
    g.setColour((*theme_)[Token::raised]);
    g.fillRect(area);
    g.setColour((*theme_)[Token::line_strong]);
    g.drawRect(area, 1.0f);
    Tip{text}.draw(&g, *theme_, metrics_->caption);
}

} // namespace soma::editor
