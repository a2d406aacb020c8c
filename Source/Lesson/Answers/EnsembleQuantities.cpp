#include "Lesson/Answers/QuantityContext.h"
#include "Lesson/Format/Problem.h"

#include <array>
#include <cmath>

namespace soma::lesson {
namespace {

using Context = const QuantityContext&;
using Counts = std::vector<double>;

constexpr double run_ms = 60000.0;
constexpr double forgotten_ms = 500.0;
constexpr double usual_bin_ms = 10.0;

/// Spikes of each neuron in bins of bin_ms, 10 ms if not given, of an endless stimulus.
std::vector<Counts> binned(Context c) {
    const double bin_ms = c.number("bin_ms", usual_bin_ms);
    if (!(bin_ms >= 1.0 && bin_ms <= 1000.0)) throw LessonError("needs a bin_ms from 1 to 1000");
    Setup endless = c.setup;
    endless.values.set(Id::stim_duration_ms, 0.0);
    const double from = c.onset_ms() + forgotten_ms;
    const Response& r = c.quantities.run(endless, from + run_ms);
    std::vector<Counts> counts(r.spikes_ms.size(), Counts(static_cast<std::size_t>(run_ms / bin_ms)));
    for (std::size_t n = 0; n < counts.size(); ++n)
        for (const double t : r.spikes_ms[n])
            if (t >= from && t < from + run_ms)
                counts[n][std::min(static_cast<std::size_t>((t - from) / bin_ms), counts[n].size() - 1)] += 1.0;
    return counts;
}

struct Moments {
    double mean = 0.0, variance = 0.0;
};

Moments moments(const Counts& x) {
    Moments m;
    for (const double v : x) m.mean += v;
    m.mean /= static_cast<double>(x.size());
    for (const double v : x) m.variance += (v - m.mean) * (v - m.mean);
    m.variance /= static_cast<double>(x.size());
    return m;
}

/// Mean correlation over all pairs of neurons that fire at all.
double sync_rho(Context c) {
    std::vector<Counts> standard;
    for (Counts& counts : binned(c)) {
        const Moments m = moments(counts);
        if (m.variance <= 0.0) continue;
        for (double& x : counts) x = (x - m.mean) / std::sqrt(m.variance);
        standard.push_back(std::move(counts));
    }
    if (standard.size() < 2) throw LessonError("needs at least two neurons that fire");
    // The variance of the sum of standardised counts is n + n(n − 1)·rho.
    Counts sum(standard.front().size());
    for (const Counts& counts : standard)
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += counts[i];
    const double n = static_cast<double>(standard.size());
    return (moments(sum).variance - n) / (n * (n - 1.0));
}

double sync_fano(Context c) {
    Counts pooled;
    for (const Counts& counts : binned(c)) {
        pooled.resize(counts.size());
        for (std::size_t i = 0; i < counts.size(); ++i) pooled[i] += counts[i];
    }
    const Moments m = moments(pooled);
    if (m.mean <= 0.0) throw LessonError("needs neurons that fire");
    return m.variance / m.mean;
}

constexpr std::array ensemble_rows{
    QuantityRow{{"sync_rho", "1", "mean correlation of the neurons' counts in bin_ms"}, sync_rho},
    QuantityRow{{"sync_fano", "1", "variance divided by mean of the pooled counts in bin_ms"}, sync_fano},
};

} // namespace

std::span<const QuantityRow> ensemble_quantities() { return ensemble_rows; }

} // namespace soma::lesson
