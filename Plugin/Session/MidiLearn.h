#pragma once

#include "Processor/Requests.h"
#include "Session/SessionText.h"

#include <map>
#include <optional>

namespace soma::host {

/// Which MIDI controller moves which parameter, on any channel. A parameter has one controller, a controller may move
/// several.
class MidiLearn {
  public:
    static constexpr const char* key = "midi_controllers"; ///< in the session: "input_scale_pa=74 time_scale=1"

    std::optional<Id> learning() const { return learning_; }
    void learn(std::optional<Id> id) { learning_ = id; }
    std::optional<int> controller(Id id) const;
    void forget(Id id) { controllers_.erase(id); }

    /// A controller that moved: taught to the parameter that waits for one, or to be followed by those it has.
    /// `move(id, position)` is called for each of these, position 0 … 1.
    template <class Move>
    void take(const ControlChange& change, const Move& move) {
        if (learning_) {
            controllers_[*learning_] = change.controller;
            learning_.reset();
        }
        for (const auto& [id, number] : controllers_)
            if (number == change.controller) move(id, change.value / 127.0);
    }

    void write(Texts& session) const;
    void read(const Texts& session);

  private:
    std::optional<Id> learning_;
    std::map<Id, int> controllers_;
};

} // namespace soma::host
