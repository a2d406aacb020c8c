#include <gtest/gtest.h>
#include <juce_gui_basics/juce_gui_basics.h>

int main(int argument_count, char** arguments) {
    testing::InitGoogleTest(&argument_count, arguments);
    // As in the application, a complaint of the X server (one without a window manager lacks names that JUCE asks for)
    // ends nothing.
    juce::JUCEApplicationBase::createInstance = []() -> juce::JUCEApplicationBase* { return nullptr; };
    const juce::ScopedJuceInitialiser_GUI message_thread;
    return RUN_ALL_TESTS();
}
