#pragma once

#include "Lesson/Play/ResultsFile.h"

namespace soma::lesson {

/// The numbers that a class gave to one question, counted in bins of equal width.
struct ClassHistogram {
    std::string lesson, question, unit; ///< the question's step, and its trial or field after a stroke
    std::vector<double> values;         ///< sorted; one for each student, the last one given
    double low = 0.0, width = 1.0;      ///< left edge of the first bin and the width of all, in `unit`
    std::vector<int> counts;
    int below = 0, above = 0; ///< farther than six interquartile ranges from the middle half
};

/// Of typed numbers, each field of a table (the up-minus-down difference of a method of limits is one), and what
/// staircases found; in the order in which they first appear. Questions with one answer alone are left out.
std::vector<ClassHistogram> class_histograms(const std::vector<StudentResults>& students);

} // namespace soma::lesson
