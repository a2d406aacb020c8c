#include "Editor/Controls/LevelField.h"
#include "Editor/Controls/ValueField.h"
#include "EditorFakeHost.h"
#include "Look/NumberFormat.h"

#include <gtest/gtest.h>

namespace soma::editor {
namespace {

class Field : public testing::Test {
  protected:
    FakeHost host;
    Context context{.host = host};
    juce::String notice;

    Field() {
        context.show_notice = [this](juce::Component&, const juce::String& text) { notice = text; };
    }

    std::unique_ptr<ValueField> make(const Quantity& quantity) {
        auto field = std::make_unique<ValueField>(context, model_of(host.parameters(), quantity),
                                                  FieldLook{.label = "Amplitude", .hue = Token::cur});
        field->setBounds(0, 0, 192, 30);
        return field;
    }

    static juce::MouseEvent mouse(juce::Component& target, juce::Point<float> at, juce::Point<float> down,
                                  juce::ModifierKeys keys = juce::ModifierKeys::leftButtonModifier) {
        const auto now = juce::Time::getCurrentTime();
        return {juce::Desktop::getInstance().getMainMouseSource(),
                at,
                keys,
                0.0f,
                0.0f,
                0.0f,
                0.0f,
                0.0f,
                &target,
                &target,
                now,
                down,
                now,
                1,
                at != down};
    }

