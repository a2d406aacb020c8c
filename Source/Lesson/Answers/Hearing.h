#pragma once

#include "Lesson/Answers/LessonContext.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Audible features of a sound, measured on the sound as it is rendered, and how much two sounds must differ in one to
/// be told apart.
namespace soma::lesson {

/// A pitch at a moment, in semitones above 220 Hz.
struct PitchAt {
    double at_s, semitones;
};

struct Heard {
    double loudness_lufs = 0.0, true_peak_db = 0.0;
    double end_db = 0.0;         ///< peak of the last 2 ms
    std::vector<double> click_s; ///< instants of all clicks, of real time
    double click_peak_db = 0.0;  ///< of the spikes alone; silent where there are none
    double tick_peak_db = 0.0;   ///< of the stimulus alone
    double onset_s = 0.0;        ///< of the stimulus
    double stimulus_end_s = 0.0;
    double length_s = 0.0;
    bool only_tick = false;     ///< nothing but the tick of the stimulus: a neuron that stays silent
    std::vector<PitchAt> pitch; ///< of the pitch monitor; empty where it is off
};

/// Renders the sound, and its sources each alone. Throws LessonError; not for sounds that need an input.
Heard hear(const Setup& setup);

/// One feature that a listener notices, as a number; nothing where the sound has no such feature.
struct Cue {
    std::string_view name, unit;
    double noticeable; ///< just noticeable difference: of the values, or of their ratio where `ratio`
    bool ratio;
    std::optional<double> (*of)(const Heard&);
    std::string_view source; ///< where the difference comes from

    bool differs(double a, double b) const;
};
std::span<const Cue> cues();

/// The cue by which a quantity is judged by ear; null where there is none.
const Cue* cue_for(std::string_view quantity);

/// Name of a cue in which the two differ noticeably; nothing when they sound alike.
std::optional<std::string> difference(const Heard& a, const Heard& b);

/// The fastest rate at which people count or tap, in events a second (Repp 2005).
constexpr double fastest_counting_per_s = 5.0;

} // namespace soma::lesson
