#include "Editor/Window/Notices.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace soma::editor {

namespace {

constexpr int notice_ms = 4000, message_ms = 9000;

struct KeyHelp {
    std::string_view keys, does;
};
constexpr std::array<KeyHelp, 28> key_help{{{"space", "run or stop the stimulus"},
                                            {"enter", "send one stimulus"},
                                            {"1 – 9", "Rest, RC, LIF, GLIF 1–5, HH"},
                                            {"R", "reset the membrane to rest"},
                                            {"M", "mute"},
                                            {"A  B", "compare two sounds"},
                                            {"PgUp PgDn", "previous, next preset"},
                                            {"ctrl Z", "undo; with shift redo"},
                                            {"ctrl 1 2 3", "Play, Bench, Lesson"},
                                            {"ctrl E", "save the trace or table as CSV"},
                                            {"ctrl +  −", "zoom"},
                                            {"F", "freeze the scope"},
                                            {"C", "cursors; arrows move, shift to a spike"},
                                            {"S", "single trigger"},
                                            {"[  ]", "faster, slower time base"},
                                            {"+  −", "taller, lower voltage"},
                                            {"0", "fit both axes"},
                                            {"O", "output panel"},
                                            {"P", "projector; with shift dark"},
                                            {"T", "theme"},
                                            {"F1  ?", "this page"},
                                            {"tab", "next control; with shift back"},
                                            {"F6", "next panel; with shift back"},
                                            {"esc", "close, leave a field"},
                                            {"arrows", "change the field with the ring"},
                                            {"backspace", "its default"},
                                            {"shift F10", "its menu: unit, MIDI learn, lock"},
                                            {"ctrl C", "copy the scope's numbers"}}};

} // namespace

Notice::Notice(Context& shared)
    : Widget(shared) {
    setInterceptsMouseClicks(false, false);
    setAccessible(false);
}

void Notice::show(juce::Component& beside, const juce::String& text) {
    text_ = text;
    until_ms_ = juce::Time::currentTimeMillis() + notice_ms;
    auto* parent = getParentComponent();
    if (parent == nullptr) return;
    const auto target = parent->getLocalArea(&beside, beside.getLocalBounds());
    const int width = static_cast<int>(std::ceil(text_width(font(Face::regular, metrics().caption), text_))) + 34;
    const int height = static_cast<int>(metrics().caption * 2.2f);
    setBounds(juce::Rectangle<int>{target.getX(), target.getBottom() + 1, width, height}.constrainedWithin(
        parent->getLocalBounds()));
    setVisible(true);
    toFront(false);
    repaint();
    juce::AccessibilityHandler::postAnnouncement(text_, juce::AccessibilityHandler::AnnouncementPriority::medium);
}

void Notice::refresh() {
    if (isVisible() && juce::Time::currentTimeMillis() > until_ms_) setVisible(false);
}

void Notice::paint(juce::Graphics& g) {
    const auto area = getLocalBounds().toFloat();
    fill(g, area, metrics().field_radius, Token::raised);
    g.setColour(colour(Token::alert));
    g.drawRoundedRectangle(area.reduced(0.5f), metrics().field_radius, 1.0f);
    auto inner = area.reduced(8.0f, 0.0f);
    draw_icon(g, Icon::warn, inner.removeFromLeft(13.0f), 13.0f, colour(Token::alert));
    draw_text(g, {text_.toStdString(), type(Face::regular, metrics().caption, Token::alert)},
              inner.withTrimmedLeft(5.0f));
}

MessageBar::MessageBar(Context& shared)
    : Button(shared, "Message") {
    pressed = [this] {
        const auto act = remedy_.act;
        hide();
        if (act) act();
    };
}

void MessageBar::show(const Message& message, const Remedy& remedy) {
    message_ = message;
    remedy_ = remedy;
    until_ms_ = juce::Time::currentTimeMillis() + message_ms;
    setTitle(utf8(message.title) + ". " + utf8(message.line) + (remedy.act ? ". " + remedy.word : juce::String()));
    setVisible(true);
    toFront(false);
    if (changed) changed();
    repaint();
    juce::AccessibilityHandler::postAnnouncement(getTitle(), juce::AccessibilityHandler::AnnouncementPriority::high);
}

void MessageBar::hide() {
    setVisible(false);
    if (dismissed) dismissed();
}

