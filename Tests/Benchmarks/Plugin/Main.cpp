#include <benchmark/benchmark.h>
#include <juce_gui_basics/juce_gui_basics.h>

int main(int argument_count, char** arguments) {
    const juce::ScopedJuceInitialiser_GUI message_thread;
    benchmark::Initialize(&argument_count, arguments);
    if (benchmark::ReportUnrecognizedArguments(argument_count, arguments)) return 1;
    benchmark::RunSpecifiedBenchmarks();
}
