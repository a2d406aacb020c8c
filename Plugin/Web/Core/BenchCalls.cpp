#include "Bench/Catalogue.h"
#include "Bench/OutcomeCsv.h"
#include "State/RecordingCsv.h"
#include "Web/Core/Course.h"
#include "Web/Core/Fields.h"

namespace soma::web {
namespace {

std::string_view mark_name(bench::Mark mark) {
    constexpr std::string_view names[] = {"points", "line", "dashed", "dotted"};
    return names[static_cast<std::size_t>(mark)];
}
std::string_view role_name(bench::Role role) {
    constexpr std::string_view names[] = {"measured", "theory", "fit", "trace", "sodium", "potassium"};
    return names[static_cast<std::size_t>(role)];
}

Json series_of(const std::vector<bench::Series>& list) {
    auto all = Json::array();
    for (const auto& series : list)
        all.push_back(Fields()("name", series.name)("mark", mark_name(series.mark))("role", role_name(series.role))(
            "x", series.x)("y", series.y));
    return all;
}

Json axis_of(const bench::Axis& axis) {
    return Fields()("label", axis.label)("unit", axis.unit)("logarithmic", axis.logarithmic);
}

/// Numbers that are unknown are written as null.
Json json_of(const bench::Outcome& outcome) {
    auto figures = Json::array(), columns = Json::array(), guides = Json::array(), lanes = Json::array();
    for (const auto& figure : outcome.figures)
        figures.push_back(
            Fields()("name", figure.name)("value", figure.value)("unit", figure.unit)("note", figure.note));
    for (const auto& column : outcome.table.columns)
        columns.push_back(
            Fields()("name", column.name)("head", column.head)("unit", column.unit)("detail", column.detail));
    for (const auto& guide : outcome.guides)
        guides.push_back(Fields()("name", guide.name)("vertical", guide.vertical)("at", guide.at));
    for (const auto& lane : outcome.lanes)
        lanes.push_back(
            Fields()("name", lane.name)("unit", lane.unit)("series", series_of(lane.series))("share", lane.share));
    return Fields()("title", outcome.title)("figures", figures)("columns", columns)("rows", Json(outcome.table.rows))(
        "x", axis_of(outcome.x))("y", axis_of(outcome.y))("series", series_of(outcome.series))(
        "remarks", outcome.remarks)("guides", guides)("lanes", lanes);
}

Json experiments(Course&, const Json&) {
    auto kinds = Json::array();
    for (const auto& kind : bench::experiments()) {
        auto numbers = Json::array();
        auto usual = kind.usual;
        for (const auto& number : kind.numbers)
            numbers.push_back(Fields()("id", number.id)("label", number.label)("unit", number.unit)(
                "help", number.help)("least", number.least)("most", number.most)("value", number.at(usual)));
        Json list;
        if (kind.list)
            list = Fields()("id", kind.list->id)("unit", kind.list->unit)("usual", kind.list->usual)(
                "values", kind.list->at(usual));
        kinds.push_back(
            Fields()("id", kind.id)("title", kind.title)("summary", kind.summary)("list", list)("numbers", numbers));
    }
    return kinds;
}

Json run_experiment(Course& course, const Json& given) {
    const auto id = given.at("id").get<std::string>();
    const auto* kind = bench::find_experiment(id);
    if (kind == nullptr) throw std::runtime_error(id + ": there is no such experiment");
    auto protocol = kind->usual;
    for (const auto& number : kind->numbers)
        if (const auto found = given.at("numbers").find(std::string(number.id)); found != given.at("numbers").end())
            number.at(protocol) = found->get<double>();
    if (kind->list && given.contains("list") && !given.at("list").empty())
        kind->list->at(protocol) = given.at("list").get<std::vector<double>>();
    const bench::Subject subject{snapshot_from(given.at("values")), initial_from(given.at("initial"))};
    double told = -1.0;
    const auto progress = [&](const bench::Stage& stage) {
        constexpr double noticed = 0.005;
        if (stage.share > told + noticed) report_progress(told = stage.share);
        return true; // the page cancels by ending the instance
    };
    course.outcome = bench::run(subject, protocol, progress);
    auto result = json_of(*course.outcome);
    result["protocol"] = bench::protocol_text(protocol);
    return result;
}

std::string provenance(const Json& given) {
    Provenance provenance;
    provenance.version = given.at("version").get<std::string>();
    provenance.command = "bench " + given.at("id").get<std::string>();
    provenance.cell = given.at("cell").get<std::string>();
    provenance.sample_rate_hz = 0.0;
    provenance.values = snapshot_from(given.at("values"));
    return provenance_lines(provenance) + "# " + given.at("protocol").get<std::string>() + "\n";
}

/// Of the last outcome; "course": as the course's notebook reads strength–durations.
Json csv(Course& course, const Json& given) {
    if (!course.outcome) throw std::runtime_error("no experiment was run yet");
    if (!given.at("course").get<bool>()) return bench::csv_text(*course.outcome, provenance(given));
    const std::vector<bench::CellOutcome> outcomes{{given.at("cell").get<std::string>(), *course.outcome}};
    return bench::course_csv_text(outcomes);
}

} // namespace

Call find_bench_call(std::string_view name) {
    if (name == "experiments") return experiments;
    if (name == "run_experiment") return run_experiment;
    if (name == "experiment_csv") return csv;
    return nullptr;
}

} // namespace soma::web
