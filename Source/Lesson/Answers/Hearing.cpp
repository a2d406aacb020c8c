#include "Lesson/Answers/Hearing.h"

#include "Lesson/Answers/MeasuredLoudness.h"
#include "Lesson/Answers/Render.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <numeric>
#include <utility>

namespace soma::lesson {
namespace {

constexpr double rate_hz = loudness_rate_hz;

double db(double peak) { return peak > 0.0 ? 20.0 * std::log10(peak) : silent_lufs; }

double peak_of(std::span<const float> signal) {
    float peak = 0.0f;
    for (const float x : signal) peak = std::max(peak, std::abs(x));
    return static_cast<double>(peak);
}

/// One monitor alone.
Rendered alone(const Setup& setup, Id kept) {
    Setup one = setup;
    for (const Id level : {Id::spike_level_db, Id::voltage_level_db, Id::stimulus_level_db, Id::pitch_level_db})
        if (level != kept) one.values.set(level, parameter(level).min);
    return render(one, rate_hz);
}

bool on(const Setup& setup, Id level) { return setup.values[level] > parameter(level).min; }

/// One value for each period between two rises through zero.
std::vector<PitchAt> pitch_of(std::span<const float> tone) {
    std::vector<PitchAt> out;
    double last = -1.0;
    const double quiet = 0.2 * peak_of(tone);
    float low = 0.0f;
    for (std::size_t n = 1; n < tone.size(); ++n) {
        low = std::min(low, tone[n]);
        if (!(tone[n - 1] < 0.0f && tone[n] >= 0.0f) || static_cast<double>(-low) < quiet) continue;
        low = 0.0f;
        const auto before = static_cast<double>(tone[n - 1]), after = static_cast<double>(tone[n]);
        const double at = (static_cast<double>(n) - 1.0 + before / (before - after)) / rate_hz;
        if (last >= 0.0) out.push_back({0.5 * (at + last), 12.0 * std::log2(1.0 / (at - last) / 220.0)});
        last = at;
    }
    return out;
}

/// Mean pitch between two moments.
std::optional<double> pitch_between(const Heard& h, double from_s, double to_s) {
    double sum = 0.0;
    int count = 0;
    for (const PitchAt& p : h.pitch)
        if (p.at_s >= from_s && p.at_s <= to_s) {
            sum += p.semitones;
            ++count;
        }
    return count > 0 ? std::optional{sum / count} : std::nullopt;
}

std::optional<double> range_between(const Heard& h, double from_s, double to_s) {
    double low = 1e9, high = -1e9;
    for (const PitchAt& p : h.pitch)
        if (p.at_s >= from_s && p.at_s <= to_s) {
            low = std::min(low, p.semitones);
            high = std::max(high, p.semitones);
        }
    return high > low ? std::optional{high - low} : std::nullopt;
}

constexpr double settled = 0.8; ///< share of a stimulus after which its tone stands still

double during(const Heard& h, double share) { return h.onset_s + share * (h.stimulus_end_s - h.onset_s); }

std::optional<double> tone(const Heard& h) { return pitch_between(h, during(h, settled), during(h, 1.0)); }

std::optional<double> rest_tone(const Heard& h) {
    const auto before = pitch_between(h, 0.0, h.onset_s);
    return before ? before : pitch_between(h, 0.0, h.length_s);
}

std::optional<double> excursion(const Heard& h) {
    const auto from = rest_tone(h), to = tone(h);
    return from && to ? std::optional{std::abs(*to - *from)} : std::nullopt;
}

/// Time until the tone has gone half of its way.
std::optional<double> glide(const Heard& h) {
    const auto from = rest_tone(h), to = tone(h);
    if (!from || !to || std::abs(*to - *from) < 0.5) return {};
    for (const PitchAt& p : h.pitch)
        if (p.at_s > h.onset_s && std::abs(p.semitones - *from) >= 0.5 * std::abs(*to - *from))
            return p.at_s - h.onset_s;
    return {};
}

/// How far the tone climbs above its rest at most.
std::optional<double> climb(const Heard& h) {
    const auto from = rest_tone(h);
    if (!from || h.pitch.empty()) return {};
    double most = 0.0;
    for (const PitchAt& p : h.pitch)
        if (p.at_s >= h.onset_s) most = std::max(most, p.semitones - *from);
    return most;
}

std::optional<double> swing(const Heard& h) { return range_between(h, during(h, 0.5), during(h, 1.0)); }

/// How much of the swing of the first quarter is left in the last.
std::optional<double> fading(const Heard& h) {
    const auto first = range_between(h, during(h, 0.0), during(h, 0.25)),
               last = range_between(h, during(h, 0.75), during(h, 1.0));
    return first && last ? std::optional{*last / *first} : std::nullopt;
}

std::vector<double> stimulated(const Heard& h) {
    std::vector<double> out;
    for (const double t : h.click_s)
        if (t >= h.onset_s && t <= h.stimulus_end_s) out.push_back(t);
    return out;
}

std::vector<double> gaps(const Heard& h) {
    const auto clicks = stimulated(h);
    std::vector<double> out;
    for (std::size_t i = 1; i < clicks.size(); ++i) out.push_back(clicks[i] - clicks[i - 1]);
    return out;
}

std::optional<double> count(const Heard& h) { return static_cast<double>(h.click_s.size()); }

std::optional<double> pace(const Heard& h) {
    const auto g = gaps(h);
    if (g.empty()) return {};
    return static_cast<double>(g.size()) / std::accumulate(g.begin(), g.end(), 0.0);
}

std::optional<double> late_pace(const Heard& h) {
    const auto g = gaps(h);
    if (g.empty()) return {};
    const auto half = g.begin() + static_cast<std::ptrdiff_t>(g.size() / 2);
    return static_cast<double>(g.end() - half) / std::accumulate(half, g.end(), 0.0);
}

std::optional<double> wait(const Heard& h) {
    const auto clicks = stimulated(h);
    return clicks.empty() ? std::nullopt : std::optional{clicks.front() - h.onset_s};
}

std::optional<double> unevenness(const Heard& h);

/// Of a train without a beat the first and the last interval say nothing.
std::optional<double> slowing(const Heard& h) {
    constexpr double no_beat = 0.5;
    const auto g = gaps(h);
    if (unevenness(h).value_or(0.0) > no_beat) return {};
    return g.size() < 2 || g.front() <= 0.0 ? std::nullopt : std::optional{g.back() / g.front()};
}

std::optional<double> unevenness(const Heard& h) {
    const auto g = gaps(h);
    if (g.size() < 4) return {};
    const double mean = std::accumulate(g.begin(), g.end(), 0.0) / static_cast<double>(g.size());
    double square = 0.0;
    for (const double x : g) square += (x - mean) * (x - mean);
    return std::sqrt(square / static_cast<double>(g.size())) / mean;
}

/// Variance by mean of the clicks in 20 ms, as a listener hears them bunch.
std::optional<double> bunching(const Heard& h) {
    constexpr double bin_s = 0.02;
    const auto bins = static_cast<std::size_t>((h.stimulus_end_s - h.onset_s) / bin_s);
    const auto clicks = stimulated(h);
    if (bins < 10 || clicks.size() < 10) return {};
    std::vector<double> counts(bins, 0.0);
    for (const double t : clicks) counts[std::min(bins - 1, static_cast<std::size_t>((t - h.onset_s) / bin_s))] += 1.0;
    const double mean = static_cast<double>(clicks.size()) / static_cast<double>(bins);
    double square = 0.0;
    for (const double x : counts) square += (x - mean) * (x - mean);
    return square / static_cast<double>(bins) / mean;
}

std::optional<double> loud(const Heard& h) { return h.loudness_lufs; }

// Sources: level and pitch, Moore 2012, An Introduction to the Psychology of Hearing, chapters 4 and 6, for listeners
// without training; rate and gaps, Abel 1972, J. Acoust. Soc. Am. 51 and 52; unevenness of a beat, Madison & Merker
// 2002, Psychol. Res. 66. All are taken generously: what is asked for must be heard by a class, not by its best ear.
constexpr std::array all_cues{
    Cue{"loudness", "LU", 1.0, false, loud, "Moore 2012"},
    Cue{"number of clicks", "clicks", 1.1, true, count, "Abel 1972"},
    Cue{"pace", "clicks/s", 1.1, true, pace, "Abel 1972"},
    Cue{"pace at the end", "clicks/s", 1.1, true, late_pace, "Abel 1972"},
    Cue{"wait for the first click", "s", 1.2, true, wait, "Abel 1972"},
    Cue{"slowing down", "", 1.15, true, slowing, "Madison & Merker 2002"},
    Cue{"unevenness of the beat", "", 0.1, false, unevenness, "Madison & Merker 2002"},
    Cue{"bunching", "", 1.3, true, bunching, "Abel 1972"},
    Cue{"pitch at rest", "semitones", 0.5, false, rest_tone, "Moore 2012"},
    Cue{"pitch reached", "semitones", 0.5, false, tone, "Moore 2012"},
    Cue{"change of pitch", "semitones", 0.5, false, excursion, "Moore 2012"},
    Cue{"climb of the pitch", "semitones", 0.5, false, climb, "Moore 2012"},
    Cue{"duration of the glide", "s", 1.2, true, glide, "Abel 1972"},
    Cue{"swing of the pitch", "semitones", 0.5, false, swing, "Moore 2012"},
    Cue{"fading of the swing", "", 1.2, true, fading, "Moore 2012"},
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 25> heard_as{{
    {"rate", "pace"},
    {"period", "pace"},
    {"rate_max", "pace"},
    {"rate_late", "pace at the end"},
    {"count", "number of clicks"},
    {"latency", "wait for the first click"},
    {"isi_ratio", "slowing down"},
    {"cv_isi", "unevenness of the beat"},
    {"sync_rho", "bunching"},
    {"sync_fano", "bunching"},
    {"burst_size", "bunching"},
    {"v_rest", "pitch at rest"},
    {"v_inf", "pitch reached"},
    {"pitch", "pitch reached"},
    {"dv_steady", "change of pitch"},
    {"r_in", "change of pitch"},
    {"theta", "climb of the pitch"},
    {"theta_estimate", "climb of the pitch"},
    {"tau", "duration of the glide"},
    {"c_m", "duration of the glide"},
    {"time_to_fraction", "duration of the glide"},
    {"swing", "swing of the pitch"},
    {"cutoff", "fading of the swing"},
    {"nernst", "pitch at rest"},
    {"rebound_spikes", "number of clicks"},
}};

} // namespace

bool Cue::differs(double a, double b) const {
    if (!ratio) return std::abs(a - b) >= noticeable;
    if (a <= 0.0 || b <= 0.0) return a != b;
    return std::max(a / b, b / a) >= noticeable;
}

std::span<const Cue> cues() { return all_cues; }

const Cue* cue_for(std::string_view quantity) {
    const auto row = std::find_if(heard_as.begin(), heard_as.end(), [&](const auto& r) { return r.first == quantity; });
    if (row == heard_as.end()) return nullptr;
    return &*std::find_if(all_cues.begin(), all_cues.end(), [&](const Cue& c) { return c.name == row->second; });
}

std::optional<std::string> difference(const Heard& a, const Heard& b) {
    for (const Cue& cue : all_cues) {
        const auto x = cue.of(a), y = cue.of(b);
        if (x && y && cue.differs(*x, *y)) return std::string{cue.name};
    }
    return {};
}

Heard hear(const Setup& setup) {
    Heard out;
    const double per_s = 1000.0 * setup.values[Id::time_scale]; // model milliseconds in a second of sound
    const Rendered whole = render(setup, rate_hz);
    out.loudness_lufs = loudness_lufs(whole.left, whole.right);
    out.true_peak_db = true_peak_db(whole.left, whole.right);
    const auto last = static_cast<std::size_t>(0.002 * rate_hz);
    out.end_db = db(std::max(peak_of(std::span(whole.left).last(last)), peak_of(std::span(whole.right).last(last))));
    out.length_s = static_cast<double>(whole.sounding) / rate_hz;
    out.onset_s = setup.values[Id::stim_delay_ms] / per_s;
    const double lasts_s = setup.values[Id::stim_duration_ms] / per_s;
    out.stimulus_end_s = lasts_s > 0.0 ? std::min(out.length_s, out.onset_s + lasts_s) : out.length_s;
    if (setup.stimulus == "none" || setup.stimulus.empty()) {
        out.onset_s = 0.0;
        out.stimulus_end_s = out.length_s;
    }
    out.click_peak_db = out.tick_peak_db = silent_lufs;
    if (on(setup, Id::spike_level_db)) {
        for (const auto& spike : whole.spikes)
            if (spike.at_s < out.length_s) out.click_s.push_back(spike.at_s);
        const auto clicks = alone(setup, Id::spike_level_db);
        out.click_peak_db = db(std::max(peak_of(clicks.left), peak_of(clicks.right)));
    }
    if (on(setup, Id::stimulus_level_db)) out.tick_peak_db = db(peak_of(alone(setup, Id::stimulus_level_db).left));
    out.only_tick = out.click_s.empty() && !on(setup, Id::pitch_level_db) && !on(setup, Id::voltage_level_db);
    if (on(setup, Id::pitch_level_db)) out.pitch = pitch_of(alone(setup, Id::pitch_level_db).left);
    return out;
}

} // namespace soma::lesson
