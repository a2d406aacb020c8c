#include "Editor/Lesson/LessonList.h"

#include "Editor/Controls/Button.h"
#include "Look/Paragraph.h"

#include <numbers>

namespace soma::editor {

namespace {

void draw_ring(juce::Graphics& g, const Theme& theme, juce::Rectangle<float> box, double share, Token tick) {
    const auto centre = box.getCentre();
    const float unit = box.getWidth() / 24.0f;
    if (share >= 1.0) {
        g.setColour(theme[Token::text2]);
        g.fillEllipse(juce::Rectangle<float>(20.0f * unit, 20.0f * unit).withCentre(centre));
        draw_icon(g, Icon::check, box, 15.0f * unit, theme[tick]);
        return;
    }
    g.setColour(theme[Token::line_strong]);
    g.drawEllipse(juce::Rectangle<float>(18.0f * unit, 18.0f * unit).withCentre(centre), 2.0f * unit);
    if (share <= 0.0) return;
    juce::Path arc;
    arc.addCentredArc(centre.x, centre.y, 9.0f * unit, 9.0f * unit, 0.0f, 0.0f,
                      static_cast<float>(2.0 * std::numbers::pi * share), true);
    g.setColour(theme[Token::text]);
    g.strokePath(arc, {3.0f * unit, juce::PathStrokeType::curved, juce::PathStrokeType::rounded});
}

/// "07", as the guide counts them; empty for a file that the user opened.
std::string number_of(const CatalogueEntry& entry) {
    const auto digits = entry.file.find_first_not_of("0123456789");
    const bool numbered = digits != std::string::npos && digits > 0 && entry.file[digits] == '-';
    return numbered ? entry.file.substr(0, digits) : std::string();
}

} // namespace

class LessonList::Row final : public Button {
  public:
    Row(Context& shared, LessonController& controller, std::size_t index)
        : Button(shared, {}, juce::AccessibilityRole::radioButton)
        , controller_(controller)
        , index_(index) {
        pressed = [this] { controller_.open(index_); };
        is_on = [this] { return controller_.chosen() == index_; };
        refresh();
    }

    void refresh() override {
        const auto& entry = controller_.catalogue().entries()[index_];
        const double share = controller_.progress(index_);
        if (share == share_ && on() == was_on_ && title_ == entry.title) return;
        share_ = share;
        was_on_ = on();
        title_ = entry.title;
        setTitle(utf8((number_of(entry).empty() ? "" : number_of(entry) + ", ") + entry.title + ", " +
                      std::to_string(entry.minutes) + " minutes") +
                 (share >= 1.0  ? ", done"
                  : share > 0.0 ? ", " + juce::String(juce::roundToInt(100.0 * share)) + " percent"
                                : juce::String{}) +
                 (entry.missing.empty() ? juce::String{} : ", " + utf8(entry.missing)));
        setTooltip(utf8(entry.title) + "\n" + utf8(entry.missing.empty() ? entry.sub : entry.missing));
        repaint();
    }

    bool keyPressed(const juce::KeyPress& key) override {
        const int step = key == juce::KeyPress::downKey ? 1 : key == juce::KeyPress::upKey ? -1 : 0;
        if (step == 0) return Button::keyPressed(key);
        moveKeyboardFocusToSibling(step > 0);
        return true;
    }

    void paint(juce::Graphics& g) override {
        const auto& entry = controller_.catalogue().entries()[index_];
        const auto area = getLocalBounds().toFloat();
        if (on() || hovered()) fill(g, area, 8.0f, on() ? Token::raised_hi : Token::raised);
        const float ring = projected() ? 32.0f : 24.0f;
        auto row = area.reduced(10.0f, 0.0f);
        draw_ring(g, *context.theme, row.removeFromLeft(ring).withSizeKeepingCentre(ring, ring),
                  controller_.progress(index_), Token::panel);
        row.removeFromLeft(11.0f);
        const bool may = entry.missing.empty();
        const float px = metrics().label, sub = metrics().caption;
        const Paragraph title(entry.title,
                              type(Face::medium, px,
                                   !may   ? Token::text3
                                   : on() ? Token::text
                                          : Token::text2),
                              row.getWidth(), Paragraph::Break::full, 1.15f);
        const auto facts =
            (number_of(entry).empty() ? "" : number_of(entry) + " · ") + std::to_string(entry.minutes) + " min · ";
        auto words = row.withSizeKeepingCentre(row.getWidth(), title.height() + sub * 1.3f);
        title.draw(g, words.getX(), words.getY());
        words.removeFromTop(title.height());
        draw_text(g,
                  {may ? facts + entry.sub : entry.missing,
                   type(Face::regular, sub, on() || hovered() ? Token::text2 : Token::text3)},
                  words, Align::left, Fit::shorten);
        draw_focus_ring(g, 8.0f);
    }

