#include "Editor/Lesson/TypedField.h"
#include "EditorSupport.h"
#include "LessonWindow.h"

#include <gmock/gmock.h>

/// A computer that several students use one after another: nobody takes over what another one has answered.
namespace soma::editor {
namespace {

using testing::HasSubstr;
using testing::Not;

nlohmann::json own_questions() {
    auto lesson = first_spike();
    lesson["seed"]["mode"] = "student";
    return lesson;
}

struct SharedComputer {
    juce::File records = juce::File::createTempFile("students");
    FakeHost host;
    std::unique_ptr<LessonController> controller;
    juce::File file = juce::File::createTempFile(".lesson.json");

    SharedComputer() { begin(); }
    ~SharedComputer() {
        controller.reset();
        records.deleteRecursively();
        file.deleteFile();
    }
    /// The program is started again.
    void begin() {
        controller.reset();
        controller = std::make_unique<LessonController>(host, records);
        file.replaceWithText(own_questions().dump());
        controller->open_file(file);
        test::wait_for([&] { return !controller->opening(); }, [&] { controller->refresh(); });
        controller->refresh();
        ASSERT_NE(controller->session(), nullptr);
    }
    void answer() {
        auto& session = *controller->session();
        for (std::size_t i = 0; i < session.cards().size(); ++i)
            if (session.play(i, 0.0)) session.play_ended();
        const auto before = session.rows().size();
        controller->key(1);
        EXPECT_EQ(session.rows().size(), before + 1);
        controller->confirm();
        controller->refresh();
    }
    std::size_t answers() { return controller->session()->rows().size(); }
};

TEST(EditorStudent, ANameTypedAfterAnswersOfAnotherBeginsWithTheOwn) {
    SharedComputer computer;
    computer.controller->set_student("Ada");
    computer.answer();
    computer.answer();
    const auto seed = computer.controller->session()->seed();
    EXPECT_TRUE(computer.controller->set_student("Bo")) << "it is told";
    EXPECT_EQ(computer.answers(), 0u);
    EXPECT_NE(computer.controller->session()->seed(), seed) << "Bo has own questions";
    EXPECT_THAT(computer.controller->csv(), Not(HasSubstr("Ada")));
    computer.answer();
    computer.controller->set_student("Ada");
    EXPECT_EQ(computer.answers(), 2u) << "nothing of Ada's is lost";
    EXPECT_EQ(computer.controller->session()->seed(), seed);
    computer.controller->set_student("Bo");
    EXPECT_EQ(computer.answers(), 1u);
}

TEST(EditorStudent, OneWhoForgotTheNameKeepsTheAnswersOfThisSitting) {
    SharedComputer computer;
    computer.answer();
    EXPECT_FALSE(computer.controller->set_student("Ada"));
    EXPECT_EQ(computer.answers(), 1u);
    EXPECT_THAT(computer.controller->csv(), HasSubstr(",Ada,"));
    const auto csv = computer.controller->csv();
    // And finds them again, with the questions as they were.
    computer.begin();
    EXPECT_EQ(computer.answers(), 0u) << "no answers without a name are left for the next one";
    computer.controller->set_student("Ada");
    EXPECT_EQ(computer.answers(), 1u);
}

TEST(EditorStudent, AnswersWithoutANameOfAnEarlierRunAreNobodysNext) {
    SharedComputer computer;
    computer.answer();
    computer.begin();
    ASSERT_EQ(computer.answers(), 1u) << "who comes back goes on";
    EXPECT_TRUE(computer.controller->set_student("Bo"));
    EXPECT_EQ(computer.answers(), 0u);
    computer.controller->set_student("");
    EXPECT_EQ(computer.answers(), 1u) << "they are still there";
}

TEST(EditorStudent, ANameIsTakenWhenItIsWhole) {
    LessonWindow window;
    ASSERT_TRUE(window.drop(own_questions().dump()));
    window.hear_all();
    window.press('1');
    ASSERT_EQ(window.session().rows().size(), 1u);
    auto* name = dynamic_cast<TypedField*>(find_titled(*window.editor, "Name of the student")->getParentComponent());
    ASSERT_NE(name, nullptr);
    for (const auto* typed : {"A", "Ad", "Ada"}) {
        name->begin(typed);
        name->changed(typed);
        EXPECT_EQ(window.controller().student(), "");
    }
    name->entered("Ada");
    EXPECT_EQ(window.controller().student(), "Ada");
    EXPECT_EQ(window.session().rows().size(), 1u) << "the answers are Ada's";
    name->begin("Bo");
    name->changed("Bo");
    name->entered("Bo");
    window.editor->refresh();
    EXPECT_EQ(window.session().rows().size(), 0u);
    EXPECT_TRUE(all_spoken(*window.editor).contains("stay with Ada"));
}

} // namespace
} // namespace soma::editor
