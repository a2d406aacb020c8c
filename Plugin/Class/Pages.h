#pragma once

#include <string_view>

namespace soma::classroom {

struct Page {
    /// "/page.js". The teacher's page is at a path that is not known here: "teacher". The files beside the program's
    /// page in a browser (PageServer.h) begin with "program".
    std::string_view path;
    const char* type;
    std::string_view text;
};

/// A page of Plugin/Class/Page or Plugin/Web/Served, which is part of the program; null: there is none.
const Page* find_page(std::string_view path);

} // namespace soma::classroom
