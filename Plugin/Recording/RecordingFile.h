#pragma once

#include "Recording/Sweep.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

/// Recordings as the rigs of the field write them. Any thread but the audio thread; one thread at a time.
namespace soma::recording {

/// A file of sweeps in current clamp.
class RecordingFile {
  public:
    virtual ~RecordingFile() = default;

    const std::string& format() const { return format_; } ///< "ABF 2.6"
    /// How many sweeps there are, at least one.
    std::size_t size() const { return numbers_.size(); }
    /// Their numbers as the file counts them, in its order.
    const std::vector<int>& numbers() const { return numbers_; }

    /// The sweep at this place, whole: every sample is a finite number that a membrane or an amplifier can have. Throws
    /// FormatError naming file and sweep.
    Sweep read(std::size_t index);

  protected:
    explicit RecordingFile(std::string name)
        : name_(std::move(name)) {}
    virtual Sweep load(std::size_t index) = 0;

    std::string name_; ///< what messages call it
    std::string format_;
    std::vector<int> numbers_;
};

/// Opens ABF 1 and 2, NWB 1 and 2 (HDF5) by their content, CSV by its name's ending. `name` is what messages call the
/// file. Throws FormatError with one line: not a recording, voltage clamp, truncated, compressed, damaged.
std::unique_ptr<RecordingFile> open_recording(const std::filesystem::path& path, const std::string& name);

/// Whether the file's ending is one of a recording that is no sound and no table: .abf, .nwb, .h5, .hdf5.
bool is_recording_name(const std::string& name);

/// Reads ABF of either version from bytes.
std::unique_ptr<RecordingFile> read_abf(std::string name, std::string bytes);
/// Reads a table: time_s or time_ms (or a comment "# sample_rate_hz: 20000"), current_pA, voltage_mV, and perhaps
/// sweep.
std::unique_ptr<RecordingFile> read_table(const std::string& name, const std::string& text);
/// Opens NWB 1 or 2.
std::unique_ptr<RecordingFile> open_nwb(const std::filesystem::path& path, std::string name);

} // namespace soma::recording
