#include "Lesson/Format/Glossary.h"

#include "Lesson/Format/StudentText.h"

#include <algorithm>
#include <array>

namespace soma::lesson {
namespace {

constexpr std::array terms{
    Term{"absolute threshold", "absolute threshold",
         "The threshold as a voltage, for example -55 mV. Compare: distance from rest."},
    Term{"adaptation", "adapt", "A neuron that adapts fires more slowly as a constant current goes on."},
    Term{"axon", "axon", "The long process of a neuron along which spikes travel."},
    Term{"battery", "batter",
         "In the circuit of a membrane: the voltage that an ion's gradient makes, its reversal potential."},
    Term{"burst", "burst", "A group of spikes close together, with a pause before the next group."},
    Term{"capacitance", "capacitance|capacitor",
         "How much charge the membrane stores for each millivolt. A large membrane has much of it."},
    Term{"channel", "channel", "A protein in the membrane through which ions flow when it is open."},
    Term{"charge", "charge ", "Current times time. The capacitor of the membrane stores it."},
    Term{"chronaxie", "chronaxie", "The length of a pulse that needs twice the rheobase to reach the threshold."},
    Term{"conductance", "conductance", "How easily current flows: one over the resistance, in nanosiemens."},
    Term{"cut-off", "cut-off",
         "The frequency above which a low-pass filter makes a signal clearly smaller: one over 2 pi times the time "
         "constant."},
    Term{"CV", "cv |cv,|cv.|cv?|coefficient of variation",
         "Coefficient of variation of the intervals between spikes: their spread over their mean. 0 is a perfect beat, "
         "1 is pure chance."},
    Term{"depolarisation", "depolaris", "A change of the membrane voltage towards less negative values."},
    Term{"depolarisation block", "depolarisation block",
         "A neuron stops firing because too much current keeps its sodium channels inactivated."},
    Term{"excitation", "excitat|excitator", "Input that makes a spike more likely."},
    Term{"gate", "gate", "A part of a channel that opens or closes with the voltage."},
    Term{"hyperpolarisation", "hyperpolaris", "A change of the membrane voltage towards more negative values."},
    Term{"inactivation", "inactivat",
         "A channel that has opened closes again, although the voltage would open it. It must recover before it can "
         "open again."},
    Term{"inhibition", "inhibit", "Input that makes a spike less likely."},
    Term{"integrate-and-fire neuron", "integrate-and-fire",
         "A model: the membrane charges; at the threshold it counts a spike and is set back."},
    Term{"interval", "interval", "The time from one spike to the next."},
    Term{"ion", "ion |ions|ion's", "A charged particle, such as sodium, potassium or chloride."},
    Term{"latency", "latenc", "The time from the onset of a stimulus to the first spike."},
    Term{"leak", "leak", "Channels that are always open. They pull the membrane voltage to rest."},
    Term{"membrane", "membrane", "The thin wall of a cell. It stores charge and lets ions through its channels."},
    Term{"Nernst potential", "nernst",
         "The voltage at which diffusion and electric force on one kind of ion are in balance."},
    Term{"onset", "onset", "The beginning of a stimulus or of firing."},
    Term{"passive membrane", "passive membrane",
         "A membrane of resistance and capacitance alone, without channels that open with voltage."},
    Term{"rate", "spikes/s|firing rate", "How many spikes come in a second."},
    Term{"rebound spike", "rebound", "A spike that follows the end of an inhibitory current."},
    Term{"refractory period", "refractor", "The short time after a spike in which the neuron cannot fire again."},
    Term{"reset", "reset", "The voltage to which a model neuron is set back after a spike."},
    Term{"resistance", "resistance", "How much voltage a current makes: V = I R. Few open channels make it high."},
    Term{"resting potential", "resting potential|rest |rest.|rest,", "The membrane voltage without input."},
    Term{"reversal potential", "reversal potential|reverses",
         "The voltage at which the current of a channel changes its direction."},
    Term{"rheobase", "rheobase", "The smallest current that makes a neuron fire if it flows for a very long time."},
    Term{"shunting", "shunt",
         "Inhibition that opens channels without changing the voltage much: other inputs then do less."},
    Term{"steady state", "steady state|in the long run", "The state that is reached when nothing changes any more."},
    Term{"step", "step of current|current step", "A current that begins at once, stays the same, and ends at once."},
    Term{"strength-duration curve", "strength-duration|strength–duration",
         "The current that is needed for a spike, against the length of the pulse."},
    Term{"synapse", "synap", "The contact through which one neuron opens channels in another."},
    Term{"synchrony", "synchron", "Neurons fire at the same times."},
    Term{"threshold", "threshold", "The voltage at which a neuron fires."},
    Term{"time constant", "time constant|tau",
         "The time in which a passive membrane covers 63 % of the way to its final voltage: tau = R C."},
    Term{"TTX", "ttx", "The poison of the puffer fish. It blocks sodium channels."},
    Term{"voltage clamp", "clamp", "An amplifier holds the membrane voltage and measures the current that this takes."},
};

bool word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

/// `stem` begins a word of `text`.
bool begins_a_word(std::string_view text, std::string_view stem) {
    for (auto at = text.find(stem); at != text.npos; at = text.find(stem, at + 1))
        if (at == 0 || !word_byte(text[at - 1])) return true;
    return false;
}

std::vector<std::string_view> stems_of(const Term& term) {
    std::vector<std::string_view> all;
    for (auto stems = term.stems; !stems.empty();) {
        const auto bar = std::min(stems.find('|'), stems.size());
        all.push_back(stems.substr(0, bar));
        stems.remove_prefix(std::min(bar + 1, stems.size()));
    }
    return all;
}

bool used(const Term& term, std::string_view text) {
    const auto stems = stems_of(term);
    return std::any_of(stems.begin(), stems.end(), [&](auto stem) { return begins_a_word(text, stem); });
}

} // namespace

std::span<const Term> glossary() { return terms; }

std::vector<const Term*> terms_in(std::string_view text) {
    const std::string small = lower_case(text) + " "; // a stem may end in a space
    std::vector<const Term*> found;
    for (const Term& term : terms)
        if (used(term, small)) found.push_back(&term);
    return found;
}

std::vector<TermPlace> term_places(std::string_view text) {
    const std::string small = lower_case(text) + " ";
    std::vector<TermPlace> places;
    for (const Term& term : terms)
        for (const auto stem : stems_of(term))
            for (auto at = small.find(stem); at != small.npos; at = small.find(stem, at + 1)) {
                if (at > 0 && word_byte(small[at - 1])) continue;
                auto end = at + stem.size();
                if (word_byte(small[end - 1]))
                    while (word_byte(small[end])) ++end; // to the end of the word
                else
                    --end; // the stem names what follows the word
                places.push_back({at, std::min(end, text.size()), &term});
            }
    // The longest first where two begin alike; a place within another one goes.
    std::sort(places.begin(), places.end(), [](const TermPlace& a, const TermPlace& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
    });
    std::vector<TermPlace> found;
    for (const auto& place : places)
        if (found.empty() || place.begin >= found.back().end) found.push_back(place);
    return found;
}

std::string glossary_of(std::string_view text) {
    std::string lines;
    for (const Term* term : terms_in(text))
        lines += (lines.empty() ? "" : "\n") + std::string{term->name} + ": " + std::string{term->meaning};
    return lines;
}

} // namespace soma::lesson
