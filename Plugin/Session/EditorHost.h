#pragma once

#include "Engine/Block.h"
#include "Parameters/Snapshot.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace soma::scope {
class TraceTap;
}
namespace soma::lesson {
struct Setup;
}

/// The window. It knows its host by the interfaces below alone and asks them at every frame; nothing calls back into
/// it. Message thread only, everywhere in this namespace.
namespace soma::editor {

/// A fault or a notice for the person, in the two lines the editor prints. Text is UTF-8.
struct Message {
    std::string title;
    std::string line;
};

/// Values by parameter, in the table's own units.
class ParameterAccess {
  public:
    virtual ~ParameterAccess() = default;

    virtual double value(Id id) const = 0;
    /// The engine's present value: differs from value() while a host's automation or a MIDI controller moves it.
    virtual double live_value(Id id) const = 0;

    /// One gesture is one step of undo. set_value comes only between the two.
    virtual void begin_gesture(Id id) = 0;
    /// As begin_gesture, in one step of undo with the gesture before if that moved the same value.
    virtual void resume_gesture(Id id) = 0;
    virtual void set_value(Id id, double value) = 0;
    virtual void end_gesture(Id id) = 0;

    /// A lesson or the user holds the value.
    virtual bool locked(Id id) const = 0;
    virtual void set_locked(Id id, bool locked) = 0;

    /// The unit a person chose for this field ("nA"); empty: the usual one. Widget of the preset.
    virtual std::string unit_choice(Id id) const = 0;
    virtual void set_unit_choice(Id id, std::string_view unit) = 0;

    virtual bool can_learn_midi() const = 0;
    /// The parameter that waits for a controller.
    virtual std::optional<Id> learning() const = 0;
    virtual void learn(std::optional<Id> id) = 0;
    virtual std::optional<int> controller(Id id) const = 0;
    virtual void forget_controller(Id id) = 0;
};

inline Snapshot snapshot_of(const ParameterAccess& parameters) {
    Snapshot values;
    for (std::size_t i = 0; i < parameter_count; ++i)
        values.set(static_cast<Id>(i), parameters.value(static_cast<Id>(i)));
    return values;
}

/// Numbers that follow from the parameters alone; none where the model has no such number.
struct Derived {
    std::optional<double> rest_mv;
    std::optional<double> tau_ms;      ///< R·C of the leak
    std::optional<double> rheobase_pa; ///< smallest lasting step that fires; may come later than the others
};

/// State of the running engine. Levels in dBFS; minus infinity is silence.
struct Status {
    double sample_rate_hz = 48000.0;
    double cpu = 0.0; ///< share of a block's time, 0 … 1
    bool bypassed = false;
    EngineStatus engine;

    double current_pa = 0.0;       ///< total into neuron 0, mean over the last tenth of a second
    double voltage_mv = 0.0;       ///< of neuron 0
    std::array<double, 3> gates{}; ///< of neuron 0, 0 … 1: m, h, n of hh; x of channel

    bool input_connected = true;
    double input_db = -200.0;
    std::array<double, 2> output_db{-200.0, -200.0};
    std::array<double, 2> output_peak_db{-200.0, -200.0}; ///< held
    double limiter_db = 0.0;                              ///< gain reduction, ≤ 0
    double output_rms_db = -200.0;                        ///< of the last second
    bool loud = false;                                    ///< so loud that ears may suffer (sound::RmsMeter)
};

class Monitor {
  public:
    virtual ~Monitor() = default;

    virtual Status status() const = 0;
    virtual Derived derived() const = 0;
    /// The audio side of the scope; the editor is its one reader while it is open.
    virtual scope::TraceTap& trace_tap() = 0;
    /// Counters of bad inputs and resets back to zero.
    virtual void clear_counters() = 0;
};

/// The stimulator and the membrane's state.
class Stimulator {
  public:
    virtual ~Stimulator() = default;

    virtual bool running() const = 0;
    virtual void run(bool wanted) = 0;
    /// One stimulus of the chosen shape, also while stopped.
    virtual void send_once() = 0;
    virtual void reset_to_rest() = 0;
};

struct LibraryEntry {
    std::string id;    ///< "allen/474626527", or a user preset's
    std::string name;  ///< "474626527"
    std::string sub;   ///< "Allen cell, LIF, week 6"
    std::string group; ///< heading in the browser, "Allen cells"
    bool factory = true;
};

/// Cells and presets in one list. Functions that can fail say how.
class Library {
  public:
    using Failure = std::optional<Message>;
    virtual ~Library() = default;

