#include "CommandLine/LessonSounds.h"

#include "CommandLine/Errors.h"
#include "CommandLine/Input.h"
#include "CommandLine/Messages.h"
#include "CommandLine/Outputs.h"
#include "CommandLine/Progress.h"
#include "CommandLine/Sink.h"

#include "Lesson/Answers/Render.h"
#include "Lesson/Load/LessonChecks.h"
#include "Lesson/Load/Loader.h"
#include "Lesson/Play/Posed.h"
#include "Lesson/Play/Variants.h"
#include "Lesson/Play/Visibility.h"
#include "Parameters/ParameterText.h"

#include <cmath>
#include <vector>

namespace soma::command {
namespace {

namespace fs = std::filesystem;

/// The recording that a lesson names. Links are resolved first, so that none leads out of the lesson's folder.
std::unique_ptr<Input> open_recording(const fs::path& beside, const std::string& file, FilesRead& read) {
    std::error_code error;
    const auto folder = fs::canonical(beside, error), path = fs::canonical(folder / file, error);
    if (beside.empty() || error) throw RunError(file + ": the lesson's recording is not there");
    if (!lesson::stays_inside(folder.string(), path.string()))
        throw RunError(file + ": leads out of the lesson's folder");
    return open_input(path.string(), std::nullopt, read);
}

} // namespace

void write_lesson_sound(const lesson::Setup& setup, const fs::path& beside, double rate_hz, Output& output,
                        FilesRead& read) {
    const auto input = setup.audio_file.empty() ? nullptr : open_recording(beside, setup.audio_file, read);
    const auto stated = input != nullptr ? input->rate(setup.values[Id::time_scale]) : std::nullopt;
    if (stated && !stated->agrees(rate_hz))
        throw RunError(setup.audio_file + ": has " + shortest(stated->hz) + " Hz; give --rate " + shortest(stated->hz));
    lesson::Feed feed;
    if (input != nullptr) feed = [&](std::int64_t start, Block& block) { input->read(start, block); };
    const auto sound = lesson::render(setup, rate_hz, feed);
    write_sound(output, rate_hz, {sound.left.data(), sound.right.data()}, static_cast<int>(sound.left.size()));
}

void render_lesson_sounds(const lesson::Lesson& lesson, const fs::path& beside, lesson::Quantities& quantities,
                          std::uint64_t seed, double rate_hz, const std::string& folder, FilesRead& read) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (!fs::is_directory(folder)) throw RunError(folder + ": is not a folder and cannot be made one");

    lesson::Evaluator evaluator{lesson, quantities};
    const auto base = lesson::base_variables(lesson, seed);
    Outputs outputs(read);
    std::string contents = lesson.title + "\nSeed " + std::to_string(seed) + "\n";
    Progress progress("rendering", static_cast<std::int64_t>(lesson.steps.size()));
    for (std::size_t i = 0; i < lesson.steps.size(); ++i) {
        const auto& step = lesson.steps[i];
        const auto posed = lesson::pose(lesson, step, base, seed, evaluator);
        const auto* choose = std::get_if<lesson::ChooseStep>(&step.body);
        const bool trials = choose != nullptr && choose->trial;
        if (!posed.sounds.empty() && !trials)
            contents += "\nStep " + std::to_string(i + 1) + ", " +
                        (step.title.empty() ? step.id : evaluator.filled(step.title)) + "\n";
        for (std::size_t card = 0; card < posed.sounds.size() && !trials; ++card) {
            const auto& setup = evaluator.setup(posed.sounds[card]);
            if (setup.live_input) {
                print_note("step " + std::to_string(i + 1) + " needs a microphone; its sound is left out");
                continue;
            }
            const bool blind = lesson::is_blind(step);
            const auto& sound = lesson.sounds.find(blind ? lesson::sounds_of(step)[0] : posed.sounds[card])->second;
            const auto letter = lesson::card_letter(card);
            const auto name = (i < 9 ? "0" : "") + std::to_string(i + 1) + "-" + letter + ".wav";
            write_lesson_sound(setup, beside, rate_hz, outputs.add((fs::path(folder) / name).string()), read);
            contents += name + ": " + (blind ? letter : evaluator.filled(sound.label)) + ": " +
                        evaluator.filled(sound.alt) + "\n";
        }
        progress.update(static_cast<std::int64_t>(i) + 1);
    }
    outputs.add((fs::path(folder) / "sounds.txt").string()).write(contents);
    outputs.commit();
}

} // namespace soma::command
