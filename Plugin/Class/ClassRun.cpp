#include "Class/ClassRun.h"

#include "Lesson/Play/ClassAdvance.h"

#include <array>
#include <charconv>

namespace soma::classroom {
namespace {

using lesson::ClassPhase;

constexpr std::size_t most_waiting = 100; ///< commands

constexpr std::array<std::pair<std::string_view, ClassAction>, 6> actions{{{"next", ClassAction::next},
                                                                           {"open", ClassAction::open},
                                                                           {"close", ClassAction::close},
                                                                           {"tally", ClassAction::tally},
                                                                           {"discuss", ClassAction::discuss},
                                                                           {"reveal", ClassAction::reveal}}};

/// The words of a command, at most three.
std::array<std::string, 3> words_of(const std::string& text) {
    std::array<std::string, 3> words;
    std::size_t word = 0;
    for (const char c : text) {
        if (c == ' ' && ++word == words.size()) break;
        if (c != ' ') words[word] += c;
    }
    return words;
}

int number_of(const std::string& text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

} // namespace

ClassRun::ClassRun(lesson::Session session, RunOptions options)
    : session_(std::move(session))
    , header_(std::move(options.header))
    , room_(session_, options.room) {
    header_.lesson_id = session_.lesson().id;
    header_.lesson_version = session_.lesson().version;
    header_.format_version = session_.lesson().format_version;
    header_.seed = session_.seed();
    options.server.teacher = [this](const std::string& text) { command(text); };
    options.server.results = [this] { return csv(); };
    server_ = std::make_unique<ClassServer>(room_, std::move(options.server));
}

void ClassRun::command(const std::string& text) {
    const std::lock_guard lock{mutex_};
    if (commands_.size() < most_waiting) commands_.push_back(text);
    waiting_.notify_one();
}

bool ClassRun::work(std::chrono::milliseconds patience) {
    std::deque<std::string> commands;
    {
        std::unique_lock lock{mutex_};
        waiting_.wait_for(lock, patience, [&] { return !commands_.empty(); });
        commands.swap(commands_);
    }
    for (const auto& text : commands) obey(text);
    return !ended_;
}

void ClassRun::next() {
    if (begun_) lesson::advance_class(session_);
    begun_ = true;
    room_.show(session_);
}

void ClassRun::act(ClassAction action) {
    if (action == ClassAction::next)
        next();
    else
        room_.act(action);
}

void ClassRun::obey(const std::string& text) {
    if (text.empty()) return act(room_.copy().live().usual());
    const auto [what, first, second] = words_of(text);
    for (const auto& [name, action] : actions)
        if (what == name) act(action);
    if (what == "back" && session_.back(0.0)) room_.show(session_);
    if (what == "hand") room_.hand(number_of(first), number_of(second) < 0 ? -1 : 1);
    if (what == "sounds") room_.set_sounds_on_devices(first == "on");
    if (what == "forget") room_.forget_name(number_of(first) - 1);
    if (what == "end") ended_ = true;
}

std::string ClassRun::csv() const { return room_.copy().csv(header_); }

std::string ClassRun::status() const {
    const auto copy = room_.copy();
    const auto& live = copy.live();
    std::string text;
    if (live.question() > 0) text = "Question " + std::to_string(live.question()) + ", ";
    if (live.round() > 1) text += "round " + std::to_string(live.round()) + ", ";
    text += std::string{name_of(live.phase())} + ": ";
    if (live.phase() == ClassPhase::open)
        return text + std::to_string(live.answered()) + " of " + std::to_string(live.present()) + " answered";
    return text + std::to_string(live.present()) + " here";
}

} // namespace soma::classroom
