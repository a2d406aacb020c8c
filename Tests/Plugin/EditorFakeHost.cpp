#include "EditorFakeHost.h"

#include "Editor/Circuit/ModelCircuit.h"
#include "Osc/OscHost.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

namespace {

constexpr double rate_hz = 48000.0;
constexpr int block = 480;

/// Smallest lasting step that fires within 200 ms, by bisection with a separate engine.
double rheobase(const Snapshot& values) {
    double low = 0.0, high = 4000.0;
    for (int round = 0; round < 13; ++round) {
        const double middle = (low + high) / 2.0;
        Snapshot trial = values;
        trial.set(Id::stim_shape, 0);
        trial.set(Id::noise_pa, 0);
        trial.set(Id::neurons, 1);
        trial.set(Id::holding_current_pa, middle);
        Engine engine;
        engine.prepare(24000.0, block);
        engine.set(trial);
        engine.reset();
        bool fired = false;
        for (int i = 0; i < 10 && !fired; ++i) {
            engine.process({.frames = block, .input = {}, .midi = {}, .transport = {}});
            fired = !engine.spikes().empty();
        }
        (fired ? high : low) = middle;
    }
    return high;
}

} // namespace

FakeHost::FakeHost() {
    engine_.prepare(rate_hz, block, true);
    entries_ = {{"allen/474626527", "474626527", "Allen cell, LIF, week 6", "Allen cells", true},
                {"allen/545612828", "545612828", "Allen cell, LIF, week 6", "Allen cells", true},
                {"hh/squid", "Squid axon", "Hodgkin–Huxley 1952, 6.3 °C", "Hodgkin–Huxley", true},
                {"izhikevich/rs", "Regular spiking", "Izhikevich 2003", "Izhikevich", true},
                {"user/bright", "Bright clicks", "my preset", "My presets", false}};
}

void FakeHost::play_lif() {
    put(Id::model, static_cast<double>(ModelKind::lif));
    put(Id::stim_shape, 1);
    put(Id::stim_amplitude_pa, 45);
    put(Id::stim_delay_ms, 10);
    put(Id::stim_duration_ms, 150);
    put(Id::stim_period_ms, 250);
    put(Id::neurons, 5);
    put(Id::spread_percent, 6);
    put(Id::midi_mode, 1);
    put(Id::midi_out, 1);
    put(Id::input_scale_pa, 100);
    put(Id::stim_seed, 7);
    current_ = 0;
    session_.ms_per_division = 20;
    session_.cursors = true;
}

void FakeHost::play_squid() {
    play_lif();
    put(Id::model, static_cast<double>(ModelKind::hh));
    put(Id::membrane_capacitance_nf, 0.1);
    put(Id::hh_leak_reversal_mv, -54.4);
    put(Id::spike_level_mv, -20);
    put(Id::stim_amplitude_pa, 1000);
    put(Id::stim_duration_ms, 60);
    current_ = 2;
    session_.ms_per_division = 10;
}

void FakeHost::advance(double seconds) {
    auto values = values_;
    if (!running_) values.set(Id::stim_shape, 0);
    engine_.set(values);
    std::vector<float> left(block), right(block);
    for (auto left_frames = static_cast<std::int64_t>(seconds * rate_hz); left_frames > 0; left_frames -= block) {
        const auto first = engine_.samples();
        Block io{.frames = block, .input = {}, .midi = {}, .transport = {}};
        io.main[0] = left.data();
        io.main[1] = right.data();
        engine_.process(io);
        push_block(engine_.voltage_mv(), engine_.current_pa(), first);
    }
    const auto current = engine_.current_pa();
    status_now.current_pa = current.empty() ? 0.0 : current.back();
    status_now.voltage_mv = engine_.voltage_mv().empty() ? 0.0 : engine_.voltage_mv().back();
    status_now.cpu = 0.03;
    status_now.output_db = {-20.0, -22.0};
    status_now.output_peak_db = {-13.0, -15.0};
    status_now.limiter_db = -1.0;
    const auto names = engine_.variable_names();
    const auto rows = engine_.variables();
    const auto last = [&](std::string_view name) -> std::optional<double> {
        const auto found = std::ranges::find(names, name);
        if (found == names.end() || rows.size() < names.size()) return std::nullopt;
        return rows[rows.size() - names.size() + static_cast<std::size_t>(found - names.begin())];
    };
    status_now.gates = {last("m").value_or(last("x").value_or(0.0)), last("h").value_or(0.0), last("n").value_or(0.0)};
}

