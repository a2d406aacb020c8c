#include "BuiltPaths.h"
#include "Editor/Bench/BenchView.h"
#include "Editor/Window/Editor.h"
#include "EditorFakeHost.h"
#include "Support/WaitFor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace soma::editor {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// A window that shows the bench.
struct Window {
    explicit Window(int width = 1100, int height = 720, bool light = false, bool projector = false) {
        host.play_lif();
        auto session = host.session();
        session.width = width;
        session.height = height;
        session.theme = light ? ThemeChoice::light : ThemeChoice::dark;
        session.projector = projector;
        session.view = ViewChoice::bench;
        host.set_session(session);
        editor = std::make_unique<Editor>(host);
        editor->refresh();
        for (auto* child : editor->getChildren())
            if (auto* found = dynamic_cast<BenchView*>(child)) view = found;
    }

    bool press(juce::juce_wchar key) { return editor->keyPressed({static_cast<int>(key), {}, key}); }
    /// Frames until nothing runs; false if that hangs.
    bool finish() {
        test::wait_for([this] { return !view->controller().running(); }, [this] { editor->refresh(); });
        editor->refresh();
        return !view->controller().running();
    }
    juce::Image picture(const char* name, float scale) {
        auto image = editor->createComponentSnapshot(editor->getLocalBounds(), true, scale);
        const juce::File folder{soma::test::pictures_folder()};
        folder.createDirectory();
        const auto file = folder.getChildFile(juce::String(name) + ".png");
        file.deleteFile();
        juce::FileOutputStream stream(file);
        juce::PNGImageFormat{}.writeImageToStream(image, stream);
        return image;
    }

    FakeHost host;
    std::unique_ptr<Editor> editor;
    BenchView* view = nullptr;
};

TEST(EditorBench, EveryExperimentRunsBySpaceAndIsDrawnWithoutClippedText) {
    const std::pair<int, const char*> experiments[] = {{1, "bench-steps"}, {2, "bench-fi"}, {3, "bench-rheobase"},
                                                       {4, "bench"},       {5, "bench-iv"}, {6, "bench-impedance"},
                                                       {7, "bench-rest"}};
    Window window;
    ASSERT_NE(window.view, nullptr);
    for (const auto& [key, name] : experiments) {
        EXPECT_TRUE(window.press(static_cast<juce::juce_wchar>('0' + key)));
        EXPECT_TRUE(window.press(' '));
        ASSERT_TRUE(window.finish()) << name;
        const auto& run = window.view->controller().chosen().run;
        EXPECT_EQ(run.stage, RunStage::done) << name << " " << run.failure;
        OverflowRecorder overflow;
        window.picture(name, key == 4 ? 2.0f : 1.0f);
        EXPECT_TRUE(overflow.found().isEmpty()) << name << ": " << overflow.found().joinIntoString(" | ");
        EXPECT_THAT(window.view->controller().csv(), StartsWith("# somaphone "));
        EXPECT_EQ(window.view->controller().picture().getWidth(), 2200);
    }
    EXPECT_EQ(window.view->controller().status_word(window.view->controller().entries()[2]), "29.0 pA");
    // Every experiment of the catalogue has a digit.
    ASSERT_LE(window.view->controller().entries().size(), 10u);
    EXPECT_TRUE(window.press('0'));
    EXPECT_EQ(&window.view->controller().chosen(), &window.view->controller().entries()[9]);
}

TEST(EditorBench, DrawsTheGatesOfChannels) {
    for (const auto& [model, width, height, name] : {std::tuple{ModelId::channel, 1100, 720, "bench-gates-channel"},
                                                     std::tuple{ModelId::hh, 1100, 720, "bench-gates-hh"},
                                                     std::tuple{ModelId::hh, 800, 520, "bench-gates-minimum"}}) {
        Window window(width, height);
        window.host.put(Id::model, static_cast<double>(model));
        window.press('8');
        window.press(' ');
        ASSERT_TRUE(window.finish());
        const auto& run = window.view->controller().chosen().run;
        ASSERT_EQ(run.stage, RunStage::done) << run.failure;
        OverflowRecorder overflow;
        window.picture(name, 1.0f);
        EXPECT_TRUE(overflow.found().isEmpty()) << overflow.found().joinIntoString(" | ");
        EXPECT_EQ(run.outcome->figures.size(), model == ModelId::hh ? 3u : 1u);
    }
}