    static void drag(ValueField& field, float by_x, juce::ModifierKeys keys = juce::ModifierKeys::leftButtonModifier) {
        const juce::Point<float> start{90.0f, 15.0f};
        field.mouseDown(mouse(field, start, start, keys));
        field.mouseDrag(mouse(field, start.translated(by_x, 0.0f), start, keys));
        field.mouseUp(mouse(field, start.translated(by_x, 0.0f), start, keys));
    }
};

TEST_F(Field, ReadsPrefixesCommasAndSigns) {
    auto field = make({.id = Id::stim_amplitude_pa});
    EXPECT_TRUE(field->commit_text("0.05 nA"));
    EXPECT_DOUBLE_EQ(host.get(Id::stim_amplitude_pa), 50.0);
    EXPECT_TRUE(field->commit_text("0,2 nA"));
    EXPECT_DOUBLE_EQ(host.get(Id::stim_amplitude_pa), 200.0);
    EXPECT_TRUE(field->commit_text(juce::String::fromUTF8("−30")));
    EXPECT_DOUBLE_EQ(host.get(Id::stim_amplitude_pa), -30.0);
}

TEST_F(Field, ShowsAnotherUnitThanTheParametersOwn) {
    auto field = make({.id = Id::membrane_capacitance_nf, .factor = 1000.0, .unit = "pF"});
    EXPECT_TRUE(field->commit_text("100"));
    EXPECT_DOUBLE_EQ(host.get(Id::membrane_capacitance_nf), 0.1);
    EXPECT_TRUE(field->commit_text("0.2 nF"));
    EXPECT_DOUBLE_EQ(host.get(Id::membrane_capacitance_nf), 0.2);
    EXPECT_EQ(field->spoken_value(), "200 picofarads");
    host.parameters().set_unit_choice(Id::membrane_capacitance_nf, "nF");
    EXPECT_EQ(field->spoken_value(), "0.200 nanofarads");
}

TEST_F(Field, ConvertsTheSquidAxonsConductancesByItsArea) {
    host.put(Id::membrane_capacitance_nf, 0.1);
    auto sodium = make({.id = Id::hh_sodium_ms_cm2, .form = Quantity::Form::hh_conductance, .unit = "µS"});
    EXPECT_DOUBLE_EQ(sodium->model().value(), 12.0); // 120 mS/cm² on 1e-4 cm²
    EXPECT_TRUE(sodium->commit_text("6"));
    EXPECT_DOUBLE_EQ(host.get(Id::hh_sodium_ms_cm2), 60.0);
    auto leak = make({.id = Id::hh_leak_ms_cm2, .form = Quantity::Form::hh_resistance, .unit = "MΩ"});
    EXPECT_NEAR(leak->model().value(), 100.0 / 3.0, 1e-9);
}

TEST_F(Field, RefusesWhatIsOutOfRangeAndSaysSo) {
    host.put(Id::stim_duration_ms, 5.0);
    auto field = make({.id = Id::stim_duration_ms, .min = 0.01, .max = 10.0});
    EXPECT_FALSE(field->commit_text("20"));
    EXPECT_EQ(notice, "At most 10 ms; still 5.00 ms");
    EXPECT_TRUE(field->refused());
    EXPECT_DOUBLE_EQ(host.get(Id::stim_duration_ms), 5.0);
    EXPECT_FALSE(field->commit_text("lots"));
    EXPECT_TRUE(notice.contains("not a number"));
    EXPECT_FALSE(field->commit_text("3 mV"));
    EXPECT_EQ(notice, juce::String::fromUTF8("mV is not a time: use ms, µs or s"));
    EXPECT_DOUBLE_EQ(host.get(Id::stim_duration_ms), 5.0);
}

TEST_F(Field, ADragIsOneGestureAndShiftIsFine) {
    auto field = make({.id = Id::spread_percent});
    host.put(Id::spread_percent, 50.0);
    drag(*field, 20.0f); // 200 px are the whole range
    EXPECT_NEAR(host.get(Id::spread_percent), 60.0, 1e-9);
    EXPECT_EQ(host.gestures, 1);
    EXPECT_EQ(host.open_gestures, 0);
    drag(*field, 20.0f, {juce::ModifierKeys::leftButtonModifier | juce::ModifierKeys::shiftModifier});
    EXPECT_NEAR(host.get(Id::spread_percent), 61.0, 1e-9);
}

TEST_F(Field, KeysStepDefaultAndGoToTheLimits) {
    auto field = make({.id = Id::stim_amplitude_pa});
    const auto press = [&](int code, int modifiers = 0) { field->keyPressed({code, modifiers, 0}); };
    press(juce::KeyPress::upKey);
    EXPECT_DOUBLE_EQ(host.get(Id::stim_amplitude_pa), 46.0);
    press(juce::KeyPress::downKey, juce::ModifierKeys::shiftModifier);
    EXPECT_DOUBLE_EQ(host.get(Id::stim_amplitude_pa), 45.9);
    press(juce::KeyPress::backspaceKey);
    EXPECT_DOUBLE_EQ(host.get(Id::stim_amplitude_pa), 45.0);
    press(juce::KeyPress::pageUpKey);
    EXPECT_DOUBLE_EQ(host.get(Id::stim_amplitude_pa), 55.0);
    press(juce::KeyPress::homeKey);
    EXPECT_DOUBLE_EQ(host.get(Id::stim_amplitude_pa), parameter(Id::stim_amplitude_pa).min);
}

TEST_F(Field, NotchesOfAWheelAreOneGesture) {
    auto field = make({.id = Id::stim_amplitude_pa});
    const juce::MouseWheelDetails up{0.0f, 0.2f, false, false, false};
    for (int i = 0; i < 5; ++i) field->mouseWheelMove(mouse(*field, {90.0f, 15.0f}, {90.0f, 15.0f}), up);
    EXPECT_DOUBLE_EQ(host.get(Id::stim_amplitude_pa), 50.0);
    EXPECT_EQ(host.gestures, 1);
    EXPECT_EQ(host.resumed, 4);
    EXPECT_EQ(host.open_gestures, 0);
}

TEST_F(Field, ALockedFieldDoesNotMove) {
    auto field = make({.id = Id::stim_amplitude_pa});
    host.parameters().set_locked(Id::stim_amplitude_pa, true);
    drag(*field, 30.0f);
    field->keyPressed({juce::KeyPress::upKey, 0, 0});
    EXPECT_DOUBLE_EQ(host.get(Id::stim_amplitude_pa), 45.0);
    EXPECT_EQ(host.open_gestures, 0);
}

TEST_F(Field, LeavingWhileDraggingEndsTheGesture) {
    auto field = make({.id = Id::spread_percent});
    const juce::Point<float> start{90.0f, 15.0f};
    field->mouseDown(mouse(*field, start, start));
    field->mouseDrag(mouse(*field, start.translated(9.0f, 0.0f), start));
    EXPECT_EQ(host.open_gestures, 1);
    field.reset();
    EXPECT_EQ(host.open_gestures, 0);
}

TEST_F(Field, ALevelSwitchedOffComesBackWhereItWas) {
    LevelField level{context, Id::spike_level_db, {.label = "Spikes", .hue = Token::spike}};
    level.setBounds(0, 0, 192, 30);
    level.refresh();
    const auto click = [&] {
        auto* speaker = level.getChildComponent(0);
        speaker->keyPressed({juce::KeyPress::returnKey, 0, 0});
        level.refresh();
    };
    click();
    EXPECT_DOUBLE_EQ(host.get(Id::spike_level_db), parameter(Id::spike_level_db).min);
    EXPECT_EQ(level.spoken_value(), "off decibels");
    click();
    EXPECT_DOUBLE_EQ(host.get(Id::spike_level_db), 0.0);
}

TEST(Numbers, ArePrintedWithThreeDigitsAndATrueMinus) {
    EXPECT_EQ(significant(45.0), "45.0");
    EXPECT_EQ(significant(-62.6), "−62.6");
    EXPECT_EQ(significant(1000.0), "1000");
    EXPECT_EQ(significant(9.9999), "10.0");
    EXPECT_EQ(significant(20.2 / 345.0), "0.0586");
    EXPECT_EQ(significant(0.0), "0.0");
    EXPECT_EQ(fixed(-0.04, 1), "0.0");
    EXPECT_EQ(known(std::nullopt), "–");
    EXPECT_EQ(spoken("−60.5", "mV"), "minus 60.5 millivolts");
    EXPECT_EQ(spoken("+50.0", "mV"), "plus 50.0 millivolts");
}

} // namespace
} // namespace soma::editor
