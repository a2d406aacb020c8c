#include "Embedded/EmbeddedAssets.h"
#include "Support/Paths.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace {

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(EmbeddedAssets, AreTheFilesOfTheSourceTree) {
    const std::filesystem::path root{soma::test::project_path("Assets")};
    const auto paths = soma::assets::list("");
    ASSERT_FALSE(paths.empty());
    for (const auto& path : paths) EXPECT_EQ(soma::assets::read(path), bytes_of(root / path)) << path;
}

TEST(EmbeddedAssets, AreListedByFolder) {
    const auto sounds = soma::assets::list("Sounds/");
    EXPECT_TRUE(std::ranges::find(sounds, "Sounds/speech.flac") != sounds.end());
    EXPECT_TRUE(std::ranges::is_sorted(sounds));
    EXPECT_TRUE(soma::assets::list("Nothing/").empty());
}

TEST(EmbeddedAssets, NameTheFileThatIsMissing) {
    try {
        soma::assets::read("Cells/none.json");
        FAIL();
    } catch (const std::out_of_range& error) {
        EXPECT_STREQ(error.what(), "no embedded file named Cells/none.json");
    }
}

} // namespace
