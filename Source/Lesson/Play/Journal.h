#pragma once

#include "Lesson/Play/Session.h"

#include <string>
#include <string_view>
#include <variant>

/// A session put down as text: who, which lesson and seed, and every deed. It holds no answer that was not given.
namespace soma::lesson {

struct Journal {
    std::string lesson_id;
    int lesson_version = 1;
    std::uint64_t class_seed = 0; ///< as it was chosen; 0: the lesson's own
    std::string student, started_utc;
    std::vector<Deed> deeds;
    std::string began_as; ///< the name that the questions follow from; it may have been another one
};

constexpr std::size_t largest_journal_bytes = std::size_t{4} << 20;

Journal journal_of(const Session& session);

/// JSON, one line for each deed.
std::string to_text(const Journal& journal);

/// The journal, or one line that says what is wrong with the text.
std::variant<Journal, std::string> read_journal(std::string_view text);

/// A session that stands where the journal ends: of the same lesson and version, or nothing. Options give what is of
/// this program; name, seed and beginning come from the journal. Deeds that are not possible any more end it early.
std::unique_ptr<Session> resume(const Journal& journal, std::shared_ptr<const Lesson> lesson, Quantities& quantities,
                                SessionOptions options, double now_ms);

/// "rest-two-ions, ada lovelace, seed 7": one file for each lesson, student and seed.
std::string journal_name(std::string_view lesson_id, std::string_view student, std::uint64_t class_seed);

} // namespace soma::lesson
