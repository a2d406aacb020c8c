#pragma once

#include "Lesson/Format/Document.h"

#include <vector>

namespace soma::lesson {

/// Votes of a class for the options of one question, counted by key presses, in one or more rounds (peer instruction:
/// vote, talk, vote again). Nobody is named.
class VoteCount {
  public:
    VoteCount(int options, const Classroom& classroom)
        : classroom_(classroom)
        , rounds_(1, std::vector<int>(static_cast<std::size_t>(options), 0)) {}

    /// One vote more or less for option 1 … n of the running round; other keys and a count below 0 are ignored.
    void vote(int option, int change = 1);

    int rounds() const { return static_cast<int>(rounds_.size()); }
    bool another_round_allowed() const { return rounds() < classroom_.vote_rounds; }
    void next_round();
    /// Takes over votes that were counted elsewhere: of a live class. By round and option.
    void set(std::vector<std::vector<int>> rounds, bool closed, bool revealed);
    void close_round() { closed_ = true; }
    void reveal() { revealed_ = true; }

    const std::vector<int>& votes(int round) const { return rounds_.at(static_cast<std::size_t>(round)); }
    int total(int round) const;

    /// May the bars of the running round be seen? Bars shown during voting make people copy.
    bool bars_visible() const;

  private:
    Classroom classroom_;
    std::vector<std::vector<int>> rounds_;
    bool closed_ = false, revealed_ = false;
};

} // namespace soma::lesson
