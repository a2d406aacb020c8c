#pragma once

#include "BuiltPaths.h"
#include "Editor/Lesson/LessonView.h"
#include "Editor/Window/Editor.h"
#include "EditorFakeHost.h"
#include "Lesson/LessonSource.h"
#include "Support/WaitFor.h"

#include <chrono>
#include <functional>

namespace soma::editor {

/// The lesson of the drawing: two neurons, ten questions, the third one asked.
inline nlohmann::json first_spike() {
    auto lesson = nlohmann::json::parse(R"({
 "format": "somaphone-lesson", "formatVersion": "1.0", "id": "first-spike", "version": 1, "language": "en",
 "title": "First spike", "summary": "Which τ is longer?", "goals": ["Hear a time constant"],
 "course": {"name": "Week 6, membrane by ear"}, "minutes": 10, "requires": ["model.lif"], "seed": {"mode": "class", "value": 20417},
 "cells": {"slow": {"model": "lif", "params": {"membrane_resistance_mohm": 200, "membrane_capacitance_nf": 0.1, "rest_mv": -65,
                    "threshold_mv": -55, "reset_mv": -65, "refractory_ms": 0}},
           "fast": {"model": "lif", "params": {"membrane_resistance_mohm": 200, "membrane_capacitance_nf": 0.04, "rest_mv": -65,
                    "threshold_mv": -55, "reset_mv": -65, "refractory_ms": 0}}},
 "stimuli": {"step": {"kind": "step", "amplitude": {"value": 60, "unit": "pA"}, "start_ms": 100, "duration_ms": 200, "total_ms": 400}},
 "sounds": {"A": {"label": "Neuron A", "cell": "slow", "stimulus": "step", "monitor": {"spike_level_db": -12}, "alt": "Clicks after the step begins.", "altAnswer": "The first click comes after 36 ms."},
            "B": {"label": "Neuron B", "cell": "fast", "stimulus": "step", "monitor": {"spike_level_db": -12}, "alt": "Clicks after the step begins.", "altAnswer": "The first click comes after 14 ms."}},
 "controls": {"default": "visible", "items": {"scope": "hidden", "membrane_capacitance_nf": "hidden", "threshold_above_rest_mv": "hidden"}},
 "steps": [], "scoring": {"pass": 0.7, "showScore": "step", "revealCostsPoints": true}})");
    const auto question = nlohmann::json::parse(R"({"id": "q", "kind": "choose", "points": 1,
  "title": "Both neurons get the same 60 pA step. Which one has the longer time constant τ?",
  "prompt": "Count the wait between the step and the first click.", "sounds": ["A", "B"], "hints": ["The longer one waits longer."],
  "options": [{"key": "1", "label": "Neuron A", "correct": true}, {"key": "2", "label": "Neuron B"}, {"key": "3", "label": "Same τ"}],
  "feedback": {"correct": "Right. A waits 35.8 ms, B only 14.3 ms: 2.5 times the τ, 2.5 times the wait.",
               "wrong": "A waits 35.8 ms, B only 14.3 ms."}})");
    for (int i = 1; i <= 10; ++i) {
        auto step = question;
        step["id"] = "q" + std::to_string(i);
        lesson["steps"].push_back(step);
    }
    return lesson;
}

/// A window that shows the lessons, driven by keys as a person does.
struct LessonWindow {
    struct Look {
        int width = 1100, height = 720;
        bool light = false, projector = false;
    };
    LessonWindow()
        : LessonWindow(Look{}) {}
    explicit LessonWindow(Look look) {
        host.play_lif();
        auto session = host.session();
        session.width = look.width;
        session.height = look.height;
        session.theme = look.light ? ThemeChoice::light : ThemeChoice::dark;
        session.projector = look.projector;
        session.view = ViewChoice::lesson;
        host.set_session(session);
        editor = std::make_unique<Editor>(host);
        editor->refresh();
        view = dynamic_cast<LessonView*>(&editor->view());
    }

