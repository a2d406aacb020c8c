// Prints SomaTable.sc: parameters, cells and presets by name, with the numbers by which the UGen knows them.

#include "Headless/PermanentNumber.h"
#include "Headless/Sounds.h"

#include "Parameters/Parameter.h"

#include <iostream>

using soma::headless::permanent_number;

int main() {
    std::cout << "// Written when Somaphone was built: its parameters, cells and presets.\n"
                 "SomaTable {\n\tclassvar <parameters, <cells, <presets;\n\n\t*initClass {\n\t\tparameters = "
                 "IdentityDictionary.new;\n";
    for (const auto& row : soma::parameters()) {
        std::cout << "\t\tparameters[\\" << row.id << "] = [" << permanent_number(row.id) << ", [";
        if (row.scale == soma::Scale::choice)
            for (std::size_t i = 0; i < soma::choice_count(row); ++i)
                std::cout << (i > 0 ? ", " : "") << "'" << soma::choice_name(row, static_cast<double>(i)) << "'";
        std::cout << "]];\n";
    }
    std::cout << "\t\tcells = IdentityDictionary.new;\n";
    for (const auto& entry : soma::headless::cells())
        std::cout << "\t\tcells['" << entry.cell->id << "'] = " << permanent_number(entry.cell->id) << ";\n";
    std::cout << "\t\tpresets = IdentityDictionary.new;\n";
    for (const auto& preset : soma::headless::presets())
        std::cout << "\t\tpresets['" << preset.id << "'] = " << permanent_number(preset.id) << ";\n";
    std::cout << "\t}\n}\n";
    return std::cout.good() ? 0 : 1;
}