void MessageBar::refresh() {
    if (isVisible() && juce::Time::currentTimeMillis() > until_ms_) hide();
}

float MessageBar::remedy_width() const {
    if (!remedy_.act) return 0.0f;
    return text_width(font(Face::semibold, metrics().label), remedy_.word) + 30.0f;
}

/// All of it, over as many lines as it takes: a reason that is cut is none.
Paragraph MessageBar::line(float width) const {
    const float room = width - 24.0f - 30.0f - remedy_width();
    return {message_.line, type(Face::regular, metrics().label, Token::text2), room, Paragraph::Break::full, 1.3f};
}

int MessageBar::height_for(int width) const {
    return static_cast<int>(std::ceil(metrics().label * 1.6f + line(static_cast<float>(width)).height())) + 14;
}

void MessageBar::paint(juce::Graphics& g) {
    const auto area = getLocalBounds().toFloat();
    fill(g, area, 8.0f, Token::raised);
    g.setColour(colour(Token::alert));
    g.drawRoundedRectangle(area.reduced(0.75f), 8.0f, 1.5f);
    auto inner = area.reduced(12.0f, 6.0f);
    draw_icon(g, Icon::warn, inner.removeFromLeft(20.0f), 18.0f, colour(Token::alert));
    inner.removeFromLeft(10.0f);
    if (remedy_.act) {
        const TextLine word{remedy_.word.toStdString(), type(Face::semibold, metrics().label, Token::text)};
        const auto button = inner.removeFromRight(word.width() + 20.0f)
                                .withSizeKeepingCentre(word.width() + 20.0f, metrics().label * 2.4f);
        fill(g, button, metrics().tab_radius, Token::raised_hi);
        draw_text(g, word, button, Align::centre);
        inner.removeFromRight(10.0f);
    }
    draw_text(g, {message_.title, type(Face::semibold, metrics().label, Token::text)},
              inner.removeFromTop(metrics().label * 1.6f), Align::left, Fit::shorten);
    line(area.getWidth()).draw(g, inner.getX(), inner.getY());
    draw_focus_ring(g, 8.0f);
}

HelpCard::HelpCard(Context& shared)
    : Widget(shared) {
    setTitle("Help");
    setWantsKeyboardFocus(true);
    juce::String all;
    for (const auto& help : key_help) all << utf8(help.keys) << ": " << utf8(help.does) << ". ";
    setDescription(all);
}

bool HelpCard::keyPressed(const juce::KeyPress& key) {
    if (key != juce::KeyPress::escapeKey) return false;
    setVisible(false);
    return true;
}

void HelpCard::paint(juce::Graphics& g) {
    const auto whole = getLocalBounds().toFloat();
    fill(g, whole, 10.0f, Token::panel);
    g.setColour(colour(Token::line_strong));
    g.drawRoundedRectangle(whole.reduced(0.5f), 10.0f, 1.0f);
    auto area = whole.reduced(24.0f, 20.0f);
    draw_text(g, {"Keys", type(Face::semibold, metrics().section, Token::text)}, area.removeFromTop(30.0f));
    auto foot = area.removeFromBottom(metrics().label * 3.2f);
    const auto rows = (key_help.size() + 1) / 2;
    const float pitch = area.getHeight() / static_cast<float>(rows);
    const float half = area.getWidth() / 2.0f, keys_width = metrics().label * 6.6f;
    for (std::size_t i = 0; i < key_help.size(); ++i) {
        auto row = juce::Rectangle<float>{area.getX() + (i < rows ? 0.0f : half + 8.0f),
                                          area.getY() + static_cast<float>(i % rows) * pitch, half - 8.0f, pitch};
        draw_text(g, {key_help[i].keys, type(Face::mono_medium, metrics().caption, Token::text)},
                  row.removeFromLeft(keys_width));
        draw_text(g, {key_help[i].does, type(Face::regular, metrics().label, Token::text2)}, row);
    }
    draw_paragraph(g,
                   "Somaphone " SOMAPHONE_VERSION
                   ", GPL-3.0-or-later. Drag a value, turn the wheel over it, or type it "
                   "with any prefix: 0.05 nA is 50 pA. Right-click for MIDI learn.",
                   type(Face::regular, metrics().caption, Token::text3), foot, Align::left);
}

} // namespace soma::editor
