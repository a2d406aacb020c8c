#pragma once

#include "Editor/Controls/StatusLamp.h"
#include "Editor/Controls/Widget.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace soma::editor {

/// One number of the footer. Text is markup; a value that cannot be known is an en dash.
struct Reading {
    std::string name, value, unit;
    std::string tip = {};
    bool operator==(const Reading&) const = default;
};

/// Words that a view puts into the header in place of the preset.
struct HeaderWords {
    std::string name, sub;
    bool locked = false; ///< "Set by lesson" in place of A/B and undo
    bool operator==(const HeaderWords&) const = default;
};

/// One of Play, Bench and Lesson: everything between header and footer. A view reads its sizes from metrics() at
/// every layout and keeps working at 800 × 520 and in projector mode.
class View : public Widget {
  public:
    using Widget::Widget;

    /// Asked at every frame; cheap.
    virtual std::vector<Reading> readings() = 0;
    virtual LampWord lamp() = 0;
    /// None: the header shows the preset.
    virtual std::optional<HeaderWords> header() { return std::nullopt; }
    /// The header's arrows; false: they change the preset.
    virtual bool step(int /*direction*/) { return false; }
    /// A key that no control took; before the window's own keys.
    virtual bool handle_key(const juce::KeyPress& key) = 0;
    /// The user clicked into what wants keys, also in a DAW.
    virtual bool has_clicked_keys() const { return false; }
    /// A file dropped on the window; false: it is a preset.
    virtual bool take_file(const juce::File& /*file*/) { return false; }
    /// Theme, metrics or size of type changed.
    virtual void restyle() { resized(); }
};

/// A view by its tab.
struct ViewKind {
    ViewChoice choice;
    const char* name;
    std::function<std::unique_ptr<View>(Context&)> make;
};

/// In the order of the tabs. A new view is one row more in Views.cpp.
std::span<const ViewKind> view_kinds();

} // namespace soma::editor
