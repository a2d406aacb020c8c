#include "Editor/Lesson/ScorePanel.h"

#include "Editor/Controls/Button.h"
#include "Editor/Controls/FileChooser.h"
#include "Editor/Controls/KeyCap.h"
#include "Editor/Lesson/LessonLook.h"
#include "Editor/Lesson/LessonText.h"
#include "Editor/Lesson/NoteLine.h"
#include "Editor/Lesson/TypedField.h"
#include "Files/FileName.h"
#include "Files/WholeFile.h"
#include "Look/NumberFormat.h"
#include "Look/Paragraph.h"

#include <algorithm>

namespace soma::editor {

namespace {

/// The lesson says when the score is shown; at its end unless it says never.
bool score_shown(const lesson::Session& session) {
    const auto& when = session.lesson().scoring.show_score;
    if (when == "never") return false;
    return when == "step" || session.phase() == lesson::Phase::finished || session.revealed("score");
}

std::string points(double x) { return fixed(x, std::abs(x - std::round(x)) < 0.005 ? 0 : 1); }

} // namespace

/// "2 / 2" and a square for each question.
class ScorePanel::Score final : public Widget {
  public:
    Score(Context& shared, LessonController& controller)
        : Widget(shared)
        , controller_(controller) {
        setInterceptsMouseClicks(false, false);
    }

    int height_for(int width) const {
        return static_cast<int>(number_px() * 1.1f) + 8 + rows(width) * (square() + 3) + line();
    }

    void refresh() override {
        if (seen_ == controller_.revision()) return;
        seen_ = controller_.revision();
        const auto* session = controller_.session();
        juce::String said = "Score";
        if (session != nullptr && score_shown(*session)) said << " " << utf8(earned() + " of " + possible());
        setTitle(said);
        repaint();
    }

    void paint(juce::Graphics& g) override {
        const auto* session = controller_.session();
        auto area = getLocalBounds().toFloat();
        const auto top = area.removeFromTop(number_px() * 1.1f);
        const bool shown = session != nullptr && score_shown(*session);
        TextLine number{shown ? earned() : "–", type(Face::mono_medium, number_px(), Token::text)};
        if (shown) number.add("/ " + possible(), type(Face::mono_medium, number_px() * 0.45f, Token::text3), 10.0f);
        draw_text(g, number, top);
        area.removeFromTop(8.0f);
        if (session == nullptr) return;
        const auto& steps = session->lesson().steps;
        const auto reviews = session->review();
        const int across = per_row(getWidth());
        const float pitch = (static_cast<float>(getWidth()) + 3.0f) / static_cast<float>(across);
        int index = 0;
        for (std::size_t i = 0; i < steps.size(); ++i) {
            if (!is_question(steps[i])) continue;
            const int row = index / across, column = index % across;
            const juce::Rectangle<float> box{area.getX() + static_cast<float>(column) * pitch,
                                             area.getY() + static_cast<float>(row * (square() + 3)), pitch - 3.0f,
                                             static_cast<float>(square())};
            ++index;
            fill(g, box, 4.0f, Token::raised);
            const auto found =
                std::find_if(reviews.begin(), reviews.end(), [&](const auto& review) { return review.step == i; });
            if (found != reviews.end())
                draw_icon(g, mark_of(*session, *found), box, 13.0f * (projected() ? 1.4f : 1.0f), colour(Token::text));
            if (i == session->position() && !controller_.finished() && found == reviews.end()) {
                g.setColour(colour(Token::text));
                g.drawRoundedRectangle(box.reduced(0.75f), 4.0f, 1.5f);
            }
        }
        if (!shown)
            draw_text(g, {when(*session), type(Face::regular, metrics().caption, Token::text3)},
                      area.removeFromBottom(static_cast<float>(line())), Align::left, Fit::shorten);
    }

