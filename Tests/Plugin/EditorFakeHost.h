#pragma once

#include "Engine/Engine.h"
#include "Parameters/Snapshot.h"
#include "Scope/TraceTap.h"
#include "Session/EditorHost.h"
#include "Session/LessonController.h"

#include <deque>
#include <map>
#include <set>
#include <vector>

namespace soma::editor {

/// An editor's host without a plugin: a real engine that runs when advance() says so, and books of what was asked.
class FakeHost final : public EditorHost,
                       private ParameterAccess,
                       private Monitor,
                       private Stimulator,
                       private Library,
                       private EditHistory,
                       private LessonPlayer {
  public:
    FakeHost();

    ParameterAccess& parameters() override { return *this; }
    Monitor& monitor() override { return *this; }
    Stimulator& stimulator() override { return *this; }
    Library& library() override { return *this; }
    EditHistory& history() override { return *this; }
    LessonPlayer& lesson_player() override { return *this; }
    LessonController& lessons() override { return lessons_; }
    Session session() const override { return session_; }
    void set_session(const Session& session) override { session_ = session; }
    std::string osc_host() const override { return osc_host_; }
    std::optional<std::string> set_osc_host(std::string_view host) override;
    bool osc_unreachable() const override { return osc_unreachable_; }
    std::optional<Message> message() const override { return message_; }
    void dismiss_message() override { message_.reset(); }

    /// Runs the engine for so long, at 48 kHz.
    void advance(double seconds);
    void put(Id id, double value) { values_.set(id, value); }
    double get(Id id) const { return values_[id]; }

    /// The cell and stimulus of the LIF mock-up, and of the one with the squid axon.
    void play_lif();
    void play_squid();

    // Books
    int gestures = 0, open_gestures = 0, resumed = 0, once = 0, rests = 0, undone = 0;
    std::vector<std::string> loaded;
    std::optional<Message> message_;
    Status status_now;
    std::string osc_host_ = "127.0.0.1";
    bool osc_unreachable_ = false;
    bool dirty_now = false;
    std::map<Id, double> live;
    std::vector<lesson::Setup> lesson_sounds; ///< begun
    int retunes = 0;
    std::deque<int> notes;
    /// The sound that plays comes to its end.
    void end_sound() { sounding_ = false; }
    bool in_lesson() const { return lent_; }

  private:
    double value(Id id) const override { return values_[id]; }
    double live_value(Id id) const override { return live.contains(id) ? live.at(id) : values_[id]; }
    void begin_gesture(Id) override;
    void resume_gesture(Id id) override;
    void set_value(Id id, double value) override { values_.set(id, value); }
    void end_gesture(Id) override { --open_gestures; }
    bool locked(Id id) const override { return locked_.contains(id); }
    void set_locked(Id id, bool lock) override;
    std::string unit_choice(Id id) const override { return units_.contains(id) ? units_.at(id) : std::string{}; }
    void set_unit_choice(Id id, std::string_view unit) override { units_[id] = unit; }
    bool can_learn_midi() const override { return true; }
    std::optional<Id> learning() const override { return learning_; }
    void learn(std::optional<Id> id) override { learning_ = id; }
    std::optional<int> controller(Id) const override { return std::nullopt; }
    void forget_controller(Id) override {}

    Status status() const override { return status_now; }
    Derived derived() const override;
    scope::TraceTap& trace_tap() override { return tap_; }
    void clear_counters() override { status_now.engine = {}; }

    bool running() const override { return running_; }
    void run(bool wanted) override { running_ = wanted; }
    void send_once() override { ++once; }
    void reset_to_rest() override { ++rests; }

    std::vector<LibraryEntry> entries() const override { return entries_; }
    std::uint64_t revision() const override { return revision_; }
    LibraryEntry current() const override { return entries_[current_]; }
    bool dirty() const override { return dirty_now; }
    Failure load(std::string_view id) override;
    Failure step(int direction) override;
    Failure save_as(std::string_view name) override;
    Failure rename(std::string_view id, std::string_view name) override;
    Failure remove(std::string_view id) override;
    Failure import_file(const std::string&) override { return Message{"Could not read the file", "line 1"}; }
    Failure export_file(std::string_view, const std::string&) override { return std::nullopt; }
    std::string scale_name() const override { return scale_; }
    std::string scale_;

    bool can_undo() const override { return gestures > 0; }
    bool can_redo() const override { return false; }
    void undo() override { ++undone; }
    void redo() override {}
    std::string undo_name() const override { return gestures > 0 ? "Amplitude" : ""; }
    std::string redo_name() const override { return {}; }
    int compare_slot() const override { return slot_; }
    void choose_slot(int slot) override { slot_ = slot; }
    void copy_to_other_slot() override {}

    void enter() override { lent_ = true; }
    void leave() override { lent_ = sounding_ = false; }
    bool entered() const override { return lent_; }
    std::optional<Message> play(const lesson::Setup& setup, double length_ms, const std::string& folder) override;
    void retune(const lesson::Setup&) override { ++retunes; }
    void stop() override { sounding_ = false; }
    bool playing() const override { return sounding_; }
    double played_ms() const override { return 0.46 * sound_ms_; }
    int spikes() const override { return 7; }
    int take_note() override;

    void push_block(std::span<const double> voltage, std::span<const double> current, std::int64_t first);

    Snapshot values_;
    Session session_ = [] {
        Session session;
        session.take_keys = true; // most tests of keys are the same in the application and in a DAW that gives them
        return session;
    }();
    Engine engine_;
    scope::TraceTap tap_;
    std::set<Id> locked_;
    std::map<Id, std::string> units_;
    std::optional<Id> learning_;
    std::vector<LibraryEntry> entries_;
    std::size_t current_ = 0;
    std::uint64_t revision_ = 1;
    int slot_ = 0;
    bool running_ = true;
    double next_onset_ms_ = 0.0;
    mutable std::optional<Snapshot> derived_for_;
    mutable Derived derived_;
    bool lent_ = false, sounding_ = false;
    double sound_ms_ = 0.0;
    LessonController lessons_{*this};
};

} // namespace soma::editor
