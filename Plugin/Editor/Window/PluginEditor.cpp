#include "Editor/Window/PluginEditor.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

namespace {

constexpr int most_width = 7680, most_height = 4320;

} // namespace

PluginEditor::PluginEditor(juce::AudioProcessor& processor_of_this, EditorHost& host)
    : AudioProcessorEditor(processor_of_this)
    , host_(host)
    , editor_(host) {
    addAndMakeVisible(editor_);
    editor_.screen = [this] { return screen(); };
    editor_.scale_changed = [this] { apply_scale(); };
    setResizable(true, true);
    apply_scale();
}

UiScale::Screen PluginEditor::screen() const {
    const auto& displays = juce::Desktop::getInstance().getDisplays();
    const auto* display = isShowing() ? displays.getDisplayForRect(getScreenBounds()) : displays.getPrimaryDisplay();
    if (display == nullptr) return {};
    const auto room_here = room ? room() : juce::Rectangle<int>{};
    const auto pixels = [&](int logical) { return juce::roundToInt(logical * display->scale); };
    const double host_factor = std::sqrt(std::abs(static_cast<double>(getTransform().getDeterminant())));
    return {pixels(display->totalArea.getWidth()), pixels(display->totalArea.getHeight()),
            display->scale * host_factor,          pixels(room_here.getWidth()),
            pixels(room_here.getHeight()),         Editor::least_height + editor_.strip_height()};
}

void PluginEditor::set_strip(std::unique_ptr<Widget> strip) {
    const auto session = host_.session(); // the strip takes nothing of it
    editor_.set_strip(std::move(strip));
    host_.set_session(session);
    apply_scale();
}

/// The host's factor: what is left for ours may be another now.
void PluginEditor::setScaleFactor(float factor) {
    AudioProcessorEditor::setScaleFactor(factor);
    apply_scale();
}

void PluginEditor::apply_scale() {
    const auto session = host_.session();
    scale_ = static_cast<float>(UiScale::of(session.scale_percent, screen())) / 100.0f;
    const auto scaled = [this](int logical) { return juce::roundToInt(static_cast<float>(logical) * scale_); };
    const int strip = editor_.strip_height();
    auto size = juce::Rectangle<int>{scaled(session.width), scaled(session.height + strip)};
    auto least = juce::Rectangle<int>{scaled(Editor::least_width), scaled(Editor::least_height + strip)};
    if (const auto most = room ? room().withZeroOrigin() : juce::Rectangle<int>{}; !most.isEmpty()) {
        size = size.getIntersection(most);
        least = least.getIntersection(most);
    }
    setResizeLimits(least.getWidth(), least.getHeight(), most_width, most_height);
    if (!size_is_given || !size_is_given()) setSize(size.getWidth(), size.getHeight());
    resized();
}

void PluginEditor::resized() {
    if (sizing_) return;
    const juce::ScopedValueSetter<bool> once{sizing_, true};
    const auto width = static_cast<float>(getWidth()), height = static_cast<float>(getHeight());
    // A host that gives less room than the smallest window takes gets it smaller, not cut off.
    const float scale = std::min({scale_, width / Editor::least_width,
                                  height / static_cast<float>(Editor::least_height + editor_.strip_height())});
    if (!(scale > 0.0f)) return;
    editor_.setTransform(juce::AffineTransform::scale(scale));
    editor_.setBounds(0, 0, juce::roundToInt(width / scale), juce::roundToInt(height / scale));
}

} // namespace soma::editor
