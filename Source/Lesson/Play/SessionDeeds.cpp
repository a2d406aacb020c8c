#include "Lesson/Play/Session.h"

#include <algorithm>
#include <array>
#include <cstdlib>

/// The part of a session that remembers what was done, and does it again.
namespace soma::lesson {
namespace {

/// More than a lesson of 60 steps can need, little enough for a file.
constexpr std::size_t most_deeds = 20000;

std::vector<int> keys_of(const std::vector<std::string>& words) {
    std::vector<int> keys;
    for (const std::string& word : words) keys.push_back(std::atoi(word.c_str()));
    return keys;
}

Named<std::string> fields_of_pairs(const std::vector<std::string>& words) {
    Named<std::string> fields;
    for (std::size_t i = 0; i + 1 < words.size(); i += 2) fields[words[i]] = words[i + 1];
    return fields;
}

struct Act {
    std::string_view name;
    bool (*again)(Session&, const Deed&);
};
constexpr std::array acts{
    Act{"play",
        [](Session& s, const Deed& d) {
            return d.number >= 0.0 && d.number < 64.0 && s.play(static_cast<std::size_t>(d.number), d.now_ms);
        }},
    Act{"play_ended",
        [](Session& s, const Deed&) {
            s.play_ended();
            return true;
        }},
    Act{"show_pictures",
        [](Session& s, const Deed&) {
            s.show_pictures();
            return true;
        }},
    Act{"answer_keys", [](Session& s, const Deed& d) { return s.answer_keys(keys_of(d.words), d.now_ms).accepted; }},
    Act{"answer_text",
        [](Session& s, const Deed& d) { return d.words.size() == 1 && s.answer_text(d.words[0], d.now_ms).accepted; }},
    Act{"answer_order", [](Session& s, const Deed& d) { return s.answer_order(d.words, d.now_ms).accepted; }},
    Act{"answer_tuned", [](Session& s, const Deed& d) { return s.answer_tuned(d.number, d.now_ms).accepted; }},
    Act{"answer_fields",
        [](Session& s, const Deed& d) { return s.answer_fields(fields_of_pairs(d.words), d.now_ms).accepted; }},
    Act{"pass", [](Session& s, const Deed& d) { return s.pass(d.now_ms).accepted; }},
    Act{"hint", [](Session& s, const Deed&) { return s.hint().has_value(); }},
    Act{"reveal",
        [](Session& s, const Deed& d) {
            s.reveal(d.now_ms);
            return true;
        }},
    Act{"next", [](Session& s, const Deed& d) { return s.next(d.now_ms); }},
    Act{"back", [](Session& s, const Deed& d) { return s.back(d.now_ms); }},
};

} // namespace

void Session::did(std::string act, double now_ms, double number, std::vector<std::string> words) {
    if (deeds_.size() < most_deeds) deeds_.push_back({std::move(act), now_ms, number, std::move(words)});
}

bool Session::replay(const std::vector<Deed>& deeds, double now_ms) {
    for (const Deed& deed : deeds) {
        const auto act = std::find_if(acts.begin(), acts.end(), [&](const Act& a) { return a.name == deed.act; });
        if (act == acts.end() || !act->again(*this, deed)) return false;
    }
    play_ended();
    now().begun_ms = now_ms; // the clock of another day says nothing about how long a question took
    return true;
}

} // namespace soma::lesson
