#include "Fuzz/Case.h"

#include "Class/ClassHttp.h"
#include "Class/Token.h"
#include "Lesson/LessonSource.h"
#include "Lesson/Play/ClassAdvance.h"
#include "Support/LessonFiles.h"

namespace soma::fuzz {
namespace {

using namespace soma::classroom;

/// Bytes that one connection sends and bytes that are sent back.
class MemoryStream final : public httplib::Stream {
  public:
    explicit MemoryStream(std::string_view sent)
        : sent_(sent) {}
    bool is_readable() const override { return true; }
    /// A stream of events ends with its first one.
    bool is_writable() const override { return got_.find("\nevent: ") == std::string::npos; }
    ssize_t read(char* bytes, size_t size) override {
        const auto count = std::min(size, sent_.size());
        std::copy_n(sent_.begin(), count, bytes);
        sent_.remove_prefix(count);
        return static_cast<ssize_t>(count);
    }
    ssize_t write(const char* bytes, size_t size) override {
        got_.append(bytes, size);
        return static_cast<ssize_t>(size);
    }
    void get_remote_ip_and_port(std::string&, int&) const override {}
    void get_local_ip_and_port(std::string&, int&) const override {}
    socket_t socket() const override { return INVALID_SOCKET; }
    const std::string& got() const { return got_; }

  private:
    std::string_view sent_;
    std::string got_;
};

/// The question that is open in every case: typed, with a misconception whose text must not be seen.
const lesson::Session& asked() {
    static const lesson::Session session = [] {
        lesson::SessionOptions options;
        options.capabilities = {"model.lif", "speed"};
        const auto loaded = test::load_text(test::small_lesson().dump());
        lesson::Session made{loaded.lesson, test::quantities(), options};
        while (made.step().id != "tau") lesson::advance_class(made);
        return made;
    }();
    return session;
}

std::string with_placeholders(std::string text, const std::string& seat, const std::string& code) {
    for (const auto& [name, value] : {std::pair<std::string, std::string>{"@SEAT@", seat}, {"@CODE@", code}})
        for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
            text.replace(at, name.size(), value);
    return text;
}

} // namespace

/// Requests as they come from a socket, several with 0xFF between them; @SEAT@ is the sender's own seat, @CODE@ the
/// class's code. Whatever they are: an answer or none, no file, no key, no other seat's token, no other seat's answer.
void run_case(std::string_view bytes) {
    ClassRoom room{asked(), {8, true, true}};
    bool commanded = false;
    ClassHttp http{room,
                   {"/teacher-" + random_token(26),
                    [&](const std::string&) { commanded = true; },
                    [] { return "secret results"; },
                    {},
                    {}}};
    const auto victim = room.join(room.code(), {}, "Ada").token, sender = room.join(room.code(), {}, "Eve").token;
    room.show(asked());
    room.act(ClassAction::open);
    require(room.answer(victim, 1, 1, {"345 ms"}).status == 200, "an answer is taken");

    while (!bytes.empty()) {
        const auto end = std::min(bytes.find('\xff'), bytes.size());
        const auto sent = with_placeholders(std::string{bytes.substr(0, end)}, sender, room.code());
        bytes.remove_prefix(std::min(bytes.size(), end + 1));
        MemoryStream stream{sent};
        http.serve(stream);
        const auto& got = stream.got();
        require(got.empty() || got.starts_with("HTTP/1."), "an answer is HTTP or there is none");
        require(got.find(victim) == std::string::npos, "no token of another seat is told");
        require(got.find("That is R.") == std::string::npos && got.find("\"solution\"") == std::string::npos,
                "nothing of what is right is told before the reveal");
        require(got.find("secret results") == std::string::npos && got.find("root:") == std::string::npos,
                "no results and no files are given away");
        require(got.empty() || got.find("Content-Security-Policy") != std::string::npos ||
                    got.find(" 400 ") != std::string::npos || got.find(" 414 ") != std::string::npos ||
                    got.find(" 100 ") != std::string::npos,
                "answers carry their headers");
    }
    const auto after = room.copy();
    require(!commanded, "nobody but the teacher commands");
    require(after.live().answer_of(0, 1) == "345 ms", "no seat speaks for another");
    require(after.live().seats().size() <= 8 && after.live().phase() == lesson::ClassPhase::open, "the class goes on");
}

} // namespace soma::fuzz
