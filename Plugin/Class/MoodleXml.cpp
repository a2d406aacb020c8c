#include "Class/BankFiles.h"

#include "Class/SoundFile.h"
#include "Lesson/Format/Messages.h"

#include <algorithm>

namespace soma::classroom {
namespace {

using lesson::BankQuestion;
using Kind = lesson::AnswerForm::Kind;

constexpr int digits = 10; ///< of keys and tolerances

std::string number(double value) { return lesson::number_text(value, digits); }

/// <p> for each line.
std::string html_of(const std::string& text) {
    std::string out = "<p>" + xml_escaped(text) + "</p>";
    for (auto at = out.find('\n'); at != std::string::npos; at = out.find('\n', at)) out.replace(at, 1, "</p><p>");
    return out;
}

/// An element of the kind <name format="html"><text>…</text></name>.
std::string html_element(const std::string& name, const std::string& html, const std::string& files = {}) {
    return "<" + name + " format=\"html\"><text>" + xml_escaped(html) + "</text>" + files + "</" + name + ">\n";
}

std::string question_text(const BankQuestion& q) {
    std::string html = html_of(q.text), files;
    int index = 0;
    for (const auto& card : q.cards) {
        const auto wav = wav_of(card.setup);
        if (wav.empty()) continue;
        const auto file = "sound" + std::to_string(++index) + ".wav";
        html += "<p>" + xml_escaped(card.label) + "<br><audio controls src=\"@@PLUGINFILE@@/" + file + "\">" +
                xml_escaped(card.alt) + "</audio></p>";
        files += "<file name=\"" + file + "\" path=\"/\" encoding=\"base64\">" + base64(wav) + "</file>";
    }
    return html_element("questiontext", html, files);
}

std::string answer(double percent, const std::string& text, const std::string& format, const std::string& feedback,
                   const std::string& more = {}) {
    return "<answer fraction=\"" + lesson::number_text(percent, 7) + "\" format=\"" + format + "\"><text>" +
           xml_escaped(text) + "</text>" + more + html_element("feedback", html_of(feedback)) + "</answer>\n";
}

std::string combined_feedback(const BankQuestion& q) {
    return html_element("correctfeedback", html_of(q.right_text)) +
           html_element("partiallycorrectfeedback", html_of(q.wrong_text)) +
           html_element("incorrectfeedback", html_of(q.wrong_text));
}

std::string choice(const BankQuestion& q) {
    const auto right =
        std::count_if(q.options.begin(), q.options.end(), [](const auto& option) { return option.right; });
    const auto wrong = static_cast<std::ptrdiff_t>(q.options.size()) - right;
    // Several options: each right one earns its share, each wrong one costs its own. One option: any right one earns
    // all.
    const bool single = q.kind == Kind::choice;
    std::string out = std::string("<single>") + (single ? "true" : "false") +
                      "</single>\n<shuffleanswers>false</shuffleanswers>\n" +
                      "<answernumbering>123</answernumbering>\n" + combined_feedback(q);
    for (const auto& option : q.options) {
        const double percent = single         ? (option.right ? 100.0 : 0.0)
                               : option.right ? 100.0 / static_cast<double>(right)
                                              : -100.0 / static_cast<double>(std::max<std::ptrdiff_t>(1, wrong));
        out += answer(percent, html_of(option.label), "html", option.feedback);
    }
    return out;
}

std::string numerical(const BankQuestion& q) {
    const auto tolerance = [](double value) { return "<tolerance>" + number(value) + "</tolerance>"; };
    std::string out =
        answer(100.0, number(q.number.value), "moodle_auto_format", q.number.feedback, tolerance(q.number.tolerance));
    for (const auto& wrong : q.misconceptions)
        out += answer(0.0, number(wrong.value), "moodle_auto_format", wrong.feedback, tolerance(wrong.tolerance));
    out += answer(0.0, "*", "moodle_auto_format", q.wrong_text, tolerance(0.0));
    if (q.unit.empty())
        return out + "<unitgradingtype>0</unitgradingtype>\n<unitpenalty>0</unitpenalty>\n<showunits>3</"
                     "showunits>\n<unitsleft>0</unitsleft>\n";
    return out +
           "<unitgradingtype>0</unitgradingtype>\n<unitpenalty>0</unitpenalty>\n<showunits>0</"
           "showunits>\n<unitsleft>0</unitsleft>\n" +
           "<units><unit><multiplier>1</multiplier><unit_name>" + xml_escaped(q.unit) + "</unit_name></unit></units>\n";
}

/// Every Moodle knows matching: each sound to its place.
std::string matching(const BankQuestion& q) {
    std::vector<std::pair<std::string, std::size_t>> items;
    for (std::size_t i = 0; i < q.order.size(); ++i) items.emplace_back(q.order[i], i + 1);
    std::sort(items.begin(), items.end());
    std::string out = "<shuffleanswers>false</shuffleanswers>\n" + combined_feedback(q);
    for (const auto& [label, place] : items)
        out += "<subquestion format=\"html\"><text>" + xml_escaped(html_of(label)) + "</text><answer><text>" +
               std::to_string(place) + "</text></answer></subquestion>\n";
    return out;
}

} // namespace

std::string moodle_xml(const std::vector<BankQuestion>& bank, const std::string& category) {
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n<question "
                      "type=\"category\"><category><text>$course$/top/" +
                      xml_escaped(category) + "</text></category></question>\n";
    for (const auto& q : bank) {
        const bool choices = q.kind == Kind::choice || q.kind == Kind::choices;
        const auto* type = choices ? "multichoice" : q.kind == Kind::order ? "matching" : "numerical";
        out += std::string("<question type=\"") + type + "\">\n<name><text>" + xml_escaped(q.name) +
               "</text></name>\n" + question_text(q) + html_element("generalfeedback", "") + "<defaultgrade>" +
               number(q.points) + "</defaultgrade>\n<penalty>" + number(q.penalty) + "</penalty>\n<hidden>0</hidden>\n";
        out += choices ? choice(q) : q.kind == Kind::order ? matching(q) : numerical(q);
        for (const auto& hint : q.hints) out += html_element("hint", html_of(hint));
        out += "</question>\n";
    }
    return out + "</quiz>\n";
}

std::string base64(std::string_view bytes) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const auto byte = [&](std::size_t i) -> unsigned {
            return at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0u;
        };
        const unsigned three = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (int i = 0; i < 4; ++i) out += letters[three >> (18 - 6 * i) & 63];
    }
    if (bytes.size() % 3 != 0)
        out.replace(out.size() - (3 - bytes.size() % 3), 3 - bytes.size() % 3, 3 - bytes.size() % 3, '=');
    return out;
}

std::string xml_escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else
            out += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? ' ' : c;
    }
    return out;
}

} // namespace soma::classroom
