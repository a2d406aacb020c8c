#include "Editor/Bench/BenchController.h"

#include "Bench/OutcomeCsv.h"
#include "Plot/OutcomeAxis.h"
#include "Plot/OutcomeWords.h"
#include "State/RecordingCsv.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace soma::editor {

namespace {

constexpr std::size_t most_earlier = 4, strength_duration_index = 3;
constexpr double stim_step = 1.0; ///< of the choice stim_shape

std::size_t points_of(const bench::Protocol& asked, const bench::ExperimentKind& kind) {
    auto protocol = asked;
    return kind.list ? kind.list->at(protocol).size() : 0;
}

/// Groups of the table that say which neuron it is; the rest is what it is fed and how it is heard.
constexpr std::array<std::string_view, 8> cell_groups{"Model",      "Membrane", "GLIF",    "Hodgkin–Huxley",
                                                      "Izhikevich", "AdEx",     "Channel", "Ions"};

bool same_cell(const Snapshot& a, const Snapshot& b) {
    for (std::size_t i = 0; i < parameter_count; ++i) {
        const auto id = static_cast<Id>(i);
        const bool counts = std::ranges::find(cell_groups, parameter(id).group) != cell_groups.end();
        if (counts && std::abs(a[id] - b[id]) > 0.0) return false;
    }
    return true;
}

} // namespace

BenchController::BenchController(EditorHost& host)
    : host_(host)
    , chosen_(strength_duration_index) {
    entries_.resize(bench::experiments().size());
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        entries_[i].kind = &bench::experiments()[i];
        entries_[i].protocol = entries_[i].kind->usual;
    }
}

BenchController::~BenchController() {
    runner_.stop();
    give_stimulus_back();
}

void BenchController::choose(std::size_t index) {
    chosen_ = std::min(index, entries_.size() - 1);
    changed();
}

Snapshot BenchController::values() const {
    auto values = snapshot_of(host_.parameters());
    // Held stimulus of the live neuron is not the copy's.
    if (borrowed_)
        for (const auto& [id, value] : borrowed_->values) values.set(id, value);
    return values;
}

void BenchController::run_or_stop() {
    if (running_) {
        runner_.stop();
        refresh();
        return;
    }
    auto& entry = chosen();
    if (!entry.refused.empty()) return;
    const auto now = values();
    const auto cell = host_.library().current().name;
    // A run of another cell is kept to be compared with.
    if (entry.run.stage == RunStage::done && (!same_cell(entry.values, now) || entry.cell != cell)) {
        entry.earlier.insert(entry.earlier.begin(), {entry.cell, *entry.run.outcome});
        if (entry.earlier.size() > most_earlier) entry.earlier.resize(most_earlier);
    }
    entry.cell = cell;
    entry.values = now;
    run_index_ = chosen_;
    if (listening_) borrow_stimulus();
    runner_.listen(listening_);
    runner_.start({now}, entry.protocol);
    running_ = true;
    refresh();
}

void BenchController::listen(bool on) {
    listening_ = on;
    runner_.listen(on);
    if (running_ && on) borrow_stimulus();
    if (!on) give_stimulus_back();
    changed();
}

bool BenchController::refresh() {
    if (const auto attempt = runner_.take_heard()) play(*attempt);
    // Another cell, or another value of it: what stands on the bench is no longer this cell's.
    if (auto now = values(), before = now_; !same_cell(now, before) || host_.library().current().name != cell_now_) {
        now_ = now;
        cell_now_ = host_.library().current().name;
        changed();
    }
    const auto revision = runner_.revision();
    if (revision == seen_) return false;
    seen_ = revision;
    entries_[run_index_].run = runner_.state();
    running_ = entries_[run_index_].run.stage == RunStage::running;
    if (!running_) give_stimulus_back();
    changed();
    return true;
}

/// One gesture from here to give_stimulus_back, so that a run is at most one step of undo.
void BenchController::borrow_stimulus() {
    if (borrowed_) return;
    auto& parameters = host_.parameters();
    borrowed_ = Borrowed{{}, host_.stimulator().running()};
    host_.stimulator().run(false);
    for (const auto id : {Id::stim_shape, Id::stim_amplitude_pa, Id::stim_duration_ms, Id::stim_delay_ms}) {
        borrowed_->values.emplace_back(id, parameters.value(id));
        parameters.begin_gesture(id);
    }
}

