#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace soma::assets {

/// Paths, relative to Assets/ and sorted, of the embedded files whose path begins with `folder` ("Cells/").
/// Any thread but the audio thread.
std::vector<std::string> list(std::string_view folder);

/// The bytes of the embedded file "Cells/allen/474626527.json"; throws std::out_of_range naming the path when there is
/// none. Any thread but the audio thread.
std::string read(std::string_view path);

} // namespace soma::assets
