#pragma once

#include "Engine/Block.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace soma::command {

/// What is injected: sound or a table of currents.
class Input {
  public:
    virtual ~Input() = default;

    /// Its own sample rate; a table has none.
    virtual std::optional<double> rate_hz() const = 0;
    virtual std::int64_t frames() const = 0;
    virtual int channels() const = 0;

    /// Points the block at frames start … start + block.frames − 1, which stay valid until the next call; silence
    /// follows the end. Throws RunError for samples that are not numbers.
    virtual void read(std::int64_t start, Block& block) = 0;
};

/// Sound, or a table where the name ends in .csv or is "-" (standard input). Throws RunError or FormatError naming the
/// file.
std::unique_ptr<Input> open_input(const std::string& path);

} // namespace soma::command
