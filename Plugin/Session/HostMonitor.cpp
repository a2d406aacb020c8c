#include "Session/HostMonitor.h"

#include <cmath>

namespace soma::host {
namespace {

/// A counter since it was cleared; the engine begins again at 0 when the neuron restarts.
std::uint64_t since(std::uint64_t cleared, std::uint64_t now) { return now >= cleared ? now - cleared : now; }

/// A host that has called nothing for so long has stopped: the levels of its last block are no longer heard. The
/// largest block of a host is far shorter.
constexpr double idle_limit_s = 1.0;

} // namespace

editor::Status HostMonitor::status() const {
    const auto& board = processor_.status();
    editor::Status status;
    if (processor_.getSampleRate() > 0.0) status.sample_rate_hz = processor_.getSampleRate();
    status.bypassed = board.bypassed();
    status.engine = board.engine();
    for (const auto counter : engine_counters)
        status.engine.*counter = since(cleared_.*counter, status.engine.*counter);
    status.current_pa = board.current_pa();
    status.voltage_mv = board.voltage_mv();
    for (std::size_t i = 0; i < status.gates.size(); ++i) status.gates[i] = board.variable(i);
    status.input_connected = processor_.getMainBusNumInputChannels() > 0;
    if (processor_.load_meter().idle_s() > idle_limit_s) return status;
    status.cpu = processor_.load_meter().share();
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
