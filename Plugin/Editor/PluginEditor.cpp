#include "Editor/PluginEditor.h"

namespace soma::editor {

namespace {

constexpr int most_width = 7680, most_height = 4320;

} // namespace

PluginEditor::PluginEditor(juce::AudioProcessor& processor_of_this, EditorHost& host)
    : AudioProcessorEditor(processor_of_this)
    , host_(host)
    , editor_(host) {
    addAndMakeVisible(editor_);
    editor_.scale_changed = [this] { apply_scale(); };
    setResizable(true, true);
    apply_scale();
}

float PluginEditor::scale() const { return static_cast<float>(host_.session().scale_percent) / 100.0f; }

void PluginEditor::apply_scale() {
    const auto session = host_.session();
    const auto scaled = [this](int logical) { return juce::roundToInt(static_cast<float>(logical) * scale()); };
    setResizeLimits(scaled(Editor::least_width), scaled(Editor::least_height), most_width, most_height);
    setSize(scaled(session.width), scaled(session.height));
    resized();
}

void PluginEditor::resized() {
    if (sizing_) return;
    const juce::ScopedValueSetter<bool> once{sizing_, true};
    editor_.setTransform(juce::AffineTransform::scale(scale()));
    editor_.setBounds(0, 0, juce::roundToInt(static_cast<float>(getWidth()) / scale()),
                      juce::roundToInt(static_cast<float>(getHeight()) / scale()));
}

} // namespace soma::editor
