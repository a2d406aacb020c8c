#include "Processor/NeuronAnalysis.h"

#include "Engine/SameNeuron.h"

#include <utility>

namespace soma {
namespace {

constexpr int look_every_ms = 20;

bool pitch_mode(const Snapshot& values) { return values.integer(Id::midi_mode) == 2; }

} // namespace

NeuronAnalysis::NeuronAnalysis(const ParameterStore& store)
    : juce::Thread("Somaphone analysis")
    , store_(store) {
    startThread();
}

NeuronAnalysis::~NeuronAnalysis() {
    // With a limit JUCE kills a thread that is late, whose data then vanish under it. A calibration of the slowest
    // model takes about a second, and any time on a busy computer.
    constexpr int without_limit = -1;
    stopThread(without_limit);
}

void NeuronAnalysis::set_initial(const membrane::Initial& initial) {
    const std::lock_guard lock(mutex_);
    initial_ = initial;
    initial_changed_ = true;
}

NeuronNumbers NeuronAnalysis::numbers() const {
    const std::lock_guard lock(mutex_);
    return numbers_;
}

bool NeuronAnalysis::is_up_to_date() const { return done_.load(std::memory_order_acquire) == store_.revision(); }

void NeuronAnalysis::run() {
    for (; !threadShouldExit(); wait(look_every_ms)) {
        if (pending_ && references_.push(*pending_)) pending_.reset();
        membrane::Initial initial;
        {
            const std::lock_guard lock(mutex_);
            initial = initial_;
            if (std::exchange(initial_changed_, false)) begun_ = false;
        }
        Snapshot values;
        std::uint64_t revision = 0;
        if (begun_ && is_up_to_date()) continue;
        if (store_.read(values, revision)) look(revision, values, initial);
    }
}

void NeuronAnalysis::look(std::uint64_t revision, const Snapshot& values, const membrane::Initial& initial) {
    const bool first = !std::exchange(begun_, true);
    if (pitch_mode(values) && (first || !pitch_mode(calibrated_) || !same_pitch(values, calibrated_))) {
        pending_ = find_pitch_reference(values, initial);
        if (references_.push(*pending_)) pending_.reset();
    }
    calibrated_ = values;
    if (first || !same_neuron(values, numbered_)) find_numbers(revision, values);
    done_.store(revision, std::memory_order_release);
}

void NeuronAnalysis::find_numbers(std::uint64_t revision, const Snapshot& values) {
    const auto overtaken = [&] {
        Snapshot now;
        std::uint64_t seen = revision;
        return threadShouldExit() ||
               (store_.revision() != revision && store_.read(now, seen) && !same_neuron(now, values));
    };
    auto found = quick_numbers(values);
    const auto publish = [&] {
        const std::lock_guard lock(mutex_);
        numbers_ = found;
    };
    publish();
    numbered_ = values;
    found.rheobase_pa = find_rheobase_pa(values, overtaken);
    publish();
}

} // namespace soma
