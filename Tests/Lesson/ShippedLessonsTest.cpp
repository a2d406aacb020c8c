#include "Support/LessonFiles.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace {

using namespace soma;
using namespace soma::test;

TEST(ShippedLessons, LoadWithAllTheirKeysAndCanaries) {
    for (const std::string& path : shipped_lessons()) {
        const std::string name = std::filesystem::path{path}.filename().string();
        const auto loaded = lesson::load_lesson(read_file(path), name, quantities());
        for (const auto& problem : loaded.errors) ADD_FAILURE() << problem.text();
        EXPECT_TRUE(loaded.warnings.empty()) << name;
    }
}

} // namespace
