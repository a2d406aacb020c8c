#pragma once

#include <string>

namespace soma::classroom {

/// Letters and digits that cannot be guessed: five random bits each, from the system. Never on the audio thread.
std::string random_token(int characters);

/// The same without letters that are mistaken for digits, for a code that people read from a screen and type.
std::string random_code(int characters);

/// A typed code: capital letters, O read as 0, I and L as 1, spaces and hyphens left out.
std::string normalised_code(std::string typed);

} // namespace soma::classroom
