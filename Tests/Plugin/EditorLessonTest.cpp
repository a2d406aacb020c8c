#include "LessonWindow.h"

#include "Editor/Lesson/TypedField.h"
#include "Lesson/Format/Messages.h"
#include "Support/LessonFiles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace soma::editor {
namespace {

using testing::HasSubstr;

std::string typed(double x) { return lesson::number_text(x, 9); }

/// Types into the field that the digit opened, as a person does, and hands it in.
void type_number(LessonWindow& window, const std::string& text) {
    window.controller().hand_in_number(text);
    window.editor->refresh();
}

/// Answers the question that stands by keys alone. Text fields need the system's focus, which a test has not: what
/// would be typed into them is handed to the controller.
void answer_right(LessonWindow& window) {
    auto& session = window.session();
    const auto solution = session.solution();
    const auto& body = session.step().body;
    if (std::holds_alternative<lesson::OrderStep>(body)) {
        const auto sounds = session.sounds();
        for (const auto& sound : solution.order) {
            const auto at = std::find(sounds.begin(), sounds.end(), sound) - sounds.begin();
            window.press(static_cast<juce::juce_wchar>('1' + at));
        }
        window.enter();
    } else if (std::holds_alternative<lesson::ExplainStep>(body)) {
        window.controller().hand_in_number(
            "The current charges the capacitor of the membrane until the voltage has come to its end.");
    } else if (const auto* choose = std::get_if<lesson::ChooseStep>(&body)) {
        for (const int key : choose->multiple ? solution.keys : std::vector{solution.keys[0]})
            window.press(static_cast<juce::juce_wchar>('0' + key));
        if (choose->multiple) window.enter();
    } else if (std::holds_alternative<lesson::TuneStep>(body)) {
        window.controller().tune(*solution.number);
        window.enter();
    } else if (const auto* experiment = std::get_if<lesson::ExperimentStep>(&body)) {
        if (window.controller().answering().limits) {
            const double edge = solution.fields.begin()->second;
            for (int guard = 0; guard < 400 && !window.controller().answering().limits->done(); ++guard) {
                window.press_code(juce::KeyPress::upKey);
                window.host.end_sound();
                window.editor->refresh();
                const auto& limits = *window.controller().answering().limits;
                if ((limits.value() >= edge) == limits.ascending()) window.enter();
            }
        } else if (!experiment->by_hand) {
            window.press('g');
            for (const auto& [field, value] : solution.fields)
                if (!window.controller().answering().fields.contains(field))
                    window.controller().answering().fields[field] = typed(value);
        } else {
            for (const auto& [field, value] : solution.fields)
                window.controller().answering().fields[field] = typed(value);
        }
        window.enter();
    } else {
        type_number(window, typed(*solution.number));
    }
}

/// A student who knows: every step to the end.
void play_right(LessonWindow& window) {
    for (int guard = 0; guard < 2000 && !window.controller().finished(); ++guard) {
        window.hear_all();
        if (window.session().phase() != lesson::Phase::answered) answer_right(window);
        window.hear_all();
        ASSERT_TRUE(window.session().can_advance())
            << window.session().lesson().id << ", " << window.session().step().id << ": "
            << (window.controller().answering().outcome ? window.controller().answering().outcome->text : "");
        window.enter();
    }
    EXPECT_TRUE(window.controller().finished());
}

TEST(EditorLesson, TheListHoldsTheCourseAndOpensByPressing) {
    LessonWindow window;
    ASSERT_NE(window.view, nullptr);
    EXPECT_EQ(window.controller().catalogue().entries().size(), 25u);
    EXPECT_FALSE(window.host.in_lesson()) << "nothing is open: the sound is the user's";
    EXPECT_FALSE(window.view->header());
    juce::Component* row = nullptr;
    each_part(*window.editor, [&](juce::Component& part) {
        if (part.getTitle().startsWith("05, How slow is this membrane?, 20 minutes")) row = &part;
    });
    ASSERT_NE(row, nullptr);
    row->keyPressed({juce::KeyPress::returnKey, 0, 0});
    ASSERT_TRUE(window.wait());
    ASSERT_NE(window.controller().session(), nullptr);
    EXPECT_TRUE(window.host.in_lesson());
    ASSERT_TRUE(window.view->header());
    EXPECT_TRUE(window.view->header()->locked);
    EXPECT_EQ(window.controller().progress(*window.controller().chosen()), 0.0);
    window.hear_all(); // the sound that sets the volume
    window.enter();
    EXPECT_GT(window.controller().progress(*window.controller().chosen()), 0.0);
    EXPECT_TRUE(window.view->step(1));
    ASSERT_TRUE(window.wait());
    EXPECT_EQ(window.session().lesson().id, "lif-threshold");
}

TEST(EditorLesson, AStudentReachesFullMarksByKeysInEveryKindOfStep) {
    {
        LessonWindow window;
        ASSERT_TRUE(window.drop(test::small_lesson().dump()));
        play_right(window);
        EXPECT_NEAR(window.session().score(), window.session().maximum(), 1e-9);
        EXPECT_TRUE(window.session().passed());
        EXPECT_EQ(window.controller().progress(*window.controller().chosen()), 1.0);
    }
    // Between them: identify, compare, staircases, method of limits, several answers, by hand and by the bench.
    for (const char* number : {"01", "05", "07", "11", "14", "15"}) {
        LessonWindow window;
        ASSERT_TRUE(window.open(number)) << number;
        play_right(window);
        EXPECT_NEAR(window.session().score(), window.session().maximum(), 1e-9) << number;
    }
}

TEST(EditorLesson, AWrongAnswerGetsItsWrittenFeedback) {
    LessonWindow window;
    ASSERT_TRUE(window.open("01"));
    ASSERT_TRUE(window.go_to("task5-1"));
    const auto mistakes = window.session().misconceptions();
    ASSERT_FALSE(mistakes.empty());
    type_number(window, juce::String(mistakes.front().first, 6).toStdString());
    ASSERT_TRUE(window.controller().answering().outcome);
    const auto& step = window.session().step();
    EXPECT_FALSE(window.controller().answering().outcome->correct);
    bool written = false;
    for (const auto& misconception : step.feedback.when_equals)
        written |= misconception.text == window.controller().answering().outcome->text;
    EXPECT_TRUE(written) << window.controller().answering().outcome->text;
    EXPECT_EQ(window.session().attempts_left(), 2);
    type_number(window, "a lot");
    EXPECT_EQ(window.session().attempts_left(), 2) << "no number, no attempt";
    const auto right = juce::String(*window.session().solution().number, 3);
    ASSERT_TRUE(right.startsWithChar('-')) << "a minus as books print it, and a decimal comma";
    type_number(window, "\xe2\x88\x92" + right.substring(1).replaceCharacter('.', ',').toStdString() + " mV");
    EXPECT_TRUE(window.controller().answering().outcome->correct);

    LessonWindow choice;
    ASSERT_TRUE(choice.drop(first_spike().dump()));
    choice.press('2');
    EXPECT_THAT(choice.controller().answering().outcome->text, HasSubstr("Listen to every sound first"));
    choice.hear_all();
    choice.press('2');
    const auto said = all_spoken(*choice.editor);
    EXPECT_TRUE(said.contains("Neuron B, Not this one")) << said;
    EXPECT_TRUE(said.contains("Neuron A, right"));
    EXPECT_TRUE(said.contains("A waits 35.8 ms, B only 14.3 ms."));
}

TEST(EditorLesson, SoundsPlayByLetterInTurnAndStop) {
    LessonWindow window;
    ASSERT_TRUE(window.drop(first_spike().dump()));
    window.press('b');
    ASSERT_EQ(window.host.lesson_sounds.size(), 1u);
    EXPECT_DOUBLE_EQ(window.host.lesson_sounds[0].values[Id::membrane_capacitance_nf], 0.04);
    EXPECT_EQ(window.view->lamp().word, "Playing B, Neuron B");
    window.press('b');
    EXPECT_FALSE(window.host.lesson_player().playing()) << "the letter again stops it";
    EXPECT_EQ(window.view->lamp().word, "Stopped");
    window.press(' ');
    EXPECT_TRUE(window.host.lesson_player().playing());
    window.host.end_sound();
    test::wait_for([&] { return window.host.lesson_sounds.size() >= 3; }, [&] { window.editor->refresh(); });
    ASSERT_EQ(window.host.lesson_sounds.size(), 3u) << "the second one follows by itself";
    EXPECT_DOUBLE_EQ(window.host.lesson_sounds[2].values[Id::membrane_capacitance_nf], 0.04);
    EXPECT_EQ(window.session().cards()[1].plays, 2);
}

/// While something is hidden, neither names nor tooltips nor the footer nor what is drawn know it.
TEST(EditorLesson, NothingThatIsHiddenLeaksOut) {
    LessonWindow window;
    ASSERT_TRUE(window.drop(first_spike().dump()));
    window.hear_all();
    auto said = all_spoken(*window.editor);
    for (const char* secret : {"100 pF", "40.0 pF", "0.1", "0.04", "35.8", "14.3", "36 ms", "20 ms", "8 ms", "right"})
        EXPECT_FALSE(said.contains(secret)) << secret << " in\n" << said;
    EXPECT_TRUE(said.contains("Scope hidden"));
    bool hidden = false;
    for (const auto& reading : window.view->readings()) hidden |= reading.name == "C" && reading.value == "hidden";
    EXPECT_TRUE(hidden);
    window.press('1');
    said = all_spoken(*window.editor);
    EXPECT_TRUE(said.contains("35.8 ms"));

    // In a trial neither names nor texts tell which of the two is played.
    LessonWindow trials;
    ASSERT_TRUE(trials.open("15"));
    ASSERT_TRUE(trials.go_to("warm"));
    trials.hear_all();
    said = all_spoken(trials.view->page());
    const auto* choose = std::get_if<lesson::ChooseStep>(&trials.session().step().body);
    for (const auto& name : choose->trial->sounds) {
        const auto& sound = trials.session().lesson().sounds.find(name)->second;
        EXPECT_FALSE(said.contains(utf8("Play " + sound.label + ","))) << said;
        if (!sound.alt_answer.empty()) {
            EXPECT_FALSE(said.contains(utf8(sound.alt_answer)));
        }
    }
    for (const auto& reading : trials.view->readings()) EXPECT_EQ(reading.value, "hidden") << reading.name;

    // A knob that is turned by ear says no number.
    LessonWindow tuned;
    ASSERT_TRUE(tuned.open("01"));
    ASSERT_TRUE(tuned.go_to("tune-rest"));
    tuned.press_code(juce::KeyPress::upKey);
    EXPECT_GT(tuned.controller().tuned(), 1.0);
    EXPECT_TRUE(all_spoken(*tuned.editor).contains("by ear"));
}

TEST(EditorLesson, EverySoundHasItsTextWithinReach) {
    LessonWindow window;
    ASSERT_TRUE(window.open("04"));
    ASSERT_TRUE(window.go_to("hear"));
    const auto cards = window.session().cards();
    auto said = all_spoken(window.view->page());
    for (const auto& card : cards) EXPECT_TRUE(said.contains(utf8(card.alt))) << card.alt;
    EXPECT_FALSE(window.view->page().texts_shown());
    window.press('l');
    EXPECT_TRUE(window.view->page().texts_shown());
    ASSERT_TRUE(window.go_to("show"));
    said = all_spoken(window.view->page());
    for (const auto& card : window.session().cards()) EXPECT_TRUE(said.contains(utf8(card.alt)));
    EXPECT_TRUE(window.session().revealed("altAnswers"));
}

TEST(EditorLesson, EveryControlHasANameAndIsReachedByTab) {
    for (const auto& look : {LessonWindow::Look{}, LessonWindow::Look{800, 520, false, false},
                             LessonWindow::Look{1100, 720, true, true}}) {
        LessonWindow window(look);
        ASSERT_TRUE(window.drop(test::small_lesson().dump()));
        for (int guard = 0; guard < 40 && !window.controller().finished(); ++guard) {
            window.editor->refresh();
            juce::KeyboardFocusTraverser traverser;
            const auto order = traverser.getAllComponents(window.editor.get());
            const std::set<juce::Component*> reached(order.begin(), order.end());
            each_part(*window.editor, [&](juce::Component& part) {
                if (!part.getWantsKeyboardFocus() || &part == window.editor.get()) return;
                EXPECT_FALSE(part.getTitle().isEmpty()) << typeid(part).name();
                EXPECT_TRUE(!part.isEnabled() || reached.contains(&part)) << part.getTitle();
                EXPECT_GT(part.getWidth() * part.getHeight(), 0) << part.getTitle();
            });
            window.hear_all();
            if (!window.session().can_advance()) window.pass();
            window.hear_all();
            window.enter();
        }
        EXPECT_TRUE(window.controller().finished());
    }
}

TEST(EditorLesson, TheInstrumentIsTheLessonsOnlyWhileItsViewIsOpen) {
    LessonWindow window;
    ASSERT_TRUE(window.drop(first_spike().dump()));
    window.press('a');
    EXPECT_TRUE(window.host.in_lesson());
    window.editor->show_view(ViewChoice::play);
    EXPECT_FALSE(window.host.in_lesson());
    EXPECT_FALSE(window.host.lesson_player().playing());
    window.editor->show_view(ViewChoice::lesson);
    EXPECT_TRUE(window.host.in_lesson());
    window.hear_all();
    window.press('1');
    // Closing the window loses no answer.
    window.editor.reset();
    EXPECT_FALSE(window.host.in_lesson());
    window.editor = std::make_unique<Editor>(window.host);
    window.editor->refresh();
    EXPECT_TRUE(window.host.in_lesson());
    EXPECT_EQ(window.host.lessons().session()->score(), 1.0);
    EXPECT_EQ(window.host.gestures, 0) << "no parameter of the user's was touched";
}

TEST(EditorLesson, HostileFilesAreRefusedInPlaceAndTheRunningLessonStays) {
    LessonWindow window;
    ASSERT_TRUE(window.drop(first_spike().dump()));
    auto outside = test::small_lesson();
    outside["stimuli"]["step"] = {{"kind", "audio"}, {"file", "../../etc/passwd"}};
    auto many = test::small_lesson();
    many["cells"]["one"]["count"] = 1000000000;
    const std::string bad[] = {"",
                               "{",
                               "[1, 2",
                               std::string(4000, '[') + std::string(4000, ']'),
                               std::string(2 << 20, ' '),
                               std::string("\xff\xfe\x00\x01", 4),
                               outside.dump(),
                               many.dump(),
                               R"({"format": "somaphone-lesson", "formatVersion": "2.0"})"};
    for (const auto& text : bad) {
        window.drop(text, "bad.lesson.json");
        ASSERT_TRUE(window.controller().refusal()) << text.substr(0, 60);
        EXPECT_EQ(window.controller().refusal()->title, "Could not read the file");
        EXPECT_THAT(window.controller().refusal()->line, HasSubstr("bad.lesson.json"));
        EXPECT_THAT(window.controller().refusal()->line, HasSubstr("The current sound is kept."));
        EXPECT_EQ(window.session().lesson().id, "first-spike");
        EXPECT_TRUE(all_spoken(*window.editor).contains("Could not read the file"));
    }
    EXPECT_EQ(window.controller().catalogue().entries().size(), 26u);
    ASSERT_TRUE(window.drop(test::small_lesson().dump(), "good.lesson.json"));
    EXPECT_FALSE(window.controller().refusal());
    EXPECT_EQ(window.session().lesson().id, "small");
}

TEST(EditorLesson, ALessonThatIsDroppedOnAnotherViewOpensThere) {
    LessonWindow window;
    window.editor->show_view(ViewChoice::play);
    const auto file = window.folder.getChildFile("x.lesson.json");
    window.folder.createDirectory();
    file.replaceWithText(juce::String(first_spike().dump()));
    ASSERT_TRUE(window.editor->isInterestedInFileDrag({file.getFullPathName()}));
    window.editor->filesDropped({file.getFullPathName()}, 0, 0);
    EXPECT_EQ(window.host.session().view, ViewChoice::lesson);
    ASSERT_TRUE(window.wait());
    EXPECT_EQ(window.session().lesson().id, "first-spike");
}

TEST(EditorLesson, TheSameSeedGivesTheSameQuestions) {
    const auto first_trials = [](const std::string& seed) {
        LessonWindow window;
        EXPECT_TRUE(window.open("15"));
        EXPECT_EQ(window.controller().set_seed(seed), std::nullopt);
        std::vector<std::string> played;
        EXPECT_TRUE(window.go_to("warm"));
        while (window.session().step().id == "warm") {
            played.push_back(window.session().cards()[0].sound);
            window.hear_all();
            window.press('1');
            window.enter();
        }
        return played;
    };
    const auto one = first_trials("4711"), again = first_trials("4711"), other = first_trials("12");
    EXPECT_EQ(one, again);
    EXPECT_NE(one, other);
    LessonWindow window;
    ASSERT_TRUE(window.open("15"));
    EXPECT_NE(window.controller().set_seed("0"), std::nullopt);
    EXPECT_NE(window.controller().set_seed("many"), std::nullopt);
    EXPECT_EQ(window.controller().set_seed(""), std::nullopt) << "empty draws one";
    EXPECT_GT(window.controller().seed(), 0u);
}

TEST(EditorLesson, ResultsAreSavedWithTheNameOrUnnamedAfterOneQuestion) {
    LessonWindow window;
    ASSERT_TRUE(window.drop(first_spike().dump()));
    window.hear_all();
    window.press('1');
    const auto file = window.folder.getChildFile("results.csv");
    int asked = 0;
    window.view->score().ask_for_file = [&](const std::function<void(const juce::File&)>& then) {
        ++asked;
        then(file);
    };
    const auto save = [&] { window.editor->keyPressed({'e', juce::ModifierKeys::ctrlModifier, 0}); };
    save();
    EXPECT_EQ(asked, 0) << "an empty name is asked for, once";
    save();
    EXPECT_EQ(asked, 1);
    EXPECT_TRUE(file.loadFileAsString().contains(",unnamed,20417,"));
    window.controller().set_student("Ada Lovelace");
    save();
    const auto text = file.loadFileAsString();
    EXPECT_TRUE(text.startsWith("lesson_id,lesson_version,format_version,app_version,class,student,seed,"));
    EXPECT_TRUE(text.contains("first-spike,1,1.0," SOMAPHONE_VERSION ",,Ada Lovelace,20417,"));
    EXPECT_TRUE(text.contains(",q1,choose,")) << text;
    EXPECT_TRUE(text.contains("summary"));
    EXPECT_THAT(window.controller().code_line(), HasSubstr("Ada Lovelace: 1.00 / 10.00, "));
    // A folder that is not there.
    window.view->score().ask_for_file = [&](const std::function<void(const juce::File&)>& then) {
        then(juce::File("/proc/none/results.csv"));
    };
    save();
    EXPECT_TRUE(all_spoken(*window.editor).contains("Could not save to that folder"));
}

TEST(EditorLesson, TheClassVotesByKeysAndNotesInRounds) {
    LessonWindow window({1100, 720, true, true});
    ASSERT_TRUE(window.drop(first_spike().dump()));
    for (const char key : {'1', '2', '2', '3'}) window.press(static_cast<juce::juce_wchar>(key));
    window.host.notes = {2, 1, 9};
    window.editor->refresh();
    window.press('3', juce::ModifierKeys::shiftModifier);
    auto& tally = window.session().tally();
    EXPECT_EQ(tally.votes(0), (std::vector<int>{2, 3, 0}));
    EXPECT_FALSE(tally.bars_visible());
    EXPECT_FALSE(window.session().phase() == lesson::Phase::answered) << "a vote is no answer";
    window.press('t');
    EXPECT_TRUE(tally.bars_visible());
    EXPECT_TRUE(window.controller().answering().talk_from);
    window.press('t');
    EXPECT_EQ(tally.rounds(), 2);
    EXPECT_FALSE(tally.bars_visible());
    window.press('1');
    auto said = all_spoken(*window.editor);
    EXPECT_FALSE(said.contains("right"));
    EXPECT_FALSE(said.contains("35.8"));
    window.press('v');
    said = all_spoken(*window.editor);
    EXPECT_TRUE(said.contains("Neuron A, right"));
    window.press('v');
    EXPECT_FALSE(all_spoken(*window.editor).contains("Neuron A, right"));
    window.enter();
    EXPECT_EQ(window.session().step().id, "q2");
    EXPECT_THAT(window.controller().csv(), HasSubstr("tally"));
    // A student's window takes the same notes as answers.
    LessonWindow student;
    ASSERT_TRUE(student.drop(first_spike().dump()));
    student.hear_all();
    student.host.notes = {1};
    student.editor->refresh();
    EXPECT_TRUE(student.controller().answering().outcome->correct);
}

TEST(EditorLesson, OnlyTheTeachersOwnWindowHasTheNotes) {
    LessonWindow student;
    ASSERT_TRUE(student.open("05"));
    const auto note = utf8(student.session().lesson().teacher);
    ASSERT_TRUE(note.isNotEmpty());
    student.press('n');
    EXPECT_EQ(student.view->teacher(), nullptr);
    EXPECT_FALSE(all_spoken(*student.editor).contains(note));
    LessonWindow projector({1100, 720, true, true});
    ASSERT_TRUE(projector.open("05"));
    projector.press('n');
    ASSERT_NE(projector.view->teacher(), nullptr);
    EXPECT_TRUE(projector.view->teacher()->text().contains(note));
    EXPECT_FALSE(all_spoken(*projector.editor).contains(note));
    projector.hear_all(); // the sound that sets the volume
    for (int step = 0; step < 2; ++step) projector.enter();
    ASSERT_EQ(projector.session().step().id, "tau-a");
    const auto answer = utf8(projector.session().solution().text);
    EXPECT_TRUE(answer.endsWith(" ms"));
    EXPECT_TRUE(projector.view->teacher()->text().contains("The answer: " + answer));
    projector.editor->show_view(ViewChoice::play);
    EXPECT_EQ(projector.view->teacher(), nullptr);
}

TEST(EditorLesson, HintsPassesAndReveals) {
    LessonWindow window;
    ASSERT_TRUE(window.drop(first_spike().dump()));
    window.press('h');
    EXPECT_EQ(window.controller().answering().hints, std::vector<std::string>{"The longer one waits longer."});
    window.press('r');
    window.press('r'); // the first asks
    EXPECT_EQ(window.session().phase(), lesson::Phase::answered);
    EXPECT_EQ(window.session().score(), 0.0);
    EXPECT_TRUE(window.session().rows().back().revealed);
    EXPECT_TRUE(window.session().scope_shown());
    window.enter();
    window.press('0');
    EXPECT_EQ(window.session().phase(), lesson::Phase::answered);
    window.press_code(juce::KeyPress::backspaceKey);
    EXPECT_EQ(window.session().step().id, "q1");
}

TEST(EditorLesson, PicturesStandInForTheEar) {
    LessonWindow window;
    ASSERT_TRUE(window.drop(first_spike().dump()));
    EXPECT_FALSE(window.session().can_answer());
    window.controller().show_pictures();
    EXPECT_TRUE(window.session().can_answer());
    window.editor->refresh();
    EXPECT_FALSE(all_spoken(*window.editor).contains("Scope hidden"));
    window.press('1');
    EXPECT_THAT(window.controller().csv(), HasSubstr(",0,1,"));
}

} // namespace
} // namespace soma::editor
