#pragma once

#include "Engine/Block.h"
#include "Lesson/Answers/LessonContext.h"

#include <functional>
#include <vector>

namespace soma::lesson {

/// Sets a block's input from frame `start` on.
using Feed = std::function<void(std::int64_t start, Block& block)>;

/// A sound of a lesson as the application plays it: with its fade-in, and a fade-out after its last moment, so that the
/// end is no click.
struct Rendered {
    double rate_hz = 0.0;
    std::vector<float> left, right;
    std::size_t sounding = 0; ///< frames before the fade-out
    struct Spike {
        double at_s; ///< of real time, from the beginning
        int neuron;
    };
    std::vector<Spike> spikes;
};

/// A sound that does not end by itself lasts two seconds. Throws LessonError.
Rendered render(const Setup& setup, double rate_hz, const Feed& feed = {});

} // namespace soma::lesson
