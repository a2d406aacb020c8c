#include "Session/HostMonitor.h"

#include <cmath>

namespace soma::host {
namespace {

/// A counter since it was cleared; the engine begins again at 0 when the neuron restarts.
std::uint64_t since(std::uint64_t cleared, std::uint64_t now) { return now >= cleared ? now - cleared : now; }

} // namespace

editor::Status HostMonitor::status() const {
    const auto& board = processor_.status();
    editor::Status status;
    if (processor_.getSampleRate() > 0.0) status.sample_rate_hz = processor_.getSampleRate();
    status.cpu = processor_.load_meter().share();
    status.bypassed = board.bypassed();
    status.engine = board.engine();
    status.engine.bad_inputs = since(cleared_.bad_inputs, status.engine.bad_inputs);
    status.engine.resets = since(cleared_.resets, status.engine.resets);
    status.engine.rate_limited = since(cleared_.rate_limited, status.engine.rate_limited);
    status.engine.dropped_spikes = since(cleared_.dropped_spikes, status.engine.dropped_spikes);
    status.engine.dropped_notes = since(cleared_.dropped_notes, status.engine.dropped_notes);
    status.engine.left_out = since(cleared_.left_out, status.engine.left_out);
    status.current_pa = board.current_pa();
    status.voltage_mv = board.voltage_mv();
    for (std::size_t i = 0; i < status.gates.size(); ++i) status.gates[i] = board.variable(i);
    status.input_connected = processor_.getMainBusNumInputChannels() > 0;
    status.input_db = processor_.input_meter().level_db();
    for (std::size_t i = 0; i < 2; ++i) {
        status.output_db[i] = processor_.output_meter(i).level_db();
        status.output_peak_db[i] = processor_.output_meter(i).held_db();
    }
    status.loud = processor_.mixer().meter().loud();
    status.output_rms_db = static_cast<double>(processor_.mixer().meter().rms_dbfs());
    status.limiter_db = 20.0 * std::log10(std::max(1e-10, static_cast<double>(processor_.mixer().limiter_gain())));
    return status;
}

editor::Derived HostMonitor::derived() const {
    const auto numbers = processor_.analysis().numbers();
    return {numbers.rest_mv, numbers.tau_ms, numbers.rheobase_pa};
}

} // namespace soma::host
