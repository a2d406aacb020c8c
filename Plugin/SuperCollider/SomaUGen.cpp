// Soma.ar for SuperCollider: current and conductance in; sound, voltage, spikes and triggers out.

#include "Headless/HostedNeuron.h"
#include "Headless/PermanentNumber.h"
#include "Headless/Typed.h"

#include <SC_PlugIn.h>

#include <algorithm>
#include <array>
#include <new>
#include <optional>

static InterfaceTable* ft; // SuperCollider's macros ask for this name

namespace soma::super_collider {
namespace {

using headless::HostedNeuron;

/// Inputs in the order that Soma.sc sends; after the last one come pairs of a parameter's permanent number and its
/// value.
enum Input { current_pa, conductance_ns, reset_trigger, cell_number, preset_number, first_pair };
enum Output { left, right, voltage_mv, spikes, trigger, output_count };

struct Order;

struct Soma : Unit {
    HostedNeuron* neuron; ///< null until it has been made
    Order* order;         ///< on its way; null when it has arrived
    float* room;          ///< two blocks for inputs that are no audio, then the last values of the pairs
    float last_reset;
    bool begun;
};

/// A neuron on its way from the thread that may allocate, or back to it.
struct Order {
    Soma* unit; ///< null when its synth has gone
    HostedNeuron* neuron;
    double sample_rate_hz;
};

// On the thread that may allocate.

bool make(World* world, void* data) {
    auto& order = *static_cast<Order*>(data);
    order.neuron = new (std::nothrow) HostedNeuron;
    if (order.neuron == nullptr) return false;
    order.neuron->set_offline(!world->mRealTime);
    order.neuron->prepare(order.sample_rate_hz);
    return true;
}

bool destroy(World*, void* data) {
    delete static_cast<Order*>(data)->neuron;
    return true;
}

// On the audio thread.

void free_order(World* world, void* data) { ft->fRTFree(world, data); }

void send_away(World* world, HostedNeuron* neuron) {
    if (neuron == nullptr) return;
    auto* order = static_cast<Order*>(ft->fRTAlloc(world, sizeof(Order)));
    if (order == nullptr) return; // the server is out of memory and says so
    *order = {nullptr, neuron, 0.0};
    ft->fDoAsynchronousCommand(world, nullptr, "", order, destroy, nullptr, nullptr, free_order, 0, nullptr);
}

bool hand_over(World* world, void* data) {
    auto& order = *static_cast<Order*>(data);
    if (order.unit == nullptr) {
        send_away(world, order.neuron);
    } else {
        order.unit->neuron = order.neuron;
        order.unit->order = nullptr;
    }
    return true;
}

std::size_t pair_count(const Soma* unit) {
    return unit->mNumInputs > first_pair ? (unit->mNumInputs - first_pair) / 2 : 0;
}
float* last_values(Soma* unit) { return unit->room + 2 * unit->mBufLength; }

/// The parameter of a permanent number.
std::optional<Id> parameter_of(float number) {
    static const auto numbers = [] {
        std::array<float, parameter_count> all;
        for (std::size_t i = 0; i < parameter_count; ++i)
            all[i] = static_cast<float>(headless::permanent_number(parameters()[i].id));
        return all;
    }();
    const auto found = std::ranges::find(numbers, number);
    if (found == numbers.end()) return std::nullopt;
    return static_cast<Id>(found - numbers.begin());
}

/// Preset and cell, before the neuron starts.
void choose(Soma* unit) {
    if (const float wanted = *unit->mInBuf[preset_number]; wanted != 0.0f)
        for (const auto& preset : headless::presets())
            if (static_cast<float>(headless::permanent_number(preset.id)) == wanted) unit->neuron->use(preset);
    if (const float wanted = *unit->mInBuf[cell_number]; wanted != 0.0f)
        for (const auto& entry : headless::cells())
            if (static_cast<float>(headless::permanent_number(entry.cell->id)) == wanted)
                unit->neuron->use(*entry.cell, entry.start);
}

void take_values(Soma* unit) {
    const bool first = !unit->begun;
    if (first) choose(unit);
    for (std::size_t pair = 0; pair < pair_count(unit); ++pair) {
        const float value = *unit->mInBuf[first_pair + 2 * pair + 1];
        float& last = last_values(unit)[pair];
        if (!first && value == last) continue;
        last = value;
        if (const auto id = parameter_of(*unit->mInBuf[first_pair + 2 * pair]))
            unit->neuron->set(*id, headless::typed(value));
    }
    const float reset = *unit->mInBuf[reset_trigger];
    if (!first && reset > 0.0f && unit->last_reset <= 0.0f) unit->neuron->reset();
    unit->last_reset = reset;
    unit->begun = true;
}

/// An input as audio; null for a constant 0.
const float* signal(Soma* unit, Input input, int frames) {
    if (unit->mInput[input]->mCalcRate == calc_FullRate) return unit->mInBuf[input];
    const float value = *unit->mInBuf[input];
    if (value == 0.0f) return nullptr;
    float* room = unit->room + (input == current_pa ? 0 : unit->mBufLength);
    std::fill_n(room, frames, value);
    return room;
}

void next(Soma* unit, int frames) {
    if (unit->neuron == nullptr) return ft->fClearUnitOutputs(unit, frames);
    take_values(unit);
    headless::Signals signals;
    signals.frames = frames;
    signals.current_pa = signal(unit, current_pa, frames);
    signals.conductance_ns = signal(unit, conductance_ns, frames);
    signals.main[0] = unit->mOutBuf[left];
    signals.main[1] = unit->mOutBuf[right];
    signals.voltage_mv = unit->mOutBuf[voltage_mv];
    signals.spikes = unit->mOutBuf[spikes];
    unit->neuron->process(signals);
    float* triggers = unit->mOutBuf[trigger];
    std::fill_n(triggers, frames, 0.0f);
    for (const auto& spike : unit->neuron->spikes())
        if (triggers[spike.sample] == 0.0f) triggers[spike.sample] = static_cast<float>(1.0 - spike.offset);
}

void construct(Soma* unit) {
    unit->neuron = nullptr;
    unit->order = nullptr;
    unit->last_reset = 0.0f;
    unit->begun = false;
    unit->mCalcFunc = reinterpret_cast<UnitCalcFunc>(next);
    auto* world = unit->mWorld;
    const auto values = 2 * static_cast<std::size_t>(unit->mBufLength) + pair_count(unit);
    unit->room = static_cast<float*>(ft->fRTAlloc(world, values * sizeof(float)));
    auto* order = static_cast<Order*>(ft->fRTAlloc(world, sizeof(Order)));
    if (unit->room == nullptr || order == nullptr || unit->mNumOutputs != output_count ||
        unit->mNumInputs < first_pair) {
        ft->fPrint("Soma: no memory, or not the inputs and outputs that Soma.sc writes\n");
        ft->fRTFree(world, order);
        unit->mCalcFunc = reinterpret_cast<UnitCalcFunc>(ft->fClearUnitOutputs);
    } else {
        *order = {unit, nullptr, static_cast<double>(unit->mRate->mSampleRate)};
        unit->order = order;
        ft->fDoAsynchronousCommand(world, nullptr, "", order, make, hand_over, nullptr, free_order, 0, nullptr);
    }
    ft->fClearUnitOutputs(unit, 1);
}

void destruct(Soma* unit) {
    if (unit->order != nullptr) unit->order->unit = nullptr;
    send_away(unit->mWorld, unit->neuron);
    ft->fRTFree(unit->mWorld, unit->room);
}

} // namespace
} // namespace soma::super_collider

PluginLoad(Soma) {
    using namespace soma::super_collider;
    ft = inTable;
    soma::headless::load_sounds();
    parameter_of(0.0f); // makes its table
    ft->fDefineUnit("Soma", sizeof(Soma), reinterpret_cast<UnitCtorFunc>(construct),
                    reinterpret_cast<UnitDtorFunc>(destruct), 0);
}
