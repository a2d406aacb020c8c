#include "Sound/Loudness.h"
#include "Core/Math.h"
#include "Support/EngineRun.h"
#include "Support/Paths.h"
#include "Support/PresetRender.h"
#include "Support/TruePeak.h"
#include "Support/TunedNeuron.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace soma::test {
namespace {

constexpr double rate_hz = 48000.0;

TEST(Loudness, EveryPresetKeepsTheContract) {
    // −23 ± 3 LUFS over ten seconds; where sparse clicks do not allow it, their peaks reach −3 dB, and no more.
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(project_path("Assets/Presets")))
        if (entry.path().extension() == ".json") paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    ASSERT_GE(paths.size(), 30u);
    for (const auto& path : paths) {
        std::ostringstream text;
        text << std::ifstream(path).rdbuf();
        const auto loaded = read_preset(path.string(), text.str());
        const auto& preset = loaded.preset;
        EXPECT_TRUE(loaded.notes.empty()) << path.filename() << ": " << loaded.notes.front();
        EXPECT_FALSE(preset.category.empty()) << path.filename();
        const auto sound = rendered(preset, rate_hz, 10.0);
        const double lufs = integrated_lufs(sound.left, sound.right, rate_hz);
        float peak = 0.0f;
        for (const auto* channel : {&sound.left, &sound.right})
            for (const float v : *channel) peak = std::max(peak, std::abs(v));
        const double peak_db = 20.0 * std::log10(peak);
        std::printf("    %-28s %6.1f LUFS, peak %6.1f dBFS\n", path.filename().c_str(), lufs, peak_db);
        EXPECT_LE(lufs, -20.0) << path.filename();
        EXPECT_TRUE(lufs >= -26.0 || peak_db >= -4.0) << path.filename() << " is too quiet";
        EXPECT_LE(peak_db, -3.0) << path.filename();
    }
}

/// Five seconds of the default preset with what is changed.
double lufs_of(const Snapshot& values, double seconds = 5.0) {
    const auto run = run_engine(values, rate_hz, static_cast<int>(seconds * rate_hz), 512);
    return integrated_lufs(run.left, run.right, rate_hz);
}

TEST(Loudness, DoesNotJumpWithTheSpikeSoundOrTheModel) {
    // At one rate; sparse spikes of all sounds are quieter alike.
    for (const double frequency_hz : {50.0, 220.0}) {
        double loudest = -HUGE_VAL, quietest = HUGE_VAL;
        for (const auto& each : firing_models)
            for (int source = 0; source <= TunedNeuron::voltage; ++source) {
                const double lufs = measure({each.model, source, frequency_hz, rate_hz}, 1 << 15).lufs;
                loudest = std::max(loudest, lufs);
                quietest = std::min(quietest, lufs);
            }
        std::printf("    %5.1f Hz: %.2f … %.2f LUFS\n", frequency_hz, quietest, loudest);
        EXPECT_LE(loudest - quietest, 3.0) << frequency_hz;
    }
}

TEST(Loudness, DoesNotJumpWithTheNumberOfNeurons) {
    // In step, and with independent noise and heterogeneity: by their spikes and by their voltage.
    for (const Id heard : {Id::spike_level_db, Id::voltage_level_db})
        for (const double noise_pa : {0.0, 20.0}) {
            Snapshot values;
            values.set(Id::holding_current_pa, 80.0);
            values.set(Id::noise_pa, noise_pa);
            values.set(Id::spread_percent, noise_pa > 0.0 ? 10.0 : 0.0);
            values.set(Id::spike_level_db, -60.0);
            values.set(Id::voltage_level_db, -60.0);
            values.set(heard, 0.0);
            const double one = lufs_of(values);
            std::printf("    %s, %s: one neuron %.2f LUFS;", heard == Id::spike_level_db ? "spikes" : "voltage",
                        noise_pa > 0.0 ? "independent" : "in step", one);
            for (const double neurons : {2.0, 10.0, 100.0, 1000.0, 4096.0}) {
                values.set(Id::neurons, neurons);
                const double lufs = lufs_of(values, neurons > 1000.0 ? 4.0 : 5.0);
                std::printf(" %.0f: %+.2f", neurons, lufs - one);
                EXPECT_NEAR(lufs, one, 3.0) << neurons;
            }
            std::printf("\n");
        }
}

} // namespace
} // namespace soma::test
