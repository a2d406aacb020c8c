#include "CommandLine/LessonSounds.h"

#include "CommandLine/Errors.h"
#include "CommandLine/Input.h"
#include "CommandLine/Messages.h"
#include "CommandLine/Progress.h"
#include "CommandLine/Sink.h"

#include "Parameters/ParameterText.h"

#include "Lesson/Checks.h"
#include "Lesson/Loader.h"

#include <array>
#include <cmath>
#include <vector>

namespace soma::command {
namespace {

namespace fs = std::filesystem;

constexpr int block_size = 4096;
constexpr double endless_s = 2.0; ///< of a sound that lasts until it is stopped

/// The recording that a lesson names. Links are resolved first, so that none leads out of the lesson's folder.
std::unique_ptr<Input> open_recording(const fs::path& beside, const std::string& file, FilesRead& read) {
    std::error_code error;
    const auto folder = fs::canonical(beside, error), path = fs::canonical(folder / file, error);
    if (beside.empty() || error) throw RunError(file + ": the lesson's recording is not there");
    if (!lesson::stays_inside(folder.string(), path.string()))
        throw RunError(file + ": leads out of the lesson's folder");
    return open_input(path.string(), read);
}

void render_sound(const lesson::Setup& setup, Input* input, double rate_hz, Output& output) {
    RunInfo info;
    info.provenance.sample_rate_hz = rate_hz;
    info.provenance.values = setup.values;
    Engine engine;
    engine.prepare(rate_hz, block_size);
    engine.set(setup.values);
    engine.set_initial(lesson::initial_of(setup));
    engine.reset();
    const double model_s = setup.total_ms / 1000.0 / setup.values[Id::time_scale];
    info.frames = std::max<std::int64_t>(1, std::llround((model_s > 0.0 ? model_s : endless_s) * rate_hz));
    const auto sink = make_mix_sink(output, info);
    std::array<std::vector<float>, 2> channels{std::vector<float>(block_size), std::vector<float>(block_size)};
    const std::array<const float*, 2> main{channels[0].data(), channels[1].data()};
    sink->begin(engine);
    for (std::int64_t start = 0; start < info.frames; start += block_size) {
        Block block;
        block.frames = static_cast<int>(std::min<std::int64_t>(block_size, info.frames - start));
        for (std::size_t c = 0; c < 2; ++c) block.main[c] = channels[c].data();
        if (input != nullptr) input->read(start, block);
        engine.process(block);
        sink->block({engine, start, block.frames, main.data(), nullptr});
    }
    sink->end();
}

} // namespace

void render_lesson_sounds(const lesson::Lesson& lesson, const fs::path& beside, lesson::Quantities& quantities,
                          std::uint64_t seed, double rate_hz, const std::string& folder, FilesRead& read) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (!fs::is_directory(folder)) throw RunError(folder + ": is not a folder and cannot be made one");

    lesson::Evaluator evaluator{lesson, quantities};
    evaluator.set_variables(lesson::base_variables(lesson, seed));
    Outputs outputs(read);
    std::string contents = lesson.title + "\nSeed " + std::to_string(seed) + "\n\n";
    Progress progress("rendering", static_cast<std::int64_t>(lesson.sounds.size()));
    std::int64_t done = 0;
    for (const auto& [name, sound] : lesson.sounds) {
        const auto& setup = evaluator.setup(name);
        if (setup.live_input) {
            print_note(name + " needs a microphone and is left out");
            continue;
        }
        const auto input = setup.audio_file.empty() ? nullptr : open_recording(beside, setup.audio_file, read);
        const auto stated = input != nullptr ? input->rate(setup.values[Id::time_scale]) : std::nullopt;
        if (stated && !stated->agrees(rate_hz))
            throw RunError(setup.audio_file + ": has " + shortest(stated->hz) + " Hz; give --rate " +
                           shortest(stated->hz));
        render_sound(setup, input.get(), rate_hz, outputs.add((fs::path(folder) / (name + ".wav")).string()));
        contents += name + ".wav: " + sound.label + ": " + sound.alt + "\n";
        progress.update(++done);
    }
    outputs.add((fs::path(folder) / "sounds.txt").string()).write(contents);
    outputs.commit();
}

} // namespace soma::command
