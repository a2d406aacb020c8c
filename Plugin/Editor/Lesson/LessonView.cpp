#include "Editor/Lesson/LessonView.h"

#include "Editor/Controls/FileChooser.h"
#include "Editor/Lesson/LessonReadings.h"
#include "Editor/Lesson/LessonText.h"

#include <algorithm>

namespace soma::editor {

namespace {

constexpr int side_width = 232;

} // namespace

class LessonView::Sheet final : public Widget {
  public:
    Sheet(Context& shared, LessonController& controller, QuestionPage& page)
        : Widget(shared)
        , controller_(controller)
        , page_(page) {
        viewport_.setViewedComponent(&page, false);
        viewport_.setScrollBarsShown(true, false, true, false);
        viewport_.setScrollBarThickness(6);
        viewport_.setWantsKeyboardFocus(false);
        addAndMakeVisible(viewport_);
        page.changed = [this](bool is_new) {
            resized();
            if (is_new) viewport_.setViewPosition(0, 0);
        };
    }
    void refresh() override {
        if (waiting() != waits_) {
            waits_ = waiting();
            viewport_.setVisible(!waits_);
            repaint();
        }
        page_.refresh();
        show_focused();
    }
    void resized() override {
        viewport_.setBounds(getLocalBounds());
        const int height = page_.lay_out(getWidth(), getHeight());
        page_.setSize(getWidth(), std::max(height, getHeight()));
        page_.repaint();
    }
    void paint(juce::Graphics& g) override {
        const auto area = getLocalBounds().toFloat();
        fill(g, area, metrics().card_radius, Token::panel);
        if (!waiting()) return;
        auto middle = area.withSizeKeepingCentre(area.getWidth() * 0.8f, 90.0f);
        draw_text(g,
                  {controller_.opening() ? "Opening the lesson" : "No lesson open",
                   type(Face::semibold, metrics().section + 2.0f, Token::text)},
                  middle.removeFromTop(metrics().section * 1.8f), Align::centre);
        draw_paragraph(g,
                       controller_.opening() ? "Its answers are computed from the model."
                                             : "Open a file, or choose a built-in one.",
                       type(Face::regular, metrics().label, Token::text2), middle);
    }
    void scroll(int lines) { viewport_.setViewPosition(0, viewport_.getViewPositionY() + lines * 48); }

  private:
    bool waiting() const { return controller_.session() == nullptr || controller_.opening(); }
    void show_focused() {
        auto* focused = juce::Component::getCurrentlyFocusedComponent();
        if (focused == last_ || focused == nullptr || !page_.isParentOf(focused)) return;
        last_ = focused;
        const auto area = page_.getLocalArea(focused, focused->getLocalBounds());
        const auto seen = viewport_.getViewArea();
        if (area.getY() < seen.getY()) viewport_.setViewPosition(0, std::max(0, area.getY() - 8));
        if (area.getBottom() > seen.getBottom()) viewport_.setViewPosition(0, area.getBottom() + 8 - seen.getHeight());
    }

