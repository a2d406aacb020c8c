#include "Editor/Bench/BenchResultCard.h"

#include "Look/FigurePaint.h"
#include "Look/NumberFormat.h"
#include "Plot/OutcomeAxis.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

namespace {

constexpr std::size_t most_figures = 4;

Token token_of(const bench::Figure& figure) {
    if (figure.name.ends_with("fit")) return Token::na;
    return figure.name.find("exact") != std::string::npos || figure.name.find("τ ln 2") != std::string::npos
               ? Token::vm
               : Token::text;
}

std::string cell_text(double value, const bench::Column& column) {
    if (std::isnan(value)) return "";
    if (column.unit == "%") return (value > 0.05 ? "+" : "") + fixed(value, 1);
    if (column.unit == "pA" || column.unit == "MΩ") return plot::prefixed(value, column.unit);
    return column.unit.empty() ? fixed(value, 0) : significant(value);
}

/// Under the column's name; empty where the cells carry it.
std::string head_unit(const bench::Column& column) {
    return column.unit == "pA" || column.unit == "MΩ" ? std::string() : column.unit;
}

} // namespace

/// Rows that scroll by wheel and arrow keys; the newest is in view while they arrive.
class BenchResultCard::TableView final : public Widget {
  public:
    TableView(Context& shared, BenchController& controller)
        : Widget(shared)
        , controller_(controller) {
        setTitle("Table of results");
        setWantsKeyboardFocus(true);
        setMouseClickGrabsKeyboardFocus(false);
    }

    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override {
        return std::make_unique<juce::AccessibilityHandler>(*this, juce::AccessibilityRole::table);
    }

    void refresh() override {
        const auto now = rows();
        if (controller_.running() && now > rows_in_view()) first_ = now - rows_in_view();
        first_ = std::clamp(first_, 0, std::max(0, now - rows_in_view()));
        if (controller_.chosen().run.outcome) scroll_columns(0);
        repaint();
    }

    void mouseWheelMove(const juce::MouseEvent&, const juce::MouseWheelDetails& wheel) override {
        scroll(wheel.deltaY > 0.0f ? -3 : 3);
    }

    bool keyPressed(const juce::KeyPress& key) override {
        if (key == juce::KeyPress::downKey) return scroll(1);
        if (key == juce::KeyPress::upKey) return scroll(-1);
        if (key == juce::KeyPress::rightKey) return scroll_columns(1);
        if (key == juce::KeyPress::leftKey) return scroll_columns(-1);
        return false;
    }

    void paint(juce::Graphics& g) override {
        draw_focus_ring(g, 4.0f);
        const auto& outcome = controller_.chosen().run.outcome;
        if (!outcome) return;
        auto area = getLocalBounds().toFloat();
        const auto columns = columns_in_view(area.getWidth());
        const float width = area.getWidth() / static_cast<float>(columns.size()), height = row_height();
        if (const auto all = shown_columns().size(); columns.size() < all) {
            const auto first = static_cast<std::size_t>(first_column_);
            const auto words = "columns " + std::to_string(first + 2) + " – " + std::to_string(first + columns.size()) +
                               " of " + std::to_string(all) + ": ← →";
            draw_text(g, {words, type(Face::regular, metrics().caption, Token::text3)}, area.removeFromTop(height),
                      Align::right);
        }
        auto line = area.removeFromTop(height);
        for (std::size_t i = 0; i < columns.size(); ++i)
            draw_head(g, outcome->table.columns[columns[i]],
                      line.withX(line.getX() + width * static_cast<float>(i)).withWidth(width),
                      i == 0 ? Align::left : Align::right);
        area.removeFromTop(height * 0.8f);
        g.setColour(colour(Token::line));
        g.fillRect(area.getX(), area.getY() - 1.0f, area.getWidth(), 1.0f);
        const auto& table = outcome->table.rows;
        const int last = std::min(rows(), first_ + rows_in_view());
        for (int r = first_; r < last; ++r) {
            line = area.removeFromTop(height);
            const auto& row = table[static_cast<std::size_t>(r)];
            for (std::size_t i = 0; i < columns.size(); ++i)
                draw_text(g,
                          {cell_text(row[columns[i]], outcome->table.columns[columns[i]]),
                           type(Face::mono, metrics().caption, i + 1 == columns.size() ? Token::text2 : Token::text)},
                          line.withX(line.getX() + width * static_cast<float>(i)).withWidth(width),
                          i == 0 ? Align::left : Align::right, Fit::shorten);
        }
    }

  private:
    /// Name over unit.
    void draw_head(juce::Graphics& g, const bench::Column& column, juce::Rectangle<float> line, Align align) const {
        const auto words = type(Face::regular, metrics().caption, Token::text2);
        draw_text(g, {column.head, words}, line, align, Fit::shorten);
        const auto unit = head_unit(column);
        if (!unit.empty())
            draw_text(g, {unit, words}, line.translated(0.0f, line.getHeight() * 0.8f), align, Fit::shorten);
    }

