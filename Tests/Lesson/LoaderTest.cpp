#include "Lesson/Answers/Setup.h"
#include "Lesson/LessonSource.h"
#include "Lesson/Load/Schema.h"
#include "Support/Paths.h"

#include <functional>
#include <set>

namespace {

using namespace soma;
using namespace soma::test;
using lesson::Loaded;

struct Case {
    std::string name;
    std::function<void(json&)> breaks;
    std::string says;    ///< part of the message
    std::string where{}; ///< step or field
};

json& step(json& d, const std::string& id) {
    for (json& s : d["steps"])
        if (s["id"] == id) return s;
    throw std::runtime_error("no step " + id);
}

std::string texts(const Loaded& loaded) {
    std::string all;
    for (const auto& problem : loaded.errors) all += problem.text() + "\n";
    return all;
}

TEST(Loader, TheSmallLessonLoads) { EXPECT_NE(load_small(small_lesson()), nullptr); }

TEST(Loader, RefusesAndNamesStepAndField) {
    const std::vector<Case> cases{
        {"no steps", [](json& d) { d.erase("steps"); }, "'steps' is missing"},
        {"other format", [](json& d) { d["format"] = "quiz"; }, "not a Somaphone lesson"},
        {"next major", [](json& d) { d["formatVersion"] = "2.0"; }, "format 1", "formatVersion"},
        {"unknown kind", [](json& d) { step(d, "hello")["kind"] = "essay"; }, "'essay' is not known",
         "step 'hello', kind"},
        {"misspelt", [](json& d) { step(d, "tau")["promt"] = "x"; }, "near: prompt", "step 'tau', promt"},
        {"misspelt inside", [](json& d) { step(d, "pairs")["trial"]["suffle"] = true; }, "near: shuffle",
         "trial.suffle"},
        {"no alt", [](json& d) { d["sounds"]["A"].erase("alt"); }, "'alt' is missing", "sounds.A"},
        {"alt too short", [](json& d) { d["sounds"]["A"]["alt"] = "Clicks"; }, "too short", "sounds.A.alt"},
        {"unknown parameter", [](json& d) { d["cells"]["passive"]["params"]["membrane_resistance_mhom"] = 1; },
         "near: membrane_resistance_mohm"},
        {"old parameter name", [](json& d) { d["cells"]["passive"]["params"]["R_MOhm"] = 1; }, "R_MOhm"},
        {"level above 24", [](json& d) { d["sounds"]["A"]["monitor"]["spike_level_db"] = 30; }, "at most 24",
         "sounds.A.monitor.spike_level_db"},
        {"parameter out of range", [](json& d) { d["cells"]["passive"]["params"]["membrane_capacitance_nf"] = -1; },
         "outside its range", "cells.passive"},
        {"word for a number", [](json& d) { d["cells"]["passive"]["params"]["rest_mv"] = "low"; },
         "not a value of rest_mv"},
        {"unknown cell id", [](json& d) { d["cells"]["one"]["preset"] = "allen/1"; }, "no cell 'allen/1'", "cells.one"},
        {"sound without cell", [](json& d) { d["sounds"]["A"]["cell"] = "on"; }, "no cell 'on'; near: one",
         "sounds.A.cell"},
        {"sound without stimulus", [](json& d) { d["sounds"]["A"]["stimulus"] = "pulse"; }, "no stimulus",
         "sounds.A.stimulus"},
        {"step without sound", [](json& d) { step(d, "hear")["sounds"][1] = "Z"; }, "no sound 'Z'",
         "step 'hear', sounds[1]"},
        {"twice the same id", [](json& d) { step(d, "hear")["id"] = "hello"; }, "two steps"},
        {"no right option", [](json& d) { step(d, "guess")["options"][1].erase("correct"); }, "none of the options",
         "step 'guess'"},
        {"key twice", [](json& d) { step(d, "guess")["options"][1]["key"] = "1"; }, "used twice", "step 'guess'"},
        {"key 0", [](json& d) { step(d, "guess")["options"][1]["key"] = "0"; }, "keys 1 to 9"},
        {"points for a guess", [](json& d) { step(d, "guess")["points"] = 1; }, "scores nothing",
         "step 'guess', points"},
        {"points for a text", [](json& d) { step(d, "hello")["points"] = 1; }, "scores nothing", "step 'hello'"},
        {"options and trial", [](json& d) { step(d, "pairs")["options"] = step(d, "guess")["options"]; },
         "exactly one of options, trial", "step 'pairs'"},
        {"cell of nothing", [](json& d) { d["cells"]["one"] = json::object(); }, "preset or model", "cells.one"},
        {"canary", [](json& d) { step(d, "tau")["expect"] = 21; }, "canary says 21, the model says 20.2", "step 'tau'"},
        {"unknown quantity", [](json& d) { step(d, "tau")["answer"]["quantity"] = "tua"; }, "tua"},
        {"quantity of nothing", [](json& d) { step(d, "tau")["answer"]["of"] = "nobody"; }, "no sound or cell 'nobody'",
         "step 'tau', answer"},
        {"quantity that the model lacks",
         [](json& d) {
             step(d, "tau")["answer"] = {{"quantity", "rheobase"}, {"of", "passive"}};
             step(d, "tau").erase("expect");
         },
         "is not defined for the model rc", "step 'tau', answer"},
        {"missing argument",
         [](json& d) {
             step(d, "tau")["answer"] = {{"quantity", "v_at"}, {"of", "A"}};
         },
         "needs the argument t_ms"},
        {"mistake that is right", [](json& d) { step(d, "tau")["feedback"]["whenEquals"][0]["answer"] = 20.3; },
         "never shown"},
        {"unit of another kind", [](json& d) { step(d, "tau")["acceptUnits"] = {"mV"}; }, "does not measure",
         "acceptUnits"},
        {"unit nobody knows", [](json& d) { step(d, "tau")["unit"] = "furlong"; }, "furlong"},
        {"same value twice",
         [](json& d) {
             step(d, "pairs")["trial"]["sounds"] = {"A", "B"};
             d["cells"]["two"] = d["cells"]["one"];
         },
         "closer than 10 %", "step 'pairs'"},
        {"order unclear", [](json& d) { d["cells"]["three"] = d["cells"]["one"]; }, "closer than 10 %"},
        {"target out of reach", [](json& d) { step(d, "knob")["target"] = -30; }, "cannot be reached", "step 'knob'"},
        {"start out of range", [](json& d) { step(d, "knob")["start"] = 0; }, "outside the range", "step 'knob'"},
        {"range turned round",
         [](json& d) {
             step(d, "knob")["range"] = {-40, -90};
         },
         "below the second"},
        {"bench has no such field", [](json& d) { step(d, "table")["checks"][0]["field"] = "rheo[0]"; },
         "no field 'rheo'"},
        {"bench shows fewer", [](json& d) { step(d, "table")["checks"][1]["field"] = "rheobase_pA[2]"; },
         "does not show"},
        {"bench shows another number", [](json& d) { step(d, "table")["checks"][1]["answer"] = 14; },
         "the bench shows"},
        {"variable nobody draws", [](json& d) { d["variables"].erase("c"); }, "no variable 'c'"},
        {"value that leads to itself",
         [](json& d) {
             d["stimuli"]["step"]["amplitude"]["value"] = {{"quantity", "rate"}, {"of", "A"}};
         },
         "depends on itself"},
        {"absolute file",
         [](json& d) {
             d["stimuli"]["voice"] = {{"kind", "audio"}, {"file", "/etc/passwd"}};
         },
         "must stay inside", "stimuli.voice.file"},
        {"file outside",
         [](json& d) {
             d["stimuli"]["voice"] = {{"kind", "audio"}, {"file", "sounds/../../x.wav"}};
         },
         "must stay inside"},
        {"file of another disk",
         [](json& d) {
             d["stimuli"]["voice"] = {{"kind", "audio"}, {"file", "C:x.wav"}};
         },
         "plain relative file name"},
        {"backslashes",
         [](json& d) {
             d["stimuli"]["voice"] = {{"kind", "audio"}, {"file", "..\\x.wav"}};
         },
         "plain relative file name"},
        {"hidden folder of nothing",
         [](json& d) {
             d["stimuli"]["voice"] = {{"kind", "audio"}, {"file", "a//b.wav"}};
         },
         "must stay inside"},
        {"61 steps",
         [](json& d) {
             while (d["steps"].size() < 61) d["steps"].push_back(d["steps"][0]);
         },
         "more than 60"},
        {"257 neurons", [](json& d) { d["cells"]["one"]["count"] = 257; }, "at most 256", "cells.one.count"},
        {"65 cells",
         [](json& d) {
             for (int i = 0; i < 65; ++i) d["cells"]["c" + std::to_string(i)] = d["cells"]["one"];
         },
         "more than 64"},
        {"an hour of sound", [](json& d) { d["stimuli"]["step"]["total_ms"] = 3600000; }, "at most 120000"},
        {"ends before it starts", [](json& d) { d["stimuli"]["step"]["total_ms"] = 50; }, "ends before"},
        {"text for a number", [](json& d) { d["minutes"] = "five"; }, "a whole number", "minutes"},
        {"half a minute", [](json& d) { d["minutes"] = 0.5; }, "a whole number", "minutes"},
        {"null", [](json& d) { d["title"] = nullptr; }, "must be a text", "title"},
        {"control character", [](json& d) { d["title"] = "a\x1b[2J"; }, "control character"},
        {"title of 5000", [](json& d) { d["title"] = std::string(5000, 'x'); }, "longer than 200", "title"},
        {"name with a space", [](json& d) { d["cells"]["my cell"] = d["cells"]["one"]; }, "my cell"},
        {"id with capitals", [](json& d) { d["id"] = "Small"; }, "small letters"},
        {"too much work",
         [](json& d) {
             d["cells"]["crowd"] = {{"preset", "allen/474626527"}, {"count", 256}};
             d["stimuli"]["noise"] = {{"kind", "noise"},
                                      {"amplitude", {{"value", 28}, {"unit", "pA"}}},
                                      {"sigma", {{"value", 20}, {"unit", "pA"}}}};
             d["sounds"]["crowd"] = {{"cell", "crowd"}, {"stimulus", "noise"}, {"alt", "A hiss of clicks."}};
             step(d, "tau")["answer"] = {{"quantity", "sync_rho"}, {"of", "crowd"}};
         },
         "too much simulation"},
    };
    for (const Case& c : cases) {
        json document = small_lesson();
        c.breaks(document);
        const Loaded loaded = load_text(document.dump());
        EXPECT_EQ(loaded.lesson, nullptr) << c.name;
        EXPECT_NE(texts(loaded).find(c.says), std::string::npos) << c.name << " says:\n" << texts(loaded);
        EXPECT_NE(texts(loaded).find(c.where), std::string::npos) << c.name << " says:\n" << texts(loaded);
        EXPECT_NE(texts(loaded).find("small.lesson.json: "), std::string::npos) << c.name;
    }
}

TEST(Loader, RefusesTextThatIsNoLesson) {
    const std::string whole = small_lesson().dump();
    EXPECT_NE(texts(load_text("")).find("not JSON"), std::string::npos);
    EXPECT_NE(texts(load_text("[1, 2]")).find("not a Somaphone lesson"), std::string::npos);
    EXPECT_NE(texts(load_text("{\n\"format\": oops}")).find("line 2"), std::string::npos);
    EXPECT_NE(texts(load_text(std::string(lesson::largest_lesson_bytes + 1, ' '))).find("1 MB"), std::string::npos);
    EXPECT_NE(texts(load_text(std::string(100000, '['))).find("levels deep"), std::string::npos);
    std::string twice = whole;
    twice.insert(1, "\"title\": \"first\", ");
    EXPECT_NE(texts(load_text(twice)).find("twice"), std::string::npos);
    EXPECT_NE(texts(load_text("{\"format\": \"somaphone-lesson\", \"title\": \"\xff\xfe\"}")).find("not JSON"),
              std::string::npos);
    EXPECT_FALSE(load_text("{\"format\": \"somaphone-lesson\", \"minutes\": 1e999}").errors.empty());
    for (std::size_t cut = 0; cut < whole.size(); cut += 7) {
        const Loaded loaded = load_text(whole.substr(0, cut));
        EXPECT_EQ(loaded.lesson, nullptr) << cut;
        EXPECT_FALSE(loaded.errors.empty()) << cut;
    }
}

TEST(Loader, PassesOverWhatANewerMinorVersionAdds) {
    json document = small_lesson();
    document["formatVersion"] = "1.7";
    document["mood"] = "cheerful";
    document["steps"][0]["animation"] = {{"speed", 3}};
    const Loaded loaded = load_text(document.dump());
    EXPECT_NE(loaded.lesson, nullptr) << texts(loaded);
    EXPECT_EQ(loaded.warnings.size(), 2u);
    document["formatVersion"] = "1.0";
    EXPECT_EQ(load_text(document.dump()).lesson, nullptr);
}

TEST(Loader, FileNamesStayInTheLessonsFolder) {
    for (const char* good : {"a.wav", "sounds/a.wav", "a/b/c.flac", "..a/b.wav"})
        EXPECT_TRUE(lesson::safe_relative_path(good)) << good;
    for (const char* bad : {"", "/a", "../a", "a/../b", "a/..", ".", "./a", "a//b", "a/", "C:/a", "a\\b", "~:a"})
        EXPECT_FALSE(lesson::safe_relative_path(bad)) << bad;
    EXPECT_TRUE(lesson::stays_inside("/home/ada/lessons", "/home/ada/lessons/a/b.wav"));
    EXPECT_TRUE(lesson::stays_inside("C:\\lessons\\", "C:\\lessons\\a.wav"));
    for (const char* outside : {"/etc/passwd", "/home/ada/lessons", "/home/ada/lessons2/a", "/home/ada/lessons/../x"})
        EXPECT_FALSE(lesson::stays_inside("/home/ada/lessons", outside)) << outside;
}

TEST(Schema, KnowsEveryPatternAndParameterAndQuantity) {
    const json schema = json::parse(lesson::lesson_schema_text());
    std::function<void(const json&)> visit = [&](const json& node) {
        if (node.is_object() && node.contains("pattern") && node["pattern"].is_string()) {
            EXPECT_TRUE(lesson::known_pattern(node["pattern"])) << node["pattern"];
        }
        if (node.is_object() && node.value("type", json{}) == "integer") {
            EXPECT_TRUE(node.contains("maximum")) << "a whole number without a limit: " << node.dump();
        }
        if (node.is_structured())
            for (const auto& [key, child] : node.items()) visit(child);
    };
    visit(schema);
    std::set<std::string> named, known;
    for (const json& id : schema["$defs"]["paramName"]["enum"]) named.insert(id.get<std::string>());
    for (const Parameter& p : parameters()) known.emplace(p.id);
    for (const auto id : lesson::derived_parameters()) known.emplace(id);
    for (const std::string& id : named) EXPECT_TRUE(known.contains(id)) << id << " is not in the parameter table";
    EXPECT_GT(named.size(), 100u);
    std::set<std::string> in_schema, computed;
    for (const json& name : schema["$defs"]["quantityName"]["enum"]) in_schema.insert(name.get<std::string>());
    for (const auto& info : lesson::quantity_table()) computed.emplace(info.name);
    EXPECT_EQ(in_schema, computed);
    for (const json& unit : schema["$defs"]["unit"]["enum"])
        EXPECT_TRUE(lesson::unit_named(unit.get<std::string>())) << unit;
}

TEST(Schema, TheGuideNamesWhatTheFormatHas) {
    const std::string guide = read_file(soma::test::project_path("Assets/Guide/WritingALesson.md"));
    for (const auto& info : lesson::quantity_table())
        EXPECT_NE(guide.find("`" + std::string{info.name} + "`"), std::string::npos) << info.name;
    for (const auto id : lesson::derived_parameters())
        EXPECT_NE(guide.find("`" + std::string{id} + "`"), std::string::npos) << id;
    for (const char* kind : {"text", "listen", "choose", "numeric", "tune", "experiment", "order", "reveal"})
        EXPECT_NE(guide.find("`" + std::string{kind} + "`"), std::string::npos) << kind;
}

} // namespace
