#include <gtest/gtest.h>
#include <juce_gui_basics/juce_gui_basics.h>

int main(int argument_count, char** arguments) {
    testing::InitGoogleTest(&argument_count, arguments);
    const juce::ScopedJuceInitialiser_GUI message_thread;
    return RUN_ALL_TESTS();
}
