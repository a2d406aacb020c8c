#include "Standalone/Window.h"

#include "Editor/PluginEditor.h"

namespace soma::standalone {

Window::Content::Content(TransportBar& bar, std::unique_ptr<juce::AudioProcessorEditor> editor)
    : bar_(bar)
    , editor_(std::move(editor)) {
    addAndMakeVisible(bar_);
    addAndMakeVisible(*editor_);
    setSize(editor_->getWidth(), editor_->getHeight() + bar_height());
}

float Window::Content::scale() const {
    const auto* scaled = dynamic_cast<const editor::PluginEditor*>(editor_.get());
    return scaled != nullptr ? scaled->scale() : 1.0f;
}

void Window::Content::resized() {
    const juce::ScopedValueSetter<bool> busy(laying_out_, true);
    auto area = getLocalBounds();
    const auto strip = area.removeFromTop(bar_height());
    bar_.setTransform(juce::AffineTransform::scale(scale()));
    bar_.setBounds(0, 0, juce::roundToInt(static_cast<float>(strip.getWidth()) / scale()), TransportBar::height);
    editor_->setBounds(area);
}

/// The editor changed its own size: its scale was chosen anew.
void Window::Content::childBoundsChanged(juce::Component* child) {
    if (child != editor_.get() || laying_out_) return;
    if (editor_sized) editor_sized();
    setSize(editor_->getWidth(), editor_->getHeight() + bar_height());
}

bool Window::Content::isInterestedInFileDrag(const juce::StringArray& files) { return files.size() == 1; }

void Window::Content::filesDropped(const juce::StringArray& files, int, int) { bar_.open(juce::File(files[0])); }

Window::Window(SomaphoneProcessor& processor, Audio& audio)
    : juce::DocumentWindow("Somaphone", juce::Colours::black, juce::DocumentWindow::allButtons)
    , processor_(processor)
    , bar_(audio)
    , content_(bar_, std::unique_ptr<juce::AudioProcessorEditor>(processor.createEditorIfNeeded())) {
    setUsingNativeTitleBar(true);
    setResizable(true, false);
    setContentNonOwned(&content_, true);
    take_limits();
    content_.editor_sized = [this] { take_limits(); };
    bar_.full_screen = [this] { toggle_full_screen(); };
    // Left on a larger screen, the window is brought back into this one.
    auto room = juce::Rectangle<int>{getWidth(), getHeight()};
    if (const auto* display = juce::Desktop::getInstance().getDisplays().getPrimaryDisplay())
        room = room.getIntersection(display->userArea.withZeroOrigin());
    centreWithSize(room.getWidth(), room.getHeight());
    setVisible(true);
    content_.editor().grabKeyboardFocus();
}

Window::~Window() {
    if (juce::Desktop::getInstance().getKioskModeComponent() == this)
        juce::Desktop::getInstance().setKioskModeComponent(nullptr);
    clearContentComponent();
}

/// The editor's, which change with its scale.
void Window::take_limits() {
    const auto* limits = content_.editor().getConstrainer();
    setResizeLimits(limits->getMinimumWidth(), limits->getMinimumHeight() + content_.bar_height(), 8192, 8192);
}

void Window::toggle_full_screen() {
    auto& desktop = juce::Desktop::getInstance();
    desktop.setKioskModeComponent(desktop.getKioskModeComponent() == this ? nullptr : this, false);
}

void Window::closeButtonPressed() { juce::JUCEApplicationBase::quit(); }

bool Window::keyPressed(const juce::KeyPress& key) {
    if (key != juce::KeyPress::F11Key) return juce::DocumentWindow::keyPressed(key);
    toggle_full_screen();
    return true;
}

} // namespace soma::standalone
