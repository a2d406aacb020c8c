#pragma once

#include "Parameters/Parameter.h"
#include "State/Mutation.h"
#include "State/Preset.h"

#include <cstdlib>
#include <string>

namespace soma::test {

/// Damages a state as a tree: what comes out is JSON still, but little in it need be where or what it should be. The
/// same random numbers give the same states.
class StateMutator {
  public:
    explicit StateMutator(std::uint64_t seed)
        : random_(seed) {}

    SplitMix64& random() { return random_; }

    /// A sound state with random values, unknown fields and unknown parameters.
    Json whole() {
        Preset preset;
        preset.name = "n" + std::to_string(random_.below(1000));
        preset.cell = random_.below(2) == 0 ? "allen/474626527" : "";
        for (const auto& row : parameters())
            if (random_.below(4) == 0) preset.values.set(*find_parameter(row.id), from_position(row, random_.unit()));
        preset.initial = {{"voltage_mV", -70.0 + random_.unit()}};
        preset.units = {{"stim_amplitude_pa", "nA"}};
        preset.session = {{"theme", "1"}};
        preset.unknown["garden"] = {{"flowers", {1, 2, random_.unit()}}};
        preset.unknown_parameters["flux_tesla"] = random_.unit();
        auto state = parse_json("whole", preset_text(preset));
        // Most of the long list is left out, so that damage hits the structure too.
        while (random_.below(20) > 0 && state["parameters"].size() > 4)
            state["parameters"].erase(key_of(state["parameters"]));
        return state;
    }

    /// With one to six changes anywhere in it.
    Json damaged(Json state) {
        for (auto changes = 1 + random_.below(6); changes > 0; --changes) change(state);
        return state;
    }

  private:
    std::string key_of(const Json& object) {
        auto at = object.begin();
        std::advance(at, static_cast<std::ptrdiff_t>(random_.below(object.size())));
        return at.key();
    }

    /// The root, or a value in it, or in that.
    Json& place_in(Json& root) {
        Json* place = &root;
        while (place->is_structured() && !place->empty() && random_.below(4) > 0)
            place = place->is_object() ? &(*place)[key_of(*place)] : &(*place)[random_.below(place->size())];
        return *place;
    }

    std::string odd_key() {
        constexpr std::string_view keys[] = {"version", "format", "parameters", "session", "initial",
                                             "",        "\"",     "ÿ",          "later"};
        if (random_.below(2) == 0) return std::string(parameters()[random_.below(parameter_count)].id);
        return std::string(keys[random_.below(std::size(keys))]);
    }

    Json odd_value() {
        constexpr double numbers[] = {0.0,   -0.0,   1.0,    2.0, 99.0,  -1.0,         0.1,
                                      1e308, -1e308, 5e-324, 1e9, 1e300, 4294967296.0, 0.5};
        constexpr std::string_view texts[] = {"", "lif", "on", "somaphone-patch", "1", "-70 mV", "\n", "nA", "🜁"};
        switch (random_.below(8)) {
        case 0:
            return nullptr;
        case 1:
            return random_.below(2) == 0;
        case 2:
            return Json::array({1, "x", nullptr});
        case 3:
            return Json::object({{"deep", {{"deeper", Json::array({Json::object()})}}}});
        case 4:
            return texts[random_.below(std::size(texts))];
        case 5:
            return random_.next(); // up to 64 bits
        case 6:
            return -static_cast<std::int64_t>(random_.below(1 << 20));
        default:
            return numbers[random_.below(std::size(numbers))];
        }
    }

    void change(Json& state) {
        auto& place = place_in(state);
        switch (random_.below(5)) {
        case 0:
            place = odd_value();
            break;
        case 1:
            if (place.is_object() && !place.empty()) place.erase(key_of(place));
            break;
        case 2:
            if (place.is_object()) place[odd_key()] = odd_value();
            break;
        case 3: {
            const auto moved = place_in(state); // a copy from elsewhere
            place = moved;
            break;
        }
        default:
            if (state.is_object()) state["version"] = 1 + random_.below(3);
        }
    }

    SplitMix64 random_;
};

/// How many states a test looks at: `quick`, or what the environment says.
/// All 10⁶: SOMAPHONE_FUZZ_STATES=1000000 build/Tests/core_tests --gtest_filter='StateFuzz*'
inline int states_to_fuzz(int quick) {
    const char* wanted = std::getenv("SOMAPHONE_FUZZ_STATES");
    return wanted != nullptr ? std::atoi(wanted) : quick;
}

} // namespace soma::test