  private:
    LessonController& controller_;
    std::size_t index_;
    double share_ = -1.0;
    bool was_on_ = false;
    std::string title_;
};

/// Why a file was not opened, where it would stand; a click takes it away.
class LessonList::Refusal final : public Button {
  public:
    Refusal(Context& shared, LessonController& controller)
        : Button(shared, {})
        , controller_(controller) {
        pressed = [this] { controller_.dismiss_refusal(); };
    }
    int height_for(int width) {
        if (!controller_.refusal()) return 0;
        setTitle(utf8(controller_.refusal()->title) + ". " + utf8(controller_.refusal()->line));
        return static_cast<int>(words(static_cast<float>(width)).height() + metrics().label * 1.5f) + 16;
    }
    void paint(juce::Graphics& g) override {
        if (!controller_.refusal()) return;
        const auto area = getLocalBounds().toFloat();
        fill(g, area, metrics().field_radius, Token::raised);
        g.setColour(colour(Token::alert));
        g.drawRoundedRectangle(area.reduced(0.75f), metrics().field_radius, 1.5f);
        auto inner = area.reduced(8.0f, 8.0f);
        auto title = inner.removeFromTop(metrics().label * 1.5f);
        draw_icon(g, Icon::warn, title.removeFromLeft(14.0f), 14.0f, colour(Token::alert));
        title.removeFromLeft(6.0f);
        draw_text(g, {controller_.refusal()->title, type(Face::semibold, metrics().label, Token::text)}, title,
                  Align::left, Fit::shorten);
        words(area.getWidth()).draw(g, inner.getX(), inner.getY());
        draw_focus_ring(g, metrics().field_radius);
    }

  private:
    Paragraph words(float width) const {
        constexpr std::size_t most = 260;
        auto line = controller_.refusal()->line;
        if (line.size() > most) line = juce::String(utf8(line).substring(0, most)).toStdString() + " …";
        return {line, type(Face::regular, metrics().caption, Token::text2), width - 16.0f};
    }
    LessonController& controller_;
};

LessonList::LessonList(Context& shared, LessonController& controller, std::function<void()> open_file)
    : SidePanel(shared)
    , controller_(controller) {
    refusal_ = &add(std::make_unique<Refusal>(shared, controller));
    auto& open = add(std::make_unique<WordButton>(shared, WordButton::Wording{"Open lesson file", Icon::file}));
    open.pressed = std::move(open_file);
    open_ = &open;
    make_rows();
}

void LessonList::make_rows() {
    for (auto* row : rows_) remove(*row);
    rows_.clear();
    made_ = controller_.catalogue().entries().size();
    for (std::size_t i = 0; i < made_; ++i) rows_.push_back(&add(std::make_unique<Row>(context, controller_, i)));
}

void LessonList::refresh() {
    const bool refused = controller_.refusal().has_value();
    if (made_ != controller_.catalogue().entries().size()) {
        make_rows();
        resized();
    }
    if (refused != refused_) {
        refused_ = refused;
        resized();
        if (refused && show_top) show_top();
        refusal_->repaint();
    }
    SidePanel::refresh();
}

void LessonList::lay_out() {
    section("Lessons");
    const int width = getWidth() - 2 * metrics().card_margin;
    refusal_->setVisible(controller_.refusal().has_value());
    if (refusal_->isVisible()) row(*refusal_, refusal_->height_for(width));
    int order = 2;
    for (auto* each : rows_) {
        each->setExplicitFocusOrder(order++);
        // The ground of the chosen one reaches a little beyond the margin.
        each->setBounds(take(projected() ? 84 : 58).expanded(4, 0));
        space(-metrics().field_gap);
    }
    space(metrics().field_gap);
    to_the_foot(metrics().button);
    open_->setExplicitFocusOrder(1);
    row(*open_, metrics().button);
}

} // namespace soma::editor
