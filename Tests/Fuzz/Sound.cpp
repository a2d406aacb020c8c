#include "Core/Limits.h"
#include "Fuzz/Case.h"
#include "Fuzz/ScratchFolder.h"

#include "CommandLine/Errors.h"
#include "CommandLine/Input.h"
#include "Engine/Engine.h"
#include "SoundFile/SoundReader.h"

#include <cmath>

namespace soma::fuzz {

/// Sound files of all kinds: refused with one line that names the file, or decoded into finite samples to their end.
void run_case(std::string_view bytes) {
    static const ScratchFolder folder;
    const auto path = folder.write("fuzzed.wav", bytes); // what a file is says its content
    try {
        command::FilesRead read;
        const auto input = command::open_input(path, std::nullopt, read);
        require(input->frames() > 0, "an accepted sound has samples");
        require(input->channels() >= 1 && input->channels() <= static_cast<int>(limits::channels),
                "an accepted sound has channels the engine takes");
        const auto rate = input->rate(1.0);
        require(rate && rate->hz >= sound_file::least_rate_hz && rate->hz <= sound_file::largest_rate_hz,
                "an accepted sound has a rate");
        constexpr std::int64_t longest = 1 << 16;
        constexpr int length = 1000;
        for (std::int64_t at = 0; at < std::min(longest, input->frames() + length); at += length) {
            Block block;
            block.frames = length;
            input->read(at, block);
            require(block.input.size() == static_cast<std::size_t>(input->channels()), "all channels are there");
            for (const auto* channel : block.input)
                for (int k = 0; k < length; ++k) require(std::isfinite(channel[k]), "samples are finite");
        }
    } catch (const command::RunError& error) {
        require_complaint(error.what(), path);
    } catch (const sound_file::Error& error) {
        require_complaint(error.what(), path);
    }
}

} // namespace soma::fuzz
