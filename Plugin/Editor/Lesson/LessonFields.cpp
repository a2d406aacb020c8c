#include "Editor/Lesson/LessonFields.h"

#include "Look/NumberFormat.h"

#include "Lesson/Answers/Setup.h"
#include "Lesson/Format/Problem.h"

#include <array>

namespace soma::editor {

namespace {

struct Named {
    std::string_view id, label;
    Token hue;
};
constexpr std::array names{Named{"stim_amplitude_pa", "Step", Token::cur},
                           Named{"stim_duration_ms", "Length", Token::cur},
                           Named{"membrane_resistance_mohm", "R_{m}", Token::leak},
                           Named{"membrane_capacitance_nf", "C", Token::vm},
                           Named{"rest_mv", "E_{L}", Token::leak},
                           Named{"threshold_mv", "V_{th}", Token::thr},
                           Named{"threshold_above_rest_mv", "V_{th} − E_{L}", Token::thr},
                           Named{"refractory_ms", "t_{ref}", Token::thr},
                           Named{"sodium_resistance_mohm", "R_{Na}", Token::na},
                           Named{"potassium_resistance_mohm", "R_{K}", Token::k},
                           Named{"potassium_outside_mm", "K outside", Token::k}};

const Named* named(std::string_view id) {
    for (const auto& name : names)
        if (name.id == id) return &name;
    return nullptr;
}

/// Value of the tune step's control; its text is "by ear" where the number would tell the answer.
class TunedModel final : public FieldModel {
  public:
    explicit TunedModel(LessonController& controller)
        : controller_(controller) {}

    Parameter meta() const override {
        auto row = lesson::control_parameter(step().control);
        row.min = step().range->first;
        row.max = step().range->second;
        row.default_value = row.min;
        row.scale = step().logarithmic ? Scale::logarithmic : Scale::linear;
        return row;
    }
    double value() const override { return controller_.tuned(); }
    void set(double shown) override { controller_.tune(shown); }
    std::string text(double shown) const override { return blind() ? "by ear" : significant(shown); }
    bool blind() const override { return step().blind && !step().show_value && !over(); }
    bool locked() const override { return over(); }

  private:
    bool over() const { return controller_.session()->phase() == lesson::Phase::answered; }
    const lesson::TuneStep& step() const { return std::get<lesson::TuneStep>(controller_.session()->step().body); }

    LessonController& controller_;
};

class MovedModel final : public FieldModel {
  public:
    MovedModel(LessonController& controller, std::string id, bool locked)
        : controller_(controller)
        , id_(std::move(id))
        , locked_(locked) {}

    Parameter meta() const override {
        auto row = lesson::control_parameter(id_);
        row.default_value = given();
        try {
            if (auto* session = controller_.session(); session != nullptr && !session->cards().empty()) {
                const auto range = session->reach(id_);
                row.min = std::max(row.min, range.low);
                row.max = std::min(row.max, range.high);
            }
        } catch (const lesson::LessonError&) {
            // Keys that cannot be computed limit nothing.
        }
        return row;
    }
    double value() const override {
        const auto& moved = controller_.sound().moved;
        const auto found = moved.find(id_);
        return found != moved.end() ? found->second : given();
    }
    void set(double shown) override { controller_.move(id_, shown); }
    bool locked() const override { return locked_; }

  private:
    double given() const {
        try {
            auto* session = controller_.session();
            return session != nullptr && !session->cards().empty() ? lesson::parameter_value(session->setup(0), id_)
                                                                   : 0.0;
        } catch (const lesson::LessonError&) {
            return 0.0;
        }
    }

    LessonController& controller_;
    std::string id_;
    bool locked_;
};

} // namespace

std::string lesson_label(std::string_view id) {
    if (const auto* name = named(id)) return std::string(name->label);
    return std::string(lesson::control_parameter(id).label);
}

std::unique_ptr<FieldModel> tuned_model(LessonController& controller) {
    return std::make_unique<TunedModel>(controller);
}

std::unique_ptr<FieldModel> moved_model(LessonController& controller, const std::string& id, bool locked) {
    return std::make_unique<MovedModel>(controller, id, locked);
}

LessonFields::LessonFields(Context& shared, LessonController& controller)
    : Widget(shared) {
    setTitle("Controls");
    const auto* session = controller.session();
    if (session == nullptr || controller.finished() || session->cards().empty() || session->trial().second > 0) return;
    const auto& step = session->step();
    const auto& controls = step.controls ? *step.controls : session->lesson().controls;
    for (const auto& [id, listed] : controls.items) {
        if (!lesson::parameter_exists(id)) continue;
        const auto* tune = std::get_if<lesson::TuneStep>(&step.body);
        const auto visibility = session->visibility(id);
        // The knob of a tune step stands with its answer.
        if (visibility == lesson::Visibility::hidden || (tune != nullptr && tune->control == id)) continue;
        FieldLook look;
        look.label = lesson_label(id);
        look.spoken = std::string(lesson::control_parameter(id).label);
        if (const auto* name = named(id)) look.hue = name->hue;
        fields_.push_back(std::make_unique<ValueField>(
            shared, moved_model(controller, id, visibility == lesson::Visibility::locked), look));
        addAndMakeVisible(*fields_.back());
    }
}

int LessonFields::lay_out(int width) {
    constexpr int abreast = 3;
    const int gap = 8, each = (width - gap * (abreast - 1)) / abreast;
    int y = 0;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        const int column = static_cast<int>(i) % abreast;
        if (i > 0 && column == 0) y += metrics().row + metrics().field_gap;
        fields_[i]->setBounds(column * (each + gap), y, each, metrics().row);
    }
    return fields_.empty() ? 0 : y + metrics().row;
}

void LessonFields::refresh() {
    for (const auto& field : fields_) field->refresh();
}

} // namespace soma::editor