TEST(EditorBench, FitsEveryWindow) {
    for (const auto& [width, height, light, projector, name] :
         {std::tuple{800, 520, false, false, "bench-minimum"}, std::tuple{1100, 720, true, false, "bench-light"},
          std::tuple{1100, 720, true, true, "bench-projector"}}) {
        Window window(width, height, light, projector);
        OverflowRecorder overflow;
        window.picture((std::string(name) + "-empty").c_str(), 1.0f);
        window.press(' ');
        ASSERT_TRUE(window.finish());
        window.picture(name, 1.0f);
        window.press('o');
        window.editor->refresh();
        window.picture((std::string(name) + "-result").c_str(), 1.0f);
        EXPECT_TRUE(overflow.found().isEmpty()) << name << ": " << overflow.found().joinIntoString(" | ");
    }
}

TEST(EditorBench, EarlierCellsAreLaidOverAndLeaveInTheCoursesTable) {
    Window window;
    window.press(' ');
    ASSERT_TRUE(window.finish());
    for (const double threshold_mv : {-50.0, -48.0, -46.0, -44.0, -42.0, -40.0}) {
        window.host.put(Id::threshold_mv, threshold_mv);
        window.press(' ');
        ASSERT_TRUE(window.finish());
    }
    auto& controller = window.view->controller();
    EXPECT_EQ(controller.chosen().earlier.size(), 4u); // up to four
    EXPECT_EQ(controller.scene()->overlays.size(), 4u);
    window.picture("bench-overlay", 2.0f);
    controller.chosen().earlier[1].shown = false;
    EXPECT_EQ(controller.scene()->overlays.size(), 3u);
    const auto csv = controller.course_csv();
    EXPECT_THAT(csv, StartsWith("ms,"));
    EXPECT_EQ(std::count(csv.begin(), csv.begin() + static_cast<long>(csv.find('\n')), ','), 4); // this one and three
}

TEST(EditorBench, ListeningPlaysEachAttemptAndGivesTheStimulusBack) {
    Window window;
    const double amplitude_pa = window.host.get(Id::stim_amplitude_pa), shape = window.host.get(Id::stim_shape);
    auto& controller = window.view->controller();
    controller.listen(true);
    window.press(' ');
    EXPECT_TRUE(test::wait_for([&] { return window.host.once >= 3; }, [&] { window.editor->refresh(); }));
    EXPECT_TRUE(controller.running()); // it waits for the sound
    EXPECT_EQ(window.host.get(Id::stim_duration_ms), 10.0);
    window.editor->refresh();
    window.picture("bench-running", 2.0f);
    window.press(' '); // though the sound that it waits for never comes
    EXPECT_FALSE(controller.running());
    EXPECT_EQ(controller.chosen().run.stage, RunStage::stopped);
    EXPECT_EQ(window.host.get(Id::stim_amplitude_pa), amplitude_pa);
    EXPECT_EQ(window.host.get(Id::stim_shape), shape);
    EXPECT_EQ(window.host.open_gestures, 0);
}

TEST(EditorBench, ClosingTheWindowEndsARunAtOnce) {
    Window window;
    window.view->controller().listen(true);
    window.press(' ');
    window.editor.reset(); // though the sound that it waits for never comes
    EXPECT_EQ(window.host.open_gestures, 0);
}

TEST(EditorBench, ACellThatDoesNotSuitIsAnAnswerNotANumber) {
    Window window;
    window.host.put(Id::threshold_mv, -90.0);
    window.press(' ');
    ASSERT_TRUE(window.finish());
    const auto& run = window.view->controller().chosen().run;
    EXPECT_EQ(run.stage, RunStage::failed);
    EXPECT_THAT(run.failure, HasSubstr("fires at rest"));
    EXPECT_EQ(window.view->controller().csv(), "");
    window.picture("bench-failed", 1.0f);
}

} // namespace
} // namespace soma::editor
