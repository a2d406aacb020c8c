#include "LessonWindow.h"

#include "Editor/Lesson/LessonPlot.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace soma::editor {
namespace {

const LessonWindow::Look looks[] = {{}, {800, 520, false, false}, {1100, 720, true, true}};

void expect_nothing_clipped(LessonWindow& window, const juce::String& name) {
    const OverflowRecorder overflow;
    window.picture(name);
    EXPECT_TRUE(overflow.found().isEmpty()) << name << ":\n" << overflow.found().joinIntoString("\n");
}

/// G writes the meaning of the page's terms under the question, and takes it away again; the next page begins without.
TEST(EditorLessonTerms, AreShownByAKeyAndByItsWord) {
    int number = 0;
    for (const auto& look : looks) {
        LessonWindow window(look);
        ASSERT_TRUE(window.open("07"));
        ASSERT_TRUE(window.go_to("intro"));
        const auto& page = window.view->page();
        EXPECT_FALSE(page.terms_shown());
        const int height = page.getHeight();
        window.press('g');
        EXPECT_TRUE(page.terms_shown());
        EXPECT_GE(page.getHeight(), height);
        expect_nothing_clipped(window, "lesson-terms-" + juce::String(number++));
        window.press('g');
        EXPECT_FALSE(page.terms_shown());
        window.press('g');
        ASSERT_TRUE(window.go_to("edge-guess"));
        EXPECT_FALSE(page.terms_shown());
    }
}

/// The mouse over a term shows its meaning as a tooltip, and over any other word nothing.
TEST(EditorLessonTerms, AreExplainedUnderTheMouse) {
    for (const auto& look : looks) {
        LessonWindow window(look);
        ASSERT_TRUE(window.open("07"));
        ASSERT_TRUE(window.go_to("intro"));
        window.picture("lesson-terms-marked" + juce::String(look.width));
        const auto& page = window.view->page();
        std::set<juce::String> meanings;
        bool bare = false;
        for (int y = 0; y < page.getHeight(); y += 4)
            for (int x = 0; x < page.getWidth(); x += 8) {
                const auto meaning = page.meaning_at({static_cast<float>(x), static_cast<float>(y)});
                if (meaning.isEmpty())
                    bare = true;
                else
                    meanings.insert(meaning);
            }
        EXPECT_TRUE(bare);
        EXPECT_TRUE(meanings.contains("rheobase\nThe smallest current that makes a neuron fire if it flows for a very "
                                      "long time."))
            << meanings.size();
    }
}

/// Lesson 17 asks how synchronous sixteen neurons are: the picture that stands in for the ear has a row for each.
TEST(EditorLessonRaster, ShowsEveryNeuronOfAPopulation) {
    int number = 0;
    for (const auto& look : looks) {
        LessonWindow window(look);
        ASSERT_TRUE(window.open("17"));
        window.controller().show_pictures();
        ASSERT_TRUE(window.go_to("sort"));
        window.editor->refresh();
        const auto said = all_spoken(window.view->page());
        EXPECT_TRUE(said.contains("raster of 16 neurons")) << said;
        expect_nothing_clipped(window, "lesson-raster-" + juce::String(number++));
    }
    // Sixteen neurons of one rate: each row has its spikes, within a factor of two of the mean.
    LessonWindow window;
    ASSERT_TRUE(window.open("17"));
    ASSERT_TRUE(window.go_to("sort"));
    const auto trace = trace_of(window.session().setup(0), "A");
    ASSERT_TRUE(trace);
    ASSERT_EQ(trace->neurons, 16);
    std::array<int, 16> spikes{};
    for (const auto& spike : trace->raster) ++spikes.at(static_cast<std::size_t>(spike.neuron));
    const double mean = static_cast<double>(trace->raster.size()) / 16.0;
    EXPECT_GT(mean, 5.0);
    for (const int count : spikes) {
        EXPECT_GT(count, mean / 2.0);
        EXPECT_LT(count, mean * 2.0);
    }
}

} // namespace
} // namespace soma::editor
