#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

#include <functional>
#include <vector>

namespace soma::editor {

/// Where the keyboard is. Either one control has it, and shows the ring, or the window itself ("home") and no ring is
/// seen. A click beside the controls goes home, and so does the keyboard when the control that had it is gone: no
/// control gets the ring unless Tab, F6 or a click on it asked for it. Message thread.
class KeyboardFocus final : private juce::MouseListener, private juce::FocusChangeListener {
  public:
    explicit KeyboardFocus(juce::Component& home);
    ~KeyboardFocus() override;

    /// A window that wants no keys lets the keyboard go.
    void go_home();
    /// The next (or previous) control within `area`, in a circle. False where there is none.
    bool step(bool forward, juce::Component& area);
    /// The first control of the next (+1) or previous (−1) panel, in a circle; panels without controls are passed over.
    bool jump(int direction, const std::vector<juce::Component*>& panels);

    /// Called when another component has the keyboard.
    std::function<void()> changed;

  private:
    using Pointer = juce::Component::SafePointer<juce::Component>;

    void mouseDown(const juce::MouseEvent& event) override;
    void globalFocusChanged(juce::Component* now) override;
    bool takes_clicks(juce::Component* clicked) const;
    static std::vector<juce::Component*> stops(juce::Component& area);

    juce::Component& home_;
    Pointer last_, last_parent_, before_;
};

} // namespace soma::editor
