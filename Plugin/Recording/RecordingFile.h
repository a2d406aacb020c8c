#pragma once

#include "Recording/Sweep.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

/// Recordings as the rigs of the field write them. Any thread but the audio thread; one thread at a time.
namespace soma::recording {

/// An instant that somebody marked while recording.
struct Marker {
    std::string name;
    double time_s;
};

/// A file of sweeps in current clamp, or of a WAV's channels.
class RecordingFile {
  public:
    virtual ~RecordingFile() = default;

    const std::string& format() const { return format_; } ///< "ABF 2.6"
    /// How many sweeps there are, at least one.
    std::size_t size() const { return numbers_.size(); }
    /// Their numbers as the file counts them, in its order.
    const std::vector<int>& numbers() const { return numbers_; }

    /// Marked events, in the file's order; of Spike Recorder alone.
    const std::vector<Marker>& markers() const { return markers_; }

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
    std::vector<Marker> markers_;
};

/// Opens ABF 1 and 2, NWB 1 and 2 (HDF5) by their content, CSV and WAV by its name's ending. `name` is what messages
/// call the file. Throws FormatError with one line: not a recording, voltage clamp, truncated, compressed, damaged.
std::unique_ptr<RecordingFile> open_recording(const std::filesystem::path& path, const std::string& name);

/// Where Spike Recorder writes the markers of a sound.
std::filesystem::path events_beside(const std::filesystem::path& sound);

/// Whether a person who gives this file to the window means a recording: .abf, .nwb, .h5, .hdf5; .csv whose header
/// names a voltage; .wav that has Spike Recorder's file of events beside it.
bool looks_like_recording(const std::filesystem::path& path);

/// Whether the file's ending is one of a recording that is no sound and no table: .abf, .nwb, .h5, .hdf5.
bool is_recording_name(const std::string& name);

/// Reads ABF of either version from bytes.
std::unique_ptr<RecordingFile> read_abf(std::string name, std::string bytes);
/// Reads a table: time_s or time_ms (or a comment "# sample_rate_hz: 20000"), current_pA, voltage_mV, and perhaps
/// sweep.
std::unique_ptr<RecordingFile> read_table(const std::string& name, const std::string& text);
/// Reads a WAV as Spike Recorder (Backyard Brains) writes it, each channel as a sweep: a voltage outside the cell,
/// whose scale nobody knows (Sweep::scaled), without a current; and the markers of NAME-events.txt where that is beside
/// it.
std::unique_ptr<RecordingFile> open_spike_recorder(const std::filesystem::path& path, std::string name);
/// Opens NWB 1 or 2.
std::unique_ptr<RecordingFile> open_nwb(const std::filesystem::path& path, std::string name);

} // namespace soma::recording
