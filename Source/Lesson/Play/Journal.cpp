#include "Lesson/Play/Journal.h"

#include "Lesson/Format/Problem.h"
#include "Lesson/Play/Variants.h"
#include "State/JsonText.h"

namespace soma::lesson {
namespace {

constexpr std::string_view format_name = "somaphone-lesson-journal";
constexpr std::size_t longest_name = 40;

Json as_json(const Deed& deed) {
    Json out{{"act", deed.act}};
    if (deed.now_ms != 0.0) out["ms"] = deed.now_ms;
    if (deed.number != 0.0) out["number"] = deed.number;
    if (!deed.words.empty()) out["words"] = deed.words;
    return out;
}

Deed deed_of(const Json& node) {
    return {node.at("act").get<std::string>(), node.value("ms", 0.0), node.value("number", 0.0),
            node.value("words", std::vector<std::string>{})};
}

} // namespace

Journal journal_of(const Session& session) {
    const auto& options = session.options();
    return {session.lesson().id, session.lesson().version, options.class_seed, session.student(),
            options.started_utc, session.deeds(),          session.began_as()};
}

std::string to_text(const Journal& journal) {
    const auto quoted = [](const std::string& text) {
        return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
    };
    std::string out = "{\"format\": " + quoted(std::string{format_name}) +
                      ",\n \"lesson\": " + quoted(journal.lesson_id) +
                      ", \"version\": " + std::to_string(journal.lesson_version) +
                      ", \"seed\": " + std::to_string(journal.class_seed) +
                      ",\n \"student\": " + quoted(journal.student) + ", \"beganAs\": " + quoted(journal.began_as) +
                      ", \"started\": " + quoted(journal.started_utc) + ",\n \"deeds\": [";
    const char* separator = "\n  ";
    for (const Deed& deed : journal.deeds) {
        out += separator + as_json(deed).dump(-1, ' ', false, Json::error_handler_t::replace);
        separator = ",\n  ";
    }
    return out + "]}\n";
}

std::variant<Journal, std::string> read_journal(std::string_view text) {
    if (text.size() > largest_journal_bytes) return std::string{"is larger than 4 MB, the most a journal may have"};
    try {
        const Json parsed = parse_json(text);
        if (!parsed.is_object() || parsed.value("format", "") != format_name)
            return std::string{"is not the journal of a lesson"};
        Journal out{parsed.at("lesson").get<std::string>(),
                    parsed.at("version").get<int>(),
                    parsed.at("seed").get<std::uint64_t>(),
                    parsed.at("student").get<std::string>(),
                    parsed.at("started").get<std::string>(),
                    {},
                    {}};
        out.began_as = parsed.value("beganAs", out.student);
        for (const Json& deed : parsed.at("deeds")) out.deeds.push_back(deed_of(deed));
        return out;
    } catch (const FormatError&) {
        return std::string{"is not the journal of a lesson, or only a part of one"};
    } catch (const Json::exception&) {
        return std::string{"is not the journal of a lesson, or only a part of one"};
    }
}

std::unique_ptr<Session> resume(const Journal& journal, std::shared_ptr<const Lesson> lesson, Quantities& quantities,
                                SessionOptions options, double now_ms) {
    if (journal.lesson_id != lesson->id || journal.lesson_version != lesson->version) return nullptr;
    options.class_seed = journal.class_seed;
    options.student = journal.began_as;
    options.started_utc = journal.started_utc;
    auto session = std::make_unique<Session>(std::move(lesson), quantities, std::move(options));
    try {
        session->replay(journal.deeds, now_ms);
    } catch (const LessonError&) {
        return nullptr;
    }
    session->set_student(journal.student);
    return session;
}

std::string journal_name(std::string_view lesson_id, std::string_view student, std::uint64_t class_seed) {
    std::string name;
    for (const char c : normalised_name(student)) {
        if (name.size() == longest_name) break;
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        name += plain ? c : '-';
    }
    // Names that differ in other letters only must not share a file.
    const auto rest = std::to_string(fnv1a64(normalised_name(student)) % 100000);
    return std::string{lesson_id} + "_" + (name.empty() ? "unnamed" : name + "-" + rest) + "_" +
           std::to_string(class_seed) + ".json";
}

} // namespace soma::lesson
