#pragma once

#include <string>
#include <string_view>

/// Foreign text (of files, devices and people) made fit to be printed in one line. Any thread but the audio thread.
namespace soma {

/// Whether it is well-formed UTF-8 (RFC 3629, section 4): no byte alone, no sequence cut off, overlong or of a
/// surrogate.
bool is_utf8(std::string_view text);

/// Each byte that is no part of well-formed UTF-8 becomes a question mark.
std::string as_utf8(std::string text);

/// Control characters become spaces; what comes out is UTF-8.
std::string one_line(std::string text);

/// At most `longest` bytes: of a longer text beginning and end, with "…" between. UTF-8 is never cut within a
/// character.
std::string shortened(std::string text, std::size_t longest);

/// In quotation marks and shortened, for messages. UTF-8 is never cut within a character.
std::string in_quotes(std::string_view text);

} // namespace soma
