#include "Editor/Controls/Button.h"

#include "Editor/Controls/KeyCap.h"

#include <cmath>

namespace soma::editor {

namespace {

class PressableAccess final : public juce::AccessibilityHandler {
  public:
    PressableAccess(Button& pressable, juce::AccessibilityRole kind)
        : AccessibilityHandler(pressable, kind,
                               juce::AccessibilityActions().addAction(juce::AccessibilityActionType::press,
                                                                      [&pressable] {
                                                                          if (pressable.pressed) pressable.pressed();
                                                                      }))
        , pressable_(pressable) {}

    juce::AccessibleState getCurrentState() const override {
        auto state = AccessibilityHandler::getCurrentState();
        if (!pressable_.is_on) return state;
        state = state.withCheckable();
        return pressable_.on() ? state.withChecked() : state;
    }

    juce::String getTitle() const override {
        const auto title = pressable_.getTitle();
        const bool is_toggle = pressable_.is_on && getRole() == juce::AccessibilityRole::toggleButton;
        return is_toggle ? title + (pressable_.on() ? ", on" : ", off") : title;
    }

  private:
    Button& pressable_;
};

} // namespace

Button::Button(Context& shared, const juce::String& accessible_name, juce::AccessibilityRole role)
    : Widget(shared)
    , role_(role) {
    setTitle(accessible_name);
    setWantsKeyboardFocus(true);
    setMouseClickGrabsKeyboardFocus(false);
}

bool Button::keyPressed(const juce::KeyPress& key) {
    if (key != juce::KeyPress::returnKey || !takes_enter()) return false;
    press_by_key();
    return true;
}

bool Button::press_by_key() {
    if (ask_again.isNotEmpty() && !asking_) {
        ask();
        return false;
    }
    asking_ = false;
    if (pressed) pressed();
    repaint();
    return true;
}

/// The question stands for a while, then the first key is forgotten.
void Button::ask() {
    constexpr int patience_ms = 4000;
    asking_ = true;
    repaint();
    juce::AccessibilityHandler::postAnnouncement(ask_again, juce::AccessibilityHandler::AnnouncementPriority::high);
    juce::Timer::callAfterDelay(patience_ms, [safe = SafePointer<Button>(this)] {
        if (safe == nullptr) return;
        safe->asking_ = false;
        safe->repaint();
    });
}

void Button::mouseUp(const juce::MouseEvent& event) {
    if (isEnabled() && contains(event.getPosition()) && pressed) pressed();
    repaint();
}

std::unique_ptr<juce::AccessibilityHandler> Button::createAccessibilityHandler() {
    return std::make_unique<PressableAccess>(*this, role_);
}

juce::String Button::getTooltip() { return projected() ? juce::String{} : SettableTooltipClient::getTooltip(); }

IconButton::IconButton(Context& shared, const juce::String& accessible_name, Icon icon, float size)
    : Button(shared, accessible_name)
    , icon_(icon)
    , size_(size) {
    setTooltip(accessible_name);
}

void IconButton::set_icon(Icon icon) {
    if (icon == icon_) return;
    icon_ = icon;
    repaint();
}

void IconButton::paint(juce::Graphics& g) {
    const auto area = getLocalBounds().toFloat();
    const float radius = metrics().tab_radius;
    if (on() || hovered()) fill(g, area, radius, Token::raised_hi);
    const float scale = static_cast<float>(metrics().icon) / 18.0f;
    draw_icon(g, icon_, area, size_ * scale,
              colour(!isEnabled()        ? Token::line_strong
                     : on() || hovered() ? Token::text
                                         : Token::text2));
    draw_focus_ring(g, radius);
}

WordButton::WordButton(Context& shared, Wording wording)
    : Button(shared, wording.word)
    , wording_(std::move(wording)) {}

void WordButton::set_wording(Wording wording) {
    if (wording == wording_) return;
    wording_ = std::move(wording);
    setTitle(wording_.word);
    repaint();
}

int WordButton::width_for(const juce::String& words) const {
    const float px = projected() ? 19.0f : metrics().label;
    return static_cast<int>(std::ceil(text_width(font(Face::semibold, px), words))) + (projected() ? 28 : 20);
}

void WordButton::paint(juce::Graphics& g) {
    const auto area = getLocalBounds().toFloat();
    const bool strong = wording_.primary || on();
    const auto ink = strong ? Token::on_primary : Token::text;
    const float scale = projected() ? 1.5f : 1.0f, radius = projected() ? 9.0f : 7.0f;
    fill(g, area, radius, strong ? Token::primary : hovered() ? Token::raised_hi : Token::raised);
    const float alpha = isEnabled() ? 1.0f : 0.62f;
    const TextLine word{
        (asking() ? ask_again : wording_.word).toStdString(),
        {Face::semibold, projected() ? 19.0f : metrics().label, colour(ink).withMultipliedAlpha(alpha)}};
    // No cap says Enter while the key would go to the control with the ring.
    const bool elsewhere = wording_.key == utf8(enter_key) && enter_is_taken();
    const KeyCap key{elsewhere ? juce::String{} : wording_.key, 10.5f * (projected() ? 1.43f : 1.0f),
                     colour(ink).withMultipliedAlpha(alpha)};
    const float icon_width = wording_.icon ? 15.0f * scale : 0.0f, gap = 8.0f * scale;
    const float key_width = elsewhere || wording_.key.isEmpty() ? 0.0f : key.letters_width() + 12.0f * scale;
    const float total =
        word.width() + (icon_width > 0.0f ? icon_width + gap : 0.0f) + (key_width > 0.0f ? key_width + gap : 0.0f);
    OverflowRecorder::report(wording_.word, total, area.getWidth() - 8.0f);
    float x = area.getCentreX() - total / 2.0f;
    if (wording_.icon) {
        draw_icon(g, *wording_.icon, {x, area.getY(), icon_width, area.getHeight()}, icon_width, colour(ink));
        x += icon_width + gap;
    }
    draw_text(g, word, {x, area.getY(), word.width(), area.getHeight()});
    x += word.width() + gap;
    if (key_width > 0.0f) {
        const juce::Rectangle<float> cap{x, area.getCentreY() - 8.5f * scale, key_width, 17.0f * scale};
        key.draw(g, cap, colour(ink).withMultipliedAlpha(0.72f), metrics().hairline);
    }
    draw_focus_ring(g, radius);
}

TitleWord::TitleWord(Context& shared, const juce::String& accessible_name, std::function<std::string()> text, Token ink)
    : Button(shared, accessible_name)
    , name_(accessible_name)
    , text_(std::move(text))
    , ink_(ink) {
    TitleWord::refresh();
}

void TitleWord::refresh() {
    auto now = text_();
    if (now == shown_) return;
    shown_ = std::move(now);
    setTitle(name_ + ": " + utf8(shown_));
    repaint();
}

void TitleWord::paint(juce::Graphics& g) {
    const auto area = getLocalBounds().toFloat();
    if (hovered()) fill(g, area, 4.0f, Token::raised_hi);
    const TextLine line{shown_, type(Face::regular, metrics().caption, hovered() ? Token::text : ink_)};
    draw_text(g, line, area, Align::right);
    draw_focus_ring(g, 4.0f);
}

} // namespace soma::editor
