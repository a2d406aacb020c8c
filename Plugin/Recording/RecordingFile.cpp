#include "Recording/RecordingFile.h"

#include "State/FormatError.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>

namespace soma::recording {
namespace {

constexpr std::uintmax_t most_bytes = std::uintmax_t{2} << 30;

std::string ending_of(const std::string& name) {
    auto ending = std::filesystem::path(name).extension().string();
    std::ranges::transform(ending, ending.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return ending;
}

std::string read_bytes(const std::filesystem::path& path, const std::string& name) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error) throw FormatError(name + ": cannot be read: " + error.message());
    if (size > most_bytes) throw FormatError(name + ": is larger than 2 GB; split it into shorter recordings");
    std::string bytes(static_cast<std::size_t>(size), '\0');
    std::ifstream file(path, std::ios::binary);
    if (!file.read(bytes.data(), static_cast<std::streamsize>(bytes.size())))
        throw FormatError(name + ": cannot be read");
    return bytes;
}

/// The fault of the samples; empty: none.
std::string problem_of(const std::vector<double>& values, double largest, const char* what) {
    for (const double value : values) {
        if (!std::isfinite(value)) return std::string("a sample of its ") + what + " is no number";
        if (std::abs(value) > largest)
            return std::string("its ") + what +
                   " is beyond any recording's; is the unit or the scale in the file right?";
    }
    return {};
}

} // namespace

Sweep RecordingFile::read(std::size_t index) {
    auto sweep = load(index);
    auto problem = problem_of(sweep.voltage_mv, largest_mv, "voltage");
    if (problem.empty()) problem = problem_of(sweep.current_pa, largest_pa, "current");
    if (!problem.empty()) throw FormatError(name_ + ": sweep " + std::to_string(sweep.number) + ": " + problem);
    return sweep;
}

std::filesystem::path events_beside(const std::filesystem::path& sound) {
    auto events = sound;
    return events.replace_filename(sound.stem().string() + "-events.txt");
}

bool is_recording_name(const std::string& name) {
    constexpr std::array<std::string_view, 4> endings{".abf", ".nwb", ".h5", ".hdf5"};
    return std::ranges::find(endings, ending_of(name)) != endings.end();
}

bool looks_like_recording(const std::filesystem::path& path) {
    const auto ending = ending_of(path.string());
    if (is_recording_name(path.string())) return true;
    std::error_code error;
    if (ending == ".wav") return std::filesystem::exists(events_beside(path), error);
    if (ending != ".csv") return false;
    // Comments and header come first.
    constexpr std::size_t head_bytes = 65536;
    std::string head(head_bytes, '\0');
    std::ifstream file(path, std::ios::binary);
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    for (std::size_t at = 0; at < head.size();) {
        const auto end = std::min(head.find('\n', at), head.size());
        const auto line = std::string_view(head).substr(at, end - at);
        if (!line.empty() && line.front() != '#')
            return line.find("voltage_mV") != line.npos || line.find("voltage_V") != line.npos;
        at = end + 1;
    }
    return false;
}

std::unique_ptr<RecordingFile> open_recording(const std::filesystem::path& path, const std::string& name) {
    std::string head(8, '\0');
    std::ifstream file(path, std::ios::binary);
    if (!file) throw FormatError(name + ": cannot be opened; is the path right?");
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    if (head.starts_with("ABF2") || head.starts_with("ABF ")) return read_abf(name, read_bytes(path, name));
    if (head.starts_with("\x89HDF\r\n\x1a\n")) return open_nwb(path, name);
    if (head.starts_with("RIFF")) return open_spike_recorder(path, name);
    if (ending_of(name) == ".csv") return read_table(name, read_bytes(path, name));
    if (head.empty()) throw FormatError(name + ": is empty");
    throw FormatError(name + ": is no recording that is read: Axon's ABF 1 and 2, NWB 1 and 2, a WAV of Spike "
                             "Recorder, or a table named .csv with the columns time_s, current_pA and voltage_mV");
}

} // namespace soma::recording