void BenchController::give_stimulus_back() {
    if (!borrowed_) return;
    for (const auto& [id, value] : borrowed_->values) {
        host_.parameters().set_value(id, value);
        host_.parameters().end_gesture(id);
    }
    host_.stimulator().run(borrowed_->was_running);
    borrowed_.reset();
}

void BenchController::play(const bench::Attempt& attempt) {
    if (!borrowed_) return;
    const auto set = [&](Id id, double value) { host_.parameters().set_value(id, accept(parameter(id), value)); };
    set(Id::stim_shape, stim_step);
    set(Id::stim_delay_ms, 0.0);
    set(Id::stim_amplitude_pa, attempt.current_pa);
    set(Id::stim_duration_ms, attempt.duration_ms);
    host_.stimulator().send_once();
}

std::optional<plot::OutcomeScene> BenchController::scene() {
    auto& entry = chosen();
    if (!entry.run.outcome) return std::nullopt;
    plot::OutcomeScene scene{*entry.run.outcome, entry.linear};
    for (std::size_t i = 0; i < entry.earlier.size(); ++i)
        if (entry.earlier[i].shown)
            scene.overlays.push_back(
                plot::overlay_of(entry.earlier[i].outcome, entry.earlier[i].cell, static_cast<int>(i)));
    if (const auto* protocol = std::get_if<bench::StrengthDuration>(&entry.protocol);
        protocol != nullptr && entry.run.stage == RunStage::running) {
        scene.attempt = entry.run.attempt;
        const auto done = entry.run.outcome->table.rows.size();
        for (std::size_t i = done; i < protocol->durations_ms.size(); ++i)
            scene.pending.push_back(protocol->durations_ms[i]);
    }
    return scene;
}

bool BenchController::stale(const BenchEntry& entry) const {
    const bool shown = entry.run.outcome.has_value() && entry.run.stage != RunStage::running;
    return shown && (!same_cell(entry.values, now_) || entry.cell != cell_now_);
}

std::string BenchController::status_word(const BenchEntry& entry) const {
    return stale(entry) ? "other cell" : result_word(entry);
}

std::string BenchController::result_word(const BenchEntry& entry) const {
    switch (entry.run.stage) {
    case RunStage::none:
        return "";
    case RunStage::failed:
        return "–";
    case RunStage::stopped:
        return "stopped";
    case RunStage::running: {
        const auto total = points_of(entry.protocol, *entry.kind);
        if (total == 0) return std::to_string(static_cast<int>(100.0 * entry.run.share)) + " %";
        return std::to_string(std::lround(entry.run.share * static_cast<double>(total))) + " / " +
               std::to_string(total);
    }
    case RunStage::done:
        break;
    }
    const bool one_number = std::holds_alternative<bench::Rheobase>(entry.protocol);
    if (!one_number) return "done";
    const auto& figure = entry.run.outcome->figures.front();
    return plot::prefixed(figure.value, figure.unit);
}

std::string BenchController::csv() const {
    const auto& entry = entries_[chosen_];
    if (!entry.run.outcome) return {};
    Provenance provenance;
    provenance.version = SOMAPHONE_VERSION;
    provenance.command = "bench " + std::string(entry.kind->id);
    provenance.cell = entry.cell;
    provenance.sample_rate_hz = 0.0;
    provenance.values = entry.values;
    return bench::csv_text(*entry.run.outcome,
                           provenance_lines(provenance) + "# protocol: " + bench::protocol_text(entry.protocol) + "\n");
}

std::string BenchController::course_csv() const {
    const auto& entry = entries_[chosen_];
    if (!entry.run.outcome || !std::holds_alternative<bench::StrengthDuration>(entry.protocol)) return {};
    std::vector<bench::CellOutcome> cells{{entry.cell, *entry.run.outcome}};
    const auto durations = [](const bench::Outcome& outcome) {
        std::vector<double> list;
        for (const auto& row : outcome.table.rows) list.push_back(row[0]);
        return list;
    };
    for (const auto& run : entry.earlier)
        if (run.shown && durations(run.outcome) == durations(*entry.run.outcome))
            cells.push_back({run.cell, run.outcome});
    return bench::course_csv_text(cells);
}

juce::Image BenchController::picture() {
    constexpr int width_px = 1100, height_px = 720, device_scale = 2;
    auto drawn = scene();
    if (!drawn) return {};
    drawn->attempt.reset();
    drawn->pending.clear();
    return plot::draw_outcome_page(*drawn, plot::page_text(drawn->outcome, chosen().cell, chosen().values),
                                   Theme::of(Theme::Kind::light), width_px, height_px, device_scale);
}

} // namespace soma::editor
