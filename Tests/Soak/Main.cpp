#include "Soak/Soak.h"

#include <charconv>
#include <cstdio>
#include <cstring>
#include <fstream>

#include <unistd.h>

namespace soma::soak {
namespace {

/// Memory in use must not grow by more than this after the first quarter. An open scope holds up to 33 MB (see
/// scope::TraceHistory), which a neuron that fires much may reach late; what grows without end passes this in hours.
constexpr double growth_mb = 48.0;

double resident_mb() {
    std::ifstream file("/proc/self/statm");
    double size = 0.0, resident = 0.0;
    file >> size >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1048576.0;
}

/// Memory over a run: the highest in its first quarter, and after.
class Memory {
  public:
    void sample(double share) {
        auto& highest = share < 0.25 ? early_ : late_;
        highest = std::max(highest, resident_mb());
    }
    bool flat() const { return late_ <= early_ + growth_mb; }
    double highest() const { return std::max(early_, late_); }

  private:
    double early_ = 0.0, late_ = 0.0;
};

/// One model; false when a property did not hold.
bool run(double model, double model_s, std::uint64_t seed) {
    const auto name = choice_name(parameter(Id::model), model);
    const int width = static_cast<int>(name.size());
    Memory memory;
    int tenth = 0;
    auto tally = soak(model, model_s, 1000 * seed + static_cast<std::uint64_t>(model), [&](double done_s) {
        memory.sample(done_s / model_s);
        if (const int now = static_cast<int>(10.0 * done_s / model_s); now > tenth && now < 10)
            std::fprintf(stderr, "%.*s %d0 %%\n", width, name.data(), tenth = now);
    });
    if (tally.broken.empty() && !memory.flat()) tally.broken = "memory does not grow";
    std::printf("%-10.*s %9.3f %9.3f %12.3f %12llu %12llu %9llu %12llu %10llu %7.2f %6.1f  %s\n", width, name.data(),
                tally.audio_s / 3600.0, tally.model_s / 3600.0, tally.neuron_audio_s / 3600.0,
                static_cast<unsigned long long>(tally.spikes), static_cast<unsigned long long>(tally.bad_inputs),
                static_cast<unsigned long long>(tally.resets), static_cast<unsigned long long>(tally.rate_limited),
                static_cast<unsigned long long>(tally.dropped_spikes), 20.0 * std::log10(tally.peak), memory.highest(),
                tally.broken.empty() ? "ok" : ("BROKEN: " + tally.broken).c_str());
    std::fflush(stdout);
    return tally.broken.empty();
}

template <class Number>
bool read(const char* text, Number& number) {
    const char* end = text + std::strlen(text);
    const auto result = std::from_chars(text, end, number);
    return result.ec == std::errc{} && result.ptr == end;
}

} // namespace
} // namespace soma::soak

/// soak SECONDS [SEED [MODEL]]: so many seconds of model time through each model, or the one named.
int main(int argument_count, char** arguments) {
    using namespace soma;
    double model_s = 0.0;
    std::uint64_t seed = 1;
    if (argument_count < 2 || argument_count > 4 || !soak::read(arguments[1], model_s) || !(model_s > 0.0) ||
        (argument_count > 2 && !soak::read(arguments[2], seed))) {
        std::fprintf(stderr, "soak SECONDS [SEED [MODEL]]: seconds of model time for each model, above 0\n");
        return 2;
    }
    std::printf("seed %llu; hours: of audio at 48 kHz, of model time (x time scale), of audio x neurons\n"
                "%-10s %9s %9s %12s %12s %12s %9s %12s %10s %7s %6s\n",
                static_cast<unsigned long long>(seed), "model", "audio_h", "model_h", "neuron_h", "spikes",
                "bad_inputs", "resets", "rate_limited", "dropped", "peak_dB", "MB");
    const auto& models = parameter(Id::model);
    bool held = true;
    for (double model = 0; model <= models.max; ++model)
        if (argument_count < 4 || choice_name(models, model) == arguments[3])
            held = soak::run(model, model_s, seed) && held;
    return held ? 0 : 1;
}