    std::vector<std::size_t> shown_columns() const {
        std::vector<std::size_t> columns;
        const auto& all = controller_.chosen().run.outcome->table.columns;
        for (std::size_t c = 0; c < all.size(); ++c)
            if (!all[c].detail) columns.push_back(c);
        return columns;
    }

    /// The first, which the others are a function of, and as many of the rest as have room for their heads.
    std::vector<std::size_t> columns_in_view(float room) const {
        const auto all = shown_columns();
        const auto& outcome = *controller_.chosen().run.outcome;
        const auto head_font = font(Face::regular, metrics().caption), cell_font = font(Face::mono, metrics().caption);
        constexpr std::size_t looked_at = 64; // of the rows: their texts are alike
        const auto stride = outcome.table.rows.size() / looked_at + 1;
        float widest = 0.0f;
        for (const auto c : all) {
            const auto& column = outcome.table.columns[c];
            for (const auto& words : {column.head, head_unit(column)})
                widest = std::max(widest, text_width(head_font, utf8(words)));
            for (std::size_t r = 0; r < outcome.table.rows.size(); r += stride)
                widest = std::max(widest, text_width(cell_font, utf8(cell_text(outcome.table.rows[r][c], column))));
        }
        const auto fitting = std::max<std::size_t>(2, static_cast<std::size_t>(room / (widest + 6.0f)));
        if (fitting >= all.size()) return all;
        std::vector<std::size_t> columns{all.front()};
        const auto first = std::min(static_cast<std::size_t>(first_column_) + 1, all.size() - fitting + 1);
        for (std::size_t i = 0; i + 1 < fitting; ++i) columns.push_back(all[first + i]);
        return columns;
    }

    bool scroll_columns(int by) {
        if (!controller_.chosen().run.outcome) return false;
        const auto hidden = static_cast<int>(shown_columns().size()) -
                            static_cast<int>(columns_in_view(static_cast<float>(getWidth())).size());
        first_column_ = std::clamp(first_column_ + by, 0, std::max(0, hidden));
        repaint();
        return true;
    }

    bool scroll(int by) {
        first_ = std::clamp(first_ + by, 0, std::max(0, rows() - rows_in_view()));
        repaint();
        return true;
    }
    int rows() const {
        const auto& outcome = controller_.chosen().run.outcome;
        return outcome ? static_cast<int>(outcome->table.rows.size()) : 0;
    }
    float row_height() const { return metrics().caption * 1.65f; }
    int rows_in_view() const {
        constexpr float head_rows = 2.8f; // with the line that says which columns are seen
        return std::max(1, static_cast<int>(static_cast<float>(getHeight()) / row_height() - head_rows));
    }

    BenchController& controller_;
    int first_ = 0, first_column_ = 0;
};

/// A box to tick, the dash, the cell.
class BenchResultCard::OverlayRow final : public Button {
  public:
    OverlayRow(Context& shared, BenchController& controller, std::size_t index)
        : Button(shared, "Overlay " + utf8(controller.chosen().earlier[index].cell),
                 juce::AccessibilityRole::toggleButton)
        , controller_(controller)
        , index_(index) {
        pressed = [this] {
            if (auto* run = earlier()) run->shown = !run->shown;
            controller_.changed();
        };
        is_on = [this] { return earlier() != nullptr && earlier()->shown; };
    }

    void paint(juce::Graphics& g) override {
        if (earlier() == nullptr) return;
        auto area = getLocalBounds().toFloat();
        if (hovered()) fill(g, area, 4.0f, Token::raised);
        const float box = metrics().caption + 3.0f;
        const auto tick = area.removeFromLeft(box).withSizeKeepingCentre(box, box);
        g.setColour(colour(on() ? Token::primary : Token::line_strong));
        if (on())
            g.fillRoundedRectangle(tick, 3.0f);
        else
            g.drawRoundedRectangle(tick.reduced(0.75f), 3.0f, 1.5f);
        if (on()) draw_icon(g, Icon::check, tick, box - 3.0f, colour(Token::on_primary));
        area.removeFromLeft(9.0f);
        const auto line = area.removeFromLeft(30.0f);
        juce::Path path;
        path.startNewSubPath(line.getX(), line.getCentreY());
        path.lineTo(line.getRight(), line.getCentreY());
        g.setColour(colour(Token::text3));
        stroke(g, path, 1.6f, plot::overlay_dash(static_cast<int>(index_)));
        area.removeFromLeft(9.0f);
        std::string value;
        if (!earlier()->outcome.figures.empty()) {
            const auto& figure = earlier()->outcome.figures.front();
            value = plot::prefixed(figure.value, figure.unit);
        }
        const TextLine right{value, type(Face::mono, metrics().caption, Token::text2)};
        draw_text(g, right, area, Align::right);
        draw_text(g, {earlier()->cell, type(Face::mono, metrics().caption, Token::text)},
                  area.withTrimmedRight(right.width() + 6.0f), Align::left, Fit::shorten);
        draw_focus_ring(g, 4.0f);
    }

