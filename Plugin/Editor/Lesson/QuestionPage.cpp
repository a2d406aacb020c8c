#include "Editor/Lesson/QuestionPage.h"

#include "Editor/Lesson/LessonText.h"
#include "Look/NumberFormat.h"

#include "Lesson/Play/StepTerms.h"

#include <algorithm>

namespace soma::editor {

namespace {

/// A heading of more letters than this is set smaller.
constexpr std::size_t short_heading = 110;
constexpr std::size_t wide_cards = 2; ///< more are small

} // namespace

QuestionPage::QuestionPage(Context& shared, LessonController& controller)
    : Widget(shared)
    , controller_(controller)
    , feedback_(shared, controller)
    , hint_(
          shared, "Hint (H)", [] { return std::string("Hint"); }, Token::text2)
    , cannot_tell_(
          shared, "I cannot tell (0)", [] { return std::string("Cannot tell"); }, Token::text2)
    , read_(
          shared, "Text of the sounds (L)", [] { return std::string("Texts"); }, Token::text2)
    , terms_word_(
          shared, "Terms of this step (G)", [] { return std::string("Terms"); }, Token::text2) {
    setTitle("Question");
    hint_.pressed = [this] { controller_.hint(); };
    cannot_tell_.pressed = [this] { controller_.cannot_tell(); };
    read_.pressed = [this] { show_texts(!texts_shown_); };
    terms_word_.pressed = [this] { show_terms(!terms_shown_); };
    for (auto* part : std::initializer_list<juce::Component*>{&hint_, &cannot_tell_, &read_, &terms_word_, &feedback_})
        addAndMakeVisible(part);
}

QuestionPage::~QuestionPage() = default;

/// Text, sounds and answers are made again at each step and trial.
std::string QuestionPage::which() const {
    const auto* session = controller_.session();
    if (session == nullptr) return "none";
    return session->lesson().id + "/" + std::to_string(session->seed()) + "/" +
           (controller_.finished() ? "(end)" : session->step().id) + "/" + std::to_string(session->trial().first) +
           "/" + std::to_string(reinterpret_cast<std::uintptr_t>(session)) + (projected() ? "p" : "");
}

void QuestionPage::rebuild() {
    built_for_ = which();
    players_.clear();
    fields_.reset();
    answers_.reset();
    tally_.reset();
    review_.reset();
    const auto* session = controller_.session();
    if (session == nullptr) return;
    int order = 1;
    const auto add = [&](juce::Component& part) {
        part.setExplicitFocusOrder(order++);
        addAndMakeVisible(part);
    };
    for (std::size_t i = 0; i < session->cards().size(); ++i)
        add(*players_.emplace_back(std::make_unique<PlayerCard>(context, controller_, i)));
    fields_ = std::make_unique<LessonFields>(context, controller_);
    if (!fields_->empty()) add(*fields_);
    answers_ = make_answers(context, controller_);
    if (answers_ != nullptr) add(*answers_);
    if (projected()) {
        tally_ = std::make_unique<VoteBars>(context, controller_);
        add(*tally_);
    }
    review_ = std::make_unique<ReviewTable>(context, controller_);
    if (!review_->empty()) add(*review_);
    for (auto* part : std::initializer_list<juce::Component*>{&feedback_, &hint_, &cannot_tell_, &read_, &terms_word_})
        part->setExplicitFocusOrder(order++);
    setTitle(utf8(step_words(*session)));
    setDescription(utf8(spoken_step(*session)));
}

void QuestionPage::show_texts(bool wanted) {
    texts_shown_ = wanted;
    controller_.changed();
    if (const auto* session = controller_.session())
        juce::AccessibilityHandler::postAnnouncement(utf8(spoken_step(*session)),
                                                     juce::AccessibilityHandler::AnnouncementPriority::medium);
}

void QuestionPage::show_terms(bool wanted) {
    terms_shown_ = wanted;
    controller_.changed();
    if (const auto* session = controller_.session(); session != nullptr && wanted)
        juce::AccessibilityHandler::postAnnouncement(utf8(lesson::terms_of(*session)),
                                                     juce::AccessibilityHandler::AnnouncementPriority::medium);
}

void QuestionPage::refresh() {
    const bool is_new = built_for_ != which();
    if (is_new) rebuild();
    if (is_new) terms_shown_ = false;
    if (is_new || seen_ != controller_.revision()) {
        seen_ = controller_.revision();
        if (const auto* session = controller_.session()) {
            hint_.setVisible(session->hints_left() > 0 && session->attempts_left() > 0 && !projected());
            cannot_tell_.setVisible(session->attempts_left() > 0 && !projected());
            read_.setVisible(!session->cards().empty());
            terms_word_.setVisible(!controller_.finished() && !lesson::terms_of(*session).empty());
        }
        if (answers_ != nullptr) answers_->refresh();
        feedback_.refresh();
        if (changed) changed(is_new);
    }
    for (const auto& player : players_) player->refresh();
    if (tally_ != nullptr) tally_->refresh();
    if (fields_ != nullptr) fields_->refresh();
}

void QuestionPage::resized() {}

void QuestionPage::mark_terms(const Paragraph& paragraph, float x, float y) {
    const auto places = lesson::term_places(paragraph.text());
    for (const auto& word : paragraph.words())
        for (const auto& place : places)
            if (word.offset >= place.begin && word.offset < place.end)
                marked_.push_back({word.box.translated(x, y), place.term});
}

juce::String QuestionPage::meaning_at(juce::Point<float> place) const {
    for (const auto& word : marked_)
        if (word.box.contains(place))
            return utf8(std::string{word.term->name} + "\n" + std::string{word.term->meaning});
    return {};
}

juce::String QuestionPage::getTooltip() {
    return projected() ? juce::String{} : meaning_at(getMouseXYRelative().toFloat());
}

void QuestionPage::lay_out_players(int x, int& y, int width) {
    if (players_.empty()) return;
    const bool small = players_.size() > wide_cards || metrics().kind == Metrics::Kind::minimum;
    const int count = static_cast<int>(players_.size());
    const int abreast = small ? std::min(count, count == 4 ? 2 : 3) : count == 1 ? 1 : 2;
    const int gap = 12, each = (width - gap * (std::max(abreast, 2) - 1)) / std::max(abreast, 2);
    int height = 0;
    for (const auto& player : players_) height = std::max(height, player->height_for(each, small, texts_shown_));
    for (int i = 0; i < count; ++i) {
        auto& player = *players_[static_cast<std::size_t>(i)];
        player.small = small;
        player.text = texts_shown_;
        player.setBounds(x + (i % abreast) * (each + gap), y + (i / abreast) * (height + 8), each, height);
        player.repaint();
    }
    y += (count + abreast - 1) / abreast * (height + 8) - 8;
}

int QuestionPage::lay_out(int width, int room) {
    const auto* session = controller_.session();
    if (session == nullptr) return room;
    const bool big = projected(), small = metrics().kind == Metrics::Kind::minimum;
    const int margin = big ? 36 : small ? 14 : 24, top = big ? 24 : small ? 12 : 20, gap = big ? 22 : small ? 10 : 16;
    const int inner = width - 2 * margin;
    int y = top;
    const int words = static_cast<int>(metrics().label) * 5 + 8, line = juce::roundToInt(metrics().label * 1.45f);
    int right = width - margin;
    for (auto* word : {&terms_word_, &read_, &cannot_tell_, &hint_}) {
        if (!word->isVisible()) continue;
        const int wide = word == &cannot_tell_ ? words + 14 : words - 22;
        word->setBounds(right - wide, y - 6, wide, line + 12);
        right -= wide + 6;
    }
    y += line + gap;

    const bool end = controller_.finished();
    const auto text = end ? std::string(session->passed() ? "Passed." : "Not passed yet.") : session->text();
    const bool asks = !end && is_question(session->step()) && !session->replaced();
    const auto title = end ? session->lesson().title : session->filled(session->step().title);
    const auto heading = !title.empty() ? title : asks ? text : std::string();
    const bool body_too = heading != text && !text.empty();
    const float heading_px = (big ? 34.0f : small ? 19.0f : 25.0f) * (heading.size() > short_heading ? 0.8f : 1.0f);
    heading_ = Paragraph(heading, type(Face::semibold, heading_px, Token::text), static_cast<float>(inner),
                         Paragraph::Break::even, 1.28f);
    heading_y_ = static_cast<float>(y);
    if (!heading.empty()) y += static_cast<int>(heading_.height()) + (body_too ? gap / 2 : gap);
    const float body_px = big ? 26.0f : small ? 14.0f : asks ? 15.0f : 17.0f;
    body_ = Paragraph(body_too ? text : std::string(), type(Face::regular, body_px, asks ? Token::text2 : Token::text),
                      static_cast<float>(inner), Paragraph::Break::full, 1.45f);
    body_y_ = static_cast<float>(y);
    if (body_too) y += static_cast<int>(body_.height()) + gap;

    const auto place = [&](auto* part) {
        if (part == nullptr || part->getParentComponent() == nullptr) return;
        const int height = part->lay_out(inner);
        part->setBounds(margin, y, inner, height);
        if (height > 0) y += height + gap;
    };
    lay_out_players(margin, y, inner);
    if (!players_.empty()) y += gap;
    place(fields_.get());
    place(answers_.get());
    place(tally_.get());
    std::string hints;
    for (const auto& each : controller_.answering().hints) hints += (hints.empty() ? "" : "\n") + each;
    hints_ = Paragraph(hints, type(Face::regular, big ? 20.0f : metrics().label + 1.0f, Token::text2),
                       static_cast<float>(inner));
    hints_y_ = static_cast<float>(y);
    if (!hints.empty()) y += static_cast<int>(hints_.height()) + gap;
    terms_ =
        Paragraph(terms_shown_ && terms_word_.isVisible() ? lesson::terms_of(*session) : std::string(),
                  type(Face::regular, big ? 20.0f : metrics().label + 1.0f, Token::text2), static_cast<float>(inner));
    terms_y_ = static_cast<float>(y);
    if (terms_.height() > 0.0f) y += static_cast<int>(terms_.height()) + gap;
    place(review_.get());

    marked_.clear();
    const auto left = static_cast<float>(margin);
    mark_terms(heading_, left, heading_y_);
    mark_terms(body_, left, body_y_);
    mark_terms(hints_, left, hints_y_);

    const int foot = big ? 24 : small ? 12 : 18;
    const int least = feedback_.least_height(inner);
    const int rest = std::max(least, feedback_.has_picture() ? room - y - foot : least);
    feedback_.setBounds(margin, y, inner, rest);
    return y + rest + foot;
}

void QuestionPage::paint_progress(juce::Graphics& g, float x, float y, float width) {
    const auto* session = controller_.session();
    const auto count = session->lesson().steps.size();
    const float scale = projected() ? 1.4f : 1.0f, line = metrics().label * 1.45f;
    const TextLine words{step_words(*session), type(Face::regular, metrics().label, Token::text3)};
    const float room = std::max(width - words.width() - 14.0f * scale, 40.0f);
    const float pitch = std::min(28.0f * scale, room / static_cast<float>(count)), thick = 6.0f * scale;
    const float gap = std::min(6.0f * scale, pitch * 0.25f);
    for (std::size_t i = 0; i < count; ++i) {
        const bool here = i == session->position(), done = session->progress(i) == 2;
        fill(g, {x + static_cast<float>(i) * pitch, y + (line - thick) / 2.0f, pitch - gap, thick}, thick / 2.0f,
             here   ? Token::text
             : done ? Token::text2
                    : Token::raised_hi);
    }
    draw_text(g, words, {x + static_cast<float>(count) * pitch + 8.0f * scale, y, words.width() + 1.0f, line});
}

void QuestionPage::paint(juce::Graphics& g) {
    const auto* session = controller_.session();
    if (session == nullptr) return;
    const bool big = projected(), small = metrics().kind == Metrics::Kind::minimum;
    const float margin = big ? 36.0f : small ? 14.0f : 24.0f, top = big ? 24.0f : small ? 12.0f : 20.0f;
    float right = static_cast<float>(getWidth()) - margin;
    for (const auto* word : {&terms_word_, &read_, &cannot_tell_, &hint_})
        if (word->isVisible()) right = std::min(right, static_cast<float>(word->getX()) - 6.0f);
    paint_progress(g, margin, top, right - margin);
    heading_.draw(g, margin, heading_y_);
    body_.draw(g, margin, body_y_);
    hints_.draw(g, margin, hints_y_);
    terms_.draw(g, margin, terms_y_);
    if (big) return;
    // A dotted line says that the mouse finds a meaning there.
    g.setColour(colour(Token::line_strong));
    const float dashes[] = {2.0f, 3.0f};
    for (const auto& word : marked_) {
        const float y = word.box.getBottom() - word.box.getHeight() * 0.12f;
        g.drawDashedLine({word.box.getX(), y, word.box.getRight(), y}, dashes, 2, 1.0f);
    }
}

} // namespace soma::editor
