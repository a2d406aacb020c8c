#include "Session/MidiLearn.h"

#include <charconv>
#include <sstream>

namespace soma::host {

std::optional<int> MidiLearn::controller(Id id) const {
    const auto found = controllers_.find(id);
    return found == controllers_.end() ? std::nullopt : std::optional(found->second);
}

void MidiLearn::write(Texts& session) const {
    std::string text;
    for (const auto& [id, number] : controllers_)
        text += (text.empty() ? "" : " ") + std::string(parameter(id).id) + "=" + std::to_string(number);
    if (text.empty())
        session.erase(key);
    else
        session[key] = text;
}

void MidiLearn::read(const Texts& session) {
    controllers_.clear();
    const auto found = session.find(key);
    if (found == session.end()) return;
    std::istringstream words(found->second);
    for (std::string word; words >> word;) {
        const auto equals = word.find('=');
        if (equals == std::string::npos) continue;
        const auto id = find_parameter(std::string_view(word).substr(0, equals));
        int number = -1;
        std::from_chars(word.data() + equals + 1, word.data() + word.size(), number);
        if (id && number >= 0 && number < 120) controllers_[*id] = number;
    }
}

} // namespace soma::host
