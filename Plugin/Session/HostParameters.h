#pragma once

#include "Processor/SomaphoneProcessor.h"
#include "Session/MidiLearn.h"
#include "Session/UndoHistory.h"

#include <bitset>

namespace soma::host {

/// The editor's way to the parameters. A value that a host's automation or a controller moves is shown beside the one
/// that was there, until it has rested for half a second.
class HostParameters final : public editor::ParameterAccess {
  public:
    static constexpr const char* locks_key = "locked"; ///< in the session: ids separated by blanks

    HostParameters(SomaphoneProcessor& processor, UndoHistory& steps);

    double value(Id id) const override { return shown_[id]; }
    double live_value(Id id) const override { return processor_.store().get(id); }
    void begin_gesture(Id id) override { begin(id, std::nullopt); }
    void resume_gesture(Id id) override { begin(id, id); }
    void set_value(Id id, double value) override;
    void end_gesture(Id id) override;
    bool locked(Id id) const override { return locked_[static_cast<std::size_t>(id)]; }
    void set_locked(Id id, bool locked) override;
    std::string unit_choice(Id id) const override;
    void set_unit_choice(Id id, std::string_view unit) override;
    bool can_learn_midi() const override { return true; }
    std::optional<Id> learning() const override { return learn_.learning(); }
    void learn(std::optional<Id> id) override { learn_.learn(id); }
    std::optional<int> controller(Id id) const override { return learn_.controller(id); }
    void forget_controller(Id id) override;

    /// 30 times a second: controllers that moved, and values that came to rest.
    void follow();
    /// Takes the present values of the store as seen: they count as no change by the host or a controller.
    void settle();
    /// After a state of the host: locks and controllers are those of its session.
    void read_session();
    /// `values`, with what is locked as it is now.
    Snapshot with_locks(Snapshot values) const;

  private:
    void begin(Id id, std::optional<Id> again);
    void write_locks();
    void write_controllers();

    SomaphoneProcessor& processor_;
    UndoHistory& steps_;
    MidiLearn learn_;
    std::bitset<parameter_count> locked_, held_; ///< held_: within a gesture
    Snapshot shown_, last_;
    std::array<int, parameter_count> rested_{}; ///< looks since it moved last
};

} // namespace soma::host
