#pragma once

#include <string>
#include <string_view>

/// An ending of a file's name promises a format: what cannot be written is refused, not written under a wrong name.
namespace soma::command {

/// Sound: an ending of a format that can be written; none, or a device, means WAV. Throws UsageError that names
/// `option`.
void check_sound_name(std::string_view option, const std::string& target);

/// Others: one of `endings` (".png", or several as ".mid, .midi"), or none. Throws UsageError.
void check_name(std::string_view option, const std::string& target, std::string_view endings);

/// Tables may have any ending but those of sounds, pictures and MIDI files. Throws UsageError.
void check_table_name(std::string_view option, const std::string& target);

} // namespace soma::command
