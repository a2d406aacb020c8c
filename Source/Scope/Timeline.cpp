#include "Scope/Timeline.h"

#include <algorithm>

namespace soma::scope {

void Timeline::extend(std::int64_t first_sample, double seconds_per_sample) {
    if (empty()) {
        pieces_.push({first_sample, static_cast<double>(first_sample) * seconds_per_sample, seconds_per_sample});
    } else if (pieces_.back().seconds_per_sample != seconds_per_sample) {
        pieces_.push({first_sample, time_s(first_sample), seconds_per_sample});
    }
}

void Timeline::forget_before(std::int64_t sample) {
    while (pieces_.size() > 1 && pieces_[pieces_.begin() + 1].first_sample <= sample) pieces_.forget_front();
}

double Timeline::time_s(std::int64_t sample, double offset) const {
    const auto& piece = piece_at_sample(sample);
    return piece.start_s + (static_cast<double>(sample - piece.first_sample) + offset) * piece.seconds_per_sample;
}

double Timeline::position(double time_s) const {
    const auto& piece = piece_at_time(time_s);
    return static_cast<double>(piece.first_sample) + (time_s - piece.start_s) / piece.seconds_per_sample;
}

double Timeline::seconds_per_sample(double time_s) const { return piece_at_time(time_s).seconds_per_sample; }

const Timeline::Piece& Timeline::piece_at_sample(std::int64_t sample) const {
    if (pieces_.back().first_sample <= sample) return pieces_.back();
    const auto next = pieces_.lower_bound(sample + 1, [](const Piece& piece) { return piece.first_sample; });
    return pieces_[std::max(next - 1, pieces_.begin())];
}

const Timeline::Piece& Timeline::piece_at_time(double time_s) const {
    if (pieces_.back().start_s <= time_s) return pieces_.back();
    const auto next = pieces_.lower_bound(time_s, [](const Piece& piece) { return piece.start_s; });
    const bool begins_here = next < pieces_.end() && pieces_[next].start_s == time_s;
    return pieces_[begins_here ? next : std::max(next - 1, pieces_.begin())];
}

} // namespace soma::scope
