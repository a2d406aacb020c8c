#include "Editor/Lesson/LessonView.h"

#include "Editor/Controls/FileChooser.h"
#include "Editor/Lesson/LessonReadings.h"
#include "Editor/Lesson/LessonText.h"

#include <algorithm>

namespace soma::editor {

namespace {

constexpr int side_width = 232;

} // namespace

class LessonView::Sheet final : public Part {
  public:
    Sheet(Context& shared, LessonDesk& desk, QuestionPage& page)
        : Part(shared)
        , desk_(desk)
        , page_(page) {
        viewport_.setViewedComponent(&page, false);
        viewport_.setScrollBarsShown(true, false, true, false);
        viewport_.setScrollBarThickness(6);
        viewport_.setWantsKeyboardFocus(false);
        addAndMakeVisible(viewport_);
        page.changed = [this](bool anew) {
            resized();
            if (anew) viewport_.setViewPosition(0, 0);
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
                  {desk_.opening() ? "Opening the lesson" : "No lesson open",
                   type(Face::semibold, metrics().section + 2.0f, Token::text)},
                  middle.removeFromTop(metrics().section * 1.8f), Align::centre);
        draw_paragraph(
            g, desk_.opening() ? "Its answers are computed from the model." : "Open a file, or choose a built-in one.",
            type(Face::regular, metrics().label, Token::text2), middle);
    }
    void scroll(int lines) { viewport_.setViewPosition(0, viewport_.getViewPositionY() + lines * 48); }

  private:
    bool waiting() const { return desk_.session() == nullptr || desk_.opening(); }
    void show_focused() {
        auto* focused = juce::Component::getCurrentlyFocusedComponent();
        if (focused == last_ || focused == nullptr || !page_.isParentOf(focused)) return;
        last_ = focused;
        const auto area = page_.getLocalArea(focused, focused->getLocalBounds());
        const auto seen = viewport_.getViewArea();
        if (area.getY() < seen.getY()) viewport_.setViewPosition(0, std::max(0, area.getY() - 8));
        if (area.getBottom() > seen.getBottom()) viewport_.setViewPosition(0, area.getBottom() + 8 - seen.getHeight());
    }