    LessonController& controller() { return view->controller(); }
    lesson::Session& session() { return *controller().session(); }
    bool press(juce::juce_wchar key, int modifiers = 0) {
        const bool taken = editor->keyPressed({static_cast<int>(key), modifiers, key});
        editor->refresh();
        return taken;
    }
    bool press_code(int code) {
        const bool taken = editor->keyPressed({code, 0, 0});
        editor->refresh();
        return taken;
    }
    void enter() { press_code(juce::KeyPress::returnKey); }

    /// Until the lesson that was asked for is there, or refused; false if that hangs.
    bool wait() {
        test::wait_for([this] { return !controller().opening(); }, [this] { editor->refresh(); });
        editor->refresh();
        return !controller().opening();
    }
    /// A built-in one by the beginning of its file's name.
    bool open(const std::string& number) {
        auto& entries = controller().catalogue().entries();
        for (std::size_t i = 0; i < entries.size(); ++i)
            if (entries[i].file.starts_with(number)) {
                controller().open(i);
                return wait() && controller().session() != nullptr;
            }
        return false;
    }
    /// As a file that is dropped on the window.
    bool drop(const std::string& text, const char* name = "dropped.lesson.json") {
        const auto file = folder.getChildFile(name);
        folder.createDirectory();
        file.replaceWithData(text.data(), text.size());
        editor->filesDropped({file.getFullPathName()}, 10, 10);
        return wait() && controller().session() != nullptr;
    }
    /// Plays every sound to its end by its letter, as far as the lesson lets it.
    void hear_all() {
        for (std::size_t i = 0; i < session().cards().size(); ++i) {
            if (!session().can_play(i)) continue;
            if (i < 5)
                press(static_cast<juce::juce_wchar>('a' + i));
            else
                controller().play(i);
            host.end_sound();
            editor->refresh();
        }
    }
    /// "I cannot tell": by its key, or its button where digits are typed.
    void pass() {
        if (session().choices().empty())
            controller().cannot_tell();
        else
            press('0');
        editor->refresh();
    }
    /// On to a step by confirming, passing and listening.
    bool go_to(const std::string& id) {
        for (int guard = 0; guard < 400 && !controller().finished(); ++guard) {
            if (session().step().id == id) return true;
            if (session().step().kind == "listen") hear_all();
            if (!session().can_advance()) pass();
            enter();
        }
        return false;
    }
    juce::Image picture(const juce::String& name, float scale = 1.0f) {
        editor->refresh();
        auto image = editor->createComponentSnapshot(editor->getLocalBounds(), true, scale);
        const juce::File pictures{soma::test::pictures_folder()};
        pictures.createDirectory();
        const auto file = pictures.getChildFile(name + ".png");
        file.deleteFile();
        juce::FileOutputStream stream{file};
        juce::PNGImageFormat{}.writeImageToStream(image, stream);
        return image;
    }

    ~LessonWindow() { folder.deleteRecursively(); }

    juce::File folder = juce::File::createTempFile("lessons");
    FakeHost host;
    std::unique_ptr<Editor> editor;
    LessonView* view = nullptr;
};

/// Every visible part of the window.
inline void each_part(juce::Component& component, const std::function<void(juce::Component&)>& visit) {
    visit(component);
    for (auto* child : component.getChildren())
        if (child->isVisible()) each_part(*child, visit);
}

/// All that assistive programs and tooltips say.
inline juce::String all_spoken(juce::Component& window) {
    juce::String said;
    each_part(window, [&](juce::Component& part) {
        said << part.getTitle() << "\n" << part.getDescription() << "\n" << part.getHelpText() << "\n";
        if (auto* tip = dynamic_cast<juce::TooltipClient*>(&part)) said << tip->getTooltip() << "\n";
        if (auto* handler = part.getAccessibilityHandler()) {
            said << handler->getTitle() << "\n" << handler->getDescription() << "\n";
            if (auto* value = handler->getValueInterface()) said << value->getCurrentValueAsString() << "\n";
        }
    });
    return said;
}

} // namespace soma::editor
