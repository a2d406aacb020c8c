#pragma once

#include "CommandLine/FilesRead.h"

#include "Engine/Block.h"
#include "Recording/SweepSignal.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace soma::command {

/// A sample rate, and how exactly it is known.
struct StatedRate {
    double hz;
    double relative_uncertainty = 0.0;

    bool agrees(double other_hz) const;
};

/// The injected current: from a sound or from a table.
class Input {
  public:
    virtual ~Input() = default;

    /// The rate that it says it has, in samples per second of sound where model time runs `time_scale` times as fast; a
    /// table may say none.
    virtual std::optional<StatedRate> rate(double time_scale) const = 0;
    virtual std::int64_t frames() const = 0;
    virtual int channels() const = 0;

    /// The recorded sweep that this is the current of; null for other inputs.
    virtual const recording::SweepSignal* cell() const { return nullptr; }

    /// Points the block at frames start … start + block.frames − 1, which stay valid until the next call; silence
    /// follows the end.
    virtual void read(std::int64_t start, Block& block) = 0;
};

/// A sound, or a table where the name ends in .csv; on standard input, "-", whichever it is. With `sweep`, or a name
/// that ends as a recording's, the current of that sweep of a recording. Throws UsageError, RunError, sound_file::Error
/// or FormatError naming the file.
std::unique_ptr<Input> open_input(const std::string& path, std::optional<int> sweep, FilesRead& read);

} // namespace soma::command
