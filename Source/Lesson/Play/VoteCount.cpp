#include "Lesson/Play/VoteCount.h"

#include <algorithm>
#include <numeric>

namespace soma::lesson {

void VoteCount::vote(int option, int change) {
    auto& votes = rounds_.back();
    if (closed_ || option < 1 || option > static_cast<int>(votes.size())) return;
    int& count = votes[static_cast<std::size_t>(option - 1)];
    count = std::max(0, count + change);
}

void VoteCount::next_round() {
    if (!another_round_allowed()) return;
    rounds_.emplace_back(rounds_.back().size(), 0);
    closed_ = false;
}

void VoteCount::set(std::vector<std::vector<int>> rounds, bool closed, bool revealed) {
    if (rounds.empty()) return;
    rounds_ = std::move(rounds);
    closed_ = closed;
    revealed_ = revealed;
}

int VoteCount::total(int round) const { return std::accumulate(votes(round).begin(), votes(round).end(), 0); }

bool VoteCount::bars_visible() const {
    if (classroom_.show_bars == "never") return false;
    return revealed_ || (classroom_.show_bars == "after-round" && closed_);
}

} // namespace soma::lesson
