#include "Standalone/Window.h"

namespace soma::standalone {

Window::Content::Content(TransportBar& bar, std::unique_ptr<juce::AudioProcessorEditor> editor)
    : bar_(bar)
    , editor_(std::move(editor)) {
    addAndMakeVisible(bar_);
    addAndMakeVisible(*editor_);
    setSize(editor_->getWidth(), editor_->getHeight() + TransportBar::height);
}

void Window::Content::resized() {
    const juce::ScopedValueSetter<bool> busy(laying_out_, true);
    auto area = getLocalBounds();
    bar_.setBounds(area.removeFromTop(TransportBar::height));
    editor_->setBounds(area);
}

/// The editor changed its own size: its scale was chosen anew.
void Window::Content::childBoundsChanged(juce::Component* child) {
    if (child == editor_.get() && !laying_out_)
        setSize(editor_->getWidth(), editor_->getHeight() + TransportBar::height);
}

Window::Window(SomaphoneProcessor& processor, Audio& audio)
    : juce::DocumentWindow("Somaphone", juce::Colours::black, juce::DocumentWindow::allButtons)
    , processor_(processor)
    , bar_(audio, processor.editor_host())
    , content_(bar_, std::unique_ptr<juce::AudioProcessorEditor>(processor.createEditorIfNeeded())) {
    setUsingNativeTitleBar(true);
    setResizable(true, false);
    setContentNonOwned(&content_, true);
    setResizeLimits(800, 520 + TransportBar::height, 8192, 8192);
    bar_.full_screen = [this] { toggle_full_screen(); };
    centreWithSize(getWidth(), getHeight());
    setVisible(true);
    content_.editor().grabKeyboardFocus();
}

Window::~Window() {
    if (juce::Desktop::getInstance().getKioskModeComponent() == this)
        juce::Desktop::getInstance().setKioskModeComponent(nullptr);
    clearContentComponent();
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
