#include "Lesson/Load/Schema.h"

#include "Lesson/Answers/Setup.h"
#include "Lesson/Format/Messages.h"
#include "Lesson/Format/Patterns.h"

#include "State/JsonText.h"

#include <cmath>
#include <set>

namespace soma::lesson {
namespace {

/// A report longer than this helps nobody and lets a hostile file write megabytes.
constexpr std::size_t most_errors = 20;
constexpr std::size_t longest_patterned = 400;

std::string child(const std::string& path, const std::string& key) { return path.empty() ? key : path + "." + key; }

std::string child(const std::string& path, std::size_t index) { return path + "[" + std::to_string(index) + "]"; }

std::size_t code_points(const std::string& text) {
    std::size_t n = 0;
    for (const char c : text) n += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return n;
}

struct TypeName {
    const char* name;
    const char* said;
    bool (*is)(const Json&);
};
constexpr TypeName type_names[] = {
    {"object", "an object {…}", [](const Json& n) { return n.is_object(); }},
    {"array", "a list […]", [](const Json& n) { return n.is_array(); }},
    {"string", "a text", [](const Json& n) { return n.is_string(); }},
    {"boolean", "true or false", [](const Json& n) { return n.is_boolean(); }},
    {"number", "a number", [](const Json& n) { return n.is_number(); }},
    {"integer", "a whole number",
     [](const Json& n) {
         return n.is_number_integer() || (n.is_number_float() && n.get<double>() == std::floor(n.get<double>()));
     }},
};

class Checker {
  public:
    explicit Checker(const Json& root)
        : root_(root) {}

    SchemaReport check(const Json& node, const Json& schema, const std::string& path) const {
        SchemaReport report;
        visit(node, schema, path, report);
        return report;
    }

  private:
    const Json& resolve(const Json& schema) const {
        return root_.at(Json::json_pointer(schema.at("$ref").get<std::string>().substr(1)));
    }

    static void complain(SchemaReport& report, const std::string& where, std::string what) {
        if (report.errors.size() < most_errors) report.errors.push_back({where, std::move(what)});
    }

    static void merge(SchemaReport& into, SchemaReport&& from) {
        for (auto& e : from.errors) complain(into, e.where, std::move(e.what));
        for (auto& u : from.unknown)
            if (into.unknown.size() < most_errors) into.unknown.push_back(std::move(u));
    }

    // The error says what the schema's description says when there is one: "a letter, then …" beats a pattern.
    void visit(const Json& node, const Json& schema, const std::string& path, SchemaReport& report) const {
        if (schema.contains("$ref")) visit(node, resolve(schema), path, report);
        if (!type_fits(node, schema, path, report)) return;
        visit_scalar(node, schema, path, report);
        if (node.is_array()) visit_list(node, schema, path, report);
        if (node.is_object()) visit_object(node, schema, path, report);
        visit_branches(node, schema, path, report);
    }

    static bool type_fits(const Json& node, const Json& schema, const std::string& path, SchemaReport& report) {
        const auto type = schema.find("type");
        if (type == schema.end()) return true;
        for (const TypeName& t : type_names)
            if (*type == t.name && !t.is(node)) {
                complain(report, path, std::string{"must be "} + t.said);
                return false;
            }
        return true;
    }

    static void visit_scalar(const Json& node, const Json& schema, const std::string& path, SchemaReport& report) {
        if (const auto c = schema.find("const"); c != schema.end() && node != *c)
            complain(report, path, "must be " + c->dump());
        if (const auto e = schema.find("enum"); e != schema.end() && std::find(e->begin(), e->end(), node) == e->end())
            complain(report, path, not_one_of(node, *e));
        if (node.is_string()) visit_text(node.get_ref<const std::string&>(), schema, path, report);
        if (node.is_number()) visit_number(node.get<double>(), schema, path, report);
    }

