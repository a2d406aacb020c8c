#include "Headless/EmbeddedText.h"

#include "Embedded/EmbeddedAssets.h"

#include <algorithm>
#include <stdexcept>

// Embedded/EmbeddedAssets.h without JUCE: cells and presets alone, which need no archive.
namespace soma::assets {

std::vector<std::string> list(std::string_view folder) {
    std::vector<std::string> paths;
    for (const auto& file : headless::embedded_texts())
        if (file.path.starts_with(folder)) paths.emplace_back(file.path);
    return paths;
}

std::string read(std::string_view path) {
    const auto& files = headless::embedded_texts();
    const auto found = std::ranges::find(files, path, &headless::EmbeddedText::path);
    if (found == files.end()) throw std::out_of_range("no embedded file named " + std::string(path));
    return std::string(found->text);
}

} // namespace soma::assets
