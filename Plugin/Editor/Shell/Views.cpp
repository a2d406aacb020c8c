#include "Editor/Bench/BenchView.h"
#include "Editor/Shell/PlayView.h"
#include "Editor/Shell/View.h"

#include <vector>

namespace soma::editor {

std::span<const ViewKind> view_kinds() {
    static const std::vector<ViewKind> kinds{
        {ViewChoice::play, "Play", [](Context& context) { return std::make_unique<PlayView>(context); }},
        {ViewChoice::bench, "Bench", [](Context& context) { return std::make_unique<BenchView>(context); }},
    };
    return kinds;
}

} // namespace soma::editor
