#include "Lesson/Results.h"

#include "Core/Random.h"
#include "Lesson/Text.h"
#include "Lesson/Variants.h"
#include "Lesson/Wording.h"

#include <cmath>

namespace soma::lesson {
namespace {

constexpr std::string_view header_line =
    "lesson_id,lesson_version,format_version,app_version,class,student,seed,started_utc,step_id,kind,role,trial,"
    "variant,"
    "presented,answer,unit,expected,tolerance,correct,score,max_score,attempt,plays,response_ms,revealed,pictures\n";

std::string counted(int n) { return n < 0 ? "" : std::to_string(n); }
std::string measured(double x) { return x < 0.0 ? "" : number_text(x, 6); }

void append_row(std::string& out, const ResultHeader& h, const ResultRow& r) {
    const std::string student = single_spaces(h.student);
    const std::string fields[] = {h.lesson_id,
                                  std::to_string(h.lesson_version),
                                  h.format_version,
                                  h.app_version,
                                  h.class_key,
                                  student.empty() ? "unnamed" : student,
                                  std::to_string(h.seed),
                                  h.started_utc,
                                  r.step_id,
                                  r.kind,
                                  r.role,
                                  r.trial,
                                  r.variant,
                                  r.presented,
                                  r.answer,
                                  r.unit,
                                  r.expected,
                                  r.tolerance,
                                  counted(r.correct),
                                  measured(r.score),
                                  measured(r.max_score),
                                  counted(r.attempt),
                                  counted(r.plays),
                                  r.response_ms < 0.0 ? "" : number_text(std::nearbyint(r.response_ms), 12),
                                  r.revealed ? "1" : "0",
                                  h.pictures ? "1" : "0"};
    bool first = true;
    for (const std::string& field : fields) {
        if (!first) out += ',';
        first = false;
        out += csv_field(field);
    }
    out += '\n';
}

} // namespace

std::string results_csv(const ResultHeader& header, const std::vector<ResultRow>& rows, double score, double maximum) {
    std::string out{header_line};
    for (const ResultRow& row : rows) append_row(out, header, row);
    ResultRow summary;
    summary.kind = "summary";
    summary.answer = result_code(header.lesson_id, header.lesson_version, header.seed, header.student, score, maximum,
                                 header.class_key);
    summary.score = score;
    summary.max_score = maximum;
    append_row(out, header, summary);
    return out;
}

std::string result_code(std::string_view lesson_id, int version, std::uint64_t seed, std::string_view student,
                        double score, double maximum, std::string_view class_key) {
    const auto hundredths = [](double x) { return std::to_string(static_cast<long long>(std::nearbyint(100.0 * x))); };
    const std::string text = "SPL1\n" + std::string{lesson_id} + "\n" + std::to_string(version) + "\n" +
                             std::to_string(seed) + "\n" + normalised_name(student) + "\n" + hundredths(score) + "/" +
                             hundredths(maximum) + "\n" + std::string{class_key};
    const std::uint64_t bits = SplitMix64{fnv1a64(text)}.next() >> 24;
    constexpr std::string_view crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::string code;
    for (int i = 7; i >= 0; --i) {
        code += crockford[(bits >> (5 * i)) & 31];
        if (i == 4) code += '-';
    }
    return code;
}

} // namespace soma::lesson
