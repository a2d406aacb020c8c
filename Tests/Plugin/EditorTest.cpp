#include "Editor/Window/PluginEditor.h"
#include "EditorSupport.h"
#include "Look/Theme.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

// Not every JUCE declares it.
juce::AudioProcessor* JUCE_CALLTYPE createPluginFilter(); // NOLINT(readability-redundant-declaration)

namespace soma::editor {
namespace {

/// Everything Tab reaches, in its order. (Following the focus itself needs a window on a screen.)
std::vector<juce::Component*> tab_order(Editor& editor) {
    juce::KeyboardFocusTraverser traverser;
    return traverser.getAllComponents(&editor);
}

TEST(Editor, EveryControlHasANameAndIsReachedByTab) {
    for (const auto& [width, height, projector] :
         {std::tuple{1100, 720, false}, std::tuple{800, 520, false}, std::tuple{1100, 720, true}}) {
        FakeHost host;
        host.play_squid();
        auto session = host.session();
        session.width = width;
        session.height = height;
        session.projector = projector;
        host.set_session(session);
        Editor editor{host};
        host.advance(0.1);
        editor.refresh();
        const auto order = tab_order(editor);
        const std::set<juce::Component*> reached{order.begin(), order.end()};
        int controls = 0;
        walk(editor, [&](juce::Component& component) {
            if (!component.getWantsKeyboardFocus() || &component == &editor) return;
            ++controls;
            EXPECT_FALSE(component.getTitle().isEmpty()) << typeid(component).name();
            EXPECT_TRUE(!component.isEnabled() || reached.contains(&component)) << component.getTitle();
            EXPECT_GT(component.getWidth(), 0) << component.getTitle();
            EXPECT_GT(component.getHeight(), 0) << component.getTitle();
        });
        EXPECT_GT(controls, projector ? 20 : 35);
    }
}

TEST(Editor, TheFocusGoesHeaderInputScopeCircuitOutput) {
    FakeHost host;
    host.play_squid();
    Editor editor{host};
    editor.refresh();
    std::vector<juce::String> order;
    for (auto* component : tab_order(editor)) order.push_back(component->getTitle());
    const auto at = [&](const char* title) {
        return std::find(order.begin(), order.end(), juce::String(title)) - order.begin();
    };
    EXPECT_LT(at("View: play, 1 of 3"), at("Stimulus amplitude"));
    EXPECT_LT(at("Stimulus amplitude"), at("Time base"));
    EXPECT_LT(at("Time base"), at("Scope"));
    EXPECT_LT(at("Scope"), at("Model: HH, 10 of 13"));
    EXPECT_LT(at("Model: HH, 10 of 13"), at("Sodium conductance"));
    EXPECT_LT(at("Sodium conductance"), at("Voltage level"));
    EXPECT_LT(at("Voltage level"), static_cast<long>(order.size()));
}

TEST(Editor, KeysDoWhatTheHelpSays) {
    FakeHost host;
    host.play_lif();
    Editor editor{host};
    host.advance(0.3);
    editor.refresh();
    EXPECT_TRUE(press(editor, ' '));
    EXPECT_FALSE(host.stimulator().running());
    EXPECT_TRUE(editor.keyPressed({juce::KeyPress::returnKey, 0, 0}));
    EXPECT_EQ(host.once, 1);
    press(editor, '9');
    EXPECT_EQ(host.get(Id::model), 10.0); // hh
    press(editor, '2');
    EXPECT_EQ(host.get(Id::model), 2.0); // rc
    press(editor, 'm');
    EXPECT_EQ(host.get(Id::mute), 1.0);
    press(editor, 'r');
    EXPECT_EQ(host.rests, 1);
    press(editor, ']');
    EXPECT_DOUBLE_EQ(host.session().ms_per_division, 50.0);
    press(editor, 't');
    EXPECT_EQ(host.session().theme, ThemeChoice::light);
    press(editor, 'P', juce::ModifierKeys::shiftModifier);
    EXPECT_TRUE(host.session().projector);
    EXPECT_EQ(host.session().theme, ThemeChoice::dark);
    editor.keyPressed({'z', juce::ModifierKeys::ctrlModifier, 0});
    EXPECT_EQ(host.undone, 1);
    EXPECT_TRUE(editor.keyPressed({juce::KeyPress::pageDownKey, 0, 0}));
    EXPECT_EQ(host.library().current().id, "allen/545612828");
    EXPECT_FALSE(press(editor, 'q'));
    auto session = host.session();
    session.take_keys = false;
    host.set_session(session);
    EXPECT_FALSE(press(editor, ' '));
    EXPECT_EQ(host.open_gestures, 0);
}

TEST(Editor, TheScopeSaysWhatItShows) {
    FakeHost host;
    host.play_lif();
    Editor editor{host};
    run(host, editor, 1.3);
    const auto spoken = spoken_scope(editor);
    // 150 ms of 45 pA into this cell: the first spike after 20.9 ms, then one every 21.9 ms.
    EXPECT_TRUE(spoken.startsWith("Membrane voltage, 200 milliseconds, 6 spikes, last value minus 60.5")) << spoken;
}

TEST(Editor, TheBrowserSearchesLoadsAndSaves) {
    FakeHost host;
    host.play_lif();
    Editor editor{host};
    editor.show_browser();
    auto& browser = editor.browser();
    EXPECT_EQ(browser.shown_entries(), 5u);
    browser.search("allen 5456");
    EXPECT_EQ(browser.shown_entries(), 1u);
    browser.search("nothing like this");
    EXPECT_EQ(browser.shown_entries(), 0u);
    host.library().save_as("Mine");
    browser.search("");
    editor.refresh();
    EXPECT_EQ(browser.shown_entries(), 6u);
}

TEST(Editor, DeletingAPresetAsksTwice) {
    FakeHost host;
    host.library().save_as("Mine");
    host.library().load("user/Mine");
    Editor editor{host};
    editor.show_browser(); // with the current one selected
    editor.refresh();
    const auto press_button = [&](const char* title) {
        auto* button = find_titled(editor.browser(), title);
        ASSERT_NE(button, nullptr) << title;
        button->keyPressed({juce::KeyPress::returnKey, 0, 0});
        editor.refresh();
    };
    const auto count = host.library().entries().size();
    press_button("Delete");
    EXPECT_EQ(host.library().entries().size(), count);
    press_button("Really delete");
    EXPECT_EQ(host.library().entries().size(), count - 1);
    EXPECT_NE(find_titled(editor.browser(), "Delete"), nullptr);
}

TEST(Editor, FollowsTheModelWithoutARestart) {
    FakeHost host;
    host.play_lif();
    Editor editor{host};
    for (int model = 0; model < 13; ++model) {
        host.put(Id::model, model);
        for (const double leak : {0.0, 1.0}) {
            host.put(Id::leak, leak);
            host.advance(0.03);
            editor.refresh();
            editor.createComponentSnapshot(editor.getLocalBounds());
        }
    }
}

TEST(Editor, OpensAndClosesTwoHundredTimes) {
    FakeHost host;
    host.play_squid();
    for (int i = 0; i < 200; ++i) {
        Editor editor{host};
        host.advance(0.01);
        editor.refresh();
        if (i % 20 == 0) editor.createComponentSnapshot(editor.getLocalBounds());
    }
    EXPECT_EQ(host.open_gestures, 0);
}

TEST(Editor, IsScaledByTheSession) {
    FakeHost host;
    auto session = host.session();
    session.scale_percent = 200;
    host.set_session(session);
    const std::unique_ptr<juce::AudioProcessor> processor{createPluginFilter()};
    PluginEditor window{*processor, host};
    EXPECT_EQ(window.getWidth(), 2200);
    EXPECT_EQ(window.editor().getWidth(), 1100);
    window.setSize(1600, 1040);
    EXPECT_EQ(window.editor().getWidth(), 800);
    EXPECT_EQ(host.session().height, 520);
    EXPECT_EQ(host.session().scale_percent, 200);
}

TEST(Editor, IsSmallerRatherThanCutOffInASmallerWindow) {
    FakeHost host;
    const std::unique_ptr<juce::AudioProcessor> processor{createPluginFilter()};
    PluginEditor window{*processor, host};
    window.setSize(400, 300);
    EXPECT_EQ(window.editor().getWidth(), 800);
    EXPECT_GE(window.editor().getHeight(), 520);
    EXPECT_FLOAT_EQ(window.editor().getTransform().mat00, 0.5f);
}

TEST(Editor, KeysChangeTheScaleWhereTheScreenIsLargeEnough) {
    FakeHost host;
    Editor editor{host};
    int changes = 0;
    editor.scale_changed = [&] { ++changes; };
    const auto command = [&](int code) {
        return editor.keyPressed({code, juce::ModifierKeys::ctrlModifier, static_cast<juce::juce_wchar>(code)});
    };
    editor.screen = [] { return UiScale::Screen{1366, 768, 1.0}; };
    EXPECT_FALSE(command('+'));
    editor.screen = [] { return UiScale::Screen{3840, 2160, 1.0}; };
    EXPECT_TRUE(command('+'));
    EXPECT_EQ(host.session().scale_percent, 225); // from the usual 200
    EXPECT_TRUE(command('-'));
    EXPECT_TRUE(command('-'));
    EXPECT_EQ(host.session().scale_percent, 175);
    for (int i = 0; i < 20; ++i) command('=');
    EXPECT_EQ(host.session().scale_percent, 300);
    EXPECT_EQ(changes, 8);
}

TEST(UiScale, IsOfferedFromFullHdAndDoublesAt4k) {
    EXPECT_TRUE(UiScale::offered({1366, 768, 1.0}).empty());
    EXPECT_EQ(UiScale::offered({1920, 1080, 1.0}), (std::vector{100, 125, 150, 175, 200})); // 800 × 520 must fit
    EXPECT_EQ(UiScale::offered({3840, 2160, 1.0}).back(), 300);
    EXPECT_EQ(UiScale::offered({3840, 2160, 1.0}).size(), 9u);
    EXPECT_EQ(UiScale::usual({1920, 1080, 1.0}), 100);
    EXPECT_EQ(UiScale::usual({3840, 2160, 1.0}), 200);
    // A host or a system that doubles already is honoured first.
    EXPECT_EQ(UiScale::usual({3840, 2160, 2.0}), 100);
    EXPECT_EQ(UiScale::usual({3840, 2160, 1.5}), 125);
    EXPECT_EQ(UiScale::offered({3840, 2160, 2.0}), (std::vector{100, 125, 150, 175, 200}));
    EXPECT_EQ(UiScale::of(150, {3840, 2160, 1.0}), 150);
}

/// Contrast of WCAG 2: (lighter + 0.05) / (darker + 0.05).
double contrast(juce::Colour a, juce::Colour b) {
    const auto luminance = [](juce::Colour colour) {
        const auto linear = [](float channel) {
            const double c = static_cast<double>(channel);
            return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(colour.getFloatRed()) + 0.7152 * linear(colour.getFloatGreen()) +
               0.0722 * linear(colour.getFloatBlue());
    };
    const double x = luminance(a) + 0.05, y = luminance(b) + 0.05;
    return std::max(x, y) / std::min(x, y);
}

TEST(Theme, TextAndTracesStandOutFromTheirGround) {
    for (const auto kind : {Theme::Kind::dark, Theme::Kind::light, Theme::Kind::projector}) {
        const auto& theme = Theme::of(kind);
        const auto expect = [&](std::initializer_list<Token> inks, std::initializer_list<Token> grounds, double least) {
            for (const auto ink : inks)
                for (const auto ground : grounds) EXPECT_GE(contrast(theme[ink], theme[ground]), least);
        };
        expect({Token::text, Token::text2, Token::text3, Token::alert}, {Token::panel, Token::raised}, 4.5);
        expect({Token::text2}, {Token::raised_hi}, 4.5);
        expect({Token::on_primary}, {Token::primary}, 4.5);
        // Labels in the signals' hues stand on the same grounds as the traces.
        expect({Token::vm, Token::cur, Token::spike, Token::na, Token::k, Token::leak}, {Token::plot, Token::raised},
               4.5);
        expect({Token::line_strong}, {Token::panel, Token::raised}, 3.0);
    }
}

} // namespace
} // namespace soma::editor