  private:
    static Icon mark_of(const lesson::Session& session, const lesson::Review& review) {
        if (review.points <= 0.0 || session.lesson().scoring.show_score == "never") return Icon::more;
        return review.score >= review.points - 1e-9 ? Icon::check : review.score > 0.0 ? Icon::more : Icon::cross;
    }
    static std::string when(const lesson::Session& session) {
        return session.lesson().scoring.show_score == "never" ? "Not shown in this lesson" : "Shown at the end";
    }
    float number_px() const { return projected() ? 60.0f : metrics().kind == Metrics::Kind::minimum ? 34.0f : 44.0f; }
    int square() const { return projected() ? 24 : 17; }
    int line() const { return juce::roundToInt(metrics().caption * 1.6f); }
    int questions() const {
        int count = 0;
        if (const auto* session = controller_.session())
            for (const auto& step : session->lesson().steps) count += is_question(step);
        return count;
    }
    int per_row(int width) const { return std::clamp(questions(), 1, std::max(1, std::min(10, width / 18))); }
    int rows(int width) const { return (questions() + per_row(width) - 1) / per_row(width); }
    std::string earned() const { return points(controller_.session()->score()); }
    /// Of what was asked so far; at the end of all.
    std::string possible() const {
        const auto& session = *controller_.session();
        if (session.phase() == lesson::Phase::finished || session.lesson().scoring.show_score != "step")
            return points(session.maximum());
        double sum = 0.0;
        for (const auto& review : session.review()) sum += review.points;
        return points(sum);
    }

    LessonController& controller_;
    std::uint64_t seen_ = 0;
};

/// The keys that do something in this step.
class ScorePanel::Keys final : public Widget {
  public:
    Keys(Context& shared, LessonController& controller)
        : Widget(shared)
        , controller_(controller) {
        setTitle("Keys");
        setInterceptsMouseClicks(false, false);
    }
    int pitch() const { return projected() ? 36 : metrics().kind == Metrics::Kind::minimum ? 22 : 24; }
    std::vector<std::pair<std::string, std::string>> list() const {
        std::vector<std::pair<std::string, std::string>> keys;
        const auto* session = controller_.session();
        const bool types = session != nullptr && !controller_.finished() &&
                           (std::holds_alternative<lesson::NumericStep>(session->step().body) ||
                            std::holds_alternative<lesson::ExplainStep>(session->step().body) ||
                            std::holds_alternative<lesson::ExperimentStep>(session->step().body));
        const auto cards = session != nullptr ? session->cards() : std::vector<lesson::Card>{};
        for (std::size_t i = 0; i < std::min<std::size_t>(cards.size(), 2); ++i)
            keys.emplace_back(cards[i].letter, "play " + (cards[i].label == cards[i].letter ? "it" : cards[i].label));
        if (cards.size() > 2)
            keys.emplace_back("A – " +
                                  std::string(1, static_cast<char>('A' + std::min<std::size_t>(cards.size(), 5) - 1)),
                              "play one");
        if (cards.size() > 2) keys.erase(keys.begin(), keys.begin() + 2);
        if (!cards.empty()) keys.emplace_back("space", cards.size() == 1 ? "play, stop" : "all in turn");
        if (controller_.voting()) {
            keys.emplace_back("1 – 9", "one vote more");
            keys.emplace_back("⇧ 1 – 9", "one vote less");
            keys.emplace_back("T", "bars, next round");
        } else {
            keys.emplace_back(types ? "0 – 9" : "1 – 9", types ? "type the answer" : "answer");
        }
        if (projected()) {
            keys.emplace_back("V", "show the answer");
            keys.emplace_back("X", "blank screen");
            keys.emplace_back("N", "teacher's window");
        } else {
            keys.emplace_back("R", "reveal");
            if (session != nullptr && session->hints_left() > 0) keys.emplace_back("H", "hint");
            if (!types) keys.emplace_back("0", "cannot tell");
        }
        keys.emplace_back("L", "show the texts");
        keys.emplace_back("G", "what the terms mean");
        keys.emplace_back(enter_key, "check, next");
        keys.emplace_back("P", "projector");
        return keys;
    }
    int height() const { return static_cast<int>(list().size()) * pitch(); }
    void refresh() override {
        if (seen_ == controller_.revision()) return;
        seen_ = controller_.revision();
        juce::String said;
        for (const auto& [key, does] : list()) said << utf8(key) << ": " << utf8(does) << ". ";
        setDescription(said);
        repaint();
    }
    void paint(juce::Graphics& g) override {
        auto area = getLocalBounds().toFloat();
        const float column = projected() ? 100.0f : 54.0f;
        for (const auto& [key, does] : list()) {
            auto row = area.removeFromTop(static_cast<float>(pitch()));
            auto keys = row.removeFromLeft(column);
            draw_key(g, context, keys, utf8(key), 10.5f, false);
            draw_text(g, {does, type(Face::regular, metrics().label, Token::text2)}, row, Align::left, Fit::shorten);
        }
    }

