#include "Core/Random.h"
#include "HostChecks.h"
#include "ValidatorRun.h"

#include <array>
#include <atomic>
#include <malloc.h>
#include <thread>

namespace soma::validator {
namespace {

constexpr int host_pause_ms = 10;

void pump(int milliseconds) { juce::MessageManager::getInstance()->runDispatchLoopUntil(milliseconds); }

/// A host's audio thread: blocks of changing size without a pause, until it ends.
class AudioThread {
  public:
    explicit AudioThread(Run& run)
        : thread_([this, &run] {
            constexpr std::array sizes{512, 64, 1, 17, 480, 0, 333};
            for (std::size_t i = 0; !ending_.load(); ++i) {
                run.midi.clear();
                if (i % 50 == 0) run.midi.addEvent(juce::MidiMessage::noteOn(1, static_cast<int>(i % 128), 0.5F), 0);
                run.process(sizes[i % sizes.size()], 0.01F);
                if (!run.is_finite() || run.main_peak() > full_scale) bad_.store(true);
                blocks_.store(static_cast<int>(i) + 1);
                std::this_thread::yield();
            }
        }) {}
    ~AudioThread() { end(); }

    void end() {
        ending_.store(true);
        if (thread_.joinable()) thread_.join();
    }
    bool bad() const { return bad_.load(); }
    int blocks() const { return blocks_.load(); }

  private:
    std::atomic<bool> ending_{false}, bad_{false};
    std::atomic<int> blocks_{0};
    std::thread thread_;
};

/// Bytes that the C library has given out.
double bytes_in_use() { return static_cast<double>(mallinfo2().uordblks); }

} // namespace

void check_two_instances(const Subject& subject, Report& report) {
    constexpr int frames = 9600;
    constexpr std::array sizes{64};
    const auto prepare = [&](Run& run, int which) {
        make_it_fire(run);
        run.set({{Id::model, which == 0 ? 3.0 : 10.0},
                 {Id::stim_amplitude_pa, which == 0 ? 60.0 : 1000.0}, // lif, hh
                 {Id::noise_pa, 10.0}});
        run.prepare(48000.0, prepared_block);
    };
    std::array<std::vector<float>, 2> alone;
    for (int which = 0; which < 2; ++which) {
        Run run(subject);
        prepare(run, which);
        alone[static_cast<std::size_t>(which)] = rendered(run, frames, sizes);
    }
    report.expect(alone[0] != alone[1], "two states sound the same");
    Run one(subject), two(subject);
    prepare(one, 0);
    prepare(two, 1);
    std::vector<float> at_the_same_time;
    std::thread other([&] { at_the_same_time = rendered(two, frames, sizes); });
    const auto here = rendered(one, frames, sizes);
    other.join();
    report.expect(here == alone[0] && at_the_same_time == alone[1], "an instance sounds otherwise beside another");
    report.expect(one.state() != two.state(), "two instances have one state");
}

void check_threads(const Subject& subject, Report& report) {
    Run run(subject);
    make_it_fire(run);
    SplitMix64 random(8);
    const auto fires = run.state();
    int blocks = 0;
    for (int round = 0; round < 6; ++round) { // a new audio thread each time, prepared again in between
        run.prepare(round % 2 == 0 ? 44100.0 : 96000.0, prepared_block);
        run.plugin().setNonRealtime(round % 3 == 2);
        AudioThread audio(run);
        for (int step = 0; step < 40; ++step) {
            switch (step % 4) {
            case 0:
                run.load(fires);
                break;
            case 1:
                for (int i = 0; i < 20; ++i)
                    if (auto* parameter = run.parameter(static_cast<Id>(random.below(parameter_count))))
                        if (parameter != run.parameter(Id::neurons))
                            parameter->setValueNotifyingHost(static_cast<float>(random.unit()));
                break;
            case 2:
                read_preset("state", run.state());
                break;
            default:
                pump(host_pause_ms);
            }
        }
        for (int wait = 0; wait < 1000 && audio.blocks() < 50; ++wait) pump(host_pause_ms);
        audio.end();
        blocks += audio.blocks();
        report.expect(!audio.bad(), "bad sound in round " + std::to_string(round));
        report.expect(audio.blocks() >= 50, "the audio thread stands still");
    }
    run.load(fires);
    run.plugin().setNonRealtime(false);
    run.prepare(48000.0, prepared_block);
    report.expect(run.state() == fires, "the last state is not the one that was given");
    report.expect(run.play(0.5) > 0.001F, "nothing is heard afterwards");
    report.note(std::to_string(blocks) + " blocks");
}

void check_editor(const Subject& subject, Report& report) {
    constexpr int openings = 12;
    Run run(subject);
    make_it_fire(run);
    const auto fires = run.state();
    AudioThread audio(run);
    for (int opening = 0; opening < openings; ++opening) {
        const std::unique_ptr<juce::AudioProcessorEditor> editor(run.plugin().createEditorIfNeeded());
        if (!report.expect(editor != nullptr, "no editor opens")) return;
        editor->setOpaque(true);
        editor->addToDesktop(0);
        editor->setVisible(true);
        pump(opening == 0 ? 400 : 60);
        report.expect(editor->getWidth() >= 400 && editor->getHeight() >= 300,
                      "the editor is " + std::to_string(editor->getWidth()) + " × " +
                          std::to_string(editor->getHeight()));
        if (opening % 3 == 0) run.load(fires);
        if (opening % 2 == 0) {
            for (const auto& [width, height] : {std::pair{900, 620}, {1300, 860}, {1, 1}, {1100, 720}}) {
                editor->setSize(width, height);
                pump(host_pause_ms);
            }
        }
        for (int i = 0; i < 10; ++i)
            if (auto* parameter = run.parameter(Id::stim_amplitude_pa))
                parameter->setValueNotifyingHost(0.5F + 0.01F * static_cast<float>(i));
        pump(60); // JUCE's XEmbedComponent, in the host, dies of a window that closes while it is being resized
    }
    audio.end();
    report.expect(!audio.bad(), "bad sound while the editor opens");
    report.expect(audio.blocks() > openings, "the audio thread stands still");
    run.load(fires);
    report.expect(run.state() == fires, "the state is lost after the editor");
    report.note(std::to_string(openings) + " openings, " + std::to_string(audio.blocks()) + " blocks meanwhile");
}

void check_memory(const Subject& subject, Report& report) {
    constexpr int warm_up = 100, cycles = 1000;
    // The host's library keeps what it learnt of a bundle; a plugin of ours that leaks is 100 times as large.
    constexpr double allowed_per_cycle = 2000.0;
    double before = 0.0;
    for (int cycle = -warm_up; cycle < cycles; ++cycle) {
        if (cycle == 0) before = bytes_in_use();
        Run run(subject, 48000.0, 64);
        run.process(64);
        if (cycle % 10 == 0) run.load(run.state());
    }
    const double growth = (bytes_in_use() - before) / cycles;
    report.expect(growth < allowed_per_cycle, "it grows by " + std::to_string(growth) + " bytes an instance");
    report.note(std::to_string(cycles) + " instances, " + std::to_string(static_cast<int>(growth)) +
                " bytes each stay");
}

} // namespace soma::validator
