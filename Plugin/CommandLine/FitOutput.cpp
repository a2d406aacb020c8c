#include "CommandLine/FitOutput.h"

#include "CommandLine/Picture.h"
#include "CommandLine/SweepList.h"
#include "CommandLine/Table.h"
#include "Plot/OutcomeWords.h"

#include "Parameters/ParameterText.h"
#include "State/Cell.h"
#include "State/JsonText.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace soma::command {
namespace {

constexpr int width_px = 1100, height_px = 720, device_scale = 2;

std::string printed(double value, int digits) {
    if (std::isnan(value)) return "–";
    return general_text(value, digits);
}

std::string file_name(const std::string& path) { return std::filesystem::path(path).filename().string(); }

std::string sweeps_text(const std::vector<int>& numbers) {
    return (numbers.size() == 1 ? "sweep " : "sweeps ") + numbers_text(numbers);
}

std::string tested_text(const FittedRecording& fitted) {
    std::vector<int> numbers;
    for (const auto& sweep : fitted.tested) numbers.push_back(sweep.number);
    return sweeps_text(numbers) + (fitted.tested_apart ? ", not used for the fit" : ", which are those of the fit");
}

std::string score_text(const recording::SweepScore& mean) {
    return "explained variance " + printed(mean.explained_variance, 4) + ", Γ " + printed(mean.gamma, 3) +
           ", explained temporal variance " + printed(mean.temporal_variance, 3);
}

} // namespace

std::string fit_text(const FittedRecording& fitted) {
    const auto& fit = fitted.fit;
    std::string text = "fit of " + fitted.model + " to " + fitted.input + ", " + sweeps_text(fitted.fit_numbers) + "\n";
    Table values({"parameter", "value", "95 % interval", "unit"});
    for (const auto& found : fit.fitted) {
        const auto& row = parameter(found.id);
        const bool known = !std::isnan(found.low);
        values.add({std::string(row.id), printed(found.value, 6),
                    known ? printed(found.low, 5) + " … " + printed(found.high, 5) : "–", std::string(row.unit)});
    }
    text += values.text();
    text += "The model leaves " + printed(fit.voltage_rms_mv, 3) + " mV (rms) of the subthreshold voltage.\n";
    if (fitted.fit_numbers.size() < 2) text += "Intervals need at least two sweeps.\n";
    if (!fit.settled) text += "The search ended before it came to rest; --searches 16 looks further.\n";
    text += "\nscores on " + tested_text(fitted) + "\n";
    Table scores({"sweep", "explained variance", "Γ, 4 ms", "expl. temporal variance", "spikes", "of the model"});
    const auto add = [&](const std::string& name, const recording::SweepScore& score) {
        scores.add({name, printed(score.explained_variance, 4), printed(score.gamma, 3),
                    printed(score.temporal_variance, 3), std::to_string(score.recorded_spikes),
                    std::to_string(score.model_spikes)});
    };
    for (const auto& score : fitted.scores) add(std::to_string(score.number), score);
    if (fitted.scores.size() > 1) add("mean", recording::mean_score(fitted.scores));
    return text + scores.text();
}

std::string fitted_cell(const FittedRecording& fitted) {
    const auto mean = recording::mean_score(fitted.scores);
    Json cell{{"name", fitted.model + " of " + file_name(fitted.input)},
              {"source", "somaphone " SOMAPHONE_VERSION " fit: " + file_name(fitted.input) + ", " +
                             sweeps_text(fitted.fit_numbers) + "; on " + tested_text(fitted) + ": " + score_text(mean)},
              {"model", fitted.model}};
    auto& parameters = cell["parameters"] = Json::object();
    for (const auto& row : soma::parameters()) {
        const auto id = *find_parameter(row.id);
        const bool found =
            std::ranges::find(fitted.fit.fitted, id, &recording::FittedValue::id) != fitted.fit.fitted.end();
        if (belongs_to_cell(row) && (found || fitted.fit.values[id] != row.default_value))
            parameters[std::string(row.id)] = fitted.fit.values[id];
    }
    return json_text(cell);
}

void write_fit_plot(Output& output, const FittedRecording& fitted) {
    const auto most = std::ranges::max_element(fitted.tested, {}, [](const auto& s) { return s.spikes_ms.size(); });
    const auto outcome = recording::beside(fitted.fit.values, *most, fitted.fit.onset_ms,
                                           fitted.model + " beside sweep " + std::to_string(most->number) + " of " +
                                               file_name(fitted.input),
                                           recording::mean_score(fitted.scores));
    auto words = plot::page_text(outcome, "", fitted.fit.values);
    words.caption = "Scores on " + tested_text(fitted) + ". Means over 0.2 ms.";
    const auto image = plot::draw_outcome_page({outcome}, words, editor::Theme::of(editor::Theme::Kind::light),
                                               width_px, height_px, device_scale);
    write_picture(output, image);
}

} // namespace soma::command
