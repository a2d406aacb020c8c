#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <string>

namespace soma::sound_file {

/// The field of a header that says how many bytes of sound follow, as the file has it and as it should be.
struct LengthField {
    std::int64_t position;   ///< in the file
    std::string right_bytes; ///< the bytes that should be there: the sound lasts to the end of the file
};

/// Compares what the header of a WAV, RF64, W64, AIFF, CAF, AU or MP3 file, or the last page of an Ogg file, says of
/// its length with the file. A program that writes into a pipe cannot know the length and leaves 0, the largest number
/// or nearly that; then the right field is returned. Nothing is returned where the header needs no change. Throws Error
/// naming `name` where the file is cut short. Moves the stream.
std::optional<LengthField> check_stated_length(std::istream& stream, const std::string& name);

} // namespace soma::sound_file
