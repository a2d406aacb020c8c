#include "Bench/LifTheory.h"
#include "Core/Units.h"
#include "Lesson/Answers/QuantityContext.h"
#include "Lesson/Format/Problem.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace soma::lesson {
namespace {

using Context = const QuantityContext&;
using Train = std::vector<double>;

/// Noisy quantities come from a hidden run of this length, after the beginning has been forgotten.
constexpr double noisy_run_ms = 60000.0;
constexpr double forgotten_ms = 500.0;
/// A pause longer than this ends a burst.
constexpr double burst_gap_ms = 10.0;

bool noisy(Context c) { return c.setup.values[Id::noise_pa] > 0.0 || c.setup.stimulus == "noise"; }

/// Spikes of neuron 0 during the stimulus, in ms from its onset.
Train train(Context c) {
    const double from = c.onset_ms(), length = c.duration_ms();
    Train out;
    for (const double t : c.quantities.run(c.setup, from + length).spikes_ms[0])
        if (t >= from && t < from + length) out.push_back(t - from);
    return out;
}

/// The same, but of an endless stimulus where noise makes a single run a matter of luck.
Train long_train(Context c) {
    if (!noisy(c)) return train(c);
    Setup endless = c.setup;
    endless.values.set(Id::stim_duration_ms, 0.0);
    endless.values.set(Id::neurons, 1.0);
    const double from = c.onset_ms() + forgotten_ms;
    Train out;
    for (const double t : c.quantities.run(endless, from + noisy_run_ms).spikes_ms[0])
        if (t >= from) out.push_back(t - from);
    return out;
}

Train intervals(const Train& spikes, std::size_t least) {
    if (spikes.size() < least + 1) throw LessonError("needs more spikes than this sound has");
    Train out(spikes.size() - 1);
    for (std::size_t i = 0; i + 1 < spikes.size(); ++i) out[i] = spikes[i + 1] - spikes[i];
    return out;
}

double mean(const Train& x) { return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size()); }

double late_rate(Context c) {
    const Train isi = intervals(train(c), 1);
    return units::ms_per_s / mean({isi.begin() + static_cast<std::ptrdiff_t>(isi.size() / 2), isi.end()});
}

/// Steady rate; where there is a closed form by that, so that it holds for any length.
double rate(Context c) {
    if (noisy(c)) return static_cast<double>(long_train(c).size()) * units::ms_per_s / noisy_run_ms;
    if (const auto theory = bench::lif_theory(c.subject()))
        return theory->rate_per_s(c.amplitude_pa() + c.holding_pa());
    return late_rate(c);
}

double latency(Context c) {
    const Train spikes = train(c);
    if (spikes.empty()) throw LessonError("needs a spike, and this sound has none");
    return spikes.front();
}

double period(Context c) {
    if (bench::lif_theory(c.subject()) && !noisy(c))
        if (const double f = rate(c); f > 0.0) return units::ms_per_s / f;
    return mean(intervals(long_train(c), 1));
}

double cv_isi(Context c) {
    const Train isi = intervals(long_train(c), 3);
    const double m = mean(isi);
    double square = 0.0;
    for (const double x : isi) square += (x - m) * (x - m);
    return std::sqrt(square / static_cast<double>(isi.size())) / m;
}

double bursts(const Train& spikes) {
    double n = spikes.empty() ? 0.0 : 1.0;
    for (std::size_t i = 1; i < spikes.size(); ++i) n += spikes[i] - spikes[i - 1] > burst_gap_ms;
    return n;
}

double burst_size(Context c) {
    const Train spikes = train(c);
    if (spikes.empty()) throw LessonError("needs a spike, and this sound has none");
    return static_cast<double>(spikes.size()) / bursts(spikes);
}

constexpr std::array train_rows{
    QuantityRow{{"rate", "spikes/s", "steady rate"}, rate},
    QuantityRow{{"rate_late", "spikes/s", "rate in the second half of the intervals"}, late_rate},
    QuantityRow{{"count", "spikes", "spikes during the stimulus"},
                [](Context c) { return static_cast<double>(train(c).size()); }},
    QuantityRow{{"latency", "ms", "from onset to the first spike"}, latency},
    QuantityRow{{"period", "ms", "mean interval"}, period},
    QuantityRow{{"isi_first", "ms", "first interval"}, [](Context c) { return intervals(train(c), 1).front(); }},
    QuantityRow{{"isi_last", "ms", "last interval"}, [](Context c) { return intervals(train(c), 1).back(); }},
    QuantityRow{{"isi_ratio", "1", "last interval divided by the first"},
                [](Context c) {
                    const Train isi = intervals(train(c), 1);
                    return isi.back() / isi.front();
                }},
    QuantityRow{{"cv_isi", "1", "standard deviation of the intervals divided by their mean"}, cv_isi},
    QuantityRow{{"burst_size", "spikes", "spikes in a group; a gap above 10 ms ends it"}, burst_size},
    QuantityRow{{"burst_rate", "Hz", "groups in a second"},
                [](Context c) { return bursts(train(c)) * units::ms_per_s / c.duration_ms(); }},
};

} // namespace

std::span<const QuantityRow> train_quantities() { return train_rows; }

} // namespace soma::lesson