  private:
    EarlierRun* earlier() const {
        auto& list = controller_.chosen().earlier;
        return index_ < list.size() ? &list[index_] : nullptr;
    }
    BenchController& controller_;
    std::size_t index_;
};

BenchResultCard::BenchResultCard(Context& shared, BenchController& controller)
    : Widget(shared)
    , controller_(controller)
    , table_(std::make_unique<TableView>(shared, controller)) {
    addAndMakeVisible(*table_);
}

BenchResultCard::~BenchResultCard() = default;

void BenchResultCard::refresh() {
    if (shown_ == controller_.revision()) return;
    shown_ = controller_.revision();
    const auto count = controller_.chosen().earlier.size();
    overlays_.clear();
    for (std::size_t i = 0; i < count; ++i)
        addAndMakeVisible(*overlays_.emplace_back(std::make_unique<OverlayRow>(context, controller_, i)));
    resized();
    table_->refresh();
    repaint();
}

int BenchResultCard::figures_height() const {
    const auto& outcome = controller_.chosen().run.outcome;
    const auto count = outcome ? std::min(outcome->figures.size(), most_figures) : 0;
    return static_cast<int>((count + 1) / 2) * static_cast<int>(metrics().hero * 2.4f);
}

void BenchResultCard::resized() {
    const auto& m = metrics();
    auto room = getLocalBounds().reduced(m.card_margin);
    room.removeFromTop(static_cast<int>(m.section * 1.8f) + figures_height() + m.section_below);
    const int row = static_cast<int>(m.caption * 2.0f);
    if (!overlays_.empty()) {
        auto foot = room.removeFromBottom(static_cast<int>(overlays_.size()) * row);
        for (auto& overlay : overlays_) overlay->setBounds(foot.removeFromTop(row).reduced(0, 1));
        overlay_title_y_ = room.removeFromBottom(row).getY();
        room.removeFromBottom(m.section_above);
    }
    table_->setBounds(room);
}

void BenchResultCard::paint(juce::Graphics& g) {
    const auto& m = metrics();
    fill(g, getLocalBounds().toFloat(), m.card_radius, Token::panel);
    auto room = getLocalBounds().toFloat().reduced(static_cast<float>(m.card_margin));
    auto title = room.removeFromTop(m.section * 1.8f);
    draw_text(g, {"Result", type(Face::semibold, m.section, Token::text)}, title);
    const auto& run = controller_.chosen().run;
    const auto word = controller_.stale(controller_.chosen()) ? "of " + controller_.chosen().cell
                      : run.stage == RunStage::running        ? "so far"
                      : run.stage == RunStage::stopped        ? "stopped"
                      : run.stage == RunStage::none           ? "none yet"
                                                              : std::string();
    draw_text(g, {word, type(Face::regular, m.caption, Token::text2)}, title.withTrimmedLeft(m.section * 5.0f),
              Align::right, Fit::shorten);
    if (run.outcome) {
        const auto count = std::min(run.outcome->figures.size(), most_figures);
        auto rows = room.removeFromTop(static_cast<float>(figures_height()));
        const float height = m.hero * 2.4f;
        for (std::size_t i = 0; i < count; ++i) {
            const auto& figure = run.outcome->figures[i];
            const auto row = i / 2, column = i % 2;
            auto cell = juce::Rectangle<float>(rows.getX() + (column == 1 ? rows.getWidth() / 2.0f + 3.0f : 0.0f),
                                               rows.getY() + height * static_cast<float>(row),
                                               rows.getWidth() / 2.0f - 3.0f, height);
            draw_text(g, {figure.name, type(Face::regular, m.caption, Token::text2)},
                      cell.removeFromTop(m.caption * 1.6f), Align::left, Fit::shorten);
            const auto text = plot::prefixed(figure.value, figure.unit);
            const auto space = text.find(' ');
            TextLine line{text.substr(0, space), type(Face::mono_medium, m.hero - 2.0f, token_of(figure))};
            if (space != std::string::npos)
                line.add(text.substr(space + 1), type(Face::regular, m.unit, Token::text2), 4.0f);
            draw_text(g, line, cell.withHeight(m.hero * 1.3f), Align::left, Fit::shorten);
        }
    }
    if (!overlays_.empty()) {
        g.setColour(colour(Token::line));
        const int rule_y = overlay_title_y_ - m.section_above / 2;
        g.fillRect(room.getX(), static_cast<float>(rule_y), room.getWidth(), 1.0f);
        const auto line = juce::Rectangle<float>(room.getX(), static_cast<float>(overlay_title_y_), room.getWidth(),
                                                 m.section * 1.6f);
        draw_text(g, {"Overlay", type(Face::semibold, m.section, Token::text)}, line);
        draw_text(g, {"dashes match the plot", type(Face::regular, m.caption, Token::text2)}, line, Align::right);
    }
}

} // namespace soma::editor
