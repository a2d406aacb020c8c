#include "Engine/Engine.h"

#include "Engine/Render.h"

namespace soma {

Engine::Engine()
    : render_(std::make_unique<Render>()) {}
Engine::~Engine() = default;

void Engine::prepare(double sample_rate_hz, int max_block, bool record_variables) {
    render_->prepare(sample_rate_hz, max_block, record_variables);
    start();
}

void Engine::set(const Snapshot& values) noexcept { render_->set(values); }

void Engine::set_initial(const membrane::Initial& initial) noexcept { render_->set_initial(initial); }

void Engine::connect(scope::TraceTap* tap) noexcept { render_->feed().connect(tap); }

void Engine::set_pitch_reference(const PitchReference& reference) noexcept {
    render_->voices().set_reference(reference);
}

void Engine::set_keys(const KeyFrequencies& keys) noexcept { render_->voices().set_keys(keys); }

void Engine::bound_work(bool wanted) noexcept { render_->population().bound(wanted); }

void Engine::reset() noexcept { render_->restart(); }

void Engine::start() noexcept {
    render_->restart();
    render_->jump_to_levels();
}

void Engine::run_stimulus(bool wanted) noexcept { render_->drive().run_stimulus(wanted); }

void Engine::send_stimulus() noexcept { render_->drive().send_stimulus(render_->values()[Id::stim_delay_ms]); }

void Engine::end_midi_out() noexcept { render_->spike_notes().end_all(); }

void Engine::end_notes() noexcept { render_->end_notes(); }

/// Time is cut here and nowhere else.
void Engine::process(const Block& block) noexcept {
    render_->begin_block(block);
    for (int from = 0; from < block.frames;) {
        const int frames = render_->frames_ahead(block, from);
        render_->process({block, from, frames});
        from += frames;
    }
    render_->end_block(block);
}

std::span<const SpikeEvent> Engine::spikes() const noexcept { return render_->spikes(); }
std::span<const double> Engine::voltage_mv() const noexcept { return render_->voltage_mv(); }
std::span<const double> Engine::current_pa() const noexcept { return render_->current_pa(); }
std::span<const double> Engine::variables() const noexcept { return render_->variables(); }
std::span<const std::string_view> Engine::variable_names() const noexcept {
    return model_variables(render_->values().choice<ModelId>(Id::model));
}
std::array<double, membrane::max_variables> Engine::variables_now() const noexcept {
    std::array<double, membrane::max_variables> now{};
    render_->population().observe(now.data());
    return now;
}
std::span<const MidiEvent> Engine::midi_out() const noexcept { return render_->midi_out(); }
std::int64_t Engine::samples() const noexcept { return render_->samples(); }
double Engine::model_time_ms() const noexcept { return render_->model_time_ms(); }
double Engine::block_model_ms() const noexcept { return render_->block_model_ms(); }
double Engine::stimulus_end_ms() const noexcept {
    stimulus::Stimulator stimulator;
    stimulator.set(stimulator_settings(render_->values(), {}));
    return stimulator.end_ms();
}
EngineStatus Engine::status() const noexcept { return render_->status(); }
const sound::Mixer& Engine::mixer() const noexcept { return render_->mixer(); }

} // namespace soma
