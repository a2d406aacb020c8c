#include "CommandLine/ClassMerge.h"

#include "CommandLine/Errors.h"
#include "CommandLine/LessonFile.h"
#include "CommandLine/Messages.h"
#include "CommandLine/OutputName.h"
#include "CommandLine/Outputs.h"
#include "CommandLine/Table.h"
#include "CommandLine/TextFile.h"
#include "Embedded/BuiltInLessons.h"
#include "Plot/HistogramPage.h"

#include "Core/Utf8.h"
#include "Lesson/Format/Messages.h"
#include "Lesson/Play/ClassAdvance.h"
#include "Lesson/Play/ClassHistogram.h"
#include "Lesson/Play/ClassQuestion.h"
#include "Lesson/Play/ClassTable.h"

#include <charconv>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <set>

namespace soma::command {
namespace {

constexpr int most_named_rows = 5;

lesson::ResultsFile read_file(const std::string& name, const std::string& key, FilesRead& read) {
    auto file = lesson::read_results(read_text_file(name, read), key);
    if (!file.error.empty()) throw RunError(name + ": " + file.error);
    return file;
}

/// "rows 3, 7 were edited", "rows are missing, doubled or moved", or nothing.
std::string complaint(const lesson::StudentResults& student) {
    std::vector<std::string> edited;
    for (const auto& row : student.rows)
        if (row.edited) edited.push_back(std::to_string(row.line));
    if (edited.size() == student.rows.size() && !student.code_fits) return "no code fits: another key, or made up";
    if (!edited.empty()) {
        const bool many = edited.size() > most_named_rows;
        if (many) edited.resize(most_named_rows);
        return "edited: line " + lesson::joined(edited) + (many ? " and more" : "");
    }
    if (!student.code_fits) return "name, seed or score were edited: line " + std::to_string(student.summary.line);
    return student.whole ? "" : "rows were left out, doubled or moved";
}

/// Meaning of wrong answers, in the words of the lesson's feedback; for built-in lessons with questions of the class.
std::map<std::pair<std::string, std::string>, std::string>
meanings(const std::vector<lesson::StudentResults>& students) {
    std::map<std::pair<std::string, std::string>, std::string> found;
    std::set<std::pair<std::string, std::string>> done; // lesson and seed
    for (const auto& student : students) {
        const auto& id = student.summary["lesson_id"];
        if (!done.insert({id, student.summary["seed"]}).second) continue;
        try {
            lesson::Quantities quantities{lesson_instrument()};
            const auto text = find_built_in_lesson(id);
            const auto lesson = lesson::load_lesson(text.text, text.name, quantities).lesson;
            if (lesson == nullptr || std::to_string(lesson->version) != student.summary["lesson_version"]) continue;
            lesson::SessionOptions options;
            options.capabilities = lesson::all_capabilities();
            const auto& seed = student.summary["seed"];
            // The seed of the questions themselves; a student's own is mixed from name and class already.
            auto fixed = std::make_shared<lesson::Lesson>(*lesson);
            fixed->seed_mode = lesson::SeedMode::class_seed;
            std::from_chars(seed.data(), seed.data() + seed.size(), options.class_seed);
            lesson::Session session{fixed, quantities, options};
            do {
                const auto question = lesson::class_question(session);
                for (const auto& row : student.rows) {
                    if (row["step_id"] != question.key.step || row["correct"] != "0") continue;
                    const bool number = question.form.kind == lesson::AnswerForm::Kind::number;
                    const auto answer = number ? row["answer"] + " " + row["unit"] : row["answer"];
                    const auto shown = number ? lesson::number_text(row.number("answer").value_or(0.0), 3) : answer;
                    if (question.key.trial == 0 && (number || question.form.kind == lesson::AnswerForm::Kind::choice))
                        found[{question.key.step, shown}] = lesson::grade(session, question.form, answer).feedback;
                }
            } while (lesson::advance_class(session));
        } catch (const std::exception&) {
            continue; // a lesson that is not here has no words for its answers
        }
    }
    return found;
}

void print_questions(const std::vector<lesson::QuestionSummary>& questions) {
    Table table({"question", "students", "right", "before", "median", "quartiles", "most frequent wrong answer"});
    const auto percent = [](double share) {
        return std::to_string(static_cast<int>(std::lround(100.0 * share))) + " %";
    };
    for (const auto& q : questions) {
        std::string wrong;
        for (const auto& answer : q.answers)
            if (!answer.right && wrong.empty())
                wrong = answer.answer + " (" + percent(static_cast<double>(answer.count) / q.students) + ")";
        const bool numbers = !q.numbers.empty();
        table.add({q.step + (q.trial.empty() ? "" : "/" + q.trial), std::to_string(q.students),
                   percent(static_cast<double>(q.right) / q.students),
                   q.first_right < 0.0 ? "" : percent(q.first_right),
                   numbers ? lesson::number_text(lesson::quantile(q.numbers, 0.5), 4) + " " + q.unit : "",
                   numbers ? lesson::number_text(lesson::quantile(q.numbers, 0.25), 4) + " – " +
                                 lesson::number_text(lesson::quantile(q.numbers, 0.75), 4)
                           : "",
                   one_line(wrong)});
    }
    std::cout << table.text();
}

void write_plot(Output& output, const std::vector<lesson::StudentResults>& students) {
    constexpr int device_scale = 2;
    const auto histograms = lesson::class_histograms(students);
    if (histograms.empty())
        throw RunError("--plot: no question has two numbers to count: no typed number, table or staircase");
    std::set<std::string> classes;
    for (const auto& student : students)
        if (!student.summary["class"].empty()) classes.insert(one_line(student.summary["class"]));
    const auto title = (classes.size() == 1 ? *classes.begin() + ": " : "") + std::to_string(students.size()) +
                       (students.size() == 1 ? " result" : " results");
    const auto image =
        plot::draw_histogram_page(histograms, title, editor::Theme::of(editor::Theme::Kind::light), device_scale);
    juce::MemoryOutputStream bytes;
    if (!juce::PNGImageFormat().writeImageToStream(image, bytes))
        throw RunError(output.target() + ": the picture cannot be encoded; there may not be enough memory");
    output.write({static_cast<const char*>(bytes.getData()), bytes.getDataSize()});
}

/// "rest-two-ions v1, seed 2024, Ada: 9.5 / 12, 4Y8X-BYD7" as 'Copy one-line code' gives it.
bool line_fits(const std::string& line, const std::string& key) {
    const auto version = line.find(" v"), seed = line.find(", seed ", version == std::string::npos ? 0 : version);
    const auto code = line.rfind(", "), score = line.rfind(": ", code);
    const auto name = seed == std::string::npos ? seed : line.find(", ", seed + 2);
    const auto slash = line.find(" / ", score == std::string::npos ? 0 : score);
    for (const auto at : {version, seed, name, score, code, slash})
        if (at == std::string::npos)
            throw UsageError(in_quotes(line) + ": no such file, nor a line as 'Copy one-line code' gives it: "
                                               "LESSON vN, seed N, NAME: SCORE / POINTS, CODE");
    if (!(version < seed && seed < name && name < score && score < slash && slash < code))
        throw UsageError(in_quotes(line) + ": no such file, nor a line as 'Copy one-line code' gives it");
    const auto part = [&](std::size_t from, std::size_t to) { return line.substr(from, to - from); };
    const auto number = [](const std::string& text) {
        double value = 0.0;
        std::from_chars(text.data(), text.data() + text.size(), value);
        return value;
    };
    const auto whole = [](const std::string& text) {
        std::uint64_t value = 0;
        std::from_chars(text.data(), text.data() + text.size(), value);
        return value;
    };
    auto student = part(name + 2, score);
    if (student == "unnamed") student.clear();
    return part(code + 2, line.size()) ==
           lesson::result_code(part(0, version), static_cast<int>(whole(part(version + 2, seed))),
                               whole(part(seed + 7, name)), student, number(part(score + 2, slash)),
                               number(part(slash + 3, code)), key);
}

} // namespace

void merge_results(const MergeOptions& options) {
    if (!options.plot.empty()) check_name("--plot", options.plot, ".png");
    check_table_name("-o", options.output);
    if (!options.questions.empty()) check_table_name("--questions", options.questions);
    FilesRead read;
    std::vector<lesson::StudentResults> all;
    std::map<std::string, std::string> seen; // lesson, name and start, and where it was
    for (const auto& name : options.files) {
        for (auto& student : read_file(name, options.class_key, read).students) {
            const auto& s = student.summary;
            const auto who = s["student"] + ", " + s["lesson_id"];
            if (const auto text = complaint(student); !text.empty()) print_note(name + ": " + who + ": " + text);
            const auto [first, fresh] = seen.insert({who + ", " + s["seed"], name});
            if (!fresh) {
                print_note(name + ": " + who + " is there twice, the first time in " + first->second +
                           "; the first one is kept");
                continue;
            }
            all.push_back(std::move(student));
        }
    }
    const auto questions = lesson::summarise(all);
    Outputs outputs(read);
    outputs.add(options.output).write(lesson::class_table_csv(all));
    if (!options.questions.empty())
        outputs.add(options.questions).write(lesson::questions_csv(questions, meanings(all)));
    if (!options.plot.empty()) write_plot(outputs.add(options.plot), all);
    outputs.commit();
    if (options.output != "-" && options.plot != "-" && options.questions != "-") print_questions(questions);
}

void check_results(const CheckOptions& options) {
    FilesRead read;
    int wrong = 0;
    for (const auto& what : options.what) {
        if (!std::filesystem::exists(what)) {
            const bool fits = line_fits(what, options.class_key);
            std::cout << one_line(what) << ": " << (fits ? "the code fits" : "THE CODE DOES NOT FIT") << '\n';
            wrong += !fits;
            continue;
        }
        for (const auto& student : read_file(what, options.class_key, read).students) {
            const auto text = complaint(student);
            std::cout << one_line(what + ": " + student.summary["student"] + ", " + student.summary["lesson_id"] +
                                  ": " + student.summary["score"] + " of " + student.summary["max_score"])
                      << ": " << (text.empty() ? "as it was made" : text) << '\n';
            wrong += !text.empty();
        }
    }
    if (wrong > 0)
        throw RunError(std::to_string(wrong) + (wrong == 1 ? " result is" : " results are") +
                       " not as made with this key");
}

} // namespace soma::command
