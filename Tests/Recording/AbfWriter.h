#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace soma::test {

/// Writes the fields of Axon Binary Format that readers look at, from the layout of the file's own documentation: for
/// tests alone.
class AbfWriter {
  public:
    struct Input {
        std::string name, unit;
        float scale_factor; ///< volts at the digitiser for one unit
        float offset = 0.0f;
        bool telegraph = false;
        float telegraph_gain = 1.0f;
    };
    struct Epoch {
        std::int16_t type; ///< 1 step, 2 ramp, 3 pulses
        float level, level_step;
        std::int32_t samples, samples_step;
    };

    std::vector<Input> inputs{{"Vm", "mV", 0.01f}};
    std::string output_unit = "pA";
    float holding = 0.0f;
    std::vector<Epoch> epochs;
    double interval_us = 50.0;
    bool floats = false, compressed = false;
    int mode = 5;
    /// raw[sweep][sample of all inputs, one after another]
    std::vector<std::vector<std::int16_t>> raw;

    static constexpr float range = 10.0f, programmable_gain = 1.0f;
    static constexpr std::int32_t resolution = 32768;

    /// A reader's expected value of a raw sample.
    double value(const Input& input, std::int16_t sample) const {
        const double gain = static_cast<double>(input.scale_factor) * (input.telegraph ? input.telegraph_gain : 1.0f);
        return sample * (static_cast<double>(range) / resolution / gain) + static_cast<double>(input.offset);
    }

