#pragma once

#include <string_view>
#include <vector>

namespace soma::headless {

/// A file inside the program.
struct EmbeddedText {
    std::string_view path; ///< relative to Assets/
    std::string_view text;
};

/// Cells and presets, sorted by path; embed-text.py writes the table.
const std::vector<EmbeddedText>& embedded_texts();

} // namespace soma::headless
