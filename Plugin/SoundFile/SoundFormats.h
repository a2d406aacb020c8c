#pragma once

#include <array>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

/// Which sound files there are: the one table that the reader, the writer, the dialogs and the messages use. Any thread
/// but the audio thread.
namespace soma::sound_file {

/// A sound file that cannot be read or written: one line that names the file and says what would be right.
struct Error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// One that is no sound file at all.
struct NotASound : Error {
    using Error::Error;
};

/// One kind of sound file.
struct Format {
    std::string_view name;                   ///< for people
    std::array<std::string_view, 3> endings; ///< lower case, with the dot; the usual one first
    int written_as;                          ///< libsndfile's SF_FORMAT_…; 0: it is read and not written
    bool keeps_any_level; ///< it is written as floating point: values beyond full scale stay what they are
};
std::span<const Format> formats();

/// "WAV, AIFF, FLAC, …"
std::string format_names();

/// The format that the name's ending stands for, in any case of letters; nothing for another ending or none.
const Format* format_of(std::string_view file_name);

/// The format that a file's first bytes (at least 16, where it has as many) stand for.
const Format* format_by_content(std::string_view head);

/// "*.wav;*.wave;…", for a dialog.
std::string file_pattern();

} // namespace soma::sound_file
