#pragma once

#include "LessonWindow.h"
#include "Student.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace soma::editor {

/// Takes a lesson in the window, key by key.
struct PlayedLesson {
    double score = 0.0, maximum = 0.0;
    int answers = 0, mistakes = 0;
};

class AtTheWindow {
  public:
    /// Called when all of a step has been done.
    std::function<void()> before_next;

    AtTheWindow(LessonWindow& window, test::Student student)
        : window_(window)
        , student_(std::move(student)) {}

    PlayedLesson play() {
        auto& controller = window_.controller();
        for (int guard = 0; !controller.finished(); ++guard) {
            if (guard > 4000) {
                ADD_FAILURE() << where() << "never ends";
                break;
            }
            auto& session = window_.session();
            if (session.step().role != "predict" || session.phase() == lesson::Phase::answered) hear();
            if (session.can_advance()) {
                if (before_next) before_next();
                window_.enter();
                continue;
            }
            if (auto& limits = controller.answering().limits; limits && !limits->done()) {
                go_on_with_limits(*limits);
                continue;
            }
            give(student_.answer(session));
        }
        const auto& session = window_.session();
        return {session.score(), session.maximum(), answers_, student_.mistakes_made()};
    }

  private:
    std::string where() {
        auto& session = window_.session();
        return session.lesson().id + ", seed " + std::to_string(session.seed()) + ", " + session.step().id + ": ";
    }
    /// Plays each unheard sound by its letter; a sixth sound has a button alone.
    void hear() {
        for (std::size_t i = 0; i < window_.session().cards().size(); ++i) {
            if (window_.session().cards()[i].plays > 0 || !window_.session().can_play(i)) continue;
            if (i < 5)
                window_.press(static_cast<juce::juce_wchar>('a' + i));
            else
                window_.controller().play(i);
            window_.host.end_sound();
            window_.editor->refresh();
        }
    }
    void go_on_with_limits(const lesson::MethodOfLimits& limits) {
        auto& controller = window_.controller();
        const double wanted = window_.session().solution().fields.begin()->second;
        const bool begun = controller.sound().last().has_value();
        if (begun && student_.hears_change((limits.value() >= wanted) == limits.ascending()))
            controller.limits_changed();
        else
            controller.limits_step();
        window_.host.end_sound();
        window_.editor->refresh();
    }
    void give(test::Given given) {
        auto& controller = window_.controller();
        const auto& session = window_.session();
        const auto rows = session.rows().size();
        const auto& body = session.step().body;
        if (!given.keys.empty()) {
            // Where several are chosen, a key takes away what an earlier attempt has left.
            auto presses = given.keys;
            const auto* choose = std::get_if<lesson::ChooseStep>(&body);
            const bool several = choose != nullptr && choose->multiple;
            for (const int chosen : several ? controller.answering().keys : std::vector<int>{}) {
                const auto found = std::ranges::find(presses, chosen);
                if (found != presses.end())
                    presses.erase(found);
                else
                    presses.push_back(chosen);
            }
            for (const int key : presses) window_.press(static_cast<juce::juce_wchar>('0' + key));
            if (several) window_.enter();
        } else if (!given.order.empty()) {
            const auto sounds = session.sounds();
            for (const auto& sound : given.order)
                window_.press(static_cast<juce::juce_wchar>('1' + (std::ranges::find(sounds, sound) - sounds.begin())));
            window_.enter();
        } else if (given.tuned) {
            controller.tune(*given.tuned);
            window_.enter();
        } else if (const auto* bench = std::get_if<lesson::ExperimentStep>(&body)) {
            const bool limits = controller.answering().limits.has_value();
            for (const auto& check : bench->checks)
                if (!limits || !controller.answering().fields.contains(check.field))
                    controller.answering().fields[check.field] = given.fields.at(check.field);
            if (limits) given.right = false; // the student's own number
            controller.hand_in_fields();
        } else {
            controller.hand_in_number(given.typed);
        }
        window_.editor->refresh();
        ++answers_;
        EXPECT_GT(window_.session().rows().size(), rows) << where() << "the answer was not taken";
        check(given, rows);
    }
    /// It was marked and answered as it should be, and the window says so.
    void check(const test::Given& given, std::size_t row) {
        const auto& session = window_.session();
        if (row >= session.rows().size()) return;
        const int marked = session.rows()[row].correct;
        if (given.right) {
            EXPECT_EQ(marked, 1) << where();
        }
        if (given.wrong) {
            EXPECT_EQ(marked, 0) << where();
        }
        if (given.feedback.empty() || session.trial().second > 0) return;
        const auto said = test::flat(all_spoken(window_.view->page()).toStdString());
        EXPECT_NE(said.find(test::flat(given.feedback)), said.npos)
            << where() << given.feedback << "\nbut says: " << said;
    }

    LessonWindow& window_;
    test::Student student_;
    int answers_ = 0;
};

} // namespace soma::editor
