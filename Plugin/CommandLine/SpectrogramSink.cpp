#include "CommandLine/Errors.h"
#include "CommandLine/Sink.h"
#include "Plot/Spectrogram.h"

#include "Parameters/ParameterText.h"

namespace soma::command {
namespace {

constexpr int width_px = 1100, height_px = 600, device_scale = 2;

class SpectrogramSink final : public Sink {
  public:
    SpectrogramSink(Output& output, const RunInfo& info)
        : output_(output)
        , title_(info.title.empty() ? exact_text(parameter(Id::model), info.provenance.values[Id::model]) : info.title)
        , data_(info.provenance.sample_rate_hz, info.frames, plot::spectrogram_columns(width_px, device_scale),
                plot::spectrogram_rows(height_px, device_scale)) {}

    void block(const RunBlock& block) override {
        for (int k = 0; k < block.frames; ++k) data_.add(0.5f * (block.main[0][k] + block.main[1][k]));
    }

    void end() override {
        data_.finish();
        const auto image = plot::draw_spectrogram(data_, title_, editor::Theme::of(editor::Theme::Kind::dark), width_px,
                                                  height_px, device_scale);
        juce::MemoryOutputStream bytes;
        if (!juce::PNGImageFormat().writeImageToStream(image, bytes))
            throw RunError(output_.target() + ": the picture cannot be encoded; there may not be enough memory");
        output_.write({static_cast<const char*>(bytes.getData()), bytes.getDataSize()});
    }

  private:
    Output& output_;
    std::string title_;
    plot::Spectrogram data_;
};

} // namespace

std::unique_ptr<Sink> make_spectrogram_sink(Output& output, const RunInfo& info) {
    return std::make_unique<SpectrogramSink>(output, info);
}

} // namespace soma::command
