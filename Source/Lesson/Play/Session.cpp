#include "Lesson/Play/Session.h"

#include "Lesson/Answers/Setup.h"
#include "Lesson/Format/Problem.h"
#include "Lesson/Play/Variants.h"

#include <algorithm>
#include <cmath>

namespace soma::lesson {
namespace {

/// Steps by what the student does with them.
bool is_question(const Step& step) {
    return !std::holds_alternative<TextStep>(step.body) && !std::holds_alternative<ListenStep>(step.body) &&
           !std::holds_alternative<RevealStep>(step.body);
}

const std::string& text_of(const Step& step) {
    struct Text {
        const std::string& operator()(const TextStep& s) const { return s.body; }
        const std::string& operator()(const ListenStep& s) const { return s.body; }
        const std::string& operator()(const RevealStep& s) const { return s.body; }
        const std::string& operator()(const ChooseStep& s) const { return s.prompt; }
        const std::string& operator()(const NumericStep& s) const { return s.prompt; }
        const std::string& operator()(const TuneStep& s) const { return s.prompt; }
        const std::string& operator()(const ExperimentStep& s) const { return s.prompt; }
        const std::string& operator()(const OrderStep& s) const { return s.prompt; }
        const std::string& operator()(const ExplainStep& s) const { return s.prompt; }
    };
    return std::visit(Text{}, step.body);
}

} // namespace

Session::Session(std::shared_ptr<const Lesson> lesson, Quantities& quantities, SessionOptions options)
    : lesson_(std::move(lesson))
    , quantities_(&quantities)
    , options_(std::move(options))
    , began_as_(options_.student)
    , seed_(seed_for(*lesson_, options_.class_seed, options_.student))
    , evaluator_(*lesson_, quantities)
    , base_(base_variables(*lesson_, seed_))
    , progress_(lesson_->steps.size()) {
    for (std::size_t i = 0; i < progress_.size(); ++i)
        progress_[i].skipped = lacks(lesson_->steps[i].needs, options_.capabilities);
    enter(0.0);
}

const ChooseStep* Session::trial_step() const {
    const auto* choose = std::get_if<ChooseStep>(&step().body);
    return choose && choose->trial ? choose : nullptr;
}

bool Session::asks() const { return is_question(step()) && !now().skipped; }

bool Session::replaced() const { return now().skipped; }

std::string Session::text() const { return filled(replaced() ? step().if_missing_text : text_of(step())); }

std::string Session::filled(std::string_view text) const {
    try {
        return evaluator_.filled(text);
    } catch (const LessonError&) {
        return std::string{text}; // the loader has filled every text at several seeds: not met with in a lesson
    }
}

int Session::progress(std::size_t step) const {
    const Progress& p = progress_.at(step);
    return p.done ? 2 : p.entered ? 1 : 0;
}

/// Goes on to the next step that is shown; one that is skipped without a text is not.
void Session::enter(double now_ms) {
    while (position_ < progress_.size() && now().skipped && step().if_missing == "skip") {
        now().done = true;
        ++position_;
    }
    if (position_ >= progress_.size()) {
        phase_ = Phase::finished;
        return;
    }
    Progress& p = now();
    if (!p.entered) begin(p);
    p.begun_ms = now_ms;
    if (const auto* reveal = std::get_if<RevealStep>(&step().body))
        revealed_.insert(reveal->shows.begin(), reveal->shows.end());
    quantities_->renew_allowance();
    set_variables();
    phase_ = asks() && !p.done ? Phase::ready : Phase::answered;
    if (!asks()) p.done = can_advance();
    if (asks() && !p.done && trial_step() && !p.presentation) prepare_trial(now_ms);
}

void Session::begin(Progress& p) {
    p.entered = true;
    p.posed = pose(*lesson_, step(), base_, seed_, evaluator_);
    p.plays.assign(p.posed.sounds.size(), 0);
    if (const auto* tune = std::get_if<TuneStep>(&step().body))
        p.tuned = tune->start ? evaluator_.value(*tune->start) : tune->range->first;
    if (const auto* choose = std::get_if<ChooseStep>(&step().body); choose && choose->adaptive)
        p.staircase.emplace(*choose->adaptive);
}

int Session::authored_key(int key) const {
    const Progress& p = now();
    for (std::size_t i = 0; i < p.posed.choices.size() && i < p.posed.authored.size(); ++i)
        if (p.posed.choices[i].key == key) return p.posed.authored[i];
    return key;
}

void Session::prepare_trial(double now_ms) {
    Progress& p = now();
    const ChooseStep& s = *trial_step();
    quantities_->renew_allowance();
    Variables adaptive;
    if (p.staircase) adaptive[s.adaptive->variable] = p.staircase->level();
    p.presentation = present(*lesson_, s, p.posed.variables, adaptive, evaluator_, p.posed.stream);
    p.plays.assign(p.presentation->sounds.size(), 0);
    p.posed.choices.clear();
    for (std::size_t i = 0; i < p.presentation->choices.size(); ++i)
        p.posed.choices.push_back({static_cast<int>(i) + 1, filled(p.presentation->choices[i])});
    p.posed.correct_keys = {p.presentation->correct};
    p.begun_ms = now_ms;
    phase_ = Phase::ready;
}

void Session::set_variables() {
    Variables all = now().posed.variables;
    if (now().presentation)
        for (const auto& [name, value] : now().presentation->variables) all[name] = value;
    evaluator_.set_variables(std::move(all));
    const auto* tune = std::get_if<TuneStep>(&step().body);
    if (tune && now().tuned) evaluator_.adjust(tune->adjust, tune->control, *now().tuned);
}

std::vector<Card> Session::cards() const {
    if (phase_ == Phase::finished || replaced()) return {};
    const Progress& p = now();
    const bool trial = p.presentation.has_value();
    const bool concealed = is_blind(step()) && (trial || !p.done);
    const auto names = sounds();
    // In a blind step one text stands for all sounds: two texts would tell which is which.
    std::vector<Card> cards;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const Sound& sound = lesson_->sounds.find(concealed ? sounds_of(step())[0] : names[i])->second;
        Card card{names[i], card_letter(i), {}, sound.alt, p.plays[i]};
        card.label = concealed ? card.letter : filled(sound.label);
        if (!concealed && revealed("altAnswers") && !sound.alt_answer.empty()) card.alt = sound.alt_answer;
        card.alt = filled(card.alt);
        cards.push_back(std::move(card));
    }
    return cards;
}

