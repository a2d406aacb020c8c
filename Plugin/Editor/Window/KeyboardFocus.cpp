#include "Editor/Window/KeyboardFocus.h"

#include <algorithm>

namespace soma::editor {

KeyboardFocus::KeyboardFocus(juce::Component& home)
    : home_(home) {
    home_.addMouseListener(this, true);
    juce::Desktop::getInstance().addFocusChangeListener(this);
}

KeyboardFocus::~KeyboardFocus() {
    juce::Desktop::getInstance().removeFocusChangeListener(this);
    home_.removeMouseListener(this);
}

void KeyboardFocus::go_home() {
    if (!home_.isShowing() || home_.hasKeyboardFocus(false)) return;
    if (home_.getWantsKeyboardFocus())
        home_.grabKeyboardFocus();
    else if (home_.hasKeyboardFocus(true))
        home_.giveAwayKeyboardFocus();
}

std::vector<juce::Component*> KeyboardFocus::stops(juce::Component& area) {
    juce::KeyboardFocusTraverser traverser;
    auto all = traverser.getAllComponents(&area);
    std::erase_if(all, [](const juce::Component* stop) { return !stop->isShowing() || !stop->isEnabled(); });
    return all;
}

bool KeyboardFocus::step(bool forward, juce::Component& area) {
    const auto all = stops(area);
    if (all.empty()) return false;
    const auto count = static_cast<std::ptrdiff_t>(all.size());
    auto to = forward ? std::ptrdiff_t{0} : count - 1;
    // The innermost: a field that is being typed in holds its text.
    for (std::ptrdiff_t i = 0; i < count; ++i)
        if (all[static_cast<std::size_t>(i)]->hasKeyboardFocus(true)) to = (i + (forward ? 1 : count - 1)) % count;
    all[static_cast<std::size_t>(to)]->grabKeyboardFocus();
    return true;
}

bool KeyboardFocus::jump(int direction, const std::vector<juce::Component*>& panels) {
    const auto count = static_cast<int>(panels.size());
    if (count == 0) return false;
    int here = direction > 0 ? -1 : count;
    for (int i = 0; i < count; ++i)
        if (panels[static_cast<std::size_t>(i)]->hasKeyboardFocus(true)) here = i;
    for (int passed = 1; passed <= count; ++passed) {
        const int to = ((here + direction * passed) % count + count) % count;
        const auto all = stops(*panels[static_cast<std::size_t>(to)]);
        if (all.empty()) continue;
        all.front()->grabKeyboardFocus();
        return true;
    }
    return false;
}

/// The control that a click there gives the keyboard to, if any.
bool KeyboardFocus::takes_clicks(juce::Component* clicked) const {
    for (; clicked != nullptr && clicked != &home_; clicked = clicked->getParentComponent())
        if (clicked->getWantsKeyboardFocus()) return clicked->getMouseClickGrabsKeyboardFocus();
    return false;
}

void KeyboardFocus::mouseDown(const juce::MouseEvent& event) {
    if (!takes_clicks(event.originalComponent)) go_home();
}

void KeyboardFocus::globalFocusChanged(juce::Component* now) {
    const bool in_window = now != nullptr && (now == &home_ || home_.isParentOf(now));
    const bool was_here = last_parent_ != nullptr;
    const bool gone = was_here && (last_ == nullptr || !last_->isShowing());
    // A field takes the keyboard back from its text, and a control from the menu that it opened.
    const bool given_back = now != nullptr && (now == last_parent_ || now == before_);
    if (gone && !given_back && (in_window || now == nullptr)) {
        last_ = last_parent_ = before_ = nullptr;
        if (juce::Process::isForegroundProcess() || now != nullptr) go_home();
    }
    if (in_window) {
        before_ = last_;
        last_ = now;
        last_parent_ = now->getParentComponent();
    }
    if (changed) changed();
}

} // namespace soma::editor
