#pragma once

#include "Scope/Feed.h"

#include <cmath>
#include <memory>

namespace soma::scope::test {

/// A tap that is listened to, and the history behind it.
struct Rig {
    std::unique_ptr<TraceTap> tap = std::make_unique<TraceTap>();
    TraceHistory history;
    double rate_hz;
    Feed feed;

    explicit Rig(double sample_rate_hz = 48000.0, int block = 256)
        : rate_hz(sample_rate_hz)
        , feed(*tap, sample_rate_hz, block) {
        tap->subscribe(true);
    }
    void run(const Signal& signal, std::int64_t samples) { run_into(history, *tap, feed, signal, samples); }
    void run_seconds(const Signal& signal, double seconds) {
        run(signal, static_cast<std::int64_t>(std::lround(seconds * rate_hz)));
    }
};

} // namespace soma::scope::test
