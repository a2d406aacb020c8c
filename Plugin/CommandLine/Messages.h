#pragma once

#include <string>
#include <vector>

namespace soma::command {

/// Prints "somaphone: MESSAGE" on standard error, in one line that is no longer than a few lines of a terminal: names
/// of files and fields may be long.
void print_message(const std::string& message);

/// The same for what went well otherwise: "somaphone: note: MESSAGE".
void print_note(const std::string& message);
/// The first few of them, and how many more there are.
void print_notes(const std::vector<std::string>& messages);

} // namespace soma::command
