#include "Standalone/Window.h"

#include "Look/Icons.h"
#include "Look/Theme.h"
#include "Standalone/NativeWindow.h"

namespace soma::standalone {

namespace {

constexpr int look_every_ms = 50;
/// A window manager may place and size a new window more than once before it lets it be.
constexpr juce::uint32 quiet_ms = 500, most_ms = 5000;

/// Icon of the program in the desktop's lists of windows.
juce::Image window_icon() {
    constexpr int size = 128;
    constexpr float mark_height = 64.0f, mark_width = mark_height * 37.0f / 24.0f, corner = 24.0f;
    const auto& theme = editor::Theme::of(editor::Theme::Kind::dark);
    juce::Image icon{juce::Image::ARGB, size, size, true};
    juce::Graphics g{icon};
    g.setColour(theme[editor::Token::bg]);
    g.fillRoundedRectangle(0.0f, 0.0f, size, size, corner);
    editor::draw_brand(g, (size - mark_width) / 2.0f, (size - mark_height) / 2.0f, mark_height,
                       theme[editor::Token::text], theme[editor::Token::vm]);
    return icon;
}

} // namespace

Window::Window(SomaphoneProcessor& processor, Audio& audio)
    : juce::DocumentWindow("Somaphone", juce::Colours::black, juce::DocumentWindow::allButtons, false)
    , owned_editor_(processor.createEditorIfNeeded())
    , editor_(dynamic_cast<editor::PluginEditor&>(*owned_editor_)) {
    auto& inside = editor_.editor();
    auto bar = std::make_unique<TransportBar>(inside.context(), audio);
    bar_ = bar.get();
    bar->full_screen = [this] { set_full_screen(!is_full_screen()); };
    bar->is_full_screen = [this] { return is_full_screen(); };
    editor_.room = [this] { return room(); };
    editor_.size_is_given = [this] { return is_full_screen() || native_window::is_maximised(*this); };
    inside.size_counts = [this] { return settled_ && !editor_.size_is_given(); };
    editor_.set_strip(std::move(bar));
    editor_.setResizable(true, false); // the desktop's frame has corners
    setUsingNativeTitleBar(true);
    setResizable(true, false);
    setContentNonOwned(&editor_, true);
    take_limits();
    wanted_ = getBounds().withZeroOrigin();
    centreWithSize(wanted_.getWidth(), wanted_.getHeight());
    addToDesktop();
    setIcon(window_icon());
    if (auto* peer = getPeer()) peer->setIcon(window_icon());
    setVisible(true);
    shown_ms_ = right_ms_ = juce::Time::getMillisecondCounter();
    startTimer(look_every_ms);
    inside.grabKeyboardFocus();
}

Window::~Window() {
    if (kiosk_) juce::Desktop::getInstance().setKioskModeComponent(nullptr);
    clearContentComponent();
}

juce::Rectangle<int> Window::room() const {
    const auto& displays = juce::Desktop::getInstance().getDisplays();
    const auto* display = isShowing() ? displays.getDisplayForRect(getScreenBounds()) : displays.getPrimaryDisplay();
    if (display == nullptr) return {};
    auto area = display->userArea;
    constexpr int usual_title = 28; // until the window manager has said
    auto frame = juce::BorderSize<int>(usual_title, 1, 1, 1);
    if (const auto* peer = getPeer(); peer != nullptr)
        if (const auto known = peer->getFrameSizeIfPresent()) frame = *known;
    frame.subtractFrom(area);
    return area;
}

void Window::open(const juce::File& file) {
    const juce::StringArray files{file.getFullPathName()};
    if (editor_.editor().isInterestedInFileDrag(files))
        editor_.editor().filesDropped(files, 0, 0);
    else
        bar_->open(file);
}

/// The editor's, which change with its scale.
void Window::take_limits() {
    const auto* limits = editor_.getConstrainer();
    setResizeLimits(limits->getMinimumWidth(), limits->getMinimumHeight(), 8192, 8192);
}

void Window::move_into_room() {
    const auto area = room();
    if (area.isEmpty()) return;
    const auto inside = getBounds().constrainedWithin(area);
    if (inside != getBounds()) setBounds(inside);
}

/// Until the window manager is done, the window is given the size it shall have.
void Window::settle() {
    const auto now = juce::Time::getMillisecondCounter();
    const auto area = room();
    const auto size = area.isEmpty() ? wanted_ : wanted_.getIntersection(area.withZeroOrigin());
    const bool right = getBounds().withZeroOrigin() == size && (area.isEmpty() || area.contains(getBounds()));
    if (!right) {
        right_ms_ = now;
        setSize(size.getWidth(), size.getHeight());
        move_into_room();
    }
    if (now - right_ms_ < quiet_ms && now - shown_ms_ < most_ms) return;
    settled_ = true;
    stopTimer();
}

void Window::timerCallback() {
    if (isShowing()) settle();
}

/// The editor changed its own size: its scale was chosen again.
void Window::childBoundsChanged(juce::Component* child) {
    take_limits();
    juce::DocumentWindow::childBoundsChanged(child);
    if (settled_ && child == &editor_ && !editor_.size_is_given()) move_into_room();
}

bool Window::is_full_screen() const { return kiosk_ || native_window::is_full_screen(*this); }

void Window::set_full_screen(bool wanted) {
    if (!kiosk_ && native_window::supports_full_screen(*this)) return native_window::set_full_screen(*this, wanted);
    kiosk_ = wanted;
    juce::Desktop::getInstance().setKioskModeComponent(wanted ? this : nullptr, false);
}

void Window::closeButtonPressed() { juce::JUCEApplicationBase::quit(); }

bool Window::keyPressed(const juce::KeyPress& key) {
    if (key == juce::KeyPress::F11Key) {
        set_full_screen(!is_full_screen());
        return true;
    }
    // The window itself has the keyboard when the desktop gave it, or when the control that had it is gone.
    if (!editor_.hasKeyboardFocus(true) && editor_.keyPressed(key)) return true;
    if (key == juce::KeyPress::escapeKey && is_full_screen()) {
        set_full_screen(false);
        return true;
    }
    return juce::DocumentWindow::keyPressed(key);
}

bool Window::isInterestedInFileDrag(const juce::StringArray& files) { return files.size() == 1; }

void Window::filesDropped(const juce::StringArray& files, int, int) { bar_->open(juce::File(files[0])); }

} // namespace soma::standalone
