#include "Editor/Controls/StatusLamp.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

namespace {

constexpr juce::uint32 word_hold_ms = 300, announce_every_ms = 2000;
constexpr float meter_floor_db = -60.0f;

void draw_lamp(juce::Graphics& g, LampState state, juce::Rectangle<float> area, const Theme& theme) {
    const auto placed = juce::AffineTransform::scale(area.getWidth() / 16.0f).translated(area.getX(), area.getY());
    juce::Path shape;
    if (state == LampState::rest) {
        shape.addEllipse(2.0f, 2.0f, 12.0f, 12.0f);
        g.setColour(theme[Token::text2]);
        g.strokePath(shape, juce::PathStrokeType(1.8f * area.getWidth() / 16.0f), placed);
        return;
    }
    if (state == LampState::suppressed || state == LampState::warning) {
        shape.addTriangle(8.0f, 1.5f, 15.0f, 14.0f, 1.0f, 14.0f);
        g.setColour(theme[Token::alert]);
        g.fillPath(shape, placed);
        return;
    }
    shape.addEllipse(1.0f, 1.0f, 14.0f, 14.0f);
    g.setColour(theme[Token::spike]);
    g.fillPath(shape, placed);
    static const auto spike = juce::Drawable::parseSVGPath("M2.500 9.500h3.500l1.400-5 1.800 8 1-3h3.300");
    g.setColour(theme[Token::panel]);
    g.strokePath(spike, juce::PathStrokeType(1.5f * area.getWidth() / 16.0f, juce::PathStrokeType::curved), placed);
}

} // namespace

StatusLamp::StatusLamp(Context& shared)
    : Button(shared, "Neuron status") {
    setWantsKeyboardFocus(false);
}

void StatusLamp::show(const LampWord& wanted) {
    if (wanted == shown_) return;
    const auto now = juce::Time::getMillisecondCounter();
    if (now - changed_ms_ < word_hold_ms) return;
    shown_ = wanted;
    changed_ms_ = now;
    setWantsKeyboardFocus(wanted.state == LampState::suppressed);
    setTooltip(wanted.state == LampState::suppressed ? "Press to clear" : "");
    repaint();
    if (now - announced_ms_ < announce_every_ms) return;
    announced_ms_ = now;
    if (auto* handler = getAccessibilityHandler())
        handler->notifyAccessibilityEvent(juce::AccessibilityEvent::valueChanged);
}

TextLine StatusLamp::line() const {
    return {
        shown_.word,
        type(Face::semibold, metrics().lamp,
             shown_.state == LampState::suppressed || shown_.state == LampState::warning ? Token::alert : Token::text)};
}

int StatusLamp::natural_width() const { return static_cast<int>(std::ceil(line().width() + metrics().lamp * 2.2f)); }

void StatusLamp::paint(juce::Graphics& g) {
    const auto area = getLocalBounds().toFloat();
    const auto words = line();
    const float size = projected() ? 26.0f : 16.0f, gap = projected() ? 11.0f : 8.0f;
    const float text_left = area.getRight() - words.width();
    draw_lamp(g, shown_.state, {text_left - gap - size, area.getCentreY() - size / 2.0f, size, size}, *context.theme);
    draw_text(g, words, area, Align::right);
    draw_focus_ring(g, metrics().tab_radius);
}

std::unique_ptr<juce::AccessibilityHandler> StatusLamp::createAccessibilityHandler() {
    class Access final : public juce::AccessibilityHandler {
      public:
        explicit Access(StatusLamp& lamp)
            : AccessibilityHandler(lamp, juce::AccessibilityRole::staticText,
                                   juce::AccessibilityActions().addAction(juce::AccessibilityActionType::press,
                                                                          [&lamp] { lamp.pressed(); }))
            , lamp_(lamp) {}
        juce::String getTitle() const override {
            return lamp_.shown_.word == "Firing" ? juce::String("Neuron is firing") : lamp_.line().plain();
        }

      private:
        StatusLamp& lamp_;
    };
    return std::make_unique<Access>(*this);
}

LevelMeter::LevelMeter(Context& shared)
    : Widget(shared) {
    setTitle("Output level");
}

void LevelMeter::refresh() {
    const auto status = host().monitor().status();
    const auto length = [](double db) {
        return std::clamp(1.0f - static_cast<float>(db) / meter_floor_db, 0.0f, 1.0f);
    };
    const std::array<float, 4> now{length(status.output_db[0]), length(status.output_db[1]),
                                   length(status.output_peak_db[0]), length(status.output_peak_db[1])};
    const float least = 1.0f / static_cast<float>(std::max(getWidth(), 1));
    const bool same =
        std::equal(now.begin(), now.end(), shown_.begin(), [&](float a, float b) { return std::abs(a - b) < least; });
    if (same) return;
    shown_ = now;
    repaint();
}

void LevelMeter::paint(juce::Graphics& g) {
    const auto area = getLocalBounds().toFloat();
    for (std::size_t channel = 0; channel < 2; ++channel) {
        const juce::Rectangle<float> bar{0.0f, 2.0f + 8.0f * static_cast<float>(channel), area.getWidth(), 5.0f};
        fill(g, bar, 2.5f, Token::line);
        if (shown_[channel] > 0.0f) fill(g, bar.withWidth(bar.getWidth() * shown_[channel]), 2.5f, Token::text2);
        const float peak = shown_[channel + 2];
        if (peak <= 0.0f) continue;
        g.setColour(colour(Token::text));
        g.fillRect(bar.withX(std::min(bar.getWidth() * peak, bar.getWidth() - 2.0f)).withWidth(2.0f));
    }
}

} // namespace soma::editor
