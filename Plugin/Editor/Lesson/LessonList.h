#pragma once

#include "Editor/Panels/SidePanel.h"
#include "Session/LessonController.h"

namespace soma::editor {

/// The lessons with a ring each: empty, in part, or done with a tick. Arrows move along the list.
class LessonList final : public SidePanel {
  public:
    LessonList(Context& shared, LessonController& controller, std::function<void()> open_file);

    void refresh() override;

  protected:
    void lay_out() override;

  private:
    class Row;
    class Refusal;
    void make_rows();

    LessonController& controller_;
    std::vector<Row*> rows_;
    Refusal* refusal_;
    Widget* open_;
    std::size_t made_ = 0;
    bool refused_ = false;
};

} // namespace soma::editor
