#include "FakeSubject.h"
#include "HostChecks.h"
#include "HostedSubject.h"

#include <algorithm>
#include <chrono>
#include <iostream>

namespace soma::validator {
namespace {

constexpr const char* usage =
    R"(somaphone_validator FORMAT BUNDLE [WORD]...   checks the built plugin; FORMAT is VST3 or LV2
somaphone_validator --self-test               checks the checks: each has to see the fault that is for it
With WORDs only the checks whose names hold one of them run. Needs a display for the editor.
)";

void run_check(const Check& check, const Subject& subject, Report& report) {
    try {
        check.run(subject, report);
    } catch (const std::exception& error) {
        report.expect(false, error.what());
    }
}

/// One line for each check; how many failed.
int validate(const Subject& subject, const juce::StringArray& words) {
    int passed = 0, failed = 0;
    for (const auto& check : checks()) {
        const juce::String name(check.name.data(), check.name.size());
        if (!words.isEmpty() &&
            std::none_of(words.begin(), words.end(), [&](const juce::String& word) { return name.contains(word); }))
            continue;
        Report report;
        const auto begin = std::chrono::steady_clock::now();
        run_check(check, subject, report);
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
        ++(report.good() ? passed : failed);
        std::cout << (report.good() ? "ok      " : "FAILED  ") << check.name << ": ";
        if (!report.good())
            std::cout << report.complaint() << " (" << report.failed() << " of " << report.looked_at() << ")";
        else
            std::cout << report.looked_at() << " looks";
        if (!report.notes().empty()) std::cout << "; " << report.notes();
        std::cout << " [" << juce::String(seconds.count(), 1) << " s]" << std::endl;
    }
    std::cout << passed << " checks passed, " << failed << " failed" << std::endl;
    return passed == 0 ? 1 : failed;
}

/// The stand-in without a fault passes all, and each fault is seen by its check; how many were not.
int test_checks() {
    int wrong = validate(FakeSubject(Fault::none), {});
    for (const auto& check : checks()) {
        if (std::ranges::any_of(seen_faults(), [&](const SeenFault& seen) { return seen.check == check.name; }))
            continue;
        std::cout << "FAILED  no fault tests " << check.name << std::endl;
        ++wrong;
    }
    for (const auto& seen : seen_faults()) {
        for (const auto& check : checks()) {
            if (check.name != seen.check) continue;
            Report report;
            run_check(check, FakeSubject(seen.fault), report);
            wrong += report.good();
            std::cout << (report.good() ? "FAILED  not seen by " : "seen    ") << check.name << ": "
                      << report.complaint() << std::endl;
        }
    }
    std::cout << seen_faults().size() << " faults, " << wrong << " wrong" << std::endl;
    return wrong;
}

} // namespace
} // namespace soma::validator

int main(int count, char** arguments) {
    using namespace soma::validator;
    const juce::StringArray words(arguments + 1, count - 1);
    const bool is_format = words[0] == "VST3" || words[0] == "LV2";
    if (words[0] != "--self-test" && !(is_format && words.size() >= 2)) {
        std::cerr << usage;
        return 2;
    }
    // Only in what it takes for an application does JUCE survive a complaint of the X server, and there are some:
    // without a window manager some names are unknown there.
    juce::JUCEApplicationBase::createInstance = []() -> juce::JUCEApplicationBase* { return nullptr; };
    const juce::ScopedJuceInitialiser_GUI message_thread;
    if (!is_format) return test_checks() == 0 ? 0 : 1;
    try {
        const HostedSubject subject(words[0], juce::File::getCurrentWorkingDirectory().getChildFile(words[1]));
        return validate(subject, juce::StringArray(words.begin() + 2, words.size() - 2)) == 0 ? 0 : 1;
    } catch (const std::exception& error) {
        std::cerr << error.what() << "\n";
        return 1;
    }
}
