#include "Lesson/Answers/Setup.h"
#include "Lesson/Format/Messages.h"
#include "Lesson/Format/Texts.h"
#include "Lesson/Load/Inspection.h"
#include "Lesson/Play/Tuning.h"
#include "Lesson/Play/Visibility.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace soma::lesson {
namespace {

constexpr double level_lufs = -23.0, level_room_lu = 3.0; ///< lessons within 6 LU of each other
constexpr double softest_peak_dbtp = -5.0, loudest_peak_dbtp = -2.0;
constexpr double together_lu = 1.0;
constexpr double spike_over_tick_db = 10.0;
constexpr double silent_end_dbfs = -60.0;
constexpr double nothing_lufs = -70.0; ///< a sound that is silence, as the answer of a neuron that does not fire

struct SoundsCheck {
    Inspection& r;

    void check(const Step& step) const {
        r.enter(step);
        const auto names = sounds_of(step);
        for (const std::string& name : names)
            if (const Heard* heard = r.heard(name)) one_sound(step, name, *heard);
        levels(step, names);
        if (step.alike) alike(step, names);
        if (const auto* choose = std::get_if<ChooseStep>(&step.body); choose && choose->trial)
            trial(step, *choose->trial);
        if (const auto* order = std::get_if<OrderStep>(&step.body))
            in_order(step, order->sounds, order->by, order->args);
        if (const auto* tune = std::get_if<TuneStep>(&step.body)) tuned(step, *tune);
        counted(step, names);
    }

    static bool at_its_peak(const Heard& h) { return h.true_peak_db >= softest_peak_dbtp; }
    static bool silent(const Heard& h) { return h.only_tick || h.loudness_lufs < nothing_lufs; }

    void one_sound(const Step& step, const std::string& name, const Heard& h) const {
        const std::string field = "sounds." + name;
        const std::string measured =
            number_text(h.loudness_lufs, 3) + " LUFS, peak " + number_text(h.true_peak_db, 3) + " dBTP";
        if (!silent(h)) {
            const bool loud_enough = h.loudness_lufs >= level_lufs - level_room_lu || at_its_peak(h);
            if (!loud_enough) r.add(step, field, "is too soft: " + measured);
            if (h.loudness_lufs > level_lufs + level_room_lu || h.true_peak_db > loudest_peak_dbtp)
                r.add(step, field, "is too loud: " + measured);
        }
        if (!h.click_s.empty() && h.tick_peak_db > silent_end_dbfs &&
            h.click_peak_db < h.tick_peak_db + spike_over_tick_db)
            r.add(step, field + ".tick",
                  "the tick of the stimulus (" + number_text(h.tick_peak_db, 3) + " dBFS) masks the spike (" +
                      number_text(h.click_peak_db, 3) + ")");
        if (h.end_db > silent_end_dbfs)
            r.add(step, field + ".end", "ends at " + number_text(h.end_db, 3) + " dBFS, as a false click");
    }

    void levels(const Step& step, const std::vector<std::string>& names) const {
        if (step.loudness_differs) return;
        for (std::size_t i = 0; i < names.size(); ++i)
            for (std::size_t j = i + 1; j < names.size(); ++j) {
                const Heard *a = r.heard(names[i]), *b = r.heard(names[j]);
                if (!a || !b || silent(*a) || silent(*b)) continue;
                const Heard& softer = a->loudness_lufs < b->loudness_lufs ? *a : *b;
                if (std::abs(a->loudness_lufs - b->loudness_lufs) > together_lu && !at_its_peak(softer))
                    r.add(step, "level." + names[i] + "." + names[j],
                          "differ in loudness by " + number_text(std::abs(a->loudness_lufs - b->loudness_lufs), 2) +
                              " LU, which is not what is asked");
            }
    }

    void alike(const Step& step, const std::vector<std::string>& names) const {
        for (std::size_t i = 0; i < names.size(); ++i)
            for (std::size_t j = i + 1; j < names.size(); ++j)
                if (const Heard* a = r.heard(names[i]), *b = r.heard(names[j]); a && b)
                    if (const auto what = difference(*a, *b))
                        r.add(step, "alike", "are meant to sound alike, but differ in " + *what);
    }

