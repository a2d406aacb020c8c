#include "Editor/Controls/KeyCap.h"
#include "Editor/Lesson/AnswerButton.h"
#include "Editor/Lesson/Answers.h"

#include <algorithm>
#include <array>

namespace soma::editor {

namespace {

using Mark = AnswerButton::Mark;

std::string ordinal(std::size_t place) {
    constexpr std::array ends{"st", "nd", "rd"};
    return std::to_string(place) + (place <= ends.size() ? ends[place - 1] : "th");
}

bool holds(const std::vector<int>& keys, int key) { return std::find(keys.begin(), keys.end(), key) != keys.end(); }

/// One button for each option, or for each sound that is to be put in order.
class ChoiceAnswers final : public Answers {
  public:
    ChoiceAnswers(Context& shared, LessonController& controller)
        : Answers(shared, controller)
        , check_(shared, {"Check", {}, utf8(enter_key), true}) {
        setTitle("Answers");
        const auto* choose = std::get_if<lesson::ChooseStep>(&controller.session()->step().body);
        confirmed_ = choose == nullptr || choose->multiple;
        for (const auto& choice : choices()) {
            auto& button = *buttons_.emplace_back(std::make_unique<AnswerButton>(shared));
            button.pressed = [this, key = choice.key] {
                if (controller_.voting())
                    controller_.vote(key, 1);
                else
                    controller_.key(key);
            };
            button.can_press = [this] { return open() || controller_.voting(); };
            addAndMakeVisible(button);
        }
        check_.pressed = [this] { controller_.confirm(); };
        if (confirmed_) addAndMakeVisible(check_);
        refresh();
    }

    void refresh() override {
        const auto list = choices();
        for (std::size_t i = 0; i < buttons_.size() && i < list.size(); ++i)
            buttons_[i]->show({std::to_string(list[i].key), list[i].label, place(list[i].key), mark(list[i].key)});
        if (confirmed_) check_.setVisible(open() && !projected());
    }

    int lay_out(int width) override {
        refresh();
        const int gap = projected() ? 16 : 12, count = static_cast<int>(buttons_.size());
        int y = 0;
        const int each = (width - gap * (count - 1)) / std::max(count, 1);
        const bool abreast = std::all_of(buttons_.begin(), buttons_.end(),
                                         [&](const auto& button) { return button->natural_width() <= each; });
        if (abreast) {
            const int height = projected() ? 74 : metrics().kind == Metrics::Kind::minimum ? 42 : 54;
            for (int i = 0; i < count; ++i) {
                // The last ends where the row ends, whatever the rounding.
                const int left = i * (width + gap) / count, right = (i + 1) * (width + gap) / count - gap;
                buttons_[static_cast<std::size_t>(i)]->setBounds(left, 0, right - left, height);
            }
            y = height;
        } else {
            for (const auto& button : buttons_) {
                const int height = button->height_for(width);
                button->setBounds(0, y, width, height);
                y += height + 6;
            }
            y -= 6;
        }
        if (!check_.isVisible()) return y;
        const int wide = projected() ? 170 : 110;
        check_.setBounds(width - wide, y + 8, wide, metrics().button);
        return y + 8 + metrics().button;
    }

  private:
    std::vector<lesson::Choice> choices() const {
        const auto* order = std::get_if<lesson::OrderStep>(&controller_.session()->step().body);
        if (order == nullptr) return controller_.session()->choices();
        std::vector<lesson::Choice> list;
        for (const auto& card : controller_.session()->cards())
            list.push_back({static_cast<int>(list.size()) + 1, card.name()});
        return list;
    }

    std::optional<std::string> sound_of(int key) const {
        if (!std::holds_alternative<lesson::OrderStep>(controller_.session()->step().body)) return std::nullopt;
        return controller_.session()->sounds().at(static_cast<std::size_t>(key - 1));
    }

    /// Where it was put; once it is over, where it belongs, if that is another place.
    std::string place(int key) const {
        const auto sound = sound_of(key);
        if (!sound) return {};
        const auto place_in = [&](const std::vector<std::string>& order) -> std::size_t {
            const auto found = std::find(order.begin(), order.end(), *sound);
            return found == order.end() ? 0 : static_cast<std::size_t>(found - order.begin()) + 1;
        };
        const auto put = place_in(controller_.answering().order);
        const auto right = over() ? place_in(controller_.answering().solution.order) : put;
        if (put == 0 && right == 0) return {};
        if (put == right || put == 0) return ordinal(right);
        return ordinal(put) + ", is " + ordinal(right);
    }

    /// The right answer may be seen.
    bool over() const {
        const auto& given = controller_.answering();
        return projected() ? given.answer_shown : !open() && !given.solution.text.empty();
    }

    Mark mark(int key) const {
        const auto& given = controller_.answering();
        if (const auto sound = sound_of(key)) {
            const bool put = std::find(given.order.begin(), given.order.end(), *sound) != given.order.end();
            return !open() ? Mark::dim : put ? Mark::chosen : Mark::open;
        }
        const bool chosen = holds(given.keys, key);
        if (over()) {
            if (holds(given.solution.keys, key)) return Mark::right;
            return chosen ? Mark::wrong : Mark::dim;
        }
        if (projected()) return Mark::open;
        if (!open()) return chosen ? Mark::chosen : Mark::dim;
        if (confirmed_) return chosen ? Mark::chosen : Mark::open;
        // A wrong one with another attempt left.
        if (chosen && given.outcome && !given.outcome->correct) return Mark::wrong;
        const bool may = controller_.session()->can_answer();
        return may ? Mark::open : Mark::dim;
    }

    std::vector<std::unique_ptr<AnswerButton>> buttons_;
    WordButton check_;
    bool confirmed_ = false;
};

} // namespace

std::unique_ptr<Answers> make_choice_answers(Context& shared, LessonController& controller) {
    return std::make_unique<ChoiceAnswers>(shared, controller);
}

} // namespace soma::editor
