#pragma once

#include <string>
#include <string_view>

/// What others wrote, made fit to be printed in one line. Any thread but the audio thread.
namespace soma {

/// Control characters become spaces.
std::string one_line(std::string text);

/// In quotation marks and shortened, for messages. UTF-8 is never cut within a character.
std::string in_quotes(std::string_view text);

} // namespace soma