    virtual std::vector<LibraryEntry> entries() const = 0;
    /// Changes whenever entries() would answer otherwise.
    virtual std::uint64_t revision() const = 0;
    virtual LibraryEntry current() const = 0;
    /// The sound is no longer what current() holds.
    virtual bool dirty() const = 0;

    virtual Failure load(std::string_view id) = 0;
    /// The next (+1) or previous (−1) entry.
    virtual Failure step(int direction) = 0;
    virtual Failure save_as(std::string_view name) = 0;
    virtual Failure rename(std::string_view id, std::string_view name) = 0;
    virtual Failure remove(std::string_view id) = 0;
    /// A preset, cells, or a scale or keyboard mapping for the present sound.
    virtual Failure import_file(const std::string& path) = 0;
    virtual Failure export_file(std::string_view id, const std::string& path) = 0;
    /// The name of the present sound's scale; empty: equal temperament.
    virtual std::string scale_name() const = 0;
};

/// Undo, and two sounds to compare.
class EditHistory {
  public:
    virtual ~EditHistory() = default;

    virtual bool can_undo() const = 0;
    virtual bool can_redo() const = 0;
    virtual void undo() = 0;
    virtual void redo() = 0;
    /// Change that undo() or redo() would make, in words: "Amplitude 45.0 pA → 60.0 pA". Empty where there is nothing.
    virtual std::string undo_name() const = 0;
    virtual std::string redo_name() const = 0;

    virtual int compare_slot() const = 0; ///< 0: A, 1: B
    virtual void choose_slot(int slot) = 0;
    virtual void copy_to_other_slot() = 0;
};

/// The instrument in the hands of a lesson. Its settings are not parameters of the user: those, their undo, what a host
/// sees and what is saved stay as they are, so that nothing tells an answer and everything is as before afterwards.
class LessonPlayer {
  public:
    virtual ~LessonPlayer() = default;

    /// The user's sound falls silent, and MIDI notes are answers.
    virtual void enter() = 0;
    /// The user's sound is back, from its rest.
    virtual void leave() = 0;
    virtual bool entered() const = 0;

    /// From its beginning, for so long; 0: until it is stopped. The folder is where the lesson's recordings are, empty
    /// for a built-in one. Says why it cannot be played.
    virtual std::optional<Message> play(const lesson::Setup& setup, double length_ms, const std::string& folder) = 0;
    /// A knob was turned while it plays.
    virtual void retune(const lesson::Setup& setup) = 0;
    virtual void stop() = 0;
    virtual bool playing() const = 0;
    /// How long the last sound has been playing, in ms of real time, and how many spikes it had so far.
    virtual double played_ms() const = 0;
    virtual int spikes() const = 0;
    /// The next note that was pressed, as an answer 1 … 9; 0 when there is none.
    virtual int take_note() = 0;
};

class LessonController;

enum class ThemeChoice : std::uint8_t { dark, light };
enum class ViewChoice : std::uint8_t { play, bench, lesson };

/// Kept with the session, not with a preset.
struct Session {
    int width = 1100, height = 720; ///< logical pixels, before the scale
    int scale_percent = 0;          ///< 100 … 300 in steps of 25; 0: as the screen asks for
    ThemeChoice theme = ThemeChoice::dark;
    bool projector = false;
    ViewChoice view = ViewChoice::play;
    bool take_keys = false; ///< in a DAW: keys are the window's without a click into the scope
    bool reduced_motion = false;
    bool draw_spikes = true; ///< the cosmetic peak of models that reset without one
    double ms_per_division = 20.0;
    bool cursors = false;
    bool operator==(const Session&) const = default;
};

/// All of it. Outlives the editor.
class EditorHost {
  public:
    virtual ~EditorHost() = default;

    virtual ParameterAccess& parameters() = 0;
    virtual Monitor& monitor() = 0;
    virtual Stimulator& stimulator() = 0;
    virtual Library& library() = 0;
    virtual EditHistory& history() = 0;
    virtual LessonPlayer& lesson_player() = 0;
    /// The lessons with all that was answered; outlives the window.
    virtual LessonController& lessons() = 0;

    virtual Session session() const = 0;
    virtual void set_session(const Session& session) = 0;

    /// Where OSC goes, beside the parameters osc_out and osc_port: a name or an address. Widget of the session.
    virtual std::string osc_host() const = 0;
    /// Text that cannot be a host is refused with the reason, one line, and changes nothing.
    virtual std::optional<std::string> set_osc_host(std::string_view host) = 0;
    /// OSC is on and nothing gets there.
    virtual bool osc_unreachable() const = 0;

    /// A message that belongs to no control (a state that could not be read); none after dismiss_message().
    virtual std::optional<Message> message() const = 0;
    virtual void dismiss_message() = 0;
};

} // namespace soma::editor
