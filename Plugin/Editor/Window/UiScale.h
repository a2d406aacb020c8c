#pragma once

#include <vector>

namespace soma::editor {

/// How large everything is drawn, in per cent of its logical size. A host's or the system's own factor comes first: it
/// is on the window already, and what is chosen here comes on top.
struct UiScale {
    static constexpr int least = 100, most = 300, step = 25;
    static constexpr int automatic = 0; ///< nobody has chosen

    /// The screen in device pixels, and the factor that host and system have applied.
    struct Screen {
        int width = 1920, height = 1080;
        double factor = 1.0;
        int room_width = 0, room_height = 0; ///< what a window may take of it, in device pixels; 0: all
        int least_height = 0;                ///< of the window, in logical pixels; 0: of the editor alone
        bool operator==(const Screen&) const = default;
    };

    /// Scales to choose from: from 1920 × 1080 on, all at which the smallest window still fits; else none.
    static std::vector<int> offered(const Screen& screen);
    /// Without a choice: 200 from 3840 × 2160 on, but what the host or system does already is not done again.
    static int usual(const Screen& screen);
    /// The choice, or the usual one.
    static int of(int chosen, const Screen& screen);
};

} // namespace soma::editor
