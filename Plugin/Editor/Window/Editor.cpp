#include "Editor/Window/Editor.h"

#include "Editor/Panels/SettingsPanel.h"
#include "Look/NumberFormat.h"
#include "Session/LessonController.h"

#include <algorithm>
#include <array>

namespace soma::editor {

namespace {

constexpr int frames_per_s = 60, tooltip_delay_ms = 600;
constexpr float most_pixels_at_full_rate = 4e6f;
constexpr int narrow_width = 1000, low_height = 620;

enum SettingItem : int {
    reduced_motion_item = 1,
    take_keys_item,
    copy_slot_item,
    more_settings_item,
    first_scale_item ///< plus the per cent
};

} // namespace

Editor::Editor(EditorHost& host)
    : host_(host)
    , controller_(host)
    , context_{.host = host,
               .show_notice = [this](juce::Component& beside, const juce::String& text) { notice_.show(beside, text); },
               .show_message = [this](const Message& message) { message_.show(message); },
               .clear_message = [this] { message_.hide(); },
               .offer = [this](const Message& message, const Remedy& remedy) { message_.show(message, remedy); },
               .open_card = [this](const juce::String& title, std::unique_ptr<juce::Component> content, int width,
                                   int height) { card_.open(title, std::move(content), width, height); },
               .top = this,
               .scope = &controller_}
    , views_(view_kinds().size())
    , browser_(context_)
    , help_(context_)
    , card_(context_)
    , notice_(context_)
    , message_(context_)
    , tooltips_(this, tooltip_delay_ms) {
    setTitle("Somaphone");
    setOpaque(true);
    follow_keys();
    setFocusContainerType(FocusContainerType::keyboardFocusContainer);
    styled_ = host.session();
    const auto size = host.session();
    const juce::Rectangle<int> bounds{std::max(size.width, least_width), std::max(size.height, least_height)};
    // Sizes of type must be known before anything measures words.
    setBounds(bounds);
    choose_metrics();
    header_ = std::make_unique<Header>(
        context_,
        Header::Actions{
            .view = [this] { return static_cast<int>(view_index_); },
            .choose_view = [this](int index) { show_view(view_kinds()[static_cast<std::size_t>(index)].choice); },
            .words = [this] { return words(); },
            .step = [this](int direction) { step_preset(direction); },
            .browse =
                [this] {
                    if (!words().locked) show_browser();
                },
            .projector = [this] { set_projector(!host_.session().projector); },
            .theme =
                [this] {
                    set_theme(host_.session().theme == ThemeChoice::dark ? ThemeChoice::light : ThemeChoice::dark);
                },
            .help = [this] { show_help(); },
            .output = [this] { view_->handle_key(juce::KeyPress('o', juce::ModifierKeys{}, 'o')); },
            .settings = [this] { show_settings(); }});
    footer_ = std::make_unique<Footer>(context_);
    header_->setExplicitFocusOrder(2);
    footer_->setExplicitFocusOrder(4);
    addAndMakeVisible(*header_);
    addAndMakeVisible(*footer_);
    for (auto* overlay : std::initializer_list<juce::Component*>{&browser_, &help_, &card_, &notice_, &message_}) {
        overlay->setExplicitFocusOrder(5);
        addChildComponent(overlay);
    }
    focus_.changed = [this] { repaint(); };
    calm_ms_ = juce::Time::getMillisecondCounter();
    message_.dismissed = [this] { host_.dismiss_message(); };
    message_.changed = [this] { resized(); };
    card_.opened = [this] { resized(); };
    show_view(host.session().view);
    restyle();
    startTimerHz(frames_per_s);
}

Editor::~Editor() {
    stopTimer();
    setLookAndFeel(nullptr);
}

HeaderWords Editor::words() const {
    if (view_ != nullptr)
        if (auto words = view_->header()) return *words;
    const auto current = host_.library().current();
    return {current.name, current.sub};
}

void Editor::change_session(const std::function<void(Session&)>& change) {
    auto session = host_.session();
    change(session);
    host_.set_session(session);
}

void Editor::set_strip(std::unique_ptr<Widget> strip) {
    strip_ = std::move(strip);
    strip_->setExplicitFocusOrder(1);
    addAndMakeVisible(*strip_, 0);
    follow_keys();
    resized();
}

void Editor::show_view(ViewChoice choice) {
    const auto kinds = view_kinds();
    std::size_t index = 0;
    for (std::size_t i = 0; i < kinds.size(); ++i)
        if (kinds[i].choice == choice) index = i;
    if (view_ != nullptr && index == view_index_) return;
    if (view_ != nullptr) removeChildComponent(view_);
    view_index_ = index;
    if (!views_[index]) views_[index] = kinds[index].make(context_);
    view_ = views_[index].get();
    view_->setExplicitFocusOrder(3);
    addAndMakeVisible(view_, 0);
    change_session([&](Session& session) { session.view = kinds[index].choice; });
    resized();
    view_->restyle();
    repaint();
}

void Editor::set_theme(ThemeChoice theme) {
    change_session([=](Session& session) { session.theme = theme; });
    restyle();
}

void Editor::set_projector(bool wanted, ThemeChoice theme) {
    change_session([=](Session& session) {
        session.projector = wanted;
        if (wanted) session.theme = theme;
    });
    restyle();
}

void Editor::choose_metrics() {
    const auto session = host_.session();
    const bool small = getWidth() <= narrow_width || getHeight() - strip_height() < low_height;
    const auto kind = session.projector ? Metrics::Kind::projector
                      : small           ? Metrics::Kind::minimum
                                        : Metrics::Kind::desktop;
    // P chooses the light theme, which on a projector is white; Shift+P keeps the dark one.
    const auto theme = session.theme == ThemeChoice::dark ? Theme::Kind::dark
                       : session.projector                ? Theme::Kind::projector
                                                          : Theme::Kind::light;
    context_.metrics = &Metrics::of(kind);
    context_.theme = &Theme::of(theme);
    styled_ = session;
    styled_metrics_ = kind;
    look_.apply(*context_.theme, *context_.metrics);
}

void Editor::restyle() {
    choose_metrics();
    setLookAndFeel(&look_);
    sendLookAndFeelChange();
    resized();
    if (strip_ != nullptr) strip_->resized();
    header_->resized();
    footer_->resized();
    if (view_ != nullptr) view_->restyle();
    repaint();
}

void Editor::timerCallback() {
    const auto scale = juce::Component::getApproximateScaleFactorForComponent(this);
    const float pixels = static_cast<float>(getWidth()) * static_cast<float>(getHeight()) * scale * scale;
    skip_frame_ = pixels > most_pixels_at_full_rate && !skip_frame_;
    if (!skip_frame_ && isShowing()) refresh();
}

void Editor::refresh() {
    const auto session = host_.session();
    const bool other_look = session.theme != styled_.theme || session.projector != styled_.projector;
    follow_keys(); // a state of the host may ask for them, or no longer
    if (session.view != styled_.view) show_view(session.view);
    if (other_look) restyle();
    styled_.view = session.view;
    if (strip_ != nullptr) strip_->refresh();
    header_->refresh();
    view_->refresh();
    footer_->show(view_->readings(), lamp());
    notice_.refresh();
    message_.refresh();
    if (browser_.isVisible()) browser_.refresh();
    if (card_.isVisible()) card_.refresh();
    warn_of_load();
    if (const auto message = host_.message(); message && !message_.isVisible()) message_.show(*message);
}

/// The view's, unless the sound is so loud that somebody should turn it down: that comes before everything else, and
/// counters are shown again after it. An open class is said in every view; in its own, the sound that plays comes
/// first.
LampWord Editor::lamp() const {
    const auto status = host_.monitor().status();
    if (status.loud) return {LampState::warning, "Loud: " + fixed(status.output_rms_db, 0) + " dBFS for a second"};
    const auto lamp = view_->lamp();
    const bool plain =
        lamp.state == LampState::rest || (lamp.state == LampState::firing && styled_.view != ViewChoice::lesson);
    if (plain && host_.lessons().live().running()) return {LampState::firing, "Class open"};
    return lamp;
}

void Editor::paint(juce::Graphics& g) { g.fillAll((*context_.theme)[Token::bg]); }

void Editor::resized() {
    if (header_ == nullptr) return;
    const auto before = styled_metrics_;
    choose_metrics();
    auto room = getLocalBounds();
    if (strip_ != nullptr) strip_->setBounds(room.removeFromTop(context_.metrics->strip));
    header_->setBounds(room.removeFromTop(context_.metrics->header));
    footer_->setBounds(room.removeFromBottom(context_.metrics->footer));
    if (view_ != nullptr) view_->setBounds(room);
    const auto centred = [&](int width, int height) {
        return getLocalBounds().withSizeKeepingCentre(std::min(width, getWidth() - 40),
                                                      std::min(height, getHeight() - 40));
    };
    const bool big = context_.metrics->kind == Metrics::Kind::projector;
    browser_.setBounds(centred(big ? 760 : 560, big ? 640 : 520));
    card_.place(getLocalBounds()
                    .withTrimmedTop(header_->getBottom())
                    .withTrimmedBottom(context_.metrics->footer)
                    .reduced(0, 4));
    help_.setBounds(centred(big ? 980 : 660, big ? 640 : 510));
    const int message_width = centred(big ? 700 : 560, 0).getWidth(),
              message_height = message_.height_for(message_width);
    message_.setBounds(centred(message_width, message_height)
                           .withY(getHeight() - context_.metrics->footer - message_height - (big ? 14 : 12)));
    if (!size_counts || size_counts())
        change_session([this](Session& session) {
            session.width = getWidth();
            session.height = getHeight() - strip_height();
        });
    if (before != styled_metrics_) {
        header_->resized();
        footer_->resized();
        if (view_ != nullptr) view_->restyle();
        repaint();
    }
}

void Editor::parentHierarchyChanged() {
    if (takes_keys() && isShowing() && getCurrentlyFocusedComponent() == nullptr) grabKeyboardFocus();
}

void Editor::step_preset(int direction) {
    if (view_->step(direction)) return;
    if (const auto failure = host_.library().step(direction)) message_.show(*failure);
}

void Editor::show_browser() {
    if (browser_.isVisible())
        browser_.close();
    else
        browser_.open();
}

void Editor::show_help() {
    help_.setVisible(!help_.isVisible());
    help_.toFront(help_.isVisible() && isShowing());
}

void Editor::show_more_settings() {
    const int width = context_.metrics->kind == Metrics::Kind::projector ? 390 : 290;
    card_.open("More settings", std::make_unique<ScrollColumn>(context_, std::make_unique<SettingsPanel>(context_)),
               width, 0);
}

bool Editor::isInterestedInFileDrag(const juce::StringArray& files) {
    return files.size() == 1 && juce::File{files[0]}.hasFileExtension("json;somaphone");
}

void Editor::filesDropped(const juce::StringArray& files, int, int) {
    const juce::File file{files[0]};
    if (file.getFileName().endsWithIgnoreCase(".lesson.json")) show_view(ViewChoice::lesson);
    if (view_->take_file(file)) return;
    if (const auto failure = host_.library().import_file(file.getFullPathName().toStdString())) message_.show(*failure);
}

/// Says once that the neurons are too many, when the computer has been short of time for two seconds.
void Editor::warn_of_load() {
    constexpr double heavy = 0.8, wanted = 0.5;
    constexpr juce::uint32 patience_ms = 2000;
    const double load = host_.monitor().status().cpu, neurons = host_.parameters().value(Id::neurons);
    const auto now = juce::Time::getMillisecondCounter();
    if (load <= heavy || neurons < 2.0) {
        calm_ms_ = now;
        load_warned_ = false;
        return;
    }
    if (load_warned_ || now - calm_ms_ < patience_ms) return;
    load_warned_ = true;
    int bearable = 1;
    while (bearable * 2 <= neurons * wanted / load) bearable *= 2;
    message_.show({"Too many neurons for this computer", "Try " + std::to_string(bearable) + "."});
}

void Editor::show_settings() {
    const auto session = host_.session();
    juce::PopupMenu menu, scales;
    const auto offered = UiScale::offered(screen());
    const int usual = UiScale::usual(screen());
    scales.addItem(first_scale_item + UiScale::automatic, "Automatic (" + juce::String(usual) + " %)", true,
                   session.scale_percent == UiScale::automatic);
    for (const int scale : offered)
        scales.addItem(first_scale_item + scale, juce::String(scale) + " %", true, scale == session.scale_percent);
    menu.addSubMenu("Zoom", scales, !offered.empty());
    menu.addItem(reduced_motion_item, "Reduced motion", true, session.reduced_motion);
    if (strip_ == nullptr) menu.addItem(take_keys_item, "Take keys from the DAW", true, session.take_keys);
    menu.addItem(more_settings_item, "More settings");
    menu.addItem(copy_slot_item, host_.history().compare_slot() == 0 ? "Copy A to B" : "Copy B to A");
    menu.showMenuAsync(juce::PopupMenu::Options{}.withTargetComponent(*header_).withParentComponent(this),
                       [safe = SafePointer<Editor>(this)](int item) {
                           if (safe != nullptr && item != 0) safe->choose_setting(item);
                       });
}

void Editor::choose_setting(int item) {
    if (item == more_settings_item) show_more_settings();
    if (item == copy_slot_item) host_.history().copy_to_other_slot();
    change_session([item](Session& session) {
        if (item == reduced_motion_item) session.reduced_motion = !session.reduced_motion;
        if (item == take_keys_item) session.take_keys = !session.take_keys;
    });
    if (item == take_keys_item) follow_keys();
    if (item >= first_scale_item) choose_scale(item - first_scale_item);
}

void Editor::choose_scale(int percent) {
    change_session([=](Session& session) { session.scale_percent = percent; });
    if (scale_changed) scale_changed();
}

bool Editor::step_scale(int direction) {
    const auto offered = UiScale::offered(screen());
    const int now = UiScale::of(host_.session().scale_percent, screen());
    if (std::ranges::find(offered, now + direction * UiScale::step) == offered.end()) return !offered.empty();
    choose_scale(now + direction * UiScale::step);
    return true;
}

/// The panels that F6 visits, in the order of Tab.
std::vector<juce::Component*> Editor::panels() {
    if (auto* on_top = overlay()) return {on_top};
    std::vector<juce::Component*> all;
    if (strip_ != nullptr) all.push_back(strip_.get());
    all.push_back(header_.get());
    std::vector<juce::Component*> of_view;
    for (auto* child : view_->getChildren())
        if (child->isVisible()) of_view.push_back(child);
    std::ranges::stable_sort(of_view, {}, [](const juce::Component* part) { return part->getExplicitFocusOrder(); });
    all.insert(all.end(), of_view.begin(), of_view.end());
    all.push_back(footer_.get());
    return all;
}

/// A dialog of JUCE's within the window; null where none is open.
juce::Component* Editor::modal_child() const {
    auto* modal = juce::Component::getCurrentlyModalComponent();
    return modal != nullptr && isParentOf(modal) ? modal : nullptr;
}

/// The part that lies over the view and has the keyboard to itself until it is closed.
juce::Component* Editor::overlay() {
    for (auto* part : std::initializer_list<juce::Component*>{&help_, &card_, &browser_})
        if (part->isVisible()) return part;
    return nullptr;
}

/// Tab goes from control to control, F6 from panel to panel, both with Shift backwards.
bool Editor::move_focus(const juce::KeyPress& key) {
    const auto keys = key.getModifiers();
    if (keys.isCommandDown() || keys.isCtrlDown() || keys.isAltDown()) return false;
    const bool forward = !keys.isShiftDown();
    if (key.isKeyCode(juce::KeyPress::F6Key)) return focus_.jump(forward ? 1 : -1, panels());
    if (!key.isKeyCode(juce::KeyPress::tabKey)) return false;
    auto* on_top = modal_child() != nullptr ? modal_child() : overlay();
    return focus_.step(forward, on_top != nullptr ? *on_top : *this);
}

/// Closes the topmost part; with none open, a field lets the keyboard go. False when there is nothing left to leave.
bool Editor::close_something() {
    if (host_.parameters().learning())
        host_.parameters().learn(std::nullopt);
    else if (message_.isVisible())
        message_.hide();
    else if (help_.isVisible())
        help_.setVisible(false);
    else if (card_.isVisible())
        card_.close();
    else if (browser_.isVisible())
        browser_.close();
    else if (isShowing() && hasKeyboardFocus(true) && !hasKeyboardFocus(false)) // a control of the window has it
        focus_.go_home();
    else
        return false;
    return true;
}

/// In a DAW the keys are the DAW's, unless they were asked for.
bool Editor::takes_keys() const { return strip_ != nullptr || host_.session().take_keys; }

/// Without keys to handle the window takes the keyboard from no other.
void Editor::follow_keys() { setWantsKeyboardFocus(takes_keys()); }

bool Editor::keyPressed(const juce::KeyPress& key) {
    if (key == juce::KeyPress::escapeKey && modal_child() == nullptr && close_something()) return true;
    if (move_focus(key)) return true;
    // A chooser of files in the window has the other keys.
    if (modal_child() != nullptr) return false;
    if (!takes_keys() && !view_->has_clicked_keys()) return false;
    return handle_key(key);
}

bool Editor::handle_key(const juce::KeyPress& key) {
    if (!browser_.isVisible() && view_->handle_key(key)) return true;
    const auto keys = key.getModifiers();
    const bool command = keys.isCommandDown() || keys.isCtrlDown();
    const auto letter = juce::CharacterFunctions::toLowerCase(
        static_cast<juce::juce_wchar>(command ? key.getKeyCode() : static_cast<int>(key.getTextCharacter())));
    struct Action {
        bool command;
        juce::juce_wchar letter;
        std::function<void()> act;
    };
    if (command && (letter == '+' || letter == '=' || letter == '-')) return step_scale(letter == '-' ? -1 : 1);
    const auto toggle_theme = [this] {
        set_theme(host_.session().theme == ThemeChoice::dark ? ThemeChoice::light : ThemeChoice::dark);
    };
    const auto project = [&, this] {
        set_projector(!host_.session().projector, keys.isShiftDown() ? ThemeChoice::dark : ThemeChoice::light);
    };
    const std::array<Action, 9> actions{{
        {true, '1', [this] { show_view(ViewChoice::play); }},
        {true, '2', [this] { show_view(ViewChoice::bench); }},
        {true, '3', [this] { show_view(ViewChoice::lesson); }},
        {true, 'z',
         [&, this] {
             if (keys.isShiftDown())
                 host_.history().redo();
             else
                 host_.history().undo();
         }},
        {true, 'y', [this] { host_.history().redo(); }},
        {false, 'm',
         [this] {
             auto& values = host_.parameters();
             values.begin_gesture(Id::mute);
             values.set_value(Id::mute, values.value(Id::mute) > 0.5 ? 0.0 : 1.0);
             values.end_gesture(Id::mute);
         }},
        {false, 'p', project},
        {false, 't', toggle_theme},
        {false, '?', [this] { show_help(); }},
    }};
    if (key.getKeyCode() == juce::KeyPress::F1Key) {
        show_help();
        return true;
    }
    if (key.getKeyCode() == juce::KeyPress::pageUpKey || key.getKeyCode() == juce::KeyPress::pageDownKey) {
        step_preset(key.getKeyCode() == juce::KeyPress::pageUpKey ? -1 : 1);
        return true;
    }
    for (const auto& action : actions)
        if (action.command == command && action.letter == letter) {
            action.act();
            return true;
        }
    return false;
}

} // namespace soma::editor
