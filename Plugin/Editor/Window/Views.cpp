#include "Editor/Bench/BenchView.h"
#include "Editor/Lesson/LessonView.h"
#include "Editor/Panels/View.h"
#include "Editor/Play/PlayView.h"

#include <vector>

namespace soma::editor {

std::span<const ViewKind> view_kinds() {
    static const std::vector<ViewKind> kinds{
        {ViewChoice::play, "Play", [](Context& context) { return std::make_unique<PlayView>(context); }},
        {ViewChoice::bench, "Bench", [](Context& context) { return std::make_unique<BenchView>(context); }},
        {ViewChoice::lesson, "Lesson", [](Context& context) { return std::make_unique<LessonView>(context); }},
    };
    return kinds;
}

} // namespace soma::editor
