#include "BuiltPaths.h"
#include "Editor/Circuit/ModelCircuit.h"
#include "Editor/Play/PlayView.h"
#include "Editor/Window/Editor.h"
#include "EditorFakeHost.h"

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <set>

namespace soma::editor {
namespace {

struct Scene {
    const char* name;
    int width, height;
    float scale;
    bool light, projector;
    std::function<void(FakeHost&)> set;
    std::function<void(Editor&)> then = {};
};

void squid(FakeHost& host) { host.play_squid(); }
void lif(FakeHost& host) { host.play_lif(); }
void lif_alone(FakeHost& host) {
    host.play_lif();
    host.put(Id::neurons, 1);
}
void lif_bare(FakeHost& host) {
    lif_alone(host);
    auto session = host.session();
    session.cursors = false;
    host.set_session(session);
}
auto with_model(ModelKind model) {
    return [model](FakeHost& host) {
        host.play_lif();
        host.put(Id::model, static_cast<double>(model));
    };
}
void ionic_rest(FakeHost& host) {
    host.play_lif();
    host.put(Id::model, static_cast<double>(ModelKind::rest));
    host.put(Id::leak, 1);
    host.put(Id::chloride_leak, 0);
    host.put(Id::stim_shape, 0);
}
void crowd(FakeHost& host) {
    host.play_lif();
    host.put(Id::neurons, 64);
}
void silent(FakeHost& host) {
    host.play_lif();
    host.put(Id::stim_shape, 0);
}

void faulty(FakeHost& host) {
    silent(host);
    host.status_now.engine.bad_inputs = 1;
}
/// A steady current that does not reach the threshold: the trigger, on V_m then, waits.
void weak(FakeHost& host) {
    silent(host);
    host.put(Id::holding_current_pa, 25.0);
}

void unconnected(FakeHost& host) {
    lif(host);
    host.status_now.input_connected = false;
    host.put(Id::mute, 1);
}

void osc_nowhere(FakeHost& host) {
    lif(host);
    host.put(Id::osc_out, 1);
    host.osc_host_ = "no-such-computer.local";
    host.osc_unreachable_ = true;
}

void choose_figure(Editor& editor, ScopeFigure figure) {
    dynamic_cast<PlayView&>(editor.view()).scope().controller().figure = figure;
}

juce::Component* find(juce::Component& in, const juce::String& title) {
    if (in.getTitle() == title) return &in;
    for (auto* child : in.getChildren())
        if (auto* found = find(*child, title)) return found;
    return nullptr;
}

void press_words(Editor& editor, const char* title) {
    auto* button = find(editor, title);
    ASSERT_NE(button, nullptr) << title;
    button->keyPressed({juce::KeyPress::returnKey, 0, 0});
}

const std::array scenes{
    Scene{"play", 1100, 720, 2.0f, false, false, squid},
    Scene{"play-lif", 1100, 720, 2.0f, false, false, lif},
    Scene{"play-light", 1100, 720, 2.0f, true, false, lif},
    Scene{"projector", 1100, 720, 2.0f, true, true, lif_alone},
    Scene{"projector-dark", 1100, 720, 1.0f, false, true, squid},
    Scene{"minimum", 800, 520, 2.0f, false, false, lif_bare},
    Scene{"minimum-light", 800, 520, 1.0f, true, false, squid},
    Scene{"play-1x", 1100, 720, 1.0f, false, false, squid},
    Scene{"narrow", 960, 700, 1.0f, false, false, lif},
    Scene{"large", 1920, 1080, 1.0f, false, false, squid},
    Scene{"scaled", 1100, 720, 2.0f, true, false, squid},
    Scene{"crowd", 1100, 720, 1.0f, false, false, crowd},
    Scene{"silent", 1100, 720, 1.0f, false, false, silent},
    Scene{"rest", 1100, 720, 1.0f, false, false, ionic_rest},
    Scene{"rc", 1100, 720, 1.0f, false, false, with_model(ModelKind::rc)},
    Scene{"glif2", 1100, 720, 1.0f, false, false, with_model(ModelKind::glif2)},
    Scene{"glif3", 1100, 720, 1.0f, false, false, with_model(ModelKind::glif3)},
    Scene{"glif5", 1100, 720, 1.0f, false, false, with_model(ModelKind::glif5)},
    Scene{"glif5-minimum", 800, 520, 1.0f, false, false, with_model(ModelKind::glif5)},
    Scene{"izhikevich", 1100, 720, 1.0f, false, false, with_model(ModelKind::izhikevich)},
    Scene{"adex", 1100, 720, 1.0f, true, false, with_model(ModelKind::adex)},
    Scene{"channel", 1100, 720, 1.0f, false, false, with_model(ModelKind::channel)},
    Scene{"browser", 1100, 720, 1.0f, false, false, lif, [](Editor& editor) { editor.show_browser(); }},
    Scene{"help", 1100, 720, 1.0f, true, false, lif, [](Editor& editor) { editor.show_help(); }},
    Scene{"help-projector", 1100, 720, 1.0f, true, true, lif, [](Editor& editor) { editor.show_help(); }},
    Scene{"more-settings", 1100, 720, 1.0f, false, false, lif, [](Editor& editor) { editor.show_more_settings(); }},
    Scene{"phase-plane", 1100, 720, 1.0f, false, false, squid,
          [](Editor& editor) { choose_figure(editor, ScopeFigure::phase_plane); }},
    Scene{"spikes-overlaid", 1100, 720, 1.0f, true, false, squid,
          [](Editor& editor) { choose_figure(editor, ScopeFigure::spike_overlay); }},
    Scene{"intervals", 1100, 720, 1.0f, false, false, squid,
          [](Editor& editor) { choose_figure(editor, ScopeFigure::isi_histogram); }},
    Scene{"spectrum", 1100, 720, 1.0f, false, false, lif,
          [](Editor& editor) { choose_figure(editor, ScopeFigure::spectrum); }},
    Scene{"suppressed", 1100, 720, 1.0f, false, false, faulty},
    Scene{"unconnected-muted", 1100, 720, 1.0f, true, false, unconnected},
    Scene{"unconnected-minimum", 800, 520, 1.0f, false, false, unconnected},
    Scene{"waiting", 1100, 720, 1.0f, false, false, weak,
          [](Editor& editor) { press_words(editor, "Trigger: normal, 2 of 3"); }},
    Scene{"frozen", 1100, 720, 1.0f, false, false, lif,
          [](Editor& editor) { editor.keyPressed(juce::KeyPress('f', {}, 'f')); }},
    Scene{"output-minimum", 800, 520, 1.0f, false, false, lif,
          [](Editor& editor) { editor.keyPressed(juce::KeyPress('o', {}, 'o')); }},
    Scene{"osc", 1100, 720, 1.0f, false, false, osc_nowhere},
    Scene{"osc-minimum", 800, 520, 1.0f, true, false, osc_nowhere,
          [](Editor& editor) { editor.keyPressed(juce::KeyPress('o', {}, 'o')); }},
    Scene{"output-projector", 1100, 720, 1.0f, true, true, lif,
          [](Editor& editor) { editor.keyPressed(juce::KeyPress('o', {}, 'o')); }},
};

/// Time at which the last sweep is complete and a new step has begun.
constexpr double until_s = 1.30;

void play(FakeHost& host, Editor& editor) {
    for (double time = 0.0; time < until_s; time += 0.05) {
        host.advance(std::min(0.05, until_s - time));
        editor.refresh();
    }
    // Numbers change ten times a second at most.
    juce::Thread::sleep(110);
    editor.refresh();
}

juce::File picture_file(const char* name) {
    const juce::File folder{soma::test::pictures_folder()};
    folder.createDirectory();
    return folder.getChildFile(juce::String(name) + ".png");
}

/// Different colours on a grid of samples: a picture of something has many.
std::size_t colours_in(const juce::Image& image) {
    std::set<juce::uint32> found;
    for (int y = 0; y < image.getHeight(); y += 3)
        for (int x = 0; x < image.getWidth(); x += 3) found.insert(image.getPixelAt(x, y).getARGB());
    return found.size();
}

class EditorPictures : public testing::TestWithParam<Scene> {};

TEST_P(EditorPictures, ShowSomethingAndClipNoText) {
    const auto& scene = GetParam();
    FakeHost host;
    scene.set(host);
    auto session = host.session();
    session.width = scene.width;
    session.height = scene.height;
    session.theme = scene.light ? ThemeChoice::light : ThemeChoice::dark;
    session.projector = scene.projector;
    host.set_session(session);
    Editor editor{host};
    play(host, editor);
    if (scene.then) scene.then(editor);
    editor.refresh();
    const OverflowRecorder overflow;
    const auto image = editor.createComponentSnapshot(editor.getLocalBounds(), true, scene.scale);
    const auto file = picture_file(scene.name);
    file.deleteFile();
    juce::FileOutputStream stream{file};
    juce::PNGImageFormat{}.writeImageToStream(image, stream);
    EXPECT_EQ(image.getWidth(), juce::roundToInt(static_cast<float>(scene.width) * scene.scale));
    EXPECT_GT(colours_in(image), 40u);
    EXPECT_TRUE(overflow.found().isEmpty()) << overflow.found().joinIntoString("\n");
}

INSTANTIATE_TEST_SUITE_P(Scenes, EditorPictures, testing::ValuesIn(scenes), [](const auto& tested) {
    return juce::String(tested.param.name).replaceCharacter('-', '_').toStdString();
});

} // namespace
} // namespace soma::editor
