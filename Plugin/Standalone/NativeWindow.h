#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

namespace soma::standalone {

/// Requests to a window manager that JUCE does not make. Without one of X11's kind nothing is supported, and all is
/// false. Message thread.
namespace native_window {

/// The window manager can show windows over the whole screen.
bool supports_full_screen(const juce::Component& window);
void set_full_screen(const juce::Component& window, bool wanted);
bool is_full_screen(const juce::Component& window);
/// The window manager has given the window all the room there is, in both directions.
bool is_maximised(const juce::Component& window);

} // namespace native_window
} // namespace soma::standalone
