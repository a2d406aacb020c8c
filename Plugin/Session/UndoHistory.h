#pragma once

#include "Session/EditorHost.h"
#include "State/Preset.h"

#include <array>
#include <functional>
#include <optional>
#include <vector>

namespace soma::host {

/// A state that undo goes back to: the sound without the session.
struct Sound {
    std::string entry; ///< of the library
    std::string name, cell;
    Snapshot values;
    InitialValues initial;
    decltype(Preset::units) units;
    Tuning tuning;
    std::string category;
    bool operator==(const Sound&) const = default;
};

/// Undo and redo in steps, and two sounds to compare, each with its own steps. A step brings back only what it changed,
/// so that a host's automation in between is left alone.
class UndoHistory final : public editor::EditHistory {
  public:
    /// How to read and to set the present sound.
    struct Access {
        std::function<Sound()> get;
        std::function<void(const Sound&)> set;
    };
    static constexpr std::size_t most_steps = 200;

    explicit UndoHistory(Access access)
        : access_(std::move(access)) {}

    /// Around every change that a person makes; may be nested. `again`: in the same step as the last one, if that
    /// changed this value alone (a wheel that turns on, a key that repeats).
    void begin(std::optional<Id> again = std::nullopt);
    void end();
    /// Nothing to go back to: the host gave a state.
    void forget();

    bool can_undo() const override { return !slot().undo.empty(); }
    bool can_redo() const override { return !slot().redo.empty(); }
    void undo() override;
    void redo() override;
    std::string undo_name() const override;
    std::string redo_name() const override;
    int compare_slot() const override { return static_cast<int>(chosen_); }
    void choose_slot(int slot) override;
    void copy_to_other_slot() override;

  private:
    struct Step {
        Sound before, after;
    };
    struct Slot {
        std::optional<Sound> sound; ///< while the other one is chosen
        std::vector<Step> undo, redo;
    };

    Slot& slot() { return slots_[chosen_]; }
    const Slot& slot() const { return slots_[chosen_]; }
    void go(std::vector<Step>& from, std::vector<Step>& to, bool back);

    Access access_;
    std::array<Slot, 2> slots_;
    std::size_t chosen_ = 0;
    int depth_ = 0;
    Sound before_;
};

} // namespace soma::host