    LessonController& controller_;
    QuestionPage& page_;
    juce::Viewport viewport_;
    juce::Component* last_ = nullptr;
    bool waits_ = false;
};

LessonView::LessonView(Context& shared)
    : View(shared)
    , controller_(shared.host.lessons())
    , list_(shared, std::make_unique<LessonList>(shared, controller_, [this] { open_file(); }))
    , page_(shared, controller_)
    , sheet_(std::make_unique<Sheet>(shared, controller_, page_))
    , score_(shared, std::make_unique<ScorePanel>(shared, controller_))
    , class_(shared, std::make_unique<ClassPanel>(shared, controller_))
    , corner_(shared, controller_) {
    setTitle("Lesson");
    int order = 1;
    for (auto* part : std::initializer_list<juce::Component*>{&list_, sheet_.get(), &score_, &class_}) {
        part->setExplicitFocusOrder(order++);
        addAndMakeVisible(part);
    }
    addChildComponent(corner_);
}

LessonView::~LessonView() {
    if (getParentComponent() != nullptr) controller_.leave();
}

/// The lesson has the instrument while its view stands in the window, and only then.
void LessonView::parentHierarchyChanged() {
    if (getParentComponent() != nullptr)
        controller_.enter();
    else
        controller_.leave();
    teacher_.reset();
}

void LessonView::refresh() {
    controller_.refresh();
    if (seen_ != controller_.revision()) {
        seen_ = controller_.revision();
        readings_ = lesson_readings(controller_, metrics().kind);
        resized(); // score or class, and the class's corner
    }
    list_.refresh();
    sheet_->refresh();
    if (side_column().isVisible()) side_column().refresh();
    if (corner_.isVisible()) corner_.refresh();
    if (!projected()) teacher_.reset();
    if (teacher_ != nullptr) teacher_->refresh();
}

void LessonView::restyle() {
    resized();
    for (auto* column : {&list_, &score_, &class_}) {
        column->panel().resized();
        column->resized();
    }
    controller_.changed();
}

void LessonView::resized() {
    const auto& m = metrics();
    auto room = getLocalBounds().reduced(m.card_gap, 0);
    const bool small = m.kind == Metrics::Kind::minimum;
    const int side = projected() ? m.side_panel : small ? m.side_panel : side_width;
    auto column = room.removeFromLeft(side);
    room.removeFromLeft(std::max(1, m.card_gap));
    (controller_.live().shown ? score_ : class_).setVisible(false);
    side_column().setVisible(!folded() || score_shown_);
    if (!folded()) {
        side_column().setBounds(room.removeFromRight(side));
        room.removeFromRight(m.card_gap);
    } else if (score_shown_) {
        side_column().setBounds(
            room.withLeft(room.getRight() - std::min(room.getWidth(), projected() ? 380 : side_width)));
        side_column().toFront(false);
    }
    sheet_->setBounds(room);
    corner_.place(column, room);
    list_.setBounds(column);
}

void LessonView::paint(juce::Graphics& g) {
    if (!projected()) return;
    g.setColour(colour(Token::line));
    g.fillRect(list_.getRight(), 0, 1, getHeight());
}

/// X: nothing to look at.
void LessonView::paintOverChildren(juce::Graphics& g) {
    if (blank_ && projected()) g.fillAll(colour(Token::bg));
}

std::vector<Reading> LessonView::readings() { return readings_; }

LampWord LessonView::lamp() {
    const auto* session = controller_.session();
    if (session == nullptr) return {LampState::rest, "No lesson"};
    if (controller_.sound().stuck(controller_.now_ms())) return {LampState::warning, "The host plays no audio"};
    const auto playing = controller_.sound().playing();
    if (!playing) return {LampState::rest, "Stopped"};
    const auto cards = session->cards();
    return {LampState::firing, "Playing " + cards[std::min(*playing, cards.size() - 1)].name()};
}

std::optional<HeaderWords> LessonView::header() {
    const auto* session = controller_.session();
    if (session == nullptr) return std::nullopt;
    return HeaderWords{session->lesson().title, session->lesson().course, true};
}

bool LessonView::step(int direction) {
    controller_.step_lesson(direction);
    return true;
}

bool LessonView::take_file(const juce::File& file) {
    if (!file.hasFileExtension("json")) return false;
    controller_.open_file(file);
    return true;
}

void LessonView::open_file() {
    chooser_ =
        make_file_chooser(context, "Open a lesson", juce::File::getSpecialLocation(juce::File::userDocumentsDirectory),
                          "*.lesson.json;*.json");
    chooser_->launchAsync(juce::FileBrowserComponent::openMode | juce::FileBrowserComponent::canSelectFiles,
                          [safe = SafePointer<LessonView>(this)](const juce::FileChooser& chosen) {
                              if (safe != nullptr && chosen.getResult() != juce::File{})
                                  safe->controller_.open_file(chosen.getResult());
                          });
}

bool LessonView::handle_key(const juce::KeyPress& key) {
    const auto keys = key.getModifiers();
    const bool command = keys.isCommandDown() || keys.isCtrlDown();
    const auto letter = juce::CharacterFunctions::toLowerCase(
        static_cast<juce::juce_wchar>(command ? key.getKeyCode() : static_cast<int>(key.getTextCharacter())));
    if (command) return handle_command(letter);
    if (letter == 'o' && folded()) {
        score_shown_ = !score_shown_;
        resized();
        controller_.changed();
        return true;
    }
    if (controller_.session() == nullptr || controller_.opening()) return false;
    if (key.getKeyCode() == juce::KeyPress::pageUpKey || key.getKeyCode() == juce::KeyPress::pageDownKey) {
        sheet_->scroll(key.getKeyCode() == juce::KeyPress::pageUpKey ? -4 : 4);
        return true;
    }
    if (key.getKeyCode() == juce::KeyPress::returnKey) {
        controller_.confirm();
        return true;
    }
    if (page_.take_key(key)) return true;
    if (key.getKeyCode() == juce::KeyPress::backspaceKey) {
        controller_.back();
        return true;
    }
    if ((projected() || controller_.live().running()) && handle_class_key(key, letter)) return true;
    return handle_letter(letter);
}

bool LessonView::handle_command(juce::juce_wchar letter) {
    if (controller_.session() == nullptr) return false;
    if (letter == 'e') score().save_csv();
    // Undo is the user's sound's, which the lesson has put aside.
    return letter == 'e' || letter == 'z' || letter == 'y';
}

bool LessonView::handle_class_key(const juce::KeyPress& key, juce::juce_wchar letter) {
    if (controller_.voting()) {
        // With Shift the character is another one on most keyboards; the key's own code is the digit.
        const int code = key.getKeyCode();
        const int digit = code >= '1' && code <= '9'       ? code - '0'
                          : letter >= '1' && letter <= '9' ? static_cast<int>(letter - '0')
                                                           : 0;
        if (digit != 0) {
            controller_.vote(digit, key.getModifiers().isShiftDown() ? -1 : 1);
            return true;
        }
    }
    switch (letter) {
    case 'v':
        controller_.toggle_answer();
        return true;
    case 't':
        controller_.toggle_bars();
        return true;
    case 'x':
        blank_ = !blank_;
        repaint();
        return true;
    case 'n':
        toggle_teacher();
        return true;
    case 'h':
        return true; // no hints for a class
    default:
        return false;
    }
}

void LessonView::toggle_teacher() {
    if (teacher_ != nullptr) return teacher_.reset();
    teacher_ = std::make_unique<TeacherWindow>(context, controller_, [this] { teacher_.reset(); });
    teacher_->addToDesktop();
    teacher_->setVisible(true);
}

bool LessonView::handle_letter(juce::juce_wchar letter) {
    const auto cards = controller_.session()->cards().size();
    if (letter >= 'a' && letter <= 'e' && static_cast<std::size_t>(letter - 'a') < cards) {
        controller_.play(static_cast<std::size_t>(letter - 'a'));
        return true;
    }
    if (letter >= '1' && letter <= '9') {
        controller_.key(static_cast<int>(letter - '0'));
        return true;
    }
    switch (letter) {
    case ' ':
    case 's':
        controller_.play_all();
        return true;
    case 'r':
        page_.reveal_by_key();
        return true;
    case 'l':
        page_.show_texts(!page_.texts_shown());
        return true;
    case 'g':
        page_.show_terms(!page_.terms_shown());
        return true;
    case 'h':
        controller_.hint();
        return true;
    case '0':
        controller_.cannot_tell();
        return true;
    default:
        return false;
    }
}

} // namespace soma::editor