    LessonDesk& desk_;
    QuestionPage& page_;
    juce::Viewport viewport_;
    juce::Component* last_ = nullptr;
    bool waits_ = false;
};

LessonView::LessonView(Context& shared)
    : View(shared)
    , desk_(shared.host.lessons())
    , list_(shared, std::make_unique<LessonList>(shared, desk_, [this] { open_file(); }))
    , page_(shared, desk_)
    , sheet_(std::make_unique<Sheet>(shared, desk_, page_))
    , score_(shared, std::make_unique<ScorePanel>(shared, desk_))
    , class_(shared, std::make_unique<ClassPanel>(shared, desk_))
    , corner_(shared, desk_) {
    setTitle("Lesson");
    int order = 1;
    for (auto* part : std::initializer_list<juce::Component*>{&list_, sheet_.get(), &score_, &class_}) {
        part->setExplicitFocusOrder(order++);
        addAndMakeVisible(part);
    }
    addChildComponent(corner_);
}

LessonView::~LessonView() {
    if (getParentComponent() != nullptr) desk_.leave();
}

/// The lesson has the instrument while its view stands in the window, and only then.
void LessonView::parentHierarchyChanged() {
    if (getParentComponent() != nullptr)
        desk_.enter();
    else
        desk_.leave();
    teacher_.reset();
}

void LessonView::refresh() {
    desk_.refresh();
    if (seen_ != desk_.revision()) {
        seen_ = desk_.revision();
        readings_ = lesson_readings(desk_, metrics().kind);
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
    desk_.changed();
}

void LessonView::resized() {
    const auto& m = metrics();
    auto room = getLocalBounds().reduced(m.card_gap, 0);
    const bool small = m.kind == Metrics::Kind::minimum;
    const int side = projected() ? m.side_panel : small ? m.side_panel : side_width;
    auto column = room.removeFromLeft(side);
    room.removeFromLeft(std::max(1, m.card_gap));
    (desk_.live().shown ? score_ : class_).setVisible(false);
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
    const auto* session = desk_.session();
    if (session == nullptr) return {LampState::rest, "No lesson"};
    if (desk_.sound().stuck(desk_.now_ms())) return {LampState::suppressed, "The host plays no audio"};
    const auto playing = desk_.sound().playing();
    if (!playing && desk_.live().running()) return {LampState::firing, "Class open"};
    if (!playing) return {LampState::rest, "Stopped"};
    const auto cards = session->cards();
    return {LampState::firing, "Playing " + cards[std::min(*playing, cards.size() - 1)].name()};
}

std::optional<HeaderWords> LessonView::header() {
    const auto* session = desk_.session();
    if (session == nullptr) return std::nullopt;
    return HeaderWords{session->lesson().title, session->lesson().course, true};
}

bool LessonView::step(int direction) {
    desk_.step_lesson(direction);
    return true;
}

bool LessonView::take_file(const juce::File& file) {
    if (!file.hasFileExtension("json")) return false;
    desk_.open_file(file);
    return true;
}

void LessonView::open_file() {
    chooser_ =
        make_file_chooser(context, "Open a lesson", juce::File::getSpecialLocation(juce::File::userDocumentsDirectory),
                          "*.lesson.json;*.json");
    chooser_->launchAsync(juce::FileBrowserComponent::openMode | juce::FileBrowserComponent::canSelectFiles,
                          [safe = SafePointer<LessonView>(this)](const juce::FileChooser& chosen) {
                              if (safe != nullptr && chosen.getResult() != juce::File{})
                                  safe->desk_.open_file(chosen.getResult());
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
        desk_.changed();
        return true;
    }
    if (desk_.session() == nullptr || desk_.opening()) return false;
    if (key.getKeyCode() == juce::KeyPress::pageUpKey || key.getKeyCode() == juce::KeyPress::pageDownKey) {
        sheet_->scroll(key.getKeyCode() == juce::KeyPress::pageUpKey ? -4 : 4);
        return true;
    }
    if (key.getKeyCode() == juce::KeyPress::returnKey) {
        desk_.confirm();
        return true;
    }
    if (page_.take_key(key)) return true;
    if (key.getKeyCode() == juce::KeyPress::backspaceKey) {
        desk_.back();
        return true;
    }
    if ((projected() || desk_.live().running()) && handle_class_key(key, letter)) return true;
    return handle_letter(letter);
}

bool LessonView::handle_command(juce::juce_wchar letter) {
    if (desk_.session() == nullptr) return false;
    if (letter == 'e') score().save_csv();
    // Undo is the user's sound's, which the lesson has put aside.
    return letter == 'e' || letter == 'z' || letter == 'y';
}

bool LessonView::handle_class_key(const juce::KeyPress& key, juce::juce_wchar letter) {
    if (desk_.voting()) {
        // With Shift the character is another one on most keyboards; the key's own code is the digit.
        const int code = key.getKeyCode();
        const int digit = code >= '1' && code <= '9'       ? code - '0'
                          : letter >= '1' && letter <= '9' ? static_cast<int>(letter - '0')
                                                           : 0;
        if (digit != 0) {
            desk_.vote(digit, key.getModifiers().isShiftDown() ? -1 : 1);
            return true;
        }
    }
    switch (letter) {
    case 'v':
        desk_.toggle_answer();
        return true;
    case 't':
        desk_.toggle_bars();
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
    teacher_ = std::make_unique<TeacherWindow>(context, desk_, [this] { teacher_.reset(); });
    teacher_->addToDesktop();
    teacher_->setVisible(true);
}

bool LessonView::handle_letter(juce::juce_wchar letter) {
    const auto cards = desk_.session()->cards().size();
    if (letter >= 'a' && letter <= 'e' && static_cast<std::size_t>(letter - 'a') < cards) {
        desk_.play(static_cast<std::size_t>(letter - 'a'));
        return true;
    }
    if (letter >= '1' && letter <= '9') {
        desk_.key(static_cast<int>(letter - '0'));
        return true;
    }
    switch (letter) {
    case ' ':
    case 's':
        desk_.play_all();
        return true;
    case 'r':
        page_.reveal_by_key();
        return true;
    case 'l':
        page_.show_texts(!page_.texts_shown());
        return true;
    case 'h':
        desk_.hint();
        return true;
    case '0':
        desk_.cannot_tell();
        return true;
    default:
        return false;
    }
}

} // namespace soma::editor
