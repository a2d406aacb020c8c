#pragma once

#include "Editor/Controls/Button.h"

#include <cstdint>

namespace soma::editor {

enum class LampState : std::uint8_t {
    rest,
    firing,
    warning,    ///< something is so now
    suppressed, ///< something was, and was counted
};

struct LampWord {
    LampState state = LampState::rest;
    std::string word; ///< markup
    bool operator==(const LampWord&) const = default;
};

/// Ring, disc with a spike, or triangle, and a word. Changes at most ten times a second; a word stays 300 ms. Pressing
/// it clears what it counted; then alone the keyboard stops there.
class StatusLamp final : public Button {
  public:
    explicit StatusLamp(Context& shared);

    /// Call at every frame.
    void show(const LampWord& wanted);
    const LampWord& shown() const { return shown_; }
    int natural_width() const;
    void paint(juce::Graphics& g) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

  private:
    TextLine line() const;

    LampWord shown_{LampState::rest, "V_{m} at rest"};
    juce::uint32 changed_ms_ = 0, announced_ms_ = 0;
};

/// Two bars with held peaks.
class LevelMeter final : public Widget {
  public:
    explicit LevelMeter(Context& shared);
    void refresh() override;
    void paint(juce::Graphics& g) override;

  private:
    std::array<float, 4> shown_{}; ///< left, right, left peak, right peak; 0 … 1
};

} // namespace soma::editor
