#pragma once

#include "Lesson/Answers/LessonContext.h"

#include <functional>

namespace soma::lesson {

/// The real lesson_context of a lesson: the engine plays the setups; the caller knows the cells.
class Instrument : public LessonContext {
  public:
    using FindCell = std::function<std::optional<CellPreset>(std::string_view id)>;

    explicit Instrument(FindCell find_cell)
        : find_cell_(std::move(find_cell)) {}

    std::optional<CellPreset> cell(std::string_view id) const override { return find_cell_(id); }
    Response run(const Setup& setup, double duration_ms) const override;

  private:
    FindCell find_cell_;
};

} // namespace soma::lesson
