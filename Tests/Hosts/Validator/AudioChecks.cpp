#include "HostChecks.h"
#include "ValidatorRun.h"

#include <array>
#include <cmath>
#include <limits>

namespace soma::validator {
namespace {

constexpr std::array rates_hz{8000.0, 11025.0, 22050.0, 44100.0, 48000.0, 88200.0, 96000.0, 192000.0, 384000.0};
constexpr std::array block_sizes{0, 1, 17, 64, 512, 4096, 8192};

std::string at(double rate_hz, int frames) {
    return " at " + std::to_string(static_cast<int>(rate_hz)) + " Hz in a block of " + std::to_string(frames);
}

/// Every fault a cable can deliver, as sample number i of it.
float faulty(int kind, int i) {
    constexpr float denormal = std::numeric_limits<float>::denorm_min();
    constexpr float infinity = std::numeric_limits<float>::infinity();
    switch (kind) {
    case 0:
        return 0.0F;
    case 1:
        return std::numeric_limits<float>::quiet_NaN();
    case 2:
        return i % 2 == 0 ? infinity : -infinity;
    case 3:
        return i % 2 == 0 ? denormal : -1000.0F * denormal;
    case 4:
        return i % 2 == 0 ? 1.0F : -1.0F;
    case 5:
        return 1.0F;
    case 6:
        return i % 3 == 0 ? std::numeric_limits<float>::max() : -std::numeric_limits<float>::max();
    default:
        return i % 7 == 0 ? std::numeric_limits<float>::signaling_NaN() : 0.1F;
    }
}
constexpr int faults = 8;

} // namespace

void check_rates_and_blocks(const Subject& subject, Report& report) {
    Run run(subject);
    make_it_fire(run);
    int blocks = 0;
    const auto process = [&](double rate_hz, int frames) {
        run.midi.clear();
        run.process(frames, 0.01F);
        report.expect(run.is_finite(), "a sample is not finite" + at(rate_hz, frames));
        report.expect(run.main_peak() <= full_scale, "too loud" + at(rate_hz, frames));
        ++blocks;
    };
    for (const double rate_hz : rates_hz) {
        for (const int prepared : {1, 512, 8192}) {
            run.prepare(rate_hz, prepared);
            report.expect(std::abs(run.plugin().getSampleRate() - rate_hz) < 1e-9, "the rate was not taken");
            for (std::size_t i = 0; i < 4 * block_sizes.size(); ++i) { // one after another, then from size to size
                const int frames = block_sizes[(i < block_sizes.size() ? i : i * i) % block_sizes.size()];
                if (frames <= prepared || subject.takes_larger_blocks()) process(rate_hz, frames);
            }
        }
        report.expect(run.play(0.2) > 0.001F, "nothing is heard" + at(rate_hz, 8192));
    }
    report.note(std::to_string(rates_hz.size()) + " rates, " + std::to_string(blocks) + " blocks");
}

void check_bad_input(const Subject& subject, Report& report) {
    Run run(subject);
    make_it_fire(run);
    for (const int sidechain_mode : {0, 1, 2}) {
        run.set({{Id::sidechain_mode, sidechain_mode}, {Id::channel_mode, sidechain_mode % 2}});
        for (int kind = 0; kind < faults; ++kind) {
            for (int block = 0; block < 20; ++block) {
                auto& audio = run.begin(prepared_block, 0.0F);
                for (int channel = 0; channel < audio.getNumChannels(); ++channel)
                    for (int i = 0; i < prepared_block; ++i) audio.setSample(channel, i, faulty(kind, i + channel));
                run.finish();
                const auto where = " with fault " + std::to_string(kind);
                report.expect(run.is_finite(), "a sample is not finite" + where);
                report.expect(!run.has_denormals(), "a sample is denormal" + where);
                report.expect(run.main_peak() <= full_scale, "too loud" + where);
            }
        }
        report.expect(run.play(2.0) > 0.001F, "it does not recover");
    }
}

void check_cut_of_blocks(const Subject& subject, Report& report) {
    constexpr int frames = 24000;
    const auto render = [&](std::initializer_list<int> sizes) {
        Run run(subject, 48000.0, 8192);
        make_it_fire(run);
        return rendered(run, frames, {sizes.begin(), sizes.size()});
    };
    const auto whole = render({8192});
    for (const auto& sizes : {std::initializer_list<int>{1}, {17}, {64}, {512}, {4096}, {1, 8192, 17, 512, 3, 64}})
        report.expect(render(sizes) == whole, "blocks of " + std::to_string(*sizes.begin()) + " give other samples");
}

void check_repeatability(const Subject& subject, Report& report) {
    constexpr int frames = 24000;
    constexpr std::array sizes{prepared_block};
    Run first(subject);
    make_it_fire(first);
    first.set({{Id::noise_pa, 20.0}, {Id::neurons, 3.0}, {Id::stim_seed, 5.0}});
    const auto state = first.state();
    first.prepare(48000.0, prepared_block);
    const auto once = rendered(first, frames, sizes);
    report.expect(std::any_of(once.begin(), once.end(), [](float x) { return x != 0.0F; }), "nothing is heard");

    first.prepare(48000.0, prepared_block);
    report.expect(rendered(first, frames, sizes) == once, "prepared again it gives other samples");

    Run second(subject);
    second.load(state);
    second.prepare(48000.0, prepared_block);
    report.expect(rendered(second, frames, sizes) == once, "another instance gives other samples");

    second.plugin().releaseResources();
    second.plugin().setNonRealtime(true);
    second.prepare(48000.0, prepared_block);
    report.expect(rendered(second, frames, sizes) == once, "a bounce gives other samples");
    second.plugin().setNonRealtime(false);
}

void check_latency(const Subject& subject, Report& report) {
    Run run(subject);
    for (const double rate_hz : {44100.0, 192000.0}) {
        for (const int block : {1, 64, 4096}) {
            run.prepare(rate_hz, block);
            run.process(block);
            const int latency = run.plugin().getLatencySamples();
            report.expect(latency == 0, "it says " + std::to_string(latency) + " samples" + at(rate_hz, block));
        }
    }
    // The stimulus bus is the input in time: what enters with a sample leaves with it.
    Preset preset;
    preset.values.set(Id::stim_shape, 0.0);
    preset.values.set(Id::stimulus_level_db, 0.0);
    run.load(preset);
    run.prepare(48000.0, prepared_block);
    for (int i = 0; i < 20; ++i) run.process(prepared_block);
    auto& audio = run.begin(prepared_block, 0.0F);
    for (int channel = 0; channel < run.plugin().getMainBusNumInputChannels(); ++channel)
        audio.setSample(channel, 100, 0.5F);
    run.finish();
    const int stimulus = run.plugin().getChannelIndexInProcessBlockBuffer(false, 3, 0);
    int first = -1;
    for (int i = prepared_block - 1; i >= 0; --i)
        if (std::abs(run.audio().getSample(stimulus, i)) > 0.01F) first = i;
    report.expect(first == 100, "what enters at sample 100 leaves at " + std::to_string(first));
}

} // namespace soma::validator
