#pragma once

#include "Editor/Play/PlayView.h"
#include "Editor/Scope/ScopePlot.h"
#include "Editor/Window/Editor.h"
#include "EditorFakeHost.h"

#include <functional>

/// Helpers that tests of the window share.
namespace soma::editor {

/// All that is shown.
inline void walk(juce::Component& component, const std::function<void(juce::Component&)>& visit) {
    visit(component);
    for (auto* child : component.getChildren())
        if (child->isVisible()) walk(*child, visit);
}

inline bool press(Editor& editor, juce::juce_wchar character, int modifiers = 0) {
    return editor.keyPressed(juce::KeyPress(static_cast<int>(character), modifiers, character));
}

/// The first whose accessible title begins so; null where there is none.
inline juce::Component* find_titled(juce::Component& in, const juce::String& title) {
    juce::Component* found = nullptr;
    walk(in, [&](juce::Component& component) {
        if (found == nullptr && component.getTitle().startsWith(title)) found = &component;
    });
    return found;
}

inline ScopePlot& plot_of(Editor& editor) { return dynamic_cast<PlayView&>(editor.view()).scope().plot(); }
inline ScopeController& controller_of(Editor& editor) {
    return dynamic_cast<PlayView&>(editor.view()).scope().controller();
}

/// The plot's description of itself after a frame.
inline juce::String spoken_scope(Editor& editor) {
    editor.createComponentSnapshot(editor.getLocalBounds());
    return plot_of(editor).spoken();
}

inline void run(FakeHost& host, Editor& editor, double seconds) {
    for (double time = 0.0; time < seconds; time += 0.05) {
        host.advance(0.05);
        editor.refresh();
    }
}

} // namespace soma::editor
