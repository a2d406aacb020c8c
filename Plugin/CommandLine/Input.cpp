#include "CommandLine/Input.h"

#include "CommandLine/Errors.h"
#include "CommandLine/QuietStandardError.h"
#include "CommandLine/SweepList.h"
#include "CommandLine/TextFile.h"
#include "SoundFile/SoundReader.h"

#include "Core/Utf8.h"
#include "State/SamplingTimes.h"
#include "State/StimulusCsv.h"

#include <juce_audio_basics/juce_audio_basics.h>

#include <algorithm>
#include <cmath>

namespace soma::command {
namespace {

class Table final : public Input {
  public:
    explicit Table(RecordedStimulus stimulus)
        : stimulus_(std::move(stimulus)) {}

    std::optional<StatedRate> rate(double time_scale) const override {
        if (!stimulus_.sampling) return std::nullopt;
        constexpr double rounding = 1e-12; // of a division or two in double
        const double uncertainty = stimulus_.sampling->relative_uncertainty + rounding;
        return StatedRate{roundest(time_scale / stimulus_.sampling->interval_s, uncertainty), uncertainty};
    }
    std::int64_t frames() const override { return static_cast<std::int64_t>(stimulus_.current_pa.size()); }
    int channels() const override { return 1; }

    void read(std::int64_t start, Block& block) override {
        block.current_pa = part(stimulus_.current_pa, start, block.frames, current_pa_);
        if (!stimulus_.conductance_ns.empty())
            block.conductance_ns = part(stimulus_.conductance_ns, start, block.frames, conductance_ns_);
    }

  private:
    static const double* part(const std::vector<double>& all, std::int64_t start, int frames,
                              std::vector<double>& room) {
        const auto length = static_cast<std::int64_t>(all.size());
        if (start + frames <= length) return all.data() + start;
        room.assign(static_cast<std::size_t>(frames), 0.0);
        if (start < length) std::copy(all.begin() + start, all.end(), room.begin());
        return room.data();
    }

    RecordedStimulus stimulus_;
    std::vector<double> current_pa_, conductance_ns_;
};

class Sound final : public Input {
  public:
    explicit Sound(sound_file::SoundReader reader)
        : reader_(std::move(reader)) {}

    std::optional<StatedRate> rate(double) const override { return StatedRate{reader_.rate_hz()}; }
    std::int64_t frames() const override { return reader_.frames(); }
    int channels() const override { return reader_.channels(); }

    void read(std::int64_t start, Block& block) override {
        buffer_.setSize(reader_.channels(), block.frames, false, false, true);
        const QuietStandardError quiet;
        reader_.read(start, block.frames, buffer_.getArrayOfWritePointers());
        block.input = {buffer_.getArrayOfReadPointers(), static_cast<std::size_t>(reader_.channels())};
    }

  private:
    sound_file::SoundReader reader_;
    juce::AudioBuffer<float> buffer_;
};

class RecordedSweep final : public Input {
  public:
    explicit RecordedSweep(recording::Sweep sweep)
        : current_(RecordedStimulus{sweep.current_pa, {}, Sampling{1.0 / sweep.rate_hz, 0.0}})
        , signal_(std::move(sweep)) {}

    std::optional<StatedRate> rate(double time_scale) const override { return current_.rate(time_scale); }
    std::int64_t frames() const override { return current_.frames(); }
    int channels() const override { return 1; }
    const recording::SweepSignal* cell() const override { return &signal_; }
    void read(std::int64_t start, Block& block) override { current_.read(start, block); }

  private:
    Table current_;
    recording::SweepSignal signal_;
};

/// The current of one sweep.
std::unique_ptr<Input> open_sweep(const std::string& path, std::optional<int> number, FilesRead& read) {
    const auto file = open_recording_argument(path, read);
    if (!number && file->size() > 1)
        throw UsageError(path + ": holds sweeps " + shortened(numbers_text(file->numbers()), 200) +
                         "; choose one with --sweep");
    const auto place = number ? sweep_places(*file, path, "--sweep", std::to_string(*number)).front() : 0;
    auto recorded = file->read(place);
    if (!recorded.has_current())
        throw RunError(path + ": the current of sweep " + std::to_string(recorded.number) +
                       " is unknown, so there is nothing to inject");
    return std::make_unique<RecordedSweep>(std::move(recorded));
}

} // namespace

bool StatedRate::agrees(double other_hz) const { return std::abs(other_hz - hz) <= relative_uncertainty * hz; }

std::unique_ptr<Input> open_input(const std::string& path, std::optional<int> sweep, FilesRead& read) {
    const QuietStandardError quiet;
    if (sweep || recording::is_recording_name(path)) return open_sweep(path, sweep, read);
    const bool piped = path == "-";
    if (piped || juce::String::fromUTF8(path.c_str()).endsWithIgnoreCase(".csv")) {
        const std::string name = piped ? "standard input" : path;
        auto text = read_text_file(path, read);
        if (piped && sound_file::format_by_content(text) != nullptr)
            return std::make_unique<Sound>(sound_file::SoundReader::of_bytes(std::move(text), name));
        return std::make_unique<Table>(read_stimulus_csv(name, text));
    }
    read.add(path);
    try {
        return std::make_unique<Sound>(sound_file::SoundReader(std::filesystem::path(path), path));
    } catch (const sound_file::NotASound& error) {
        throw RunError(std::string(error.what()) + "; a table of currents must be named .csv");
    }
}

} // namespace soma::command
