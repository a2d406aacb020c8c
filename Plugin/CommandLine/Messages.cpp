#include "CommandLine/Messages.h"

#include "Core/Utf8.h"

#include <algorithm>
#include <iostream>

namespace soma::command {

void print_message(const std::string& message) {
    constexpr std::size_t longest = 600;
    std::cerr << "somaphone: " << shortened(one_line(message), longest) << '\n';
}

void print_note(const std::string& message) { print_message("note: " + message); }

void print_notes(const std::vector<std::string>& messages) {
    constexpr std::size_t most = 4;
    for (std::size_t i = 0; i < std::min(most, messages.size()); ++i) print_note(messages[i]);
    if (messages.size() > most) print_note("and " + std::to_string(messages.size() - most) + " more like these");
}

} // namespace soma::command