    static std::string not_one_of(const Json& node, const Json& allowed) {
        std::vector<std::string> words;
        for (const Json& a : allowed) words.push_back(a.is_string() ? a.get<std::string>() : a.dump());
        constexpr std::size_t listed_at_most = 16;
        if (!node.is_string())
            return words.size() > listed_at_most ? "must be a name that is known here"
                                                 : "must be one of " + joined(words);
        return "'" + shortened(node.get<std::string>()) + "' is not known here" +
               suggestion(node.get<std::string>(), words);
    }

    static void visit_text(const std::string& text, const Json& schema, const std::string& path, SchemaReport& report) {
        const std::size_t n = code_points(text);
        if (n < schema.value("minLength", std::size_t{0}))
            complain(report, path, n == 0 ? "must not be empty" : "is too short");
        if (n > schema.value("maxLength", text.size()))
            complain(report, path, "is longer than " + std::to_string(schema["maxLength"].get<int>()) + " characters");
        if (const auto p = schema.find("pattern"); p != schema.end()) {
            const Pattern* pattern = find_pattern(p->get_ref<const std::string&>());
            if (!pattern || text.size() > longest_patterned || !pattern->matches(text))
                complain(report, path,
                         "'" + shortened(text) + "' " + (pattern ? std::string{pattern->meaning} : "is not allowed"));
        }
    }

    static void visit_number(double x, const Json& schema, const std::string& path, SchemaReport& report) {
        const auto limit = [&](const char* key, bool bad, const char* words) {
            if (bad) complain(report, path, words + schema[key].dump());
        };
        if (!std::isfinite(x)) return complain(report, path, "must be a finite number");
        if (schema.contains("minimum")) limit("minimum", x < schema["minimum"].get<double>(), "must be at least ");
        if (schema.contains("maximum")) limit("maximum", x > schema["maximum"].get<double>(), "must be at most ");
        if (schema.contains("exclusiveMinimum"))
            limit("exclusiveMinimum", x <= schema["exclusiveMinimum"].get<double>(), "must be more than ");
    }

    void visit_list(const Json& node, const Json& schema, const std::string& path, SchemaReport& report) const {
        if (node.size() < schema.value("minItems", std::size_t{0}))
            complain(report, path, "needs at least " + schema["minItems"].dump() + " entries");
        if (node.size() > schema.value("maxItems", node.size()))
            return complain(report, path, "has more than " + schema["maxItems"].dump() + " entries");
        if (schema.value("uniqueItems", false) && std::set<Json>(node.begin(), node.end()).size() < node.size())
            complain(report, path, "names something twice");
        if (const auto items = schema.find("items"); items != schema.end())
            for (std::size_t i = 0; i < node.size() && report.errors.size() < most_errors; ++i)
                visit(node[i], *items, child(path, i), report);
    }

    void visit_object(const Json& node, const Json& schema, const std::string& path, SchemaReport& report) const {
        for (const Json& key : schema.value("required", Json::array()))
            if (!node.contains(key.get_ref<const std::string&>()))
                complain(report, path, "'" + key.get<std::string>() + "' is missing");
        if (node.size() < schema.value("minProperties", std::size_t{0})) complain(report, path, "must not be empty");
        if (node.size() > schema.value("maxProperties", node.size()))
            return complain(report, path, "has more than " + schema["maxProperties"].dump() + " entries");
        static const Json none = Json::object();
        const auto own = schema.find("properties");
        const Json& properties = own == schema.end() ? none : *own;
        for (const auto& [key, value] : node.items()) {
            if (report.errors.size() >= most_errors) return;
            if (const auto names = schema.find("propertyNames"); names != schema.end())
                visit(Json(key), *names, child(path, shortened(key)), report);
            if (const auto known = properties.find(key); known != properties.end())
                visit(value, *known, child(path, key), report);
            else
                visit_other(key, value, schema, path, report);
        }
    }

