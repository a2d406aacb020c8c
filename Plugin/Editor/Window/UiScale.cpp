#include "Editor/Window/UiScale.h"

#include "Editor/Window/Editor.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

std::vector<int> UiScale::offered(const Screen& screen) {
    std::vector<int> scales;
    if (screen.width < 1920 || screen.height < 1080) return scales;
    const int room_width = screen.room_width > 0 ? screen.room_width : screen.width;
    const int room_height = screen.room_height > 0 ? screen.room_height : screen.height;
    const int least_height = screen.least_height > 0 ? screen.least_height : Editor::least_height;
    const auto fits = [](int logical, double factor, int pixels) { return logical * factor <= pixels; };
    for (int scale = least; scale <= most; scale += step) {
        const double factor = screen.factor * scale / 100.0;
        if (fits(Editor::least_width, factor, room_width) && fits(least_height, factor, room_height))
            scales.push_back(scale);
    }
    return scales;
}

int UiScale::usual(const Screen& screen) {
    const double wanted = screen.width >= 3840 && screen.height >= 2160 ? 200.0 : 100.0;
    const int rest = step * static_cast<int>(std::lround(wanted / screen.factor / step));
    return std::clamp(rest, least, most);
}

int UiScale::of(int chosen, const Screen& screen) { return chosen == automatic ? usual(screen) : chosen; }

} // namespace soma::editor
