#include "CommandLine/Picture.h"
#include "CommandLine/Sink.h"
#include "Plot/TracePlot.h"

#include "Engine/Models.h"
#include "Parameters/ParameterText.h"

#include <algorithm>
#include <optional>

namespace soma::command {
namespace {

constexpr int width_px = 1100, height_px = 600, device_scale = 2;
constexpr double drawn_spike_mv = 40.0; ///< as the course draws them, above the threshold

/// How a model is drawn: what its voltage has inside a sample, and the lines it is measured by.
struct ModelLook {
    std::optional<Id> threshold;
    const char* threshold_name;
    bool has_leak_line;
    std::optional<Id> peak; ///< a spike reaches it inside a sample
    bool drawn_spike;       ///< the model resets at its threshold; a line stands for the spike
};

ModelLook look_of(ModelId model) {
    switch (model) {
    case ModelId::lif:
    case ModelId::glif1:
    case ModelId::glif2:
    case ModelId::glif3:
    case ModelId::glif4:
    case ModelId::glif5:
        return {Id::threshold_mv, "V_{th}", true, std::nullopt, true};
    case ModelId::hh:
    case ModelId::channel:
        return {Id::spike_level_mv, "level", false, std::nullopt, false};
    case ModelId::izhikevich:
        return {std::nullopt, "", false, Id::izh_peak_mv, false};
    case ModelId::adex:
        return {Id::threshold_mv, "V_{T}", true, Id::adex_peak_mv, false};
    default:
        return {std::nullopt, "", true, std::nullopt, false};
    }
}

class PlotSink final : public Sink {
  public:
    PlotSink(Output& output, const RunInfo& info)
        : output_(output)
        , clock_(info.clock())
        , look_(look_of(info.provenance.values.choice<ModelId>(Id::model)))
        , data_(0.0, clock_.seconds(static_cast<double>(info.frames)), plot::scope_columns(width_px, device_scale),
                info.neurons) {
        const auto& values = info.provenance.values;
        if (look_.threshold)
            data_.lines.push_back({look_.threshold_name, values[*look_.threshold], plot::Dash::threshold});
        if (look_.has_leak_line) data_.lines.push_back({"E_{L}", leak_of(values).reversal_mv, plot::Dash::leak});
        if (look_.drawn_spike) peak_mv_ = values[Id::threshold_mv] + drawn_spike_mv;
        if (look_.peak) peak_mv_ = values[*look_.peak];
        const auto model = exact_text(parameter(Id::model), values[Id::model]);
        data_.title = info.title.empty() ? model : info.title + " · " + model;
        time_scale_ = values[Id::time_scale];
    }

    void block(const RunBlock& block) override {
        const auto voltage_mv = block.engine.voltage_mv();
        const auto current_pa = block.engine.current_pa();
        auto spike = block.engine.spikes().begin();
        const auto spikes_end = block.engine.spikes().end();
        for (int k = 0; k < block.frames; ++k) {
            const auto row = static_cast<std::size_t>(k);
            const double time_s = clock_.seconds(static_cast<double>(block.start + k));
            data_.voltage_mv.add(time_s, voltage_mv[row]);
            if (previous_pa_) data_.current_pa.add(time_s, *previous_pa_);
            data_.current_pa.add(time_s, current_pa[row]);
            previous_pa_ = current_pa[row];
            for (; spike != spikes_end && spike->sample == k; ++spike)
                add_spike(*spike, block.start, voltage_mv[row + 1]);
        }
        last_mv_ = voltage_mv[static_cast<std::size_t>(block.frames)];
    }

    void end() override {
        const double end_s = data_.start_s + data_.span_s;
        data_.voltage_mv.add(end_s, last_mv_);
        data_.current_pa.add(end_s, previous_pa_.value_or(0.0));
        data_.subtitle = std::to_string(data_.spikes.count()) + (data_.spikes.count() == 1 ? " spike" : " spikes") +
                         " · time scale ×" + shortest(time_scale_);
        if (look_.drawn_spike)
            data_.caption = "The voltage resets at the threshold; the line that stands for a spike is drawn " +
                            shortest(drawn_spike_mv) + " mV above it.";
        const auto image =
            plot::draw_scope(data_, editor::Theme::of(editor::Theme::Kind::dark), width_px, height_px, device_scale);
        write_picture(output_, image);
    }

  private:
    void add_spike(const SpikeEvent& spike, std::int64_t block_start, double after_mv) {
        const double time_s = clock_.seconds(static_cast<double>(block_start + spike.sample) + spike.offset);
        data_.spikes.add(time_s, spike.neuron);
        if (spike.neuron != 0 || !peak_mv_) return;
        if (look_.drawn_spike) data_.voltage_mv.add(time_s, *peak_mv_ - drawn_spike_mv);
        data_.voltage_mv.add(time_s, *peak_mv_);
        data_.voltage_mv.add(time_s, after_mv);
    }

    Output& output_;
    ModelClock clock_;
    ModelLook look_;
    plot::ScopeData data_;
    std::optional<double> peak_mv_, previous_pa_;
    double last_mv_ = 0.0, time_scale_ = 1.0;
};

} // namespace

std::unique_ptr<Sink> make_plot_sink(Output& output, const RunInfo& info) {
    return std::make_unique<PlotSink>(output, info);
}

} // namespace soma::command
