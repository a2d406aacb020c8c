#include "Class/ClassRoom.h"

#include "Class/SoundFile.h"
#include "Class/Token.h"

#include "Core/Utf8.h"
#include "Lesson/Format/StudentText.h"
#include "Lesson/Play/ClassView.h"

#include <algorithm>

namespace soma::classroom {
namespace {

using namespace std::chrono_literals;

constexpr int token_characters = 26; ///< 130 random bits
constexpr int code_characters = 4;
constexpr auto silence = 5s; ///< then a beat: a dead device is noticed by writing to it
constexpr auto count_pause = 250ms;
constexpr double answers_at_once = 40.0, answers_per_s = 10.0;
constexpr double guesses_at_once = 60.0, guesses_per_s = 2.0; ///< of the class's code, by everybody together
constexpr std::size_t longest_name_bytes = 60;

/// A name as people may see it: one line of at most 60 bytes, without control characters.
std::string shown_name(const std::string& typed) {
    if (!is_utf8(typed)) return {};
    std::string name = lesson::single_spaces(one_line(typed));
    if (name.size() > longest_name_bytes) {
        name.resize(longest_name_bytes);
        while (!name.empty() && !is_utf8(name)) name.pop_back();
    }
    return name;
}

bool has_answered(const lesson::LiveClass& live, int seat) {
    for (const auto& record : live.records())
        for (const auto& round : record.rounds)
            if (round.answers.contains(seat)) return true;
    return false;
}

std::string event(std::string_view name, std::uint64_t id, std::string_view data) {
    return "event: " + std::string{name} + "\nid: " + std::to_string(id) + "\ndata: " + std::string{data} + "\n\n";
}

} // namespace

ClassRoom::ClassRoom(const lesson::Session& session, ClassOptions options)
    : code_(random_code(code_characters))
    , lesson_(session, options.seats)
    , options_(options)
    , code_guesses_(guesses_at_once)
    , guesses_refilled_(Clock::now()) {
    rebuild();
    ticker_ = std::thread([this] { run_ticker(); });
}

ClassRoom::~ClassRoom() {
    end();
    ticker_.join();
}

void ClassRoom::end() {
    const std::lock_guard lock{mutex_};
    ended_ = true;
    news_.notify_all();
    tick_.notify_all();
}

/// Counts that changed are told a few times a second, not with each of three hundred answers.
void ClassRoom::run_ticker() {
    std::unique_lock lock{mutex_};
    while (!ended_) {
        tick_.wait_for(lock, count_pause);
        if (!count_dirty_) continue;
        count_dirty_ = false;
        ++count_revision_;
        ++version_;
        news_.notify_all();
    }
}

/// A prediction comes before its sound, for the teacher's page as well.
std::vector<std::string> ClassRoom::addresses(bool wanted) const {
    std::vector<std::string> urls;
    const auto& q = lesson_.question();
    const bool allowed = wanted && (!q.predicts || lesson_.live().phase() == lesson::ClassPhase::reveal);
    for (std::size_t i = 0; i < q.cards.size(); ++i) {
        const auto found = sound_of_card_.find({q.key, i});
        urls.push_back(allowed && found != sound_of_card_.end() ? "/sound/" + found->second + ".wav" : "");
    }
    return urls;
}

void ClassRoom::rebuild() {
    state_ = lesson::class_state_json(lesson_, addresses(options_.sounds_on_devices));
    teacher_state_ = lesson::class_state_json(lesson_, addresses(true));
}

void ClassRoom::changed() {
    rebuild();
    ++state_revision_;
    ++count_revision_;
    ++version_;
    news_.notify_all();
}

void ClassRoom::show(const lesson::Session& session) {
    const std::lock_guard lock{mutex_};
    const auto before = lesson_.live().revision();
    lesson_.show(session);
    if (lesson_.live().revision() == before) return;
    if (lesson_.live().phase() != lesson::ClassPhase::finished) {
        auto copy = session; // setups are computed on a copy: the session stays as it is
        for (std::size_t i = 0; i < lesson_.question().cards.size(); ++i) {
            auto& token = sound_of_card_[{lesson_.question().key, i}];
            if (!token.empty()) continue;
            const auto setup = copy.setup(i);
            if (setup.live_input || !setup.audio_file.empty()) {
                sound_of_card_.erase({lesson_.question().key, i});
                continue;
            }
            token = random_token(token_characters);
            sounds_[token] = std::async(std::launch::async, [setup] {
                                 return std::make_shared<const std::string>(wav_of(setup));
                             }).share();
        }
    }
    changed();
}

bool ClassRoom::act(ClassAction action) {
    const std::lock_guard lock{mutex_};
    auto& live = lesson_.live();
    const auto before = live.revision();
    switch (action) {
    case ClassAction::next:
        return false;
    case ClassAction::open:
        live.open();
        break;
    case ClassAction::close:
        lesson_.close();
        break;
    case ClassAction::tally:
        live.tally();
        break;
    case ClassAction::discuss:
        live.discuss();
        break;
    case ClassAction::reveal:
        lesson_.reveal();
        break;
    }
    if (live.revision() == before) return false;
    changed();
    return true;
}

void ClassRoom::hand(int option, int change) {
    const std::lock_guard lock{mutex_};
    if (lesson_.live().hand(option, change)) count_changed();
}

void ClassRoom::set_sounds_on_devices(bool allowed) {
    const std::lock_guard lock{mutex_};
    if (options_.sounds_on_devices == allowed) return;
    options_.sounds_on_devices = allowed;
    changed();
}

void ClassRoom::forget_name(int seat) {
    const std::lock_guard lock{mutex_};
    lesson_.live().rename(seat, {});
    if (seat >= 0 && seat < static_cast<int>(seats_.size())) ++seats_[static_cast<std::size_t>(seat)].changed;
    changed();
}

lesson::ClassLesson ClassRoom::copy() const {
    const std::lock_guard lock{mutex_};
    return lesson_;
}

std::uint64_t ClassRoom::version() const {
    const std::lock_guard lock{mutex_};
    return version_;
}

ClassRoom::Joined ClassRoom::join(const std::string& code, const std::string& token, const std::string& name) {
    const auto shown = options_.names ? shown_name(name) : std::string{};
    const std::lock_guard lock{mutex_};
    if (ended_) return {{}, {}, "The class is over."};
    if (const auto found = tokens_.find(token); found != tokens_.end()) {
        const int seat = found->second;
        const auto& name_now = lesson_.live().seats()[static_cast<std::size_t>(seat)].name;
        const bool other_name = !shown.empty() && shown != name_now;
        // Another name typed after answers is that of the next person at a shared device: those answers stay where
        // they are.
        if (!other_name || !has_answered(lesson_.live(), seat)) {
            if (other_name) {
                lesson_.live().rename(seat, shown);
                ++seats_[static_cast<std::size_t>(seat)].changed;
                count_changed();
            }
            return {token, lesson_.live().seats()[static_cast<std::size_t>(seat)].name, {}};
        }
    }
    const auto now = Clock::now();
    code_guesses_ =
        std::min(guesses_at_once,
                 code_guesses_ + guesses_per_s * std::chrono::duration<double>(now - guesses_refilled_).count());
    guesses_refilled_ = now;
    if (normalised_code(code) != code_) {
        if (code_guesses_ < 1.0) return {{}, {}, "Too many wrong codes. Wait a few seconds."};
        code_guesses_ -= 1.0;
        return {{}, {}, "That is not the code of this class. It stands beside the QR code."};
    }
    const auto seat = lesson_.live().join(shown);
    if (!seat) return {{}, {}, "All seats of this class are taken."};
    // A seat that nobody used may have changed hands: its old token ends.
    std::erase_if(tokens_, [&](const auto& entry) { return entry.second == *seat; });
    seats_.resize(std::max(seats_.size(), static_cast<std::size_t>(*seat) + 1));
    seats_[static_cast<std::size_t>(*seat)] = {0, 1, answers_at_once, now};
    const auto made = random_token(token_characters);
    tokens_[made] = *seat;
    count_changed();
    return {made, lesson_.live().seats()[static_cast<std::size_t>(*seat)].name, {}};
}

ClassRoom::Answered ClassRoom::answer(const std::string& token, int question, int round,
                                      const std::vector<std::string>& parts) {
    const std::lock_guard lock{mutex_};
    const auto found = tokens_.find(token);
    if (found == tokens_.end() || ended_) return {403, "This device has no seat. Load the page again."};
    Seat& seat = seats_[static_cast<std::size_t>(found->second)];
    const auto now = Clock::now();
    seat.allowance = std::min(
        answers_at_once, seat.allowance + answers_per_s * std::chrono::duration<double>(now - seat.refilled).count());
    seat.refilled = now;
    if (seat.allowance < 1.0) return {429, "Too many answers at once. Wait a second."};
    seat.allowance -= 1.0;
    const auto refusal = lesson_.answer(found->second, question, round, parts);
    if (!refusal.empty()) return {409, refusal};
    ++seat.changed;
    count_changed();
    return {200, {}};
}

std::shared_ptr<const std::string> ClassRoom::sound(const std::string& token) {
    Wav wav;
    {
        const std::lock_guard lock{mutex_};
        const auto found = sounds_.find(token);
        if (found == sounds_.end()) return nullptr;
        wav = found->second;
    }
    return wav.get();
}

std::optional<ClassRoom::Stream> ClassRoom::open_stream(const std::string& token) {
    const std::lock_guard lock{mutex_};
    const auto found = tokens_.find(token);
    if (found == tokens_.end() || ended_) return std::nullopt;
    Stream stream;
    stream.seat = found->second;
    stream.id = ++streams_;
    seats_[static_cast<std::size_t>(stream.seat)].stream = stream.id;
    lesson_.live().connect(stream.seat);
    count_changed(); // the tick that follows also ends the stream before
    return stream;
}

ClassRoom::Stream ClassRoom::open_teacher_stream() {
    const std::lock_guard lock{mutex_};
    Stream stream;
    stream.id = ++streams_;
    return stream;
}

void ClassRoom::close_stream(const Stream& stream) {
    const std::lock_guard lock{mutex_};
    if (stream.seat < 0) return;
    lesson_.live().disconnect(stream.seat);
    count_changed();
}

std::optional<std::string> ClassRoom::next_events(Stream& stream) {
    std::unique_lock lock{mutex_};
    const auto seat = [&]() -> Seat* {
        return stream.seat < 0 ? nullptr : &seats_[static_cast<std::size_t>(stream.seat)];
    };
    const auto replaced = [&] { return seat() != nullptr && seat()->stream != stream.id; };
    const auto fresh = [&] {
        return stream.state != state_revision_ || stream.count != count_revision_ ||
               (seat() != nullptr && stream.own != seat()->changed);
    };
    news_.wait_for(lock, silence, [&] { return ended_ || stream.over || replaced() || fresh(); });
    if (ended_ || stream.over) return std::nullopt;
    if (replaced()) {
        stream.over = true;
        return "event: elsewhere\ndata: {}\n\n";
    }
    if (!fresh()) return "event: beat\ndata: 0\n\n"; // a page that hears none for a while connects again
    std::string out;
    if (stream.state != state_revision_ || (seat() != nullptr && stream.own != seat()->changed)) {
        std::string data = "{\"class\":" + (seat() != nullptr ? state_ : teacher_state_) +
                           ",\"count\":" + lesson::class_count_json(lesson_.live());
        if (seat() != nullptr) data += ",\"seat\":" + lesson::seat_state_json(lesson_, stream.seat);
        if (seat() == nullptr) {
            data += ",\"seats\":" + lesson::class_seats_json(lesson_.live());
            data += ",\"explanations\":" + lesson::class_explanations_json(lesson_);
            data += std::string(",\"devices\":") + (options_.sounds_on_devices ? "true" : "false");
        }
        out += event("state", state_revision_, data + "}");
    } else if (seat() == nullptr) {
        out += event("count", state_revision_,
                     "{\"count\":" + lesson::class_count_json(lesson_.live()) +
                         ",\"seats\":" + lesson::class_seats_json(lesson_.live()) + "}");
    } else {
        out += event("count", state_revision_, "{\"count\":" + lesson::class_count_json(lesson_.live()) + "}");
    }
    stream.state = state_revision_;
    stream.count = count_revision_;
    if (seat() != nullptr) stream.own = seat()->changed;
    return out;
}

} // namespace soma::classroom
