#include "Support/EngineRun.h"
#include "Support/TunedNeuron.h"

#include "Core/Math.h"
#include "Sound/Loudness.h"
#include "Sound/SpikeSound.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <gtest/gtest.h>
#include <map>
#include <string>

namespace soma::test {
namespace {

constexpr std::array sources{"impulse", "click", "action_potential", "tone", "voltage"};

/// The worst of one figure, and where it is.
struct Worst {
    double value = -HUGE_VAL;
    std::string where;

    void take(double figure, const std::string& cell) {
        if (figure > value || std::isnan(figure)) value = figure, where = cell;
    }
};

struct Table {
    Worst alias_db, loudest_db, constant, louder_lu, quieter_lu, cents;
    int cells = 0;

    /// `lines`: prints every cell.
    void add(const char* model, const TunedNeuron& neuron, std::size_t rows, bool fires, bool lines) {
        const auto figures = measure(neuron, rows);
        const std::string source = sources[static_cast<std::size_t>(neuron.source)];
        char cell[120];
        std::snprintf(cell, sizeof cell, "%-10s %-16s %7.1f Hz %6.1f kHz", model, source.c_str(), neuron.frequency_hz,
                      neuron.rate_hz / 1000.0);
        if (lines)
            std::printf("    %s  alias %7.1f dB  DC %8.1e  %6.1f LUFS  %9.1e cents\n", cell, figures.alias.worst_db,
                        figures.constant, figures.lufs, figures.cents);
        ++cells;
        // Relative to the strongest harmonic; relative to the fundamental as well, where the sound has it: a low tone
        // of 27.5 Hz that rings at 880 Hz has hardly any.
        EXPECT_LE(figures.alias.loudest_db, -90.0) << cell;
        if (neuron.frequency_hz >= 100.0) {
            EXPECT_LE(figures.alias.worst_db, -90.0) << cell;
        }
        EXPECT_LE(figures.constant, 1e-6) << cell;
        EXPECT_LE(std::abs(figures.cents), 0.01) << cell;
        loudest_db.take(figures.alias.loudest_db, cell);
        if (neuron.frequency_hz >= 100.0) alias_db.take(figures.alias.worst_db, cell);
        constant.take(figures.constant, cell);
        cents.take(std::abs(figures.cents), cell);
        if (!fires) return;
        // All notes of all models and sources lie within ± 2 LU of one loudness.
        EXPECT_NEAR(figures.lufs, sound::source_lufs - 3.8, 2.0) << cell; // notes are 2.8 dB lower: PitchVoices.cpp
        louder_lu.take(figures.lufs - sound::source_lufs, cell);
        quieter_lu.take(sound::source_lufs - figures.lufs, cell);
    }