    std::string version1() const {
        std::string file(6144, '\0');
        const auto put = [&](std::size_t offset, auto number) { std::memcpy(&file[offset], &number, sizeof number); };
        const auto text = [&](std::size_t offset, std::string_view words) {
            file.replace(offset, words.size(), words);
        };
        const auto samples = raw.front().size();
        text(0, "ABF ");
        put(4, 1.83f);
        put(8, static_cast<std::int16_t>(mode));
        put(10, static_cast<std::int32_t>(samples * raw.size()));
        put(16, static_cast<std::int32_t>(raw.size()));
        put(40, static_cast<std::int32_t>(file.size() / 512));
        put(100, static_cast<std::int16_t>(floats));
        put(120, static_cast<std::int16_t>(inputs.size()));
        put(122, static_cast<float>(interval_us / static_cast<double>(inputs.size())));
        put(138, static_cast<std::int32_t>(samples));
        put(244, range);
        put(252, resolution);
        for (std::size_t i = 0; i < 16; ++i) put(410 + 2 * i, static_cast<std::int16_t>(i < inputs.size() ? i : -1));
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            text(442 + 10 * i, inputs[i].name);
            text(602 + 8 * i, inputs[i].unit);
            put(730 + 4 * i, programmable_gain);
            put(922 + 4 * i, inputs[i].scale_factor);
            put(986 + 4 * i, inputs[i].offset);
            put(1050 + 4 * i, 1.0f);
            put(4512 + 2 * i, static_cast<std::int16_t>(inputs[i].telegraph));
            put(4576 + 4 * i, inputs[i].telegraph_gain);
        }
        text(1346, output_unit);
        put(1394, holding);
        put(2296, static_cast<std::int16_t>(!epochs.empty()));
        put(2300, std::int16_t{1});
        for (std::size_t e = 0; e < epochs.size(); ++e) {
            put(2308 + 2 * e, epochs[e].type);
            put(2348 + 4 * e, epochs[e].level);
            put(2428 + 4 * e, epochs[e].level_step);
            put(2508 + 4 * e, epochs[e].samples);
            put(2588 + 4 * e, epochs[e].samples_step);
        }
        file += data();
        if (mode == 3) return file;
        file.resize((file.size() + 511) / 512 * 512, '\0');
        put(92, static_cast<std::int32_t>(file.size() / 512));
        put(96, static_cast<std::int32_t>(raw.size()));
        return file + synch_array();
    }

    std::string version2() const {
        std::string file(512, '\0');
        const auto put = [&](std::size_t offset, auto number) { std::memcpy(&file[offset], &number, sizeof number); };
        const auto section = [&](std::size_t place, const std::string& bytes, std::size_t entry_bytes,
                                 std::size_t count) {
            const auto block = static_cast<std::uint32_t>(file.size() / 512);
            file += bytes;
            file.resize((file.size() + 511) / 512 * 512, '\0');
            put(place, block);
            put(place + 4, static_cast<std::uint32_t>(entry_bytes));
            put(place + 8, static_cast<std::int64_t>(count));
        };
        const auto fill = [](std::string& bytes, std::size_t offset, auto number) {
            std::memcpy(&bytes[offset], &number, sizeof number);
        };
        file.replace(0, 4, "ABF2");
        put(6, std::uint8_t{6});
        put(7, std::uint8_t{2});
        put(8, std::uint32_t{512});
        put(12, static_cast<std::uint32_t>(raw.size()));
        put(16, std::uint32_t{20240131});
        put(30, static_cast<std::uint16_t>(floats));
        put(60, std::uint32_t{1});
        put(72, std::uint32_t{2});

        std::string protocol(512, '\0');
        fill(protocol, 0, static_cast<std::int16_t>(mode));
        fill(protocol, 2, static_cast<float>(interval_us));
        fill(protocol, 6, static_cast<std::uint8_t>(compressed));
        fill(protocol, 22, static_cast<std::int32_t>(raw.front().size()));
        fill(protocol, 110, range);
        fill(protocol, 118, resolution);
        section(76, protocol, 512, 1);

        std::string strings("SSCH", 4);
        strings.resize(44, '\0');
        strings[43] = '\0';
        strings += std::string("clampex\0protocol.pro\0", 21);
        std::int32_t next = 3;
        std::string entries;
        for (const auto& input : inputs) {
            std::string entry(128, '\0');
            fill(entry, 0, static_cast<std::int16_t>(&input - inputs.data()));
            fill(entry, 2, static_cast<std::int16_t>(input.telegraph));
            fill(entry, 6, input.telegraph_gain);
            fill(entry, 28, programmable_gain);
            fill(entry, 40, input.scale_factor);
            fill(entry, 44, input.offset);
            fill(entry, 48, 1.0f);
            fill(entry, 74, next++);
            fill(entry, 78, next++);
            strings += input.name + '\0' + input.unit + '\0';
            entries += entry;
        }
        section(92, entries, 128, inputs.size());

        std::string output(256, '\0');
        fill(output, 12, holding);
        fill(output, 24, next++);
        fill(output, 28, next++);
        strings += std::string("Cmd") + '\0' + output_unit + '\0';
        fill(output, 40, static_cast<std::int16_t>(!epochs.empty()));
        fill(output, 42, std::int16_t{1});
        section(108, output, 256, 1);

        std::string listed;
        for (std::size_t e = 0; e < epochs.size(); ++e) {
            std::string entry(48, '\0');
            fill(entry, 0, static_cast<std::int16_t>(e));
            fill(entry, 4, epochs[e].type);
            fill(entry, 6, epochs[e].level);
            fill(entry, 10, epochs[e].level_step);
            fill(entry, 14, epochs[e].samples);
            fill(entry, 18, epochs[e].samples_step);
            listed += entry;
        }
        if (!epochs.empty()) section(156, listed, 48, epochs.size());
        section(220, strings, strings.size(), 1);

        if (mode != 3) section(316, synch_array(), 8, raw.size());
        section(236, data(), floats ? 4 : 2, raw.size() * raw.front().size());
        return file;
    }

  private:
    std::string synch_array() const {
        std::string bytes;
        for (std::size_t s = 0; s < raw.size(); ++s)
            for (const std::size_t value : {s * raw.front().size(), raw.front().size()}) {
                const auto number = static_cast<std::int32_t>(value);
                bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
            }
        return bytes;
    }
    std::string data() const {
        std::string bytes;
        for (const auto& sweep : raw)
            for (std::size_t k = 0; k < sweep.size(); ++k) {
                if (floats) {
                    const auto number = static_cast<float>(value(inputs[k % inputs.size()], sweep[k]));
                    bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
                } else {
                    bytes.append(reinterpret_cast<const char*>(&sweep[k]), sizeof sweep[k]);
                }
            }
        return bytes;
    }
};

} // namespace soma::test