std::vector<std::string> Session::sounds() const {
    return now().presentation ? now().presentation->sounds : now().posed.sounds;
}

bool Session::everything_heard() const {
    return std::all_of(now().plays.begin(), now().plays.end(), [](int plays) { return plays > 0; });
}

std::optional<std::string> Session::recall() const {
    if (phase_ == Phase::finished || position_ == 0) return {};
    const Step& before = lesson_->steps[position_ - 1];
    const Progress& p = progress_[position_ - 1];
    if (before.role != "predict" || p.given.empty() || !everything_heard() || !can_advance()) return {};
    const bool right = p.foretold;
    const std::string& heard = right || before.feedback.wrong.empty() ? before.feedback.correct : before.feedback.wrong;
    return "You predicted: " + p.given + ". " + (right ? "That is what you heard. " : "You heard something else. ") +
           filled(heard);
}

std::vector<Choice> Session::choices() const { return asks() ? now().posed.choices : std::vector<Choice>{}; }

std::pair<int, int> Session::trial() const {
    const auto* s = trial_step();
    if (!s || !asks()) return {0, 0};
    return {now().trial + 1, s->adaptive ? s->adaptive->max_trials : s->trials};
}

/// A prediction comes before the sound; a listen step may limit its plays.
bool Session::can_play(std::size_t card) const {
    if (phase_ == Phase::finished || card >= now().plays.size()) return false;
    if (asks() && step().role == "predict" && !now().done) return false;
    const auto* listen = std::get_if<ListenStep>(&step().body);
    return !listen || listen->max_plays == 0 || now().plays[card] < listen->max_plays;
}

/// Trials, orders and choices between sounds are answered by ear: everything is heard once first.
bool Session::can_answer() const {
    if (!asks() || now().done || phase_ == Phase::answered || phase_ == Phase::finished) return false;
    const bool by_ear =
        std::holds_alternative<OrderStep>(step().body) || std::holds_alternative<ChooseStep>(step().body);
    if (!by_ear || options_.pictures || step().role == "predict") return true;
    return std::all_of(now().plays.begin(), now().plays.end(), [](int plays) { return plays > 0; });
}

bool Session::can_advance() const {
    if (phase_ == Phase::finished) return false;
    if (asks()) return phase_ == Phase::answered;
    const auto* listen = std::get_if<ListenStep>(&step().body);
    return !listen || options_.pictures || replaced() ||
           std::all_of(now().plays.begin(), now().plays.end(), [&](int plays) { return plays >= listen->min_plays; });
}

int Session::attempts_left() const { return asks() && !now().done ? step().attempts - now().attempts : 0; }

int Session::hints_left() const { return static_cast<int>(step().hints.size()) - now().hints; }

bool Session::scope_shown() const {
    if (options_.pictures || visibility("scope") != Visibility::hidden) return true;
    if (!asks()) return false;
    // A prediction is about what will be heard.
    return now().revealed || (phase_ == Phase::answered && (step().role != "predict" || everything_heard()));
}

Visibility Session::visibility(std::string_view item) const {
    return lesson::visibility(*lesson_, step(), item, revealed_);
}

Setup Session::setup(std::size_t card) { return evaluator_.setup(cards().at(card).sound); }

Range Session::reach(std::string_view control) {
    const auto list = cards();
    const double given = list.empty() ? 0.0 : parameter_value(evaluator_.setup(list[0].sound), control);
    return lesson::reach(step(), control, given, evaluator_);
}

