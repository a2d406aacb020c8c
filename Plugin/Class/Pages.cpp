#include "Class/Pages.h"

#include "Class/PageTexts.h"

#include <algorithm>
#include <array>

namespace soma::classroom {
namespace {

struct Entry {
    std::string_view path, file;
    const char* type;
};
constexpr std::array entries{
    Entry{"/", "page.html", "text/html; charset=utf-8"},
    Entry{"/page.css", "page.css", "text/css; charset=utf-8"},
    Entry{"/page.js", "page.js", "text/javascript; charset=utf-8"},
    Entry{"/common.js", "common.js", "text/javascript; charset=utf-8"},
    Entry{"/icon.svg", "icon.svg", "image/svg+xml"},
    Entry{"teacher", "teacher.html", "text/html; charset=utf-8"},
    Entry{"/teacher.css", "teacher.css", "text/css; charset=utf-8"},
    Entry{"/teacher.js", "teacher.js", "text/javascript; charset=utf-8"},
    Entry{"program/sw.js", "Served/sw.js", "text/javascript; charset=utf-8"},
    Entry{"program/manifest.webmanifest", "Served/manifest.webmanifest", "application/manifest+json"},
    Entry{"program/icon.svg", "Served/icon.svg", "image/svg+xml"},
};

std::array<Page, entries.size()> all_pages() {
    std::array<Page, entries.size()> pages{};
    for (std::size_t i = 0; i < entries.size(); ++i)
        for (std::size_t k = 0; k < page_text_count; ++k)
            if (page_texts[k].file == entries[i].file)
                pages[i] = {entries[i].path, entries[i].type, page_texts[k].text};
    return pages;
}

} // namespace

const Page* find_page(std::string_view path) {
    static const auto pages = all_pages();
    const auto found = std::find_if(pages.begin(), pages.end(), [&](const Page& page) { return page.path == path; });
    return found == pages.end() ? nullptr : &*found;
}

} // namespace soma::classroom