    void visit_other(const std::string& key, const Json& value, const Json& schema, const std::string& path,
                     SchemaReport& report) const {
        if (const auto more = schema.find("additionalProperties"); more != schema.end()) {
            if (more->is_object()) visit(value, *more, child(path, key), report);
            if (*more == false) unknown(key, {&schema.at("properties")}, path, report);
        }
        if (schema.value("unevaluatedProperties", true) == false) {
            const Json& shared = resolve(schema).at("properties");
            if (!shared.contains(key)) unknown(key, {&schema.at("properties"), &shared}, path, report);
        }
    }

    static void unknown(const std::string& key, std::initializer_list<const Json*> known, const std::string& path,
                        SchemaReport& report) {
        if (report.unknown.size() >= most_errors) return;
        std::vector<std::string> words;
        for (const Json* properties : known)
            for (const auto& [name, sub] : properties->items()) words.push_back(name);
        report.unknown.push_back({child(path, shortened(key)),
                                  "the property '" + shortened(key) + "' is not known" + suggestion(key, words)});
    }

    void visit_branches(const Json& node, const Json& schema, const std::string& path, SchemaReport& report) const {
        for (const Json& part : schema.value("allOf", Json::array())) visit(node, part, path, report);
        if (schema.contains("if") && check(node, schema["if"], path).errors.empty())
            visit(node, schema["then"], path, report);
        if (schema.contains("anyOf")) visit_any(node, schema["anyOf"], schema, path, report);
        if (schema.contains("oneOf")) visit_one(node, schema["oneOf"], path, report);
    }

    /// The alternative that fits; else the complaints of the only one that was meant; else what was expected.
    void visit_any(const Json& node, const Json& alternatives, const Json& schema, const std::string& path,
                   SchemaReport& report) const {
        std::vector<SchemaReport> candidates;
        for (const Json& a : alternatives) {
            SchemaReport one = check(node, a, path);
            if (one.errors.empty()) return merge(report, std::move(one));
            const auto here = [&](const Complaint& c) { return c.where == path; };
            if (std::none_of(one.errors.begin(), one.errors.end(), here)) candidates.push_back(std::move(one));
        }
        if (candidates.size() == 1) return merge(report, std::move(candidates.front()));
        if (const auto required = only_required(alternatives); !required.empty())
            return complain(report, path, "needs " + joined(required, " or "));
        std::string what = "does not fit";
        if (node.is_string()) what = "'" + shortened(node.get<std::string>()) + "' is not known here";
        if (const auto d = schema.find("description"); d != schema.end()) what += ": " + d->get<std::string>();
        complain(report, path, what);
    }

    void visit_one(const Json& node, const Json& alternatives, const std::string& path, SchemaReport& report) const {
        std::size_t fitting = 0;
        for (const Json& a : alternatives) fitting += check(node, a, path).errors.empty();
        if (fitting != 1) complain(report, path, "needs exactly one of " + joined(only_required(alternatives)));
    }

    static std::vector<std::string> only_required(const Json& alternatives) {
        std::vector<std::string> words;
        for (const Json& a : alternatives)
            if (a.contains("required") && a.size() == 1) words.push_back(a["required"][0].get<std::string>());
        return words;
    }

    const Json& root_;
};

} // namespace

namespace {

/// The file lists the parameters for editors and other validators; here the table itself says which there are.
Json schema_of_this_program() {
    Json schema = Json::parse(lesson_schema_text());
    Json& names = schema["$defs"]["paramName"]["enum"] = Json::array();
    for (const Parameter& p : parameters()) names.push_back(p.id);
    for (const std::string_view id : derived_parameters()) names.push_back(id);
    return schema;
}

} // namespace

SchemaReport check_against_schema(const Json& document) {
    static const Json schema = schema_of_this_program();
    return Checker{schema}.check(document, schema, "");
}

bool known_pattern(const std::string& pattern) { return find_pattern(pattern) != nullptr; }

} // namespace soma::lesson
