#include "Standalone/NativeWindow.h"

#if JUCE_LINUX

#include <X11/Xatom.h>
#include <X11/Xlib.h>

#include <algorithm>
#include <vector>

// Extended Window Manager Hints 1.5, "_NET_SUPPORTED" and "_NET_WM_STATE".
namespace soma::standalone::native_window {
namespace {

/// A second connection to the X server; JUCE's is not shared.
class Connection {
  public:
    Connection()
        : display_(XOpenDisplay(nullptr)) {}
    ~Connection() {
        if (display_ != nullptr) XCloseDisplay(display_);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    static Connection& shared() {
        static Connection connection;
        return connection;
    }

    bool is_open() const { return display_ != nullptr; }
    ::Window root() const { return DefaultRootWindow(display_); }
    Atom atom(const char* name) const { return XInternAtom(display_, name, 0); }

    /// Empty where the window has no such property, or is gone.
    std::vector<Atom> atoms(::Window window, const char* property) const {
        Atom type = 0;
        int format = 0;
        unsigned long count = 0, left = 0;
        unsigned char* data = nullptr;
        constexpr long most = 1024;
        if (XGetWindowProperty(display_, window, atom(property), 0, most, 0, XA_ATOM, &type, &format, &count, &left,
                               &data) != 0 ||
            data == nullptr)
            return {};
        const auto* first = reinterpret_cast<const Atom*>(data);
        std::vector<Atom> found(first, type == XA_ATOM && format == 32 ? first + count : first);
        XFree(data);
        return found;
    }

    bool lists(::Window window, const char* property, const char* name) const {
        const auto found = atoms(window, property);
        return std::find(found.begin(), found.end(), atom(name)) != found.end();
    }

    void ask_for_state(::Window window, const char* state, bool wanted) const {
        XEvent event{};
        auto& message = event.xclient;
        message.type = ClientMessage;
        message.window = window;
        message.message_type = atom("_NET_WM_STATE");
        message.format = 32;
        message.data.l[0] = wanted ? 1 : 0;
        message.data.l[1] = static_cast<long>(atom(state));
        message.data.l[3] = 1; // asked by an ordinary program
        XSendEvent(display_, root(), 0, SubstructureRedirectMask | SubstructureNotifyMask, &event);
        XFlush(display_);
    }

  private:
    Display* display_;
};

::Window handle(const juce::Component& window) {
    const auto* peer = window.getPeer();
    return peer != nullptr ? reinterpret_cast<::Window>(peer->getNativeHandle()) : 0;
}

bool has_state(const juce::Component& window, const char* state) {
    const auto& connection = Connection::shared();
    return connection.is_open() && handle(window) != 0 && connection.lists(handle(window), "_NET_WM_STATE", state);
}

constexpr const char* full_screen = "_NET_WM_STATE_FULLSCREEN";

} // namespace

bool supports_full_screen(const juce::Component&) {
    const auto& connection = Connection::shared();
    return connection.is_open() && connection.lists(connection.root(), "_NET_SUPPORTED", full_screen);
}

void set_full_screen(const juce::Component& window, bool wanted) {
    const auto& connection = Connection::shared();
    if (connection.is_open() && handle(window) != 0) connection.ask_for_state(handle(window), full_screen, wanted);
}

bool is_full_screen(const juce::Component& window) { return has_state(window, full_screen); }

bool is_maximised(const juce::Component& window) {
    return has_state(window, "_NET_WM_STATE_MAXIMIZED_VERT") && has_state(window, "_NET_WM_STATE_MAXIMIZED_HORZ");
}

} // namespace soma::standalone::native_window

#else

namespace soma::standalone::native_window {

bool supports_full_screen(const juce::Component&) { return false; }
void set_full_screen(const juce::Component&, bool) {}
bool is_full_screen(const juce::Component&) { return false; }
bool is_maximised(const juce::Component&) { return false; }

} // namespace soma::standalone::native_window

#endif
