#pragma once

#include <cstddef>
#include <string_view>

namespace soma::classroom {

/// A file of Plugin/Class/Page, put into the program by the build.
struct PageText {
    std::string_view file, text;
};
extern const PageText page_texts[];
extern const std::size_t page_text_count;

} // namespace soma::classroom
