#include "Session/LessonController.h"

#include "Files/FileName.h"
#include "Lesson/Answers/Setup.h"
#include "Lesson/Play/Visibility.h"

#include <algorithm>
#include <charconv>

namespace soma::editor {

namespace {

constexpr std::uint64_t largest_seed = 999'999;

/// All that this program can do; without an audio input nothing can be patched.
std::set<std::string, std::less<>> capabilities_of(EditorHost& host) {
    auto all = lesson::all_capabilities();
    if (!host.monitor().status().input_connected) all.erase("stimulus.audio");
    return all;
}

} // namespace

LessonController::LessonController(EditorHost& host, juce::File records)
    : host_(host)
    , sound_(host.lesson_player())
    , records_(std::move(records)) {}

LessonController::~LessonController() {
    if (session() != nullptr) records_.keep(*session());
}

double LessonController::now_ms() const { return juce::Time::getMillisecondCounterHiRes(); }

LessonCatalogue& LessonController::catalogue() {
    if (!catalogue_) catalogue_ = std::make_unique<LessonCatalogue>(capabilities_of(host_));
    return *catalogue_;
}

CatalogueEntry* LessonController::entry() {
    return chosen_ && *chosen_ < catalogue().entries().size() ? &catalogue().entries()[*chosen_] : nullptr;
}

lesson::Session* LessonController::session() {
    auto* chosen = entry();
    return chosen != nullptr ? chosen->session.get() : nullptr;
}

bool LessonController::finished() const {
    return session() != nullptr && session()->phase() == lesson::Phase::finished;
}

void LessonController::open(std::size_t index) {
    if (index >= catalogue().entries().size() || !catalogue().entries()[index].missing.empty()) return;
    dismiss_refusal();
    auto& wanted = catalogue().entries()[index];
    if (wanted.lesson == nullptr) {
        wanted_ = index;
        catalogue().load(index);
        return changed();
    }
    wanted_.reset();
    if (session() != nullptr) {
        sound_.stop(*session());
        records_.keep(*session());
    }
    sound_.forget();
    records_.forget();
    chosen_ = index;
    if (wanted.session == nullptr)
        begin_session(wanted);
    else
        hand_over(wanted);
    new_question();
    if (shown_) host_.lesson_player().enter();
}

void LessonController::open_file(const juce::File& file) {
    dismiss_refusal();
    const auto name = file.getFileName().toStdString();
    if (file.getSize() > static_cast<juce::int64>(lesson::largest_lesson_bytes)) {
        refusal_ = Message{"Could not read the file",
                           name + ": is larger than 1 MB, the most a lesson may have. The current sound is kept."};
        return changed();
    }
    juce::MemoryBlock bytes;
    if (!file.existsAsFile() || !file.loadFileAsData(bytes)) {
        refusal_ = Message{"Could not read the file", name + ": there is no such file. The current sound is kept."};
        return changed();
    }
    if (session() != nullptr) sound_.stop(*session()); // it may be the file that is read again
    const auto index = catalogue().add(name, file.getParentDirectory().getFullPathName().toStdString(),
                                       {static_cast<const char*>(bytes.getData()), bytes.getSize()});
    refusal_ = catalogue().take_refusal();
    if (index) open(*index);
    changed();
}

void LessonController::dismiss_refusal() {
    if (refusal_) changed();
    refusal_.reset();
}

void LessonController::step_lesson(int direction) {
    const auto& entries = catalogue().entries();
    const auto count = static_cast<int>(entries.size());
    int index = chosen_ ? static_cast<int>(*chosen_) : direction > 0 ? -1 : count;
    for (index += direction; index >= 0 && index < count; index += direction)
        if (entries[static_cast<std::size_t>(index)].missing.empty()) return open(static_cast<std::size_t>(index));
}

double LessonController::progress(std::size_t index) {
    const auto& entry = catalogue().entries()[index];
    if (entry.session == nullptr) return 0.0;
    const auto steps = entry.lesson->steps.size();
    if (entry.session->phase() == lesson::Phase::finished) return 1.0;
    std::size_t done = 0;
    for (std::size_t i = 0; i < steps; ++i) done += entry.session->progress(i) == 2 && i < entry.session->position();
    return static_cast<double>(done) / static_cast<double>(steps);
}

void LessonController::begin_session(CatalogueEntry& entry) {
    lesson::SessionOptions options;
    options.class_seed = seed_;
    options.student = student_;
    options.class_key = live_.class_key;
    options.app_version = SOMAPHONE_VERSION;
    options.started_utc = juce::Time::getCurrentTime().toISO8601(true).toStdString();
    options.capabilities = catalogue().capabilities();
    options.pictures = entry.session != nullptr && entry.session->pictures();
    records_.forget();
    // An unfinished lesson goes on; a finished one begins again.
    const bool again = entry.session != nullptr && entry.session->phase() == lesson::Phase::finished;
    auto left = again ? nullptr : records_.take_up(entry.lesson, *entry.quantities, options, now_ms());
    entry.taken_up = left != nullptr;
    entry.session =
        left != nullptr ? std::move(left) : std::make_unique<lesson::Session>(entry.lesson, *entry.quantities, options);
}

void LessonController::enter() {
    shown_ = true;
    if (session() != nullptr) host_.lesson_player().enter();
}

void LessonController::leave() {
    shown_ = false;
    if (session() != nullptr) sound_.stop(*session());
    host_.lesson_player().leave();
}

void LessonController::refresh() {
    if (const auto loaded = opening() ? catalogue().take_loaded() : std::nullopt) {
        if (loaded == wanted_) open(*loaded);
        changed();
    }
    if (auto refused = catalogue_ ? catalogue_->take_refusal() : std::nullopt) {
        refusal_ = std::move(refused);
        wanted_.reset();
        changed();
    }
    // One is loaded at a time; another that was chosen meanwhile comes next.
    if (wanted_ && !opening()) open(*wanted_);
    while (const int note = host_.lesson_player().take_note()) {
        if (voting())
            vote(note, 1);
        else
            key(note);
    }
    if (live_.refresh(session())) follow_class();
    if (session() == nullptr) return;
    records_.keep(*session());
    if (sound_.refresh(*session(), now_ms())) changed();
    if (auto failure = sound_.take_failure()) {
        answering_.outcome = lesson::Outcome{false, false, false, false, failure->title + ": " + failure->line};
        changed();
    }
}

void LessonController::new_question() {
    answering_ = {};
    sound_.forget();
    changed();
    guarded([&](lesson::Session& running) {
        const auto* experiment = std::get_if<lesson::ExperimentStep>(&running.step().body);
        if (experiment != nullptr && experiment->by_hand && experiment->experiment == "method-of-limits" &&
            running.phase() != lesson::Phase::answered && !running.replaced())
            answering_.limits = running.limits();
        if (running.phase() == lesson::Phase::answered) settle_question();
    });
}

/// The question is over: what would have been right is shown. A prediction is judged by what is heard next.
void LessonController::settle_question() {
    if (finished() || session()->phase() != lesson::Phase::answered || session()->replaced()) return;
    if (session()->step().role != "predict") answering_.solution = session()->solution();
}

void LessonController::take(const lesson::Outcome& outcome) {
    answering_.outcome = outcome;
    if (!outcome.accepted) return;
    if (session()->phase() == lesson::Phase::answered) settle_question();
}

/// "Listen first" has been said.
void LessonController::forget_refused() {
    if (answering_.outcome && !answering_.outcome->accepted) answering_.outcome.reset();
}

void LessonController::play(std::size_t card) {
    forget_refused();
    guarded([&](lesson::Session& running) { sound_.play(running, card, entry()->folder, now_ms()); });
}

void LessonController::play_all() {
    forget_refused();
    guarded([&](lesson::Session& running) { sound_.play_all(running, entry()->folder, now_ms()); });
}

/// While a class runs, the students answer; an answer given here would end the question for all of them.
bool LessonController::left_to_class() {
    if (!live_.running()) return false;
    answering_.outcome = lesson::Outcome{false, false, false, false,
                                         "The class answers on its devices. The keys 1 to 9 count raised hands while "
                                         "a vote is open."};
    changed();
    return true;
}

void LessonController::key(int number) {
    if (left_to_class()) return;
    guarded([&](lesson::Session& running) {
        if (std::holds_alternative<lesson::OrderStep>(running.step().body)) {
            const auto index = static_cast<std::size_t>(number - 1);
            auto& put = answering_.order;
            const auto sounds = running.sounds();
            if (running.phase() == lesson::Phase::answered || index >= sounds.size()) return;
            const auto& sound = sounds[index];
            if (std::find(put.begin(), put.end(), sound) == put.end()) put.push_back(sound);
            return;
        }
        const auto* choose = std::get_if<lesson::ChooseStep>(&running.step().body);
        if (choose == nullptr || running.phase() == lesson::Phase::answered) return;
        if (choose->multiple) {
            auto& keys = answering_.keys;
            const auto found = std::find(keys.begin(), keys.end(), number);
            if (found != keys.end())
                keys.erase(found);
            else
                keys.push_back(number);
            return;
        }
        const auto outcome = running.answer_keys({number}, now_ms());
        if (outcome.accepted) answering_.keys = {number};
        take(outcome);
    });
}

void LessonController::confirm() {
    if (live_.running()) return class_usual();
    if (session() == nullptr || finished()) return;
    auto& running = *session();
    if (answering_.limits && !answering_.limits->done()) return limits_changed();
    if (running.can_advance()) return next();
    if (projected() && running.phase() != lesson::Phase::answered) {
        guarded([&](lesson::Session& asked) { take(asked.pass(now_ms())); });
        return next();
    }
    guarded([&](lesson::Session& asked) {
        const auto& body = asked.step().body;
        if (std::holds_alternative<lesson::OrderStep>(body))
            take(asked.answer_order(answering_.order, now_ms()));
        else if (const auto* choose = std::get_if<lesson::ChooseStep>(&body); choose != nullptr && choose->multiple)
            take(asked.answer_keys(answering_.keys, now_ms()));
        else if (std::holds_alternative<lesson::TuneStep>(body))
            take(asked.answer_tuned(tuned(), now_ms()));
        else if (std::holds_alternative<lesson::ExperimentStep>(body))
            take(asked.answer_fields(answering_.fields, now_ms()));
        else if (std::holds_alternative<lesson::NumericStep>(body) || std::holds_alternative<lesson::ExplainStep>(body))
            take(asked.answer_text(answering_.typed, now_ms()));
        else if (std::holds_alternative<lesson::ListenStep>(body))
            answering_.outcome = lesson::Outcome{false, false, false, false, "Listen to every sound first."};
    });
}

void LessonController::next() {
    guarded([&](lesson::Session& running) {
        sound_.stop(running);
        if (running.next(now_ms())) new_question();
    });
}

void LessonController::back() {
    if (!answering_.order.empty() && session()->phase() != lesson::Phase::answered) {
        answering_.order.pop_back();
        return changed();
    }
    guarded([&](lesson::Session& running) {
        sound_.stop(running);
        if (running.back(now_ms())) new_question();
    });
}

void LessonController::hint() {
    guarded([&](lesson::Session& running) {
        if (auto text = running.hint()) answering_.hints.push_back(*text);
    });
}

void LessonController::cannot_tell() {
    if (left_to_class()) return;
    guarded([&](lesson::Session& running) { take(running.pass(now_ms())); });
}

void LessonController::reveal() {
    if (live_.running()) return class_act(lesson::ClassAction::reveal);
    guarded([&](lesson::Session& running) {
        if (running.phase() == lesson::Phase::answered) return;
        running.reveal(now_ms());
        answering_.solution = running.solution();
    });
}

void LessonController::measure() {
    guarded([&](lesson::Session& running) {
        const auto* experiment = std::get_if<lesson::ExperimentStep>(&running.step().body);
        if (experiment == nullptr || experiment->by_hand || running.phase() == lesson::Phase::answered) return;
        answering_.measured = running.measured();
        for (const auto& m : answering_.measured)
            answering_.fields[m.field] =
                juce::String(m.value, 6).toStdString() +
                (m.unit == lesson::Unit::one ? "" : " " + std::string(lesson::symbol_of(m.unit)));
    });
}

void LessonController::hand_in_number(const std::string& typed) {
    if (left_to_class()) return;
    answering_.typed = typed;
    guarded([&](lesson::Session& running) { take(running.answer_text(typed, now_ms())); });
}

void LessonController::hand_in_fields() {
    if (left_to_class()) return;
    guarded([&](lesson::Session& running) { take(running.answer_fields(answering_.fields, now_ms())); });
}

double LessonController::tuned() const { return session() != nullptr ? session()->tuned().value_or(0.0) : 0.0; }

void LessonController::tune(double position) {
    guarded([&](lesson::Session& running) {
        running.tune(position);
        sound_.retune(running);
    });
}

void LessonController::move(const std::string& parameter, double value) {
    guarded([&](lesson::Session& running) {
        sound_.moved[parameter] = value;
        sound_.retune(running);
    });
}

void LessonController::limits_step() {
    if (!answering_.limits || answering_.limits->done()) return;
    if (sound_.last()) answering_.limits->step(); // the first press plays the start
    sound_.moved["stim_amplitude_pa"] = answering_.limits->value();
    guarded([&](lesson::Session& running) { sound_.stop(running); });
    play(0);
}

void LessonController::limits_changed() {
    auto& limits = *answering_.limits;
    if (!sound_.last()) return limits_step();
    limits.changed();
    guarded([&](lesson::Session& running) { sound_.stop(running); });
    sound_.forget();
    if (!limits.done()) return;
    const auto& check = std::get<lesson::ExperimentStep>(session()->step().body).checks.front();
    answering_.fields[check.field] = juce::String(limits.mean(), 6).toStdString() + " pA";
    answering_.fields[std::string{lesson::up_minus_down_field}] =
        juce::String(limits.up_minus_down(), 6).toStdString() + " pA";
    changed();
}

bool LessonController::set_student(const std::string& name) {
    if (name == student_) return false;
    student_ = name;
    changed();
    auto* open_now = entry();
    if (open_now == nullptr || session() == nullptr) return false;
    const bool answered = !session()->rows().empty();
    if (!hand_over(*open_now)) return false;
    new_question();
    return answered;
}

/// Makes the lesson that of the present student. True: its session is another one now.
bool LessonController::hand_over(CatalogueEntry& entry) {
    auto& held = *entry.session;
    if (held.student() == student_) return false;
    const bool anothers = !held.rows().empty() && (!held.student().empty() || entry.taken_up);
    // Before the first answer only the questions may be others; they follow from the name.
    const bool other_questions = held.rows().empty() && entry.lesson->seed_mode == lesson::SeedMode::student;
    if (!anothers && !other_questions) {
        records_.rename(held, student_);
        return false;
    }
    sound_.stop(held);
    if (anothers) {
        records_.keep(held);
        entry.session.reset(); // a finished one would begin again instead of taking up this student's record
    }
    begin_session(entry);
    return true;
}

void LessonController::set_class_key(const std::string& key) {
    live_.class_key = key;
    if (session() != nullptr) session()->set_class_key(key);
    changed();
}

bool LessonController::seed_is_fixed() {
    return entry() != nullptr && entry()->lesson != nullptr && entry()->lesson->seed_mode == lesson::SeedMode::fixed;
}

std::optional<std::string> LessonController::set_seed(const std::string& typed) {
    if (seed_is_fixed()) return "This lesson has one seed.";
    const auto text = juce::String::fromUTF8(typed.c_str()).trim().toStdString();
    std::uint64_t wanted = 0;
    if (text.empty()) {
        wanted =
            1 + static_cast<std::uint64_t>(juce::Random::getSystemRandom().nextInt(static_cast<int>(largest_seed)));
    } else {
        const auto read = std::from_chars(text.data(), text.data() + text.size(), wanted);
        if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || wanted == 0 || wanted > largest_seed)
            return "A seed is a whole number from 1 to " + std::to_string(largest_seed) + ".";
    }
    if (session() != nullptr && !session()->rows().empty() && !finished() && wanted != seed_)
        return "The seed stays as it is until the lesson is finished.";
    seed_ = wanted;
    if (session() != nullptr) {
        sound_.stop(*session());
        begin_session(*entry());
        new_question();
    }
    changed();
    return std::nullopt;
}

void LessonController::show_pictures() {
    guarded([](lesson::Session& running) { running.show_pictures(); });
}

std::string LessonController::csv() const { return session() != nullptr ? session()->csv() : std::string{}; }

juce::String LessonController::csv_name() const {
    const auto name = juce::String::fromUTF8(student_.c_str()).trim();
    return legal_file_name(juce::String(session() ? session()->lesson().id : "lesson") + "-" +
                           (name.isEmpty() ? "unnamed" : name.replaceCharacter(' ', '-'))) +
           ".csv";
}

std::string LessonController::code_line() const {
    if (session() == nullptr) return {};
    const auto& running = *session();
    return running.lesson().id + " v" + std::to_string(running.lesson().version) + ", seed " +
           std::to_string(running.seed()) + ", " + (student_.empty() ? "unnamed" : student_) + ": " +
           juce::String(running.score(), 2).toStdString() + " / " + juce::String(running.maximum(), 2).toStdString() +
           ", " + running.code();
}

} // namespace soma::editor
