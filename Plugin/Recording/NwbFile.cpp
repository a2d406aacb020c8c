#include "Recording/Hdf5.h"
#include "Recording/Isolated.h"
#include "Recording/RecordingFile.h"

#include "State/FormatError.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

namespace soma::recording {
namespace {

using hdf5::Object;

constexpr std::size_t most_sweeps = 20'000;

/// The series of a sweep, by their paths; the stimulus may be unknown.
struct Place {
    int number;
    std::string name, response, stimulus;
};

/// The number at the end of a name: "Sweep_12", "data_00012_AD0" (12: the last run of digits behind '_').
std::optional<int> number_in(std::string_view name) {
    for (auto at = name.rfind('_'); at != std::string_view::npos; at = at == 0 ? at : name.rfind('_', at - 1)) {
        int number = 0;
        const auto rest = name.substr(at + 1);
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
        if (error == std::errc{} && number >= 0 && (end == rest.data() + rest.size() || *end == '_')) return number;
        if (at == 0) break;
    }
    return std::nullopt;
}

std::optional<int> sweep_number(const Object& series, std::string_view name) {
    auto number = series.number("sweep_number");
    if (!number) {
        const auto dataset = series.at("sweep_number");
        if (dataset) number = dataset.number();
    }
    constexpr double most = 1e9;
    if (number && *number >= 0.0 && *number <= most) return static_cast<int>(*number);
    return number_in(name);
}

/// Reads the file within the child process.
class NwbReader {
  public:
    NwbReader(std::string name, const std::string& path)
        : name_(std::move(name))
        , file_(Object::file(path)) {
        if (!file_) fail("is no HDF5 file that can be opened; it is truncated or damaged");
    }

    std::string version() const {
        auto version = file_.text("nwb_version");
        if (!version)
            if (const auto dataset = file_.at("nwb_version")) version = dataset.text();
        if (!version) fail("is HDF5 but says no nwb_version; recordings in NWB 1 and 2 are read");
        const auto digits = version->find_first_of("0123456789");
        return "NWB " + (digits == std::string::npos ? *version : version->substr(digits));
    }

    std::vector<Place> places() const {
        std::map<int, std::string> stimuli;
        const std::string presented = "stimulus/presentation";
        if (const auto group = file_.at(presented))
            for (const auto& name : group.names(most_sweeps))
                if (const auto series = group.at(name))
                    if (const auto number = sweep_number(series, name))
                        stimuli.emplace(*number, presented + "/" + name);
        std::vector<Place> found;
        bool voltage_clamp = false;
        for (const std::string where : {"acquisition/timeseries", "acquisition"}) {
            const auto group = file_.at(where);
            if (!group || !found.empty()) continue;
            for (const auto& name : group.names(most_sweeps)) {
                const auto series = group.at(name);
                if (!series || !series.at("data")) continue;
                const auto kind =
                    series.text("neurodata_type").value_or("") + " " + series.text("ancestry").value_or("");
                const auto unit = unit_of(series);
                if (kind.find("VoltageClamp") != std::string::npos || picoamperes_per(unit) > 0.0) {
                    voltage_clamp = true;
                    continue;
                }
                if (!(millivolts_per(unit) > 0.0)) continue;
                const auto number = sweep_number(series, name).value_or(static_cast<int>(found.size()));
                const auto stimulus = stimuli.find(number);
                found.push_back(
                    {number, name, where + "/" + name, stimulus == stimuli.end() ? std::string() : stimulus->second});
            }
        }
        std::ranges::stable_sort(found, {}, &Place::number);
        if (found.empty())
            fail(voltage_clamp ? "holds voltage clamp alone; series in current clamp (voltage recorded) are needed"
                               : "holds no recorded voltage: no series under /acquisition whose data are in volts");
        return found;
    }

    Sweep read(const Place& place) const {
        Sweep sweep;
        sweep.number = place.number;
        const auto response = file_.at(place.response);
        sweep.name = name_of(place);
        sweep.rate_hz = rate_of(response, place);
        sweep.voltage_mv = data_of(response, place, millivolts_per);
        if (const auto stimulus = place.stimulus.empty() ? Object::none() : file_.at(place.stimulus);
            stimulus && picoamperes_per(unit_of(stimulus)) > 0.0) {
            if (std::abs(rate_of(stimulus, place) - sweep.rate_hz) > 1e-6 * sweep.rate_hz)
                fail(place, "its stimulus is sampled at another rate than its response, which is not read");
            sweep.current_pa = data_of(stimulus, place, picoamperes_per);
            sweep.source = CurrentSource::command;
        }
        trim(sweep, place);
        return sweep;
    }

  private:
    [[noreturn]] void fail(const std::string& message) const { throw FormatError(name_ + ": " + message); }
    [[noreturn]] void fail(const Place& place, const std::string& message) const {
        fail("sweep " + std::to_string(place.number) + " (" + place.response + "): " + message);
    }

