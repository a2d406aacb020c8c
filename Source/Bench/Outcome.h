#pragma once

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace soma::bench {

/// A protocol that cannot be run, or a cell that does not suit it. One line that says what would be right.
struct ProtocolError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A value that is not known: prints as an empty field or a dash, never as 0.
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

struct Column {
    std::string name;    ///< with its unit, as CSV headers have it: "current_pA"
    std::string head;    ///< for people: "current"
    std::string unit;    ///< of the values: "pA"
    bool detail = false; ///< in files, not in a narrow table on the screen
};

struct Table {
    std::vector<Column> columns;
    std::vector<std::vector<double>> rows; ///< NaN: unknown
};

/// A number an experiment ends in, with where it comes from.
struct Figure {
    std::string name; ///< "Rheobase, exact"
    double value;
    std::string unit;
    std::string note; ///< how it was found, its bracket or residual; may be empty
};

enum class Mark : unsigned char { points, line, dashed, dotted };
/// Meaning of a series; it decides the colour.
enum class Role : unsigned char { measured, theory, fit, trace, sodium, potassium };

struct Series {
    std::string name;
    Mark mark;
    Role role;
    std::vector<double> x, y; ///< NaN breaks a line
};

struct Axis {
    std::string label, unit; ///< "pulse duration", "ms"
    bool logarithmic = false;
};

/// A construction line across the picture with its name: a value that the curves are read against.
struct Guide {
    std::string name; ///< "rheobase 29.0 pA"
    bool vertical;
    double at; ///< on the x axis where vertical, else on the y axis
};

/// A lower picture under the first with the same x axis.
struct Lane {
    std::string name, unit;
    std::vector<Series> series;
    double share = 0.17; ///< of the height
};

/// Result of an experiment: numbers, a table and a picture of it, and notes that a reader should know.
struct Outcome {
    std::string title;
    std::vector<Figure> figures;
    Table table;
    Axis x, y;
    std::vector<Series> series;
    std::vector<std::string> remarks;
    std::vector<Guide> guides = {};
    std::vector<Lane> lanes = {};
};

} // namespace soma::bench