void FakeHost::push_block(std::span<const double> voltage, std::span<const double> current, std::int64_t first) {
    const double scale = values_[Id::time_scale];
    std::vector<scope::VoltageBreakpoint> corners;
    if (resets_without_spike(model_kind(*this)))
        for (const auto& spike : engine_.spikes())
            if (spike.neuron == 0)
                corners.push_back({spike.sample, spike.offset, values_[Id::threshold_mv], values_[Id::reset_mv], true});
    std::vector<SpikeEvent> onsets;
    const double begin_ms = static_cast<double>(first) / rate_hz * 1e3 * scale;
    const double length_ms = block / rate_hz * 1e3 * scale, period = values_[Id::stim_period_ms];
    if (first == 0) next_onset_ms_ = values_[Id::stim_delay_ms];
    while (running_ && values_[Id::stim_shape] > 0.5 && period > 0.0 && next_onset_ms_ < begin_ms + length_ms) {
        const double at = (next_onset_ms_ - begin_ms) / length_ms * block;
        if (at >= 0.0) onsets.push_back({static_cast<std::int32_t>(at), 0, at - std::floor(at)});
        next_onset_ms_ += period;
    }
    tap_.push({.voltage_mv = voltage.first(current.size()),
               .current_pa = current,
               .spikes = engine_.spikes(),
               .breakpoints = corners,
               .stimuli = onsets,
               .first_sample = first,
               .sample_rate_hz = rate_hz,
               .time_scale = scale});
}

Derived FakeHost::derived() const {
    if (derived_for_ && *derived_for_ == values_) return derived_;
    derived_for_ = values_;
    Engine engine;
    engine.prepare(rate_hz, block);
    auto quiet = values_;
    quiet.set(Id::stim_shape, 0);
    engine.set(quiet);
    engine.reset();
    engine.process({.frames = 1, .input = {}, .midi = {}, .transport = {}});
    const auto model = model_kind(*this);
    const double leak = model == ModelKind::hh
                            ? 1.0 / (values_[Id::hh_leak_ms_cm2] * values_[Id::membrane_capacitance_nf])
                            : values_[Id::membrane_resistance_mohm];
    derived_.rest_mv = engine.voltage_mv().empty() ? values_[Id::rest_mv] : engine.voltage_mv().front();
    derived_.tau_ms = leak * values_[Id::membrane_capacitance_nf];
    const bool fires = model != ModelKind::rest && model != ModelKind::r && model != ModelKind::rc;
    if (model == ModelKind::lif || model == ModelKind::glif1) {
        derived_.rheobase_pa = (values_[Id::threshold_mv] - values_[Id::rest_mv]) / leak * 1e3;
        return derived_;
    }
    derived_.rheobase_pa = fires ? std::optional{rheobase(values_)} : std::nullopt;
    return derived_;
}

std::optional<Message> FakeHost::play(const lesson::Setup& setup, double length_ms, const std::string&) {
    lesson_sounds.push_back(setup);
    sounding_ = true;
    sound_ms_ = length_ms;
    return std::nullopt;
}

int FakeHost::take_note() {
    if (notes.empty()) return 0;
    const int note = notes.front();
    notes.pop_front();
    return note;
}

void FakeHost::begin_gesture(Id) {
    ++gestures;
    ++open_gestures;
}

std::optional<std::string> FakeHost::set_osc_host(std::string_view host) {
    if (auto wrong = osc::wrong_host(host)) return wrong;
    osc_host_ = host;
    return std::nullopt;
}

void FakeHost::resume_gesture(Id) {
    ++resumed;
    ++open_gestures;
}

void FakeHost::set_locked(Id id, bool lock) {
    if (lock)
        locked_.insert(id);
    else
        locked_.erase(id);
}

FakeHost::Failure FakeHost::load(std::string_view id) {
    loaded.emplace_back(id);
    for (std::size_t i = 0; i < entries_.size(); ++i)
        if (entries_[i].id == id) current_ = i;
    return std::nullopt;
}

FakeHost::Failure FakeHost::step(int direction) {
    const auto count = static_cast<int>(entries_.size());
    current_ = static_cast<std::size_t>((static_cast<int>(current_) + direction + count) % count);
    return std::nullopt;
}

FakeHost::Failure FakeHost::save_as(std::string_view name) {
    entries_.push_back({"user/" + std::string(name), std::string(name), "my preset", "My presets", false});
    ++revision_;
    return std::nullopt;
}

FakeHost::Failure FakeHost::rename(std::string_view id, std::string_view name) {
    for (auto& entry : entries_)
        if (entry.id == id) entry.name = name;
    ++revision_;
    return std::nullopt;
}

FakeHost::Failure FakeHost::remove(std::string_view id) {
    std::erase_if(entries_, [&](const LibraryEntry& entry) { return entry.id == id; });
    current_ = 0;
    ++revision_;
    return std::nullopt;
}

} // namespace soma::editor
