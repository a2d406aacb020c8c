#include "Recording/AbfHeader.h"
#include "Recording/RecordingFile.h"

#include <algorithm>

namespace soma::recording {
namespace {

class AbfFile final : public RecordingFile {
  public:
    AbfFile(std::string name, std::string bytes)
        : RecordingFile(std::move(name))
        , bytes_(std::move(bytes))
        , file_(name_, bytes_) {
        header_ = file_.text(0, 4) == "ABF2" ? read_abf2_header(file_) : read_abf1_header(file_);
        if (!(header_.rate_hz >= least_rate_hz && header_.rate_hz <= largest_rate_hz))
            file_.fail("its sampling interval is none that a rig has; the header is damaged");
        choose_inputs();
        format_ = header_.version;
        for (std::size_t i = 0; i < header_.sweeps.size(); ++i) numbers_.push_back(static_cast<int>(i + 1));
    }

    Sweep load(std::size_t index) override {
        Sweep sweep;
        sweep.number = numbers_.at(index);
        sweep.rate_hz = header_.rate_hz;
        sweep.name = header_.inputs[voltage_].name;
        const auto& extent = header_.sweeps[index];
        sweep.voltage_mv = samples(extent, voltage_, millivolts_per(header_.inputs[voltage_].unit));
        if (current_) {
            sweep.current_pa = samples(extent, *current_, picoamperes_per(header_.inputs[*current_].unit));
            sweep.source = CurrentSource::recorded;
        } else if (commands_current() && header_.output->why_unknown.empty()) {
            sweep.current_pa = command(index, static_cast<std::size_t>(extent.samples));
            sweep.source = CurrentSource::protocol;
        }
        return sweep;
    }

  private:
    bool commands_current() const { return header_.output && picoamperes_per(header_.output->unit) > 0.0; }

    void choose_inputs() {
        const auto& inputs = header_.inputs;
        const auto voltage = std::ranges::find_if(inputs, [](const auto& in) { return millivolts_per(in.unit) > 0.0; });
        const auto current =
            std::ranges::find_if(inputs, [](const auto& in) { return picoamperes_per(in.unit) > 0.0; });
        const bool commands_voltage = header_.output && millivolts_per(header_.output->unit) > 0.0;
        if (voltage == inputs.end() && current == inputs.end())
            file_.fail("its first input is in '" + inputs.front().unit + "'; a voltage in mV or V is needed");
        if (voltage == inputs.end() || (commands_voltage && current != inputs.end()))
            file_.fail("is a voltage clamp: the cell's current was recorded; a recording in current clamp is needed, a "
                       "voltage in mV");
        voltage_ = static_cast<std::size_t>(voltage - inputs.begin());
        if (current != inputs.end()) current_ = static_cast<std::size_t>(current - inputs.begin());
    }

    std::vector<double> samples(const AbfExtent& extent, std::size_t input, double per_unit) const {
        std::vector<double> values(static_cast<std::size_t>(extent.samples));
        const auto channels = header_.inputs.size();
        const auto& scale = header_.inputs[input];
        for (std::size_t k = 0; k < values.size(); ++k) {
            const auto place = static_cast<std::uint64_t>(extent.first) + k * channels + input;
            const double value =
                header_.floats ? static_cast<double>(file_.at<float>(header_.data_offset + 4 * place))
                               : scale.scale * file_.at<std::int16_t>(header_.data_offset + 2 * place) + scale.offset;
            values[k] = value * per_unit;
        }
        return values;
    }

    /// The command of the protocol. pCLAMP holds the output for the first 64th of a sweep, before its first epoch.
    std::vector<double> command(std::size_t sweep, std::size_t samples) const {
        const auto& output = *header_.output;
        const double per_unit = picoamperes_per(output.unit);
        const auto level_of = [](const AbfEpoch& epoch, std::size_t of_sweep) {
            return epoch.level + epoch.level_step * static_cast<double>(of_sweep);
        };
        const auto resting = [&](std::size_t of_sweep) {
            return output.returns_to_holding || output.epochs.empty() ? output.holding
                                                                      : level_of(output.epochs.back(), of_sweep);
        };
        std::vector<double> current(samples, per_unit * resting(sweep));
        double before = sweep > 0 ? resting(sweep - 1) : output.holding;
        auto at = samples / 64;
        std::fill_n(current.begin(), at, per_unit * before);
        for (const auto& epoch : output.epochs) {
            const double level = level_of(epoch, sweep);
            const auto length = static_cast<std::size_t>(
                std::clamp<std::int64_t>(epoch.samples + epoch.samples_step * static_cast<std::int64_t>(sweep), 0,
                                         static_cast<std::int64_t>(samples - at)));
            for (std::size_t k = 0; k < length; ++k) {
                const double share = static_cast<double>(k + 1) / static_cast<double>(length);
                current[at + k] =
                    per_unit * (epoch.kind == AbfEpoch::Kind::ramp ? before + share * (level - before) : level);
            }
            at += length;
            before = level;
        }
        return current;
    }

    std::string bytes_;
    LittleEndian file_;
    AbfHeader header_;
    std::size_t voltage_ = 0;
    std::optional<std::size_t> current_;
};

} // namespace

std::unique_ptr<RecordingFile> read_abf(std::string name, std::string bytes) {
    return std::make_unique<AbfFile>(std::move(name), std::move(bytes));
}

} // namespace soma::recording
