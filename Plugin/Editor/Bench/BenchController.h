#pragma once

#include "Editor/Bench/BenchRunner.h"
#include "Plot/OutcomePlot.h"
#include "Session/EditorHost.h"

#include <vector>

namespace soma::editor {

/// A run that is over, kept to be compared with.
struct EarlierRun {
    std::string cell;
    bench::Outcome outcome;
    bool shown = true;
};

/// One experiment of the list: its protocol, its last run and those before.
struct BenchEntry {
    const bench::ExperimentKind* kind = nullptr;
    bench::Protocol protocol;
    RunState run;
    std::string cell; ///< that the run was done on
    Snapshot values;  ///< of that cell
    std::vector<EarlierRun> earlier;
    std::string refused; ///< why the list that stands in its field cannot be run; empty: it can
    bool linear = false; ///< axis, where the experiment's own is logarithmic
};

/// State of the bench that its parts show and change. Asks the runner at every frame. Closing it ends what runs.
class BenchController {
  public:
    explicit BenchController(EditorHost& host);
    ~BenchController();

    std::vector<BenchEntry>& entries() { return entries_; }
    BenchEntry& chosen() { return entries_[chosen_]; }
    std::size_t chosen_index() const { return chosen_; }
    void choose(std::size_t index);

    void run_or_stop();
    bool running() const { return running_; }

    bool listening() const { return listening_; }
    void listen(bool on);

    /// Takes news from the runner and lets the neuron hear them; true where something changed.
    bool refresh();
    /// Grows whenever something is to be drawn again.
    std::uint64_t revision() const { return revision_; }
    void changed() { ++revision_; }

    /// The run was done on another cell than the one that is heard now, or before its values were changed.
    bool stale(const BenchEntry& entry) const;
    /// The picture of the chosen experiment; none before its first point.
    std::optional<plot::OutcomeScene> scene();
    /// "16 / 21", "29.0 pA", "done", "stopped", "–"
    std::string status_word(const BenchEntry& entry) const;
    /// The chosen run as a file: CSV with provenance. The course's own layout for a strength–duration, with a column
    /// for every run shown.
    std::string csv() const;
    std::string course_csv() const;
    /// As it is saved: light, twice the size, with title and parameters.
    juce::Image picture();

  private:
    void borrow_stimulus();
    void give_stimulus_back();
    void play(const bench::Attempt& attempt);
    Snapshot values() const;
    std::string result_word(const BenchEntry& entry) const;

    EditorHost& host_;
    BenchRunner runner_;
    std::vector<BenchEntry> entries_;
    std::size_t chosen_ = 0, run_index_ = 0;
    std::uint64_t revision_ = 1, seen_ = 0;
    bool running_ = false, listening_ = false;
    Snapshot now_; ///< at the last frame
    std::string cell_now_;

    struct Borrowed {
        std::vector<std::pair<Id, double>> values;
        bool was_running;
    };
    std::optional<Borrowed> borrowed_; ///< the live stimulus, while runs are heard through it
};

} // namespace soma::editor
