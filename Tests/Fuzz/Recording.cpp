#include "Fuzz/Case.h"
#include "Fuzz/ScratchFolder.h"

#include "Recording/FitData.h"
#include "Recording/RecordingFile.h"
#include "State/FormatError.h"

#include <cmath>

namespace soma::fuzz {

/// Recordings of all kinds: refused with one line that names the file, or sweeps of finite samples, whose spikes can be
/// looked for.
void run_case(std::string_view bytes) {
    static const ScratchFolder folder;
    const auto path =
        folder.write("fuzzed.csv", bytes); // what a file is says its content; without a mark it is a table
    try {
        const auto file = recording::open_recording(path, path);
        require(file->size() > 0, "an accepted recording has sweeps");
        constexpr std::size_t most = 4;
        for (std::size_t i = 0; i < std::min(most, file->size()); ++i) {
            const auto sweep = file->read(i);
            require(sweep.number == file->numbers()[i], "a sweep has its number");
            require(sweep.rate_hz >= recording::least_rate_hz && sweep.rate_hz <= recording::largest_rate_hz,
                    "a sweep has a rate");
            require(!sweep.voltage_mv.empty(), "a sweep has samples");
            require(!sweep.has_current() || sweep.current_pa.size() == sweep.voltage_mv.size(),
                    "each sample has its current");
            for (const double v : sweep.voltage_mv) require(std::abs(v) <= recording::largest_mv, "V is in range");
            for (const double c : sweep.current_pa) require(std::abs(c) <= recording::largest_pa, "I is in range");
            for (const auto& spike : recording::find_spikes(sweep))
                require(spike.time_ms >= 0.0 && spike.time_ms <= spike.peak_ms && spike.peak_ms <= spike.trough_ms,
                        "a spike's parts are in order");
            if (sweep.has_current() && sweep.voltage_mv.size() > 1) recording::make_fit_data({&sweep, 1});
        }
    } catch (const FormatError& error) {
        require_complaint(error.what(), path);
    }
}

} // namespace soma::fuzz
