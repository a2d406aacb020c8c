#pragma once

#include "Editor/Controls/ValueField.h"
#include "Session/LessonController.h"

namespace soma::editor {

/// Short name and hue where it stands in a footer or a field; markup.
std::string lesson_label(std::string_view id);

/// The knob of a tune step.
std::unique_ptr<FieldModel> tuned_model(LessonController& controller);
/// A parameter of the sounds of this step, that the student may move or only see.
std::unique_ptr<FieldModel> moved_model(LessonController& controller, const std::string& id, bool locked);

/// The parameters that the present step lets the student move, or shows with a padlock.
class LessonFields final : public Widget {
  public:
    LessonFields(Context& shared, LessonController& controller);

    bool empty() const { return fields_.empty(); }
    int lay_out(int width);
    void refresh() override;

  private:
    std::vector<std::unique_ptr<ValueField>> fields_;
};

} // namespace soma::editor