  private:
    LessonController& controller_;
    std::uint64_t seen_ = 0;
};

ScorePanel::ScorePanel(Context& shared, LessonController& controller)
    : SidePanel(shared)
    , controller_(controller) {
    score_ = &add(std::make_unique<Score>(shared, controller));
    name_ = &add(std::make_unique<TypedField>(shared, "Name of the student", "Your name"));
    name_->face = Face::regular;
    name_->set_text(utf8(controller.student()));
    // A name is taken when it is whole: half of one would be another student.
    name_->changed = [this](const juce::String&) { name_typed_ = true; };
    name_->entered = [this](const juce::String&) {
        take_name();
        give_keyboard_back();
    };
    seed_ = &add(std::make_unique<TypedField>(shared, "Seed", "new"));
    seed_->label = "Seed";
    seed_->justification = juce::Justification::centredRight;
    seed_->entered = [this](const juce::String& text) { take_seed(text); };
    seed_note_ = &add(std::make_unique<NoteLine>(shared));
    auto& pictures = add(std::make_unique<ToggleRow>(shared, "Show pictures", [this] {
        return std::string(controller_.session() != nullptr && controller_.session()->pictures() ? "on" : "off");
    }));
    pictures.setTooltip("Show pictures\nRaster and scope stand in for the ear; the results say so.");
    pictures.pressed = [this] { controller_.show_pictures(); };
    pictures.is_on = [this] { return controller_.session() != nullptr && controller_.session()->pictures(); };
    pictures_ = &pictures;
    key_ = &add(std::make_unique<TypedField>(shared, "Key for the codes", "Key for the codes"));
    key_->face = Face::regular;
    key_->changed = [this](const juce::String& text) { controller_.set_class_key(text.toStdString()); };
    auto& save = add(std::make_unique<WordButton>(shared, WordButton::Wording{"Save CSV"}));
    save.pressed = [this] { save_csv(); };
    save_ = &save;
    auto& copy = add(std::make_unique<WordButton>(shared, WordButton::Wording{"Copy one-line code"}));
    copy.pressed = [this] { copy_code(); };
    copy_ = &copy;
    auto& live = add(std::make_unique<WordButton>(shared, WordButton::Wording{utf8("Hold a class …")}));
    live.setTooltip("Hold a class\nStudents answer on their own phones.");
    live.pressed = [this] {
        controller_.live().shown = true;
        controller_.changed();
    };
    class_ = &live;
    results_note_ = &add(std::make_unique<NoteLine>(shared));
    keys_ = &add(std::make_unique<Keys>(shared, controller));
    ask_for_file = [this](const std::function<void(const juce::File&)>& then) {
        chooser_ = make_file_chooser(
            context, "Save the results",
            file_in(juce::File::getSpecialLocation(juce::File::userDocumentsDirectory), controller_.csv_name()),
            "*.csv");
        chooser_->launchAsync(juce::FileBrowserComponent::saveMode | juce::FileBrowserComponent::canSelectFiles |
                                  juce::FileBrowserComponent::warnAboutOverwriting,
                              [then](const juce::FileChooser& chosen) {
                                  if (chosen.getResult() != juce::File{}) then(chosen.getResult());
                              });
    };
}

ScorePanel::~ScorePanel() = default;

void ScorePanel::take_seed(const juce::String& typed) {
    if (const auto refused = controller_.set_seed(typed.toStdString())) {
        seed_note_->show(*refused, true);
        return resized();
    }
    give_keyboard_back();
    seen_ = 0;
    refresh();
}

void ScorePanel::take_name() {
    if (!name_typed_) return;
    name_typed_ = false;
    const auto before = controller_.student();
    if (!controller_.set_student(name_->text().toStdString())) return;
    results_note_->show("The answers so far stay with " + (before.empty() ? "whoever gave them" : before) +
                        ". Questions and answers are this student's now.");
    resized();
}

void ScorePanel::save_csv() {
    take_name();
    if (controller_.session() == nullptr) return;
    if (juce::String(controller_.student()).trim().isEmpty() && !asked_name_) {
        asked_name_ = true;
        results_note_->show("Type your name, or save once more without one.");
        resized();
        name_->begin({});
        return;
    }
    ask_for_file([safe = juce::Component::SafePointer<ScorePanel>(this)](const juce::File& file) {
        if (safe != nullptr) safe->write(file);
    });
}

void ScorePanel::write(const juce::File& file) {
    try {
        write_whole_file(file, controller_.csv());
        results_note_->show("Saved as " + file.getFileName().toStdString());
    } catch (const std::runtime_error& error) {
        results_note_->show(std::string("Could not save to that folder: ") + error.what(), true);
    }
    resized();
}

void ScorePanel::copy_code() {
    take_name();
    if (controller_.session() == nullptr) return;
    juce::SystemClipboard::copyTextToClipboard(utf8(controller_.code_line()));
    results_note_->show("Copied: " + controller_.session()->code());
    resized();
}

void ScorePanel::refresh() {
    if (!name_->typing()) take_name();
    if (seen_ != controller_.revision()) {
        seen_ = controller_.revision();
        const auto* session = controller_.session();
        const bool running = session != nullptr;
        if (!name_->typing()) name_->set_text(utf8(controller_.student()));
        if (!key_->typing()) key_->set_text(utf8(controller_.live().class_key));
        const bool fixed_seed = running && session->lesson().seed_mode == lesson::SeedMode::fixed;
        const bool answered = running && !session->rows().empty();
        const auto shown = controller_.seed() != 0 ? controller_.seed() : running ? session->lesson().seed : 0;
        if (!seed_->typing()) seed_->set_text(shown == 0 ? juce::String{} : juce::String(shown));
        seed_->set_locked(fixed_seed || answered);
        seed_note_->show(running && session->lesson().seed_mode == lesson::SeedMode::student
                             ? "Same name and seed, same questions."
                             : "Same seed, same questions.");
        for (auto* part : {save_, copy_, pictures_}) part->setEnabled(running);
        resized();
    }
    SidePanel::refresh();
}

void ScorePanel::lay_out() {
    const int width = getWidth() - 2 * metrics().card_margin;
    section("Score");
    row(*score_, static_cast<Score*>(score_)->height_for(width));
    section("Student");
    row(*name_);
    row(*seed_);
    row(*seed_note_, seed_note_->height_for(width));
    row(*pictures_);
    section("Results");
    row(*key_);
    row(*save_, metrics().button);
    row(*copy_, metrics().button);
    row(*class_, metrics().button);
    if (const int height = results_note_->height_for(width); height > 8) row(*results_note_, height);
    auto& keys = *static_cast<Keys*>(keys_);
    to_the_foot(keys.height() + 20 + metrics().field_gap);
    section("Keys");
    row(keys, keys.height());
}

} // namespace soma::editor
