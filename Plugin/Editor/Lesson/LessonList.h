#pragma once

#include "Editor/Panels/SidePanel.h"
#include "Session/LessonDesk.h"

namespace soma::editor {

/// The lessons with a ring each: empty, in part, or done with a tick. Arrows move along the list.
class LessonList final : public SidePanel {
  public:
    LessonList(Context& shared, LessonDesk& desk, std::function<void()> open_file);

    void refresh() override;

  protected:
    void lay_out() override;

  private:
    class Row;
    class Refusal;
    void make_rows();

    LessonDesk& desk_;
    std::vector<Row*> rows_;
    Refusal* refusal_;
    Part* open_;
    std::size_t made_ = 0;
    bool refused_ = false;
};

} // namespace soma::editor
