// [soma~]: a neuron as an object of Pure Data. Current and conductance are signals; so are sound, voltage and spikes.

#include "Headless/HostedNeuron.h"
#include "PureData/AtomText.h"

#include "Parameters/ParameterText.h"
#include "State/NearMatches.h"

#include <m_pd.h>

#include <exception>
#include <memory>
#include <new>
#include <optional>

namespace soma::pure_data {
namespace {

static_assert(sizeof(t_sample) == sizeof(float), "Pure Data with single-precision signals");

using headless::HostedNeuron;
using Atoms = std::span<const t_atom>;

t_class* soma_class = nullptr;

/// Spikes on their way from the signals to the message outlet, and notes on their way in.
struct Waiting {
    static constexpr std::size_t most = 4096;
    Waiting() {
        spikes.reserve(most);
        midi.reserve(most);
    }
    std::vector<SpikeEvent> spikes;
    std::vector<MidiEvent> midi;
};

struct Soma {
    t_object object; // Pure Data's, first
    t_float main_inlet;
    t_outlet* messages;
    t_clock* clock;
    HostedNeuron* neuron;
    Waiting* waiting;
    float told_rate;
};

void complain(Soma* self, const std::string& message) { pd_error(self, "soma~: %s", message.c_str()); }

/// Pure Data keeps functions of all kinds as one type.
template <class Kept, class Function>
Kept method(Function* function) {
    return reinterpret_cast<Kept>(reinterpret_cast<void (*)()>(function));
}

t_symbol* symbol(const char* text) { return gensym(text); }

// Messages.

void set_text(Soma* self, Id id, std::string_view text) {
    const auto value = parse_value(parameter(id), text);
    if (const auto* error = std::get_if<TextError>(&value))
        complain(self, error->message);
    else
        self->neuron->set(id, std::get<double>(value));
}

void set(Soma* self, Atoms atoms) {
    if (atoms.size() < 2)
        return complain(self, "set: write 'set <parameter> <value> <unit>', for example 'set rest_mv -65 mV'");
    const AtomText name(atoms.first(1)), text(atoms.subspan(1));
    if (const auto id = find_parameter(name.view())) return set_text(self, *id, text.view());
    std::vector<std::string_view> ids;
    for (const auto& row : parameters()) ids.push_back(row.id);
    complain(self, "set: unknown parameter '" + std::string(name.view()) + "'" + near_matches_text(name.view(), ids) +
                       "; the message 'print' lists them all");
}

void model(Soma* self, Atoms atoms) { set_text(self, Id::model, AtomText(atoms).view()); }

void cell(Soma* self, Atoms atoms) {
    const AtomText wanted(atoms);
    if (atoms.size() == 1 && atoms[0].a_type == A_FLOAT)
        return complain(self, "cell: Pure Data rounds numbers; write the whole id, for example allen/474626527");
    if (const auto* found = headless::find_cell(wanted.view())) return self->neuron->use(*found->cell, found->start);
    complain(self, "cell: " + headless::no_such_cell(wanted.view()));
}

void preset(Soma* self, Atoms atoms) {
    const AtomText wanted(atoms);
    if (const auto* found = headless::find_preset(wanted.view())) return self->neuron->use(*found);
    complain(self, "preset: " + headless::no_such_preset(wanted.view()));
}

/// A whole number from 0 to `most` at a place; none where it is something else.
std::optional<std::uint8_t> byte_of(Atoms atoms, std::size_t place, int most) {
    if (place >= atoms.size() || atoms[place].a_type != A_FLOAT) return std::nullopt;
    const float value = atoms[place].a_w.w_float;
    if (!(value >= 0.0f && value <= static_cast<float>(most))) return std::nullopt;
    return static_cast<std::uint8_t>(value);
}

void add_midi(Soma* self, MidiEvent event) {
    auto& midi = self->waiting->midi;
    if (midi.size() < midi.capacity()) midi.push_back(event);
}

void note(Soma* self, Atoms atoms) {
    const auto key = byte_of(atoms, 0, 127), velocity = byte_of(atoms, 1, 127);
    const auto channel = atoms.size() > 2 ? byte_of(atoms, 2, 16) : std::optional<std::uint8_t>(1);
    if (!key || !velocity || !channel || *channel == 0)
        return complain(
            self, "note: write 'note <key 0 to 127> <velocity 0 to 127> <channel 1 to 16>'; velocity 0 ends the note");
    add_midi(self, {0, {static_cast<std::uint8_t>(0x90 + *channel - 1), *key, *velocity}});
}

void midi(Soma* self, Atoms atoms) {
    const auto status = byte_of(atoms, 0, 239);
    const auto first = byte_of(atoms, 1, 127);
    const auto second = atoms.size() > 2 ? byte_of(atoms, 2, 127) : std::optional<std::uint8_t>(std::uint8_t{0});
    if (!status || *status < 0x80 || !first || !second)
        return complain(self, "midi: write the bytes of one message, for example 'midi 224 0 80' for a pitch bend");
    add_midi(self, {0, {*status, *first, *second}});
}

void stimulus(Soma* self, Atoms atoms) {
    const AtomText wanted(atoms);
    if (wanted.view() == "start")
        self->neuron->run_stimulus(true);
    else if (wanted.view() == "stop")
        self->neuron->run_stimulus(false);
    else if (wanted.view() == "once")
        self->neuron->send_stimulus();
    else
        complain(self, "stimulus: write 'stimulus start', 'stimulus stop' or 'stimulus once'");
}

void reset(Soma* self, Atoms) { self->neuron->reset(); }

void print(Soma* self, Atoms) {
    for (std::size_t i = 0; i < parameter_count; ++i) {
        const auto id = static_cast<Id>(i);
        const auto& row = parameter(id);
        post("soma~: %s = %s", std::string(row.id).c_str(), display_text(row, self->neuron->value(id)).c_str());
    }
    const auto status = self->neuron->status();
    post("soma~: %.6g ms of model time, %.3g spikes/s", self->neuron->model_time_ms(), self->neuron->rate_hz());
    if (status.bad_inputs > 0)
        post("soma~: %llu samples of the input were beyond any current and counted as 0",
             static_cast<unsigned long long>(status.bad_inputs));
}

struct Message {
    const char* name;
    void (*carry_out)(Soma*, Atoms);
    bool in_box; ///< also as an argument of the object
};
constexpr Message messages[] = {{"set", set, true},      {"cell", cell, true},         {"preset", preset, true},
                                {"model", model, true},  {"note", note, false},        {"midi", midi, false},
                                {"reset", reset, false}, {"stimulus", stimulus, true}, {"print", print, false}};

const Message* find_message(const t_atom& atom) {
    if (atom.a_type != A_SYMBOL) return nullptr;
    for (const auto& message : messages)
        if (message.in_box && atom.a_w.w_symbol == symbol(message.name)) return &message;
    return nullptr;
}

template <std::size_t N>
void on_message(Soma* self, t_symbol*, int count, t_atom* atoms) {
    messages[N].carry_out(self, Atoms(atoms, static_cast<std::size_t>(count)));
}

// Signals.

/// Signals of the object in Pure Data's order.
enum Signal { current, conductance, left, right, voltage, spikes, signal_count };

t_int* perform(t_int* arguments) {
    auto* self = reinterpret_cast<Soma*>(arguments[1]);
    const auto vector = [&](Signal which) { return reinterpret_cast<float*>(arguments[3 + which]); };
    headless::Signals signals;
    signals.frames = static_cast<int>(arguments[2]);
    signals.current_pa = vector(current);
    signals.conductance_ns = vector(conductance);
    signals.midi = self->waiting->midi;
    signals.main[0] = vector(left);
    signals.main[1] = vector(right);
    signals.voltage_mv = vector(voltage);
    signals.spikes = vector(spikes);
    self->neuron->process(signals);
    self->waiting->midi.clear();
    auto& waiting = self->waiting->spikes;
    for (const auto& spike : self->neuron->spikes())
        if (waiting.size() < waiting.capacity()) waiting.push_back(spike);
    if (!waiting.empty() || static_cast<float>(self->neuron->rate_hz()) != self->told_rate)
        clock_delay(self->clock, 0.0);
    return arguments + 3 + signal_count;
}

void dsp(Soma* self, t_signal** signals) {
    self->neuron->prepare(static_cast<double>(signals[0]->s_sr));
    t_int arguments[2 + signal_count] = {reinterpret_cast<t_int>(self), static_cast<t_int>(signals[0]->s_n)};
    for (int i = 0; i < signal_count; ++i) arguments[2 + i] = reinterpret_cast<t_int>(signals[i]->s_vec);
    dsp_addv(perform, 2 + signal_count, arguments);
}

/// After the signals of a block: what happened in it.
void tell(Soma* self) {
    static t_symbol* const spike_symbol = symbol("spike");
    static t_symbol* const rate_symbol = symbol("rate");
    for (const auto& spike : self->waiting->spikes) {
        const auto time_ms = static_cast<float>(spike.model_time_ms);
        const auto rest_ms = static_cast<float>(spike.model_time_ms - static_cast<double>(time_ms));
        t_atom atoms[3];
        SETFLOAT(atoms, static_cast<float>(spike.neuron));
        SETFLOAT(atoms + 1, time_ms);
        SETFLOAT(atoms + 2, rest_ms);
        outlet_anything(self->messages, spike_symbol, 3, atoms);
    }
    self->waiting->spikes.clear();
    const auto rate = static_cast<float>(self->neuron->rate_hz());
    if (rate == self->told_rate) return;
    self->told_rate = rate;
    t_atom atom;
    SETFLOAT(&atom, rate);
    outlet_anything(self->messages, rate_symbol, 1, &atom);
}

// Life.

void destroy(Soma* self) {
    if (self->clock != nullptr) clock_free(self->clock);
    delete self->neuron;
    delete self->waiting;
}

/// "preset squid-axon set stim_shape off": each of these words begins a message.
void take_arguments(Soma* self, Atoms atoms) {
    while (!atoms.empty()) {
        const auto* message = find_message(atoms.front());
        if (message == nullptr)
            return complain(self, "'" + std::string(AtomText(atoms.first(1)).view()) +
                                      "' begins no argument; write cell, preset, model, stimulus or set first");
        std::size_t end = 1;
        while (end < atoms.size() && find_message(atoms[end]) == nullptr) ++end;
        message->carry_out(self, atoms.subspan(1, end - 1));
        atoms = atoms.subspan(end);
    }
}

void* create(t_symbol*, int count, t_atom* atoms) {
    auto* self = reinterpret_cast<Soma*>(pd_new(soma_class));
    self->neuron = new (std::nothrow) HostedNeuron;
    self->waiting = new (std::nothrow) Waiting;
    if (self->neuron == nullptr || self->waiting == nullptr) return nullptr;
    self->clock = clock_new(self, method<t_method>(tell));
    signalinlet_new(&self->object, 0.0f);
    for (int i = left; i <= spikes; ++i) outlet_new(&self->object, &s_signal);
    self->messages = outlet_new(&self->object, nullptr);
    take_arguments(self, Atoms(atoms, static_cast<std::size_t>(count)));
    return self;
}

template <std::size_t... N>
void add_messages(std::index_sequence<N...>) {
    (class_addmethod(soma_class, method<t_method>(on_message<N>), symbol(messages[N].name), A_GIMME, 0), ...);
}

} // namespace
} // namespace soma::pure_data

extern "C" __attribute__((visibility("default"))) void soma_tilde_setup() {
    using namespace soma::pure_data;
    try {
        soma::headless::load_sounds();
    } catch (const std::exception& error) {
        pd_error(nullptr, "soma~: %s", error.what());
        return;
    }
    soma_class = class_new(symbol("soma~"), method<t_newmethod>(create), method<t_method>(destroy), sizeof(Soma),
                           CLASS_DEFAULT, A_GIMME, 0);
    CLASS_MAINSIGNALIN(soma_class, Soma, main_inlet);
    class_addmethod(soma_class, method<t_method>(dsp), symbol("dsp"), A_CANT, 0);
    add_messages(std::make_index_sequence<std::size(messages)>());
}
