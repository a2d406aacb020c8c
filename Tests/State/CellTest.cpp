#include "State/Cell.h"
#include "State/CellLibrary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace soma::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string error_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const FormatError& error) {
        return error.what();
    }
    return "";
}

std::string file_of(std::string_view cells) {
    return R"({"format": "somaphone-cells", "version": 1, "source": "a test", "cells": [)" + std::string(cells) + "]}";
}

std::string cell_of(std::string_view fields) {
    return R"({"id": "a/b", "name": "B", "model": "lif", )" + std::string(fields) + "}";
}

TEST(Cell, is_read_with_numbers_texts_and_choices) {
    const auto cells = read_cells(
        "x.json",
        file_of(cell_of(
            R"("parameters": {"membrane_resistance_mohm": 345, "membrane_capacitance_nf": "58.6 pF", "leak": "ionic"},
           "initial": {"voltage_mV": -60.5, "m": 0.1}, "published_stimulus": [[0, 10, 3.5, 0], [10, 20, 0, -1]])")));
    ASSERT_EQ(cells.size(), 1u);
    const auto& cell = cells[0];
    EXPECT_EQ(cell.id, "a/b");
    EXPECT_EQ(cell.source, "a test");
    EXPECT_EQ(cell.model_name(), "lif");
    Snapshot values;
    apply(cell, values);
    EXPECT_EQ(values[Id::membrane_resistance_mohm], 345.0);
    EXPECT_EQ(values[Id::membrane_capacitance_nf], 0.0586);
    EXPECT_EQ(values[Id::leak], 1.0);
    EXPECT_EQ(cell.initial, (InitialValues{{"m", 0.1}, {"voltage_mV", -60.5}}));
    ASSERT_EQ(cell.published_stimulus.size(), 2u);
    EXPECT_EQ(cell.published_stimulus[1].slope_pa_per_ms, -1.0);
}

TEST(Cell, means_the_same_whatever_the_neuron_was_before) {
    const auto cell = read_cells("x.json", cell_of(R"("parameters": {"rest_mv": -70})"))[0];
    Snapshot before;
    before.set(Id::threshold_mv, -10);
    before.set(Id::model, 10);
    before.set(Id::spike_level_db, -20);
    before.set(Id::stim_amplitude_pa, 123);
    apply(cell, before);
    EXPECT_EQ(before[Id::rest_mv], -70.0);
    EXPECT_EQ(before[Id::threshold_mv], parameter(Id::threshold_mv).default_value);
    EXPECT_EQ(before[Id::model], 3.0);
    EXPECT_EQ(before[Id::spike_level_db], -20.0);
    EXPECT_EQ(before[Id::stim_amplitude_pa], 123.0);
}

TEST(Cell, alone_in_a_file_takes_its_name_from_it) {
    const auto cell = read_cells("/tmp/my cell.json", R"({"model": "rc", "parameters": {}})")[0];
    EXPECT_EQ(cell.id, "my-cell");
    EXPECT_EQ(cell.model_name(), "rc");
}

struct BadCell {
    const char* text;
    const char* complaint;
};

TEST(Cell, errors_name_file_cell_and_field_and_what_would_be_right) {
    const std::string deep(100, '[');
    const BadCell alone[] = {
        {R"("parameters": {"rest_mv": 900})", "900 mV is outside its range, -250 to 250 mV"},
        {R"("parameters": {"rest_mv": "-70 pA"})", "'pA' is not its unit, which is mV"},
        {R"("parameters": {"rest_mv": "nan"})", "'nan' is not a number in mV"},
        {R"("parameters": {"rest_mv": null})", "is null; it must be text"},
        {R"("parameters": {"leak": "both"})", "'both' is none of single, ionic"},
        {R"("parameters": {"rest": -70})", "unknown parameter 'rest'; near: rest_mv"},
        {R"("parameters": {"stim_amplitude_pa": 1})", "'stim_amplitude_pa' is not a property of a neuron"},
        {R"("parameters": [])", "parameters: is a list; it must be an object"},
        {R"("parameters": {}, "colour": "red")", "unknown field 'colour'; the fields are id, name, source"},
        {R"("parameters": {}, "initial": {"voltage_mV": "x"})", "voltage_mV: is text; it must be a number"},
        {R"("parameters": {}, "initial": {"voltage_mV": 1000})", "voltage_mV: is outside −250 to 250 mV"},
        {R"("parameters": {}, "published_stimulus": [[1, 2, 3]])", "published_stimulus[0]: must be four numbers"},
        {R"("parameters": {}, "published_stimulus": [[2, 1, 3, 0]])", "must begin at 0 ms or later and end after"},
        {R"("source": 3, "parameters": {})", "source: is a number; it must be text"},
    };
    for (const auto& [text, complaint] : alone)
        EXPECT_THAT(error_of([&] { read_cells("x.json", file_of(cell_of(text))); }),
                    AllOf(HasSubstr("x.json: cell 'a/b'"), HasSubstr(complaint)));

    const std::string good = cell_of(R"("parameters": {})");
    const std::pair<std::string, const char*> whole[] = {
        {"", "line 1, column 1: not JSON"},
        {"{\n  \"a\": tru\n}", "x.json: line 2, column 11: not JSON"},
        {"[]", "must be an object"},
        {deep, "nested more than 32 levels"},
        {R"({"format": "other", "version": 1, "cells": []})", "format is 'other'; it must be 'somaphone-cells'"},
        {R"({"format": "somaphone-cells", "version": 2, "cells": []})", "version is 2; this program reads version 1"},
        {R"({"format": "somaphone-cells", "version": 1.5, "cells": []})", "version: is 1.5; it must be a whole number"},
        {R"({"format": "somaphone-cells", "version": 1})", "the field 'cells' is missing"},
        {file_of(""), "cells: is empty"},
        {file_of("3"), "cells[0]: is a number; it must be an object"},
        {file_of(R"({"id": "a b"})"), "cells[0], id: is 'a b'; an id is made of letters"},
        {file_of(R"({"id": "a", "name": "A", "parameters": {}})"), "cell 'a': the field 'model' is missing"},
        {file_of(R"({"id": "a", "name": "A", "model": "LIF", "parameters": {}})"), "'LIF' is none of rest, r, rc, lif"},
        {file_of(R"({"id": "a", "name": "A\nB", "model": "lif", "parameters": {}})"), "control character"},
        {file_of(good + "," + good), "cell 'a/b': the id is there twice"},
        {file_of(R"({"id": "a", "id": "b"})"), "the field 'id' is there twice in one object"},
        {file_of(good).substr(0, 60), "not JSON"},
    };
    for (const auto& [text, complaint] : whole) {
        const auto error = error_of([&, &text = text] { read_cells("x.json", text); });
        EXPECT_THAT(error, AllOf(HasSubstr("x.json: "), HasSubstr(complaint))) << text;
        EXPECT_EQ(error.find('\n'), std::string::npos) << error;
    }
    EXPECT_THAT(error_of([] { read_cells("x.json", std::string(9 << 20, ' ')); }), HasSubstr("larger than 8 MiB"));
}

CellLibrary library() {
    CellLibrary library;
    library.add("one.json", file_of(R"({"id": "allen/474626527", "name": "A", "model": "lif", "parameters": {}},
                                       {"id": "hh/squid", "name": "B", "model": "hh", "parameters": {}},
                                       {"id": "adex/tonic", "name": "C", "model": "adex", "parameters": {}})"));
    library.add("two.json",
                file_of(R"({"id": "izhikevich/tonic", "name": "D", "model": "izhikevich", "parameters": {}})"));
    return library;
}

TEST(CellLibrary, finds_by_id_and_by_its_last_part) {
    const auto cells = library();
    EXPECT_EQ(cells.find("allen/474626527").name, "A");
    EXPECT_EQ(cells.find("474626527").name, "A");
    EXPECT_EQ(cells.find("squid").name, "B");
    EXPECT_EQ(cells.find("adex/tonic").name, "C");
    EXPECT_EQ(cells.look_up("tonic"), nullptr);
    EXPECT_EQ(cells.look_up("none"), nullptr);
}

TEST(CellLibrary, says_what_is_near_or_ambiguous) {
    const auto cells = library();
    EXPECT_EQ(error_of([&] { cells.find("474626572"); }), "no cell is named '474626572'; near: allen/474626527");
    EXPECT_EQ(error_of([&] { cells.find("tonic"); }),
              "more than one cell is named 'tonic': adex/tonic, izhikevich/tonic");
    EXPECT_EQ(error_of([&] { cells.find("qqqqqqq"); }), "no cell is named 'qqqqqqq'");
}

TEST(CellLibrary, adds_a_file_whole_or_not_at_all) {
    auto cells = library();
    const auto count = cells.cells().size();
    EXPECT_THAT(error_of([&] {
                    cells.add("three.json", file_of(R"({"id": "new", "name": "N", "model": "rc", "parameters": {}},
                                                       {"id": "hh/squid", "name": "B", "model": "hh", "parameters": {}})"));
                }),
                HasSubstr("three.json: cell 'hh/squid': another file has a cell of this id"));
    EXPECT_EQ(cells.cells().size(), count);
    EXPECT_EQ(cells.look_up("new"), nullptr);
}

} // namespace
} // namespace soma::test