bool Session::play(std::size_t card, double now_ms) {
    if (!can_play(card)) return false;
    did("play", now_ms, static_cast<double>(card));
    ++now().plays[card];
    if (phase_ == Phase::ready) phase_ = Phase::listening;
    if (!asks()) now().done = can_advance();
    return true;
}

void Session::play_ended() {
    if (phase_ != Phase::listening) return;
    did("play_ended", 0.0);
    phase_ = Phase::ready;
}

void Session::tune(double position) {
    const auto* s = std::get_if<TuneStep>(&step().body);
    if (!s || now().done) return;
    const double held = s->increment > 0.0 ? std::nearbyint(position / s->increment) * s->increment : position;
    now().tuned = std::clamp(held, s->range->first, s->range->second);
    evaluator_.adjust(s->adjust, s->control, *now().tuned);
}

std::optional<std::string> Session::hint() {
    Progress& p = now();
    if (static_cast<std::size_t>(p.hints) >= step().hints.size()) return {};
    did("hint", 0.0);
    return filled(step().hints[static_cast<std::size_t>(p.hints++)]);
}

bool Session::next(double now_ms) {
    if (!can_advance()) return false;
    did("next", now_ms);
    Progress& p = now();
    if (asks() && trial_step() && !p.done) {
        ++p.trial;
        prepare_trial(now_ms);
        return true;
    }
    p.done = true;
    ++position_;
    enter(now_ms);
    return true;
}

bool Session::back(double now_ms) {
    if (position_ == 0) return false;
    std::size_t to = position_ - 1;
    while (to > 0 && progress_[to].skipped && lesson_->steps[to].if_missing == "skip") --to;
    if (progress_[to].skipped && lesson_->steps[to].if_missing == "skip") return false;
    did("back", now_ms);
    position_ = to;
    phase_ = Phase::ready;
    enter(now_ms);
    return true;
}

std::vector<Measured> Session::measured() {
    const auto* s = std::get_if<ExperimentStep>(&step().body);
    return s ? measure(*lesson_, *s, evaluator_) : std::vector<Measured>{};
}

MethodOfLimits Session::limits() {
    const auto* s = std::get_if<ExperimentStep>(&step().body);
    if (!s) throw LessonError("this step has no series");
    return MethodOfLimits{limits_plan(*s, evaluator_), now().posed.stream};
}

VoteCount& Session::tally() {
    Progress& p = now();
    if (!p.tally) p.tally.emplace(static_cast<int>(p.posed.choices.size()), lesson_->classroom);
    return *p.tally;
}

double Session::staircase_estimate() const { return now().staircase ? now().staircase->estimate() : 0.0; }

double Session::score() const {
    double sum = 0.0;
    for (const Progress& p : progress_) sum += p.score;
    return sum;
}

double Session::step_score(std::size_t step) const { return progress_.at(step).score; }

/// Points of steps that could not be asked leave the total.
double Session::maximum() const {
    double sum = 0.0;
    for (std::size_t i = 0; i < progress_.size(); ++i)
        if (!progress_[i].skipped) sum += lesson_->steps[i].points;
    return sum;
}

bool Session::passed() const { return score() >= lesson_->scoring.pass * maximum() - 1e-9; }

std::vector<Review> Session::review() const {
    std::vector<Review> list;
    for (std::size_t i = 0; i < progress_.size(); ++i) {
        const Progress& p = progress_[i];
        if (p.done && !p.skipped && is_question(lesson_->steps[i]))
            list.push_back({i, p.given, p.right, p.score, lesson_->steps[i].points});
    }
    return list;
}

std::string Session::csv() const {
    std::vector<ResultRow> rows = rows_;
    for (ResultRow& r : rows) r.expected.clear();
    for (std::size_t i = 0; i < progress_.size(); ++i) {
        if (!progress_[i].tally) continue;
        for (int round = 0; round < progress_[i].tally->rounds(); ++round) {
            ResultRow& r = rows.emplace_back();
            r.step_id = lesson_->steps[i].id;
            r.kind = "tally";
            r.trial = std::to_string(round + 1);
            const auto& votes = progress_[i].tally->votes(round);
            for (std::size_t k = 0; k < votes.size() && k < progress_[i].posed.choices.size(); ++k)
                r.answer +=
                    (k ? ";" : "") + std::to_string(progress_[i].posed.choices[k].key) + "=" + std::to_string(votes[k]);
        }
    }
    return results_csv({lesson_->id, lesson_->version, lesson_->format_version, options_.app_version,
                        options_.class_name, options_.class_key, options_.student, seed_, options_.started_utc,
                        options_.pictures},
                       rows, score(), maximum());
}

std::string Session::code() const {
    return result_code(lesson_->id, lesson_->version, seed_, options_.student, score(), maximum(), options_.class_key);
}

} // namespace soma::lesson
