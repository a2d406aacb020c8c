#include "Editor/Controls/Button.h"
#include "Editor/Controls/KeyCap.h"
#include "Editor/Lesson/Answers.h"
#include "Editor/Lesson/TypedField.h"
#include "Look/NumberFormat.h"

namespace soma::editor {

namespace {

/// The table of an experiment: typed by hand, filled by the bench, or by a method of limits.
class TableAnswer final : public Answers {
  public:
    TableAnswer(Context& shared, LessonController& controller)
        : Answers(shared, controller)
        , check_(shared, {"Check", {}, utf8(enter_key), true})
        , run_(shared, {"Run the bench", Icon::play, "G"})
        , step_(shared, {"Next step", Icon::play, utf8("↑ ↓")})
        , changed_(shared, {"It changed here", {}, utf8(enter_key), true}) {
        setTitle("Answers");
        for (const auto& check : step().checks) {
            auto& row = rows_.emplace_back();
            row.check = &check;
            const auto unit = std::string(lesson::symbol_of(check.unit));
            row.field = std::make_unique<TypedField>(shared, utf8(controller.session()->filled(check.label)) +
                                                                 (unit == "1" ? juce::String{} : ", in " + utf8(unit)));
            row.field->changed = [this, field = check.field](const juce::String& text) {
                controller_.answering().fields[field] = text.toStdString();
            };
            row.field->entered = [this, next = rows_.size()](const juce::String&) {
                if (next < rows_.size() && rows_[next].field->text().isEmpty())
                    rows_[next].field->begin({});
                else
                    controller_.hand_in_fields();
            };
            addAndMakeVisible(*row.field);
        }
        check_.pressed = [this] { controller_.hand_in_fields(); };
        run_.pressed = [this] { controller_.measure(); };
        step_.pressed = [this] { controller_.limits_step(); };
        changed_.pressed = [this] { controller_.limits_changed(); };
        for (auto* button : {&run_, &step_, &changed_, &check_}) addAndMakeVisible(button);
        refresh();
    }

    void refresh() override {
        const auto& fields = controller_.answering().fields;
        const bool series = controller_.answering().limits && !controller_.answering().limits->done();
        for (const auto& row : rows_) {
            const auto found = fields.find(row.check->field);
            const auto text = utf8(found == fields.end() ? std::string() : found->second);
            if (row.field->text() != text) row.field->set_text(text);
            row.field->set_locked(!open() || series);
        }
        check_.setVisible(open() && !series);
        run_.setVisible(open() && !step().by_hand);
        step_.setVisible(open() && series);
        changed_.setVisible(open() && series);
        repaint();
    }

    int lay_out(int width) override {
        refresh();
        const int columns = rows_.size() > 5 || width > 900 ? 2 : 1, gap = 14;
        const int each = (width - gap * (columns - 1)) / columns, pitch = metrics().row + 4;
        const auto high = (static_cast<int>(rows_.size()) + columns - 1) / columns;
        const int top = controller_.answering().limits ? juce::roundToInt(metrics().label * 1.6f) + 4 : 0;
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            const int column = static_cast<int>(i) / high, line = static_cast<int>(i) % high;
            rows_[i].area = {column * (each + gap), top + line * pitch, each, metrics().row};
            const int unit = projected() ? 84 : 56;
            const int typed = std::min(projected() ? 200 : 130, each / 2);
            rows_[i].field->resized();
            rows_[i].field->setBounds(rows_[i].area.withTrimmedRight(unit).removeFromRight(typed));
        }
        int y = top + high * pitch;
        const int wide = projected() ? 230 : 150;
        auto line = juce::Rectangle<int>{0, y + 4, width, metrics().button};
        for (auto* button : {&check_, &changed_})
            if (button->isVisible()) button->setBounds(line.removeFromRight(wide));
        for (auto* button : {&run_, &step_})
            if (button->isVisible()) button->setBounds(line.removeFromLeft(wide));
        const bool any = check_.isVisible() || changed_.isVisible();
        return any ? y + 4 + metrics().button : y;
    }

    void paint(juce::Graphics& g) override {
        if (const auto& limits = controller_.answering().limits) {
            const auto going = limits->ascending() ? " going up" : " going down";
            const auto text = limits->done() ? "All series are done: " + difference(*limits)
                                             : "Series " + std::to_string(limits->series()) + going + ", " +
                                                   significant(limits->value()) + " pA";
            draw_text(g, {text, type(Face::medium, metrics().label, Token::text)},
                      getLocalBounds().toFloat().withHeight(metrics().label * 1.6f));
        }
        for (const auto& row : rows_) {
            auto area = row.area.toFloat();
            const auto unit = std::string(lesson::symbol_of(row.check->unit));
            const auto right = area.withLeft(static_cast<float>(row.field->getRight()) + 6.0f);
            if (unit != "1") draw_text(g, {unit, type(Face::regular, metrics().label, Token::text2)}, right);
            draw_text(
                g, {controller_.session()->filled(row.check->label), type(Face::regular, metrics().label, Token::text)},
                area.withRight(static_cast<float>(row.field->getX()) - 6.0f), Align::left, Fit::shorten);
        }
    }

    bool take_key(const juce::KeyPress& key) override {
        const int code = key.getKeyCode();
        if (!open()) return false;
        if (controller_.answering().limits && !controller_.answering().limits->done() &&
            (code == juce::KeyPress::upKey || code == juce::KeyPress::downKey)) {
            controller_.limits_step();
            return true;
        }
        const auto letter = juce::CharacterFunctions::toLowerCase(key.getTextCharacter());
        if (letter == 'g' && run_.isVisible()) {
            controller_.measure();
            return true;
        }
        const bool begins =
            juce::CharacterFunctions::isDigit(letter) || letter == '.' || letter == ',' || letter == '-';
        if (!begins || controller_.answering().limits) return false;
        for (const auto& row : rows_)
            if (row.field->text().isEmpty()) {
                row.field->begin(juce::String::charToString(letter));
                return true;
            }
        return false;
    }

  private:
    struct Row {
        const lesson::Check* check = nullptr;
        std::unique_ptr<TypedField> field;
        juce::Rectangle<int> area;
    };
    const lesson::ExperimentStep& step() const {
        return std::get<lesson::ExperimentStep>(controller_.session()->step().body);
    }
    static std::string difference(const lesson::MethodOfLimits& limits) {
        return "up minus down " + fixed(limits.up_minus_down(), 1) + " pA";
    }

    std::vector<Row> rows_;
    WordButton check_, run_, step_, changed_;
};

} // namespace

std::unique_ptr<Answers> make_table_answer(Context& shared, LessonController& controller) {
    return std::make_unique<TableAnswer>(shared, controller);
}

} // namespace soma::editor