    void trial(const Step& step, const Trial& trial) const {
        if (trial.mode == "compare") {
            // Trials that redraw until two are far enough apart are looked at as they are drawn.
            if (trial.min_ratio <= 1.0) in_order(step, trial.sounds, trial.property, trial.args);
            return;
        }
        for (std::size_t i = 0; i < trial.sounds.size(); ++i)
            for (std::size_t j = i + 1; j < trial.sounds.size(); ++j)
                if (const Heard* a = r.heard(trial.sounds[i]), *b = r.heard(trial.sounds[j]); a && b)
                    if (!difference(*a, *b))
                        r.add(step, "trial.sounds",
                              trial.sounds[i] + " and " + trial.sounds[j] + " cannot be told apart by ear");
    }

    void in_order(const Step& step, const std::vector<std::string>& names, const std::string& by,
                  const Arguments& args) const {
        const Cue* cue = cue_for(by);
        if (!cue) return r.add(step, "by", by + " is not a thing that can be heard");
        struct Place {
            std::string name;
            double key, heard;
        };
        std::vector<Place> places;
        for (const std::string& name : names) {
            const Heard* heard = r.heard(name);
            const auto value = heard ? cue->of(*heard) : std::nullopt;
            if (!value) return r.add(step, "by", "nothing of " + by + " is in the sound " + name);
            places.push_back({name, r.evaluator.quantity(by, name, args), *value});
        }
        std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.key < b.key; });
        const bool rises = places.back().heard > places.front().heard;
        for (std::size_t i = 0; i + 1 < places.size(); ++i) {
            const Place &a = places[i], &b = places[i + 1];
            if ((b.heard > a.heard) != rises || !cue->differs(a.heard, b.heard))
                r.add(step, "by",
                      a.name + " and " + b.name + " do not differ enough in " + std::string{cue->name} + ": " +
                          number_text(a.heard) + " and " + number_text(b.heard) + " " + std::string{cue->unit});
        }
    }

    /// A knob that is turned by ear must be heard to move.
    void tuned(const Step& step, const TuneStep& tune) const {
        if (!tune.blind || !tune.start) return;
        const auto solution = tune_solution(tune, r.evaluator);
        r.enter(step);
        if (!solution) return;
        r.evaluator.adjust(tune.adjust, tune.control, r.evaluator.value(*tune.start));
        const Heard* start = r.heard(tune.adjust);
        r.evaluator.adjust(tune.adjust, tune.control, *solution);
        const Heard* end = r.heard(tune.adjust);
        r.evaluator.forget_adjustment();
        if (start && end && !difference(*start, *end))
            r.add(step, "start", "sounds like the solution: there is nothing to tune");
    }

    static bool asks_to_count(const std::string& text) {
        constexpr std::array<std::string_view, 6> words{"Count ", "count ", "Tap ", "tap ", "count)", "counting"};
        return std::any_of(words.begin(), words.end(),
                           [&](std::string_view word) { return text.find(word) != text.npos; });
    }

    void counted(const Step& step, const std::vector<std::string>& names) const {
        if (const auto* experiment = std::get_if<ExperimentStep>(&step.body); experiment && !experiment->by_hand)
            return;
        bool wanted = false;
        for_each_text(step, [&](const Words& words) {
            wanted = wanted || (words.field != "teacherNote" && asks_to_count(words.text));
        });
        if (!wanted) return;
        const Cue* pace = cue_for("rate");
        for (const std::string& name : names)
            if (const Heard* heard = r.heard(name))
                if (const auto rate = pace->of(*heard); rate && *rate > fastest_counting_per_s)
                    r.add(step, "counting." + name,
                          "asks to count or tap at " + number_text(*rate, 3) +
                              " a second; play it slower (speed) or ask otherwise");
    }
};

} // namespace

void Inspection::check_sounds() {
    const SoundsCheck check{*this};
    for (const Step& step : lesson.steps) check.check(step);
}

} // namespace soma::lesson
