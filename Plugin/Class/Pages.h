#pragma once

#include <string_view>

namespace soma::classroom {

struct Page {
    std::string_view path; ///< "/page.js"; the teacher's page has no path: "teacher"
    const char* type;
    std::string_view text;
};

/// A page of Plugin/Class/Page, which is part of the program; null: there is none.
const Page* find_page(std::string_view path);

} // namespace soma::classroom