    static std::string unit_of(const Object& series) {
        const auto data = series.at("data");
        return data ? data.text("unit").value_or("") : "";
    }

    /// The injected current, in the experimenter's words.
    std::string name_of(const Place& place) const {
        for (const auto& path : {place.stimulus, place.response}) {
            if (path.empty()) continue;
            const auto series = file_.at(path);
            if (!series) continue;
            if (auto text = series.text("stimulus_description"); text && !text->empty()) return *text;
            if (const auto named = series.at("aibs_stimulus_name"))
                if (auto text = named.text(); text && !text->empty()) return *text;
        }
        return place.name;
    }

    double rate_of(const Object& series, const Place& place) const {
        const auto start = series.at("starting_time");
        const auto rate = start ? start.number("rate") : std::nullopt;
        if (!rate && series.at("timestamps"))
            fail(place, "gives an instant for each sample in place of a sampling rate, which is not read");
        if (!rate || !(*rate >= least_rate_hz && *rate <= largest_rate_hz))
            fail(place, "says no sampling rate (starting_time has no attribute rate)");
        return *rate;
    }

    std::vector<double> data_of(const Object& series, const Place& place, double (*per_unit)(std::string_view)) const {
        const auto data = series.at("data");
        const auto length = data ? data.length() : std::nullopt;
        if (!length || *length < 2) fail(place, "its data are no row of numbers");
        if (*length > most_samples) fail(place, "is longer than " + std::to_string(most_samples) + " samples");
        auto values = data.numbers();
        if (!values)
            fail(place, "its data cannot be read: damaged, or compressed by a filter that this program does not have");
        const double scale = data.number("conversion").value_or(1.0) * per_unit(unit_of(series));
        const double offset = data.number("offset").value_or(0.0) * per_unit(unit_of(series));
        for (auto& value : *values) value = value * scale + offset;
        return std::move(*values);
    }

    /// A sweep that was broken off ends in samples that are no numbers, or has more of one series than of the other.
    void trim(Sweep& sweep, const Place& place) const {
        auto& v = sweep.voltage_mv;
        auto& i = sweep.current_pa;
        if (sweep.has_current()) {
            const auto both = std::min(v.size(), i.size());
            v.resize(both);
            i.resize(both);
        }
        const auto finite = [](double value) { return std::isfinite(value); };
        while (!v.empty() && !(finite(v.back()) && (i.empty() || finite(i.back())))) {
            v.pop_back();
            if (!i.empty()) i.pop_back();
        }
        if (v.size() < 2) fail(place, "holds no samples that are numbers");
        if (!std::ranges::all_of(v, finite) || !std::ranges::all_of(i, finite))
            fail(place, "has samples in its middle that are no numbers");
    }

    std::string name_;
    Object file_;
};

class NwbFile final : public RecordingFile {
  public:
    NwbFile(std::filesystem::path path, std::string name)
        : RecordingFile(std::move(name))
        , path_(path.string()) {
        auto packed = run_isolated(name_, [&](Packed& out) {
            const NwbReader reader(name_, path_);
            out.put(std::string_view(reader.version()));
            const auto places = reader.places();
            out.put(static_cast<double>(places.size()));
            for (const auto& place : places) {
                out.put(place.number);
                for (const auto* text : {&place.name, &place.response, &place.stimulus})
                    out.put(std::string_view(*text));
            }
        });
        format_ = packed.text();
        places_.resize(static_cast<std::size_t>(packed.number()));
        for (auto& place : places_) {
            place.number = static_cast<int>(packed.number());
            for (auto* text : {&place.name, &place.response, &place.stimulus}) *text = packed.text();
            numbers_.push_back(place.number);
        }
    }

    Sweep load(std::size_t index) override {
        const auto& place = places_.at(index);
        auto packed = run_isolated(name_, [&](Packed& out) {
            const auto sweep = NwbReader(name_, path_).read(place);
            out.put(std::string_view(sweep.name));
            out.put(sweep.rate_hz);
            out.put(static_cast<double>(sweep.source));
            out.put(sweep.voltage_mv);
            out.put(sweep.current_pa);
        });
        Sweep sweep;
        sweep.number = place.number;
        sweep.name = packed.text();
        sweep.rate_hz = packed.number();
        sweep.source = static_cast<CurrentSource>(packed.number());
        sweep.voltage_mv = packed.numbers();
        sweep.current_pa = packed.numbers();
        return sweep;
    }

  private:
    std::string path_;
    std::vector<Place> places_;
};

} // namespace

std::unique_ptr<RecordingFile> open_nwb(const std::filesystem::path& path, std::string name) {
    return std::make_unique<NwbFile>(path, std::move(name));
}

} // namespace soma::recording