    void print() const {
        std::printf("    %d cells; the worst of each column:\n", cells);
        std::printf("    alias of the strongest harmonic     %8.1f dB     %s\n", loudest_db.value,
                    loudest_db.where.c_str());
        std::printf("    alias of the fundamental, >= 100 Hz %8.1f dB     %s\n", alias_db.value,
                    alias_db.where.c_str());
        std::printf("    constant                            %8.1e FS     %s\n", constant.value,
                    constant.where.c_str());
        std::printf("    louder than %.0f LUFS by             %8.2f LU     %s\n", sound::source_lufs, louder_lu.value,
                    louder_lu.where.c_str());
        std::printf("    quieter by                          %8.2f LU     %s\n", quieter_lu.value,
                    quieter_lu.where.c_str());
        std::printf("    out of tune by                      %8.1e cents  %s\n", cents.value, cents.where.c_str());
    }
};

/// Model × source × tone × sample rate. The whole of it takes a quarter of an hour: Tests/sound-table.sh.
TEST(SoundTable, EveryModelBySourceToneAndRate) {
    const char* const asked = std::getenv("SOMAPHONE_SOUND_TABLE");
    const bool whole = asked != nullptr;
    std::vector<double> tones{441.3, 4186.0}, rates{48000.0};
    std::vector<int> heard{1, TunedNeuron::voltage};
    if (whole) {
        tones = {27.5, 110.0, 441.3, 1318.5, 3121.7, 4186.0};
        rates = {44100.0, 48000.0, 96000.0};
        heard = {0, 1, 2, 3, TunedNeuron::voltage};
        if (std::string(asked) == "other") tones = {31.7, 97.3, 233.9, 912.4, 2017.9, 3777.1};
    }
    Table table;
    for (const double rate_hz : rates) {
        const std::size_t rows = !whole ? std::size_t{1} << 15 : std::size_t{1} << (rate_hz > 50000.0 ? 17 : 16);
        for (const double frequency_hz : tones) {
            for (const auto& each : firing_models)
                for (const int source : heard)
                    table.add(each.name, {each.model, source, frequency_hz, rate_hz}, rows, true, whole);
            for (const auto& each : swinging_models)
                table.add(each.name, {each.model, TunedNeuron::voltage, frequency_hz, rate_hz}, rows, false, whole);
        }
    }
    table.print();
}

/// Without a key, the time scale makes neurons as fast: equal ones in step, heard by their voltage.
AliasFigures alias_of(const FiringModel& each, int neurons, double tone_hz, double rate_hz) {
    static std::map<ModelId, double> own_hz;
    Snapshot values;
    values.set(Id::model, static_cast<double>(each.model));
    values.set(Id::midi_current_pa, each.current_pa);
    auto& own = own_hz[each.model];
    if (own == 0.0) own = find_pitch_reference(values, {}).rate_hz;
    values.set(Id::midi_current_pa, 0.0);
    values.set(Id::neurons, neurons);
    values.set(Id::holding_current_pa, each.current_pa);
    values.set(Id::time_scale, tone_hz / own);
    values.set(Id::spike_level_db, -60.0);
    values.set(Id::voltage_level_db, 0.0);
    const auto settle = static_cast<int>(2.0 * rate_hz);
    const auto run = run_engine(values, rate_hz, settle + (1 << 15), 512);
    return measure_alias(std::vector<double>(run.left.begin() + settle, run.left.end()), tone_hz, rate_hz);
}

/// The steps of neurons within a sample are heard without aliases too, alone and side by side in lanes.
TEST(SoundTable, NeuronsWithoutAKeyAreAntiAliasedAsWell) {
    const bool whole = std::getenv("SOMAPHONE_SOUND_TABLE") != nullptr;
    Worst worst_db;
    for (const double rate_hz : whole ? std::vector{44100.0, 48000.0, 96000.0} : std::vector{48000.0})
        for (const double tone_hz : whole ? std::vector{110.0, 441.3, 1318.5, 3121.7, 4186.0} : std::vector{4186.0})
            for (const int neurons : whole&& rate_hz == 48000.0 ? std::vector{1, 4, 64} : std::vector{1, 4})
                for (const auto& each : firing_models) {
                    const bool many_steps =
                        each.model == ModelId::hh || each.model == ModelId::izhikevich || each.model == ModelId::adex;
                    if (!whole && !many_steps) continue;
                    char cell[120];
                    std::snprintf(cell, sizeof cell, "%-10s %2d neurons %7.1f Hz %6.1f kHz", each.name, neurons,
                                  tone_hz, rate_hz / 1000.0);
                    const double alias_db = alias_of(each, neurons, tone_hz, rate_hz).loudest_db;
                    std::printf("    %s  %.1f dB\n", cell, alias_db);
                    EXPECT_LE(alias_db, -90.0) << cell;
                    worst_db.take(alias_db, cell);
                }
    std::printf("    worst %8.1f dB     %s\n", worst_db.value, worst_db.where.c_str());
}

TEST(SoundTable, VelocityIsHeard) {
    for (const int source : {1, TunedNeuron::voltage}) {
        TunedNeuron neuron{ModelId::lif, source, 261.6, 48000.0};
        const double loud = measure(neuron, 1 << 15).lufs;
        neuron.velocity = 32;
        EXPECT_NEAR(measure(neuron, 1 << 15).lufs - loud, 20.0 * std::log10(32.0 / 127.0), 0.2)
            << sources[static_cast<std::size_t>(source)];
    }
}

} // namespace
} // namespace soma::test
