#include "Lesson/Answers/Hearing.h"
#include "Lesson/Answers/MeasuredLoudness.h"
#include "Lesson/Answers/Render.h"
#include "Support/LessonFiles.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace {

using namespace soma;
using namespace soma::lesson;
using soma::test::instrument;

constexpr double rate_hz = loudness_rate_hz;

std::vector<float> sine(double hz, double peak, double seconds, double phase = 0.0) {
    std::vector<float> out(static_cast<std::size_t>(seconds * rate_hz));
    for (std::size_t n = 0; n < out.size(); ++n)
        out[n] =
            static_cast<float>(peak * std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(n) / rate_hz + phase));
    return out;
}

double decibel(double db) { return std::pow(10.0, db / 20.0); }

/// EBU Tech 3341, signals 1 and 2: a stereo sine of 1 kHz has the loudness of its peak level.
TEST(Loudness, MeasuresTheSignalsOfTheStandard) {
    for (const double db : {-23.0, -33.0}) {
        const auto tone = sine(1000.0, decibel(db), 20.0);
        EXPECT_NEAR(loudness_lufs(tone, tone), db, 0.1) << "the standard allows 0.1 LU";
    }
    // Signal 3: 10 s at −36, 60 s at −23, 10 s at −36: the soft ends are below the relative gate.
    auto programme = sine(1000.0, decibel(-36.0), 10.0);
    const auto loud = sine(1000.0, decibel(-23.0), 60.0), soft = sine(1000.0, decibel(-36.0), 10.0);
    programme.insert(programme.end(), loud.begin(), loud.end());
    programme.insert(programme.end(), soft.begin(), soft.end());
    EXPECT_NEAR(loudness_lufs(programme, programme), -23.0, 0.1);
    EXPECT_EQ(loudness_lufs(std::vector<float>(48000), std::vector<float>(48000)), silent_lufs);
}

/// EBU Tech 3341, signal 15 ff.: a sine at a quarter of the rate, whose samples miss its peak by 3 dB.
TEST(Loudness, FindsThePeakBetweenTheSamples) {
    const auto tone = sine(12000.0, decibel(-6.0), 1.0, std::numbers::pi / 4.0);
    EXPECT_NEAR(true_peak_db(tone, tone), -6.0, 0.4) << "the standard allows +0.2 and −0.4 dB";
}

/// The cell of the course, as the library has it, with a step of current.
lesson::Setup step_of(double pa, double length_ms) {
    lesson::Setup setup;
    setup.values = instrument().cell("allen/474626527")->values;
    setup.values.set(Id::stim_shape, 1.0);
    setup.values.set(Id::stim_amplitude_pa, pa);
    setup.values.set(Id::stim_delay_ms, 100.0);
    setup.values.set(Id::stim_duration_ms, length_ms);
    for (const Id level : {Id::spike_level_db, Id::voltage_level_db, Id::stimulus_level_db, Id::pitch_level_db})
        setup.values.set(level, parameter(level).min);
    setup.stimulus = "step";
    setup.total_ms = length_ms + 200.0;
    return setup;
}

TEST(Hearing, CuesOfATrainAreThoseOfTheClosedForm) {
    lesson::Setup setup = step_of(60.0, 1000.0);
    setup.values.set(Id::spike_level_db, 0.0);
    const Heard heard = hear(setup);
    // LIF: 1/(t_ref + τ ln(IR/(IR − θ))), θ = 10 mV, IR = 20.7 mV, τ = 20.2 ms, t_ref = 1 ms.
    const double wait_ms = 20.2 * std::log(20.7 / 10.7), rate = 1000.0 / (1.0 + wait_ms);
    EXPECT_NEAR(*cue_for("rate")->of(heard), rate, 0.05) << "the database's τ is rounded to 0.1 ms";
    EXPECT_NEAR(*cue_for("latency")->of(heard), wait_ms / 1000.0, 1e-4);
    EXPECT_NEAR(*cue_for("isi_ratio")->of(heard), 1.0, 1e-6);
    EXPECT_LT(heard.end_db, -80.0) << "it ends in silence";
    setup.values.set(Id::time_scale, 0.1);
    EXPECT_NEAR(*cue_for("rate")->of(hear(setup)), rate / 10.0, 0.01) << "slowed down, it is heard slower";
}

TEST(Hearing, PitchIsThatOfTheMonitor) {
    lesson::Setup setup = step_of(25.0, 1000.0);
    setup.values.set(Id::pitch_level_db, 0.0);
    const Heard heard = hear(setup);
    // 220 Hz at −65 mV, an octave every 40 mV: 0.3 semitones for each mV.
    EXPECT_NEAR(*cue_for("v_rest")->of(heard), 0.3 * (-62.6 + 65.0), 0.02) << "a fiftieth of a semitone";
    EXPECT_NEAR(*cue_for("dv_steady")->of(heard), 0.3 * 8.625, 0.02);
    // Half of the way is done after τ ln 2.
    EXPECT_NEAR(*cue_for("tau")->of(heard), 0.0202 * std::log(2.0), 0.0065) << "one and a half periods of the tone";
    setup.values.set(Id::pitch_level_db, -1.5);
    EXPECT_EQ(difference(heard, hear(setup)), std::string{"loudness"});
    setup.values.set(Id::pitch_level_db, -0.5);
    EXPECT_FALSE(difference(heard, hear(setup))) << "half a decibel is not heard";
}

/// A rendered file must end as the application lets a sound end.
TEST(Render, ASoundFadesOutAfterItsEnd) {
    lesson::Setup setup = step_of(25.0, 1000.0);
    setup.values.set(Id::pitch_level_db, 0.0);
    setup.total_ms = 600.0; // in the middle of the tone
    const Rendered sound = render(setup, 48000.0);
    EXPECT_EQ(sound.sounding, 28800u);
    double largest = 0.0, edge = 0.0;
    for (std::size_t n = sound.sounding; n + 1 < sound.left.size(); ++n)
        edge = std::max(edge, std::abs(static_cast<double>(sound.left[n + 1] - sound.left[n])));
    for (std::size_t n = 0; n + 1 < sound.sounding; ++n)
        largest = std::max(largest, std::abs(static_cast<double>(sound.left[n + 1] - sound.left[n])));
    EXPECT_LE(edge, largest) << "no jump larger than those of the tone itself";
    EXPECT_LT(std::abs(sound.left.back()), 1e-6f);
}

} // namespace
