#include "Lesson/Play/Presentation.h"

#include "Lesson/Format/Problem.h"
#include "Lesson/Play/Variants.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace soma::lesson {
namespace {

/// Drawing again is cheap; a trial that needs more is one that cannot be told apart.
constexpr int most_draws = 200;

const std::array<std::string, 3> positions{"First", "Second", "Third"};

struct Draw {
    const Lesson& lesson;
    const Trial& trial;
    Evaluator& evaluator;
    SplitMix64& random;

    const std::string& label(const std::string& sound) const { return lesson.sounds.find(sound)->second.label; }

    /// All sounds of the trial, shuffled when the trial says so.
    std::vector<std::string> pool() const {
        std::vector<std::string> sounds = trial.sounds;
        if (trial.shuffle) shuffle(sounds, random);
        return sounds;
    }
};

bool compare(const Draw& d, Presentation& out) {
    out.sounds = d.pool();
    out.sounds.resize(2);
    const double first = d.evaluator.quantity(d.trial.property, out.sounds[0], d.trial.args);
    const double second = d.evaluator.quantity(d.trial.property, out.sounds[1], d.trial.args);
    const double small = std::min(std::abs(first), std::abs(second)),
                 large = std::max(std::abs(first), std::abs(second));
    if (first == second || (d.trial.min_ratio > 1.0 && large < d.trial.min_ratio * small)) return false;
    out.choices = {positions[0], positions[1]};
    out.correct = ((first > second) != d.trial.smaller) ? 1 : 2;
    out.told_by = d.label(out.sounds[static_cast<std::size_t>(out.correct - 1)]);
    return true;
}

bool identify(const Draw& d, Presentation& out) {
    const auto played = static_cast<std::size_t>(d.random.below(d.trial.sounds.size()));
    out.sounds = {d.trial.sounds[played]};
    for (const std::string& sound : d.trial.sounds) out.choices.push_back(d.label(sound));
    out.correct = static_cast<int>(played) + 1;
    out.told_by = out.choices[played];
    return true;
}

bool odd_one_out(const Draw& d, Presentation& out) {
    const auto pair = d.pool();
    const auto place = static_cast<std::size_t>(d.random.below(positions.size()));
    out.sounds.assign(positions.size(), pair[0]);
    out.sounds[place] = pair[1];
    out.choices.assign(positions.begin(), positions.end());
    out.correct = static_cast<int>(place) + 1;
    out.told_by = d.label(pair[1]);
    return true;
}

/// The sample first, then two of which one is the sample again.
bool match_to_sample(const Draw& d, Presentation& out) {
    const auto pair = d.pool();
    const auto place = static_cast<std::size_t>(d.random.below(2));
    out.sounds = {pair[0], pair[1], pair[1]};
    out.sounds[1 + place] = pair[0];
    out.choices = {"B is like A", "C is like A"};
    out.correct = static_cast<int>(place) + 1;
    out.told_by = d.label(pair[0]);
    return true;
}

struct Mode {
    std::string_view name;
    bool (*draw)(const Draw&, Presentation&);
    int alternatives; ///< 0: as many as sounds
};
constexpr std::array modes{Mode{"compare", compare, 2}, Mode{"identify", identify, 0},
                           Mode{"odd-one-out", odd_one_out, 3}, Mode{"match-to-sample", match_to_sample, 2}};

const Mode& mode_of(const Trial& trial) {
    return *std::find_if(modes.begin(), modes.end(), [&](const Mode& m) { return m.name == trial.mode; });
}

} // namespace

int alternatives(const Trial& trial) {
    const int fixed = mode_of(trial).alternatives;
    return fixed > 0 ? fixed : static_cast<int>(trial.sounds.size());
}

Presentation present(const Lesson& lesson, const ChooseStep& step, const Variables& outer, const Variables& adaptive,
                     Evaluator& evaluator, SplitMix64& random) {
    for (int draws = 0; draws < most_draws; ++draws) {
        Presentation out;
        for (const auto& [name, variable] : lesson.variables)
            if (variable.scope == Variable::Scope::trial) out.variables[name] = draw(variable, random);
        for (const auto& [name, level] : adaptive) out.variables[name] = level;
        Variables all = outer;
        for (const auto& [name, value] : out.variables) all[name] = value;
        evaluator.set_variables(std::move(all));
        if (mode_of(*step.trial).draw({lesson, *step.trial, evaluator, random}, out)) return out;
    }
    throw LessonError("two sounds that should be compared do not differ in " + step.trial->property);
}

} // namespace soma::lesson
