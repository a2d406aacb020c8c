#pragma once

#include <string>
#include <vector>

namespace soma::command {

struct MergeOptions {
    std::vector<std::string> files;
    std::string output, questions, plot, class_key;
};
/// Makes one table of a class from result files and says what is wrong in them: edited rows, doubled students, codes
/// that do not fit. Throws RunError.
void merge_results(const MergeOptions& options);

struct CheckOptions {
    std::vector<std::string> what;
    std::string class_key;
};
/// Says of each file, or of one code line, whether it is as it was made. Throws RunError when something is not.
void check_results(const CheckOptions& options);

} // namespace soma::command
