#include "EditorSupport.h"
#include "ProcessorBench.h"

#include "Core/Random.h"
#include "Parameters/Parameter.h"
#include "Session/ProcessorHost.h"
#include "Support/CpuTime.h"

#include <gtest/gtest.h>

#include <cstdlib>

/// The window opens, paints and follows whatever the parameters are: a project that was saved so must open again.
namespace soma::test {
namespace {

using editor::Editor;
using editor::ViewChoice;

/// Of processor time: an ordinary computer needs some hundredths of it, also where a sanitizer looks on.
constexpr double longest_s = 1.0;

constexpr std::array views{ViewChoice::play, ViewChoice::bench, ViewChoice::lesson};

int random_settings(int usual) {
    const char* wanted = std::getenv("SOMAPHONE_RANDOM_SETTINGS");
    return wanted != nullptr ? std::max(1, std::atoi(wanted)) : usual;
}

/// A position of a control, often one of its ends.
double somewhere(SplitMix64& random) {
    const double at = random.unit(), kind = random.unit();
    return kind < 0.15 ? 0.0 : kind > 0.85 ? 1.0 : at;
}

Snapshot random_snapshot(SplitMix64& random) {
    Snapshot values;
    const double share = random.unit(); // from a few parameters moved to all of them
    for (std::size_t i = 0; i < parameter_count; ++i) {
        const auto id = static_cast<Id>(i);
        if (id == Id::osc_out || random.unit() > share) continue; // nothing is sent
        values.set(id, from_position(parameter(id), somewhere(random)));
    }
    return values;
}

/// Values that differ from the defaults, to repeat the case with.
std::string described(const Snapshot& values) {
    std::string text;
    for (std::size_t i = 0; i < parameter_count; ++i)
        if (const auto id = static_cast<Id>(i); values[id] != parameter(id).default_value)
            text += std::string(parameter(id).id) + "=" + std::to_string(values[id]) + " ";
    return text;
}

class AnySettings : public testing::Test {
  protected:
    /// As the message thread does beside the window: until the editor's own copy of the values is the new one. (There
    /// is no message loop here.)
    void settle() {
        for (int i = 0; i < 40; ++i) bench_.processor.editor_host().follow();
    }

    /// Everything the window does between two frames, in one view.
    void show(Editor& editor, ViewChoice view) {
        editor.show_view(view);
        bench_.run(512, 0.5f);
        editor.refresh();
        juce::Graphics g{image_};
        editor.paintEntireComponent(g, true);
    }

    /// A new window on these values.
    void open(const Snapshot& values, std::initializer_list<ViewChoice> wanted) {
        bench_.processor.set_values(values);
        settle();
        ASSERT_EQ(bench_.processor.editor_host().parameters().value(Id::izh_peak_mv), values[Id::izh_peak_mv]);
        bench_.run(512, 0.5f);
        const CpuTime time;
        Editor editor{bench_.processor.editor_host()};
        for (const auto view : wanted) show(editor, view);
        const double took_s = time.seconds() / static_cast<double>(1 + wanted.size());
        slowest_s_ = std::max(slowest_s_, took_s);
        EXPECT_LT(took_s, longest_s) << described(values);
    }

    ProcessorBench bench_;
    juce::Image image_{juce::Image::RGB, 1100, 720, false, juce::SoftwareImageType{}};
    double slowest_s_ = 0.0;
};

/// The table allows it, and the fitted axis had a negative range: the constructor never ended.
TEST_F(AnySettings, APeakBelowItsResetOpens) {
    Snapshot values;
    values.set(Id::model, 11.0);
    values.set(Id::izh_peak_mv, -240.0);
    open(values, {ViewChoice::play, ViewChoice::bench, ViewChoice::lesson});
    Editor editor{bench_.processor.editor_host()};
    show(editor, ViewChoice::play);
    EXPECT_TRUE(editor::plot_of(editor).spoken().contains("The reset c is not below the peak"));
}

TEST_F(AnySettings, RandomSnapshotsOpenInEveryView) {
    SplitMix64 random(18);
    const int count = random_settings(60);
    for (int i = 0; i < count && !HasFailure(); ++i)
        open(random_snapshot(random), {views[static_cast<std::size_t>(i) % views.size()], ViewChoice::play});
    std::cout << count << " windows, the slowest took " << slowest_s_ * 1e3 << " ms of processor time\n";
}

/// In a window that is open, so that what follows from one end to the other is tried too.
TEST_F(AnySettings, EveryParameterAtEachEnd) {
    for (const double model : {3.0, 8.0, 9.0, 10.0, 11.0, 12.0}) {
        Editor editor{bench_.processor.editor_host()};
        for (std::size_t i = 0; i < parameter_count && !HasFailure(); ++i) {
            const auto id = static_cast<Id>(i);
            if (id == Id::model || id == Id::osc_out) continue;
            for (const double end : {parameter(id).min, parameter(id).max}) {
                Snapshot values;
                values.set(Id::model, model);
                values.set(id, end);
                bench_.processor.set_values(values);
                settle();
                const CpuTime time;
                show(editor, ViewChoice::play);
                EXPECT_LT(time.seconds(), longest_s) << described(values);
            }
        }
    }
}

TEST_F(AnySettings, RandomAutomationWhileTheWindowIsOpen) {
    SplitMix64 random(181);
    Editor editor{bench_.processor.editor_host()};
    const int count = random_settings(300);
    for (int i = 0; i < count && !HasFailure(); ++i) {
        for (int n = 0; n < 10; ++n) {
            const auto id = static_cast<Id>(random.unit() * static_cast<double>(parameter_count));
            if (id != Id::osc_out)
                bench_.processor.host_parameter(id).setValueNotifyingHost(static_cast<float>(somewhere(random)));
        }
        bench_.processor.editor_host().follow();
        if (i % 10 == 0) settle();
        const CpuTime time;
        show(editor, views[static_cast<std::size_t>(i / 20) % views.size()]);
        EXPECT_LT(time.seconds(), longest_s) << described(bench_.processor.store().snapshot());
    }
}

} // namespace
} // namespace soma::test
