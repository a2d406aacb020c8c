#include "Recording/RecordingFile.h"

#include "Core/DecimalText.h"
#include "State/FormatError.h"

#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <fstream>

namespace soma::recording {
namespace {

constexpr double full_scale = 100.0; ///< of a sweep without a scale
constexpr std::size_t most_markers = 100000;

struct Close {
    void operator()(SNDFILE* file) const { sf_close(file); }
};

/// "1,	2.345" a line; '#' begins a comment.
std::vector<Marker> read_markers(const std::filesystem::path& path) {
    std::vector<Marker> markers;
    std::ifstream file(path, std::ios::binary);
    if (!file) return markers;
    const auto name = path.filename().string();
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
        if (line.empty() || line.front() == '#') continue;
        const auto comma = line.rfind(',');
        double time_s = 0.0;
        auto begin = comma == std::string::npos ? line.size() : comma + 1;
        while (begin < line.size() && (line[begin] == ' ' || line[begin] == '\t')) ++begin;
        const char* end = line.data() + line.size();
        const auto [stop, error] = read_number(line.data() + begin, end, time_s);
        if (comma == std::string::npos || error != std::errc{} || stop != end || !std::isfinite(time_s) || time_s < 0.0)
            throw FormatError(name + ": line " + std::to_string(number) +
                              ": must be a marker's name, a comma and its time in s, as \"1, 2.5\"");
        if (markers.size() == most_markers)
            throw FormatError(name + ": has more than " + std::to_string(most_markers) + " markers");
        markers.push_back({line.substr(0, comma), time_s});
    }
    return markers;
}

class SpikeRecorderFile final : public RecordingFile {
  public:
    SpikeRecorderFile(const std::filesystem::path& path, std::string name)
        : RecordingFile(std::move(name)) {
        SF_INFO info{};
        const std::unique_ptr<SNDFILE, Close> file(sf_open(path.string().c_str(), SFM_READ, &info));
        if (file == nullptr) throw FormatError(name_ + ": is no WAV that can be read: " + sf_strerror(nullptr));
        rate_hz_ = info.samplerate;
        if (!(rate_hz_ >= least_rate_hz && rate_hz_ <= largest_rate_hz))
            throw FormatError(name_ + ": has " + std::to_string(info.samplerate) +
                              " samples per second; it must have 100 to 10000000");
        constexpr int most_channels = 16;
        if (info.channels < 1 || info.channels > most_channels)
            throw FormatError(name_ + ": has " + std::to_string(info.channels) + " channels; it may have 16");
        format_ = "WAV of Spike Recorder";
        channels_.resize(static_cast<std::size_t>(info.channels));
        constexpr sf_count_t at_once = 4096;
        std::vector<double> frames(static_cast<std::size_t>(at_once * info.channels));
        for (sf_count_t count; (count = sf_readf_double(file.get(), frames.data(), at_once)) > 0;) {
            if (static_cast<std::int64_t>(channels_[0].size()) + count > most_samples / info.channels)
                throw FormatError(name_ + ": is longer than a sweep may be; split it");
            for (std::size_t c = 0; c < channels_.size(); ++c)
                for (std::size_t k = 0; k < static_cast<std::size_t>(count); ++k)
                    channels_[c].push_back(full_scale * frames[k * channels_.size() + c]);
        }
        if (channels_[0].empty()) throw FormatError(name_ + ": holds no samples");
        for (int c = 1; c <= info.channels; ++c) numbers_.push_back(c);
        markers_ = read_markers(events_beside(path));
    }

    Sweep load(std::size_t index) override {
        Sweep sweep;
        sweep.number = numbers_.at(index);
        sweep.name = "channel " + std::to_string(sweep.number);
        sweep.rate_hz = rate_hz_;
        sweep.voltage_mv = channels_[index];
        sweep.scaled = false;
        return sweep;
    }

  private:
    double rate_hz_ = 0.0;
    std::vector<std::vector<double>> channels_;
};

} // namespace

std::unique_ptr<RecordingFile> open_spike_recorder(const std::filesystem::path& path, std::string name) {
    return std::make_unique<SpikeRecorderFile>(path, std::move(name));
}

} // namespace soma::recording
