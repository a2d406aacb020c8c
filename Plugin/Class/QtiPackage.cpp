#include "Class/BankFiles.h"

#include "Class/SoundFile.h"
#include "Lesson/Format/Messages.h"

#include <algorithm>

namespace soma::classroom {
namespace {

using lesson::BankQuestion;
using Kind = lesson::AnswerForm::Kind;

const std::string qti_namespace = "http://www.imsglobal.org/xsd/imsqti_v2p1";

std::string number(double value) { return lesson::number_text(value, 10); }

std::string paragraphs(const std::string& text) {
    std::string out = "<p>" + xml_escaped(text) + "</p>";
    for (auto at = out.find('\n'); at != std::string::npos; at = out.find('\n', at)) out.replace(at, 1, "</p><p>");
    return out;
}

std::string choice_name(std::size_t index) { return "A" + std::to_string(index + 1); }

std::string values_of(const std::vector<std::string>& values) {
    std::string out = "<correctResponse>";
    for (const auto& value : values) out += "<value>" + value + "</value>";
    return out + "</correctResponse>";
}

std::string declaration(const std::string& cardinality, const std::string& type,
                        const std::vector<std::string>& right) {
    return "<responseDeclaration identifier=\"RESPONSE\" cardinality=\"" + cardinality + "\" baseType=\"" + type +
           "\">" + values_of(right) + "</responseDeclaration>\n";
}

struct Item {
    std::string declaration, interaction, condition;
    std::string feedback; ///< modal, after the body
};

/// One option is right when it is any of the right ones: each has its place in a mapping.
Item choice_item(const BankQuestion& q) {
    Item item;
    std::vector<std::string> right;
    std::string mapping, choices;
    for (std::size_t i = 0; i < q.options.size(); ++i) {
        if (q.options[i].right) right.push_back(choice_name(i));
        mapping +=
            "<mapEntry mapKey=\"" + choice_name(i) + "\" mappedValue=\"" + (q.options[i].right ? "1" : "0") + "\"/>";
        choices += "<simpleChoice identifier=\"" + choice_name(i) + "\">" + xml_escaped(q.options[i].label) +
                   "</simpleChoice>";
    }
    const bool single = q.kind == Kind::choice;
    if (single && right.size() > 1) right.resize(1); // the declaration shows one; the mapping takes any
    item.declaration = declaration(single ? "single" : "multiple", "identifier", right);
    if (single) {
        const std::string end = "</responseDeclaration>\n";
        item.declaration.insert(item.declaration.size() - end.size(),
                                "<mapping defaultValue=\"0\">" + mapping + "</mapping>");
        item.condition = "<gt><mapResponse identifier=\"RESPONSE\"/><baseValue baseType=\"float\">0</baseValue></gt>";
    } else {
        item.condition = "<match><variable identifier=\"RESPONSE\"/><correct identifier=\"RESPONSE\"/></match>";
    }
    item.interaction = "<choiceInteraction responseIdentifier=\"RESPONSE\" shuffle=\"false\" maxChoices=\"" +
                       std::string(single ? "1" : "0") + "\">" + choices + "</choiceInteraction>";
    return item;
}

Item number_item(const BankQuestion& q) {
    Item item;
    item.declaration = declaration("single", "float", {number(q.number.value)});
    item.interaction = "<p><textEntryInteraction responseIdentifier=\"RESPONSE\" expectedLength=\"12\"/> " +
                       xml_escaped(q.unit) + "</p>";
    const auto t = number(q.number.tolerance);
    item.condition = "<equal toleranceMode=\"absolute\" tolerance=\"" + t + " " + t +
                     "\"><variable identifier=\"RESPONSE\"/><correct identifier=\"RESPONSE\"/></equal>";
    return item;
}

Item order_item(const BankQuestion& q) {
    Item item;
    // In the order of their labels, so that the place in the file tells nothing.
    auto shown = q.order;
    std::sort(shown.begin(), shown.end());
    const auto name = [&](const std::string& label) {
        return choice_name(static_cast<std::size_t>(std::find(shown.begin(), shown.end(), label) - shown.begin()));
    };
    std::vector<std::string> right;
    for (const auto& label : q.order) right.push_back(name(label));
    std::string choices;
    for (const auto& label : shown)
        choices += "<simpleChoice identifier=\"" + name(label) + "\">" + xml_escaped(label) + "</simpleChoice>";
    item.declaration = declaration("ordered", "identifier", right);
    item.interaction =
        "<orderInteraction responseIdentifier=\"RESPONSE\" shuffle=\"false\">" + choices + "</orderInteraction>";
    item.condition = "<match><variable identifier=\"RESPONSE\"/><correct identifier=\"RESPONSE\"/></match>";
    return item;
}

std::string set_value(const std::string& name, const std::string& value) {
    return "<setOutcomeValue identifier=\"" + name + "\">" + value + "</setOutcomeValue>";
}

std::string base_value(const std::string& type, const std::string& value) {
    return "<baseValue baseType=\"" + type + "\">" + value + "</baseValue>";
}

/// Right, a known misconception, or wrong: each has its points and its text.
std::string processing(const BankQuestion& q, Item& item) {
    const auto feedback = [&](const std::string& name, const std::string& text) {
        item.feedback += "<modalFeedback outcomeIdentifier=\"FEEDBACK\" identifier=\"" + name +
                         "\" showHide=\"show\">" + paragraphs(text) + "</modalFeedback>\n";
        return set_value("FEEDBACK", base_value("identifier", name));
    };
    std::string out = "<responseProcessing><responseCondition><responseIf>" + item.condition +
                      set_value("SCORE", base_value("float", number(q.points))) + feedback("RIGHT", q.right_text) +
                      "</responseIf>";
    for (std::size_t i = 0; i < q.misconceptions.size(); ++i) {
        const auto& wrong = q.misconceptions[i];
        const auto t = number(wrong.tolerance);
        out += "<responseElseIf><equal toleranceMode=\"absolute\" tolerance=\"" + t + " " + t +
               "\"><variable identifier=\"RESPONSE\"/>" + base_value("float", number(wrong.value)) + "</equal>" +
               set_value("SCORE", base_value("float", "0")) +
               feedback("KNOWN" + std::to_string(i + 1), wrong.feedback) + "</responseElseIf>";
    }
    for (std::size_t i = 0; i < q.options.size(); ++i) {
        if (q.options[i].right || q.kind != Kind::choice) continue;
        out += "<responseElseIf><match><variable identifier=\"RESPONSE\"/>" + base_value("identifier", choice_name(i)) +
               "</match>" + set_value("SCORE", base_value("float", "0")) +
               feedback("OPTION" + std::to_string(i + 1), q.options[i].feedback) + "</responseElseIf>";
    }
    return out + "<responseElse>" + set_value("SCORE", base_value("float", "0")) + feedback("WRONG", q.wrong_text) +
           "</responseElse></responseCondition></responseProcessing>\n";
}

} // namespace

std::map<std::string, std::string> qti_package(const std::vector<BankQuestion>& bank) {
    std::map<std::string, std::string> files;
    std::string resources;
    int index = 0;
    for (const auto& q : bank) {
        const auto id = "item" + std::to_string(++index);
        std::string sounds, dependencies;
        int sound = 0;
        for (const auto& card : q.cards) {
            const auto wav = wav_of(card.setup);
            if (wav.empty()) continue;
            const auto file = "sounds/" + id + "-" + std::to_string(++sound) + ".wav";
            files[file] = wav;
            sounds += "<p>" + xml_escaped(card.label) + " <object data=\"" + file + "\" type=\"audio/wav\">" +
                      xml_escaped(card.alt) + "</object></p>";
            dependencies += "<file href=\"" + file + "\"/>";
        }
        auto item = q.kind == Kind::order ? order_item(q) : q.kind == Kind::number ? number_item(q) : choice_item(q);
        const auto rules = processing(q, item);
        files[id + ".xml"] =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<assessmentItem xmlns=\"" + qti_namespace +
            "\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"" + qti_namespace + " " +
            qti_namespace + ".xsd\" identifier=\"" + id + "\" title=\"" + xml_escaped(q.name) +
            "\" adaptive=\"false\" timeDependent=\"false\">\n" + item.declaration +
            "<outcomeDeclaration identifier=\"SCORE\" cardinality=\"single\" "
            "baseType=\"float\"><defaultValue><value>0</value></defaultValue></outcomeDeclaration>\n" +
            "<outcomeDeclaration identifier=\"FEEDBACK\" cardinality=\"single\" baseType=\"identifier\"/>\n<itemBody>" +
            paragraphs(q.text) + sounds + item.interaction + "</itemBody>\n" + rules + item.feedback +
            "</assessmentItem>\n";
        resources += "<resource identifier=\"" + id + "\" type=\"imsqti_item_xmlv2p1\" href=\"" + id +
                     ".xml\"><file href=\"" + id + ".xml\"/>" + dependencies + "</resource>\n";
    }
    files["imsmanifest.xml"] =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest xmlns=\"http://www.imsglobal.org/xsd/imscp_v1p1\" "
        "identifier=\"somaphone\">\n"
        "<metadata><schema>QTIv2.1 "
        "Package</schema><schemaversion>1.0.0</schemaversion></metadata>\n<organizations/>\n<resources>\n" +
        resources + "</resources>\n</manifest>\n";
    return files;
}

} // namespace soma::classroom
