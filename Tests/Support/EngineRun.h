#pragma once

#include "Engine/Engine.h"

#include <vector>

namespace soma::test {

/// Results of an engine's run from rest: exact spikes in s of real time, V and I of neuron 0 at every sample.
struct EngineRun {
    std::vector<double> spikes_s;
    std::vector<int> neurons;
    std::vector<double> voltage_mv, current_pa;
    std::vector<float> left, right;
    EngineStatus status;
};

inline EngineRun run_engine(const Snapshot& values, double rate_hz, int samples, int block,
                            const std::vector<float>& input = {}, const std::vector<double>& current_pa = {}) {
    Engine engine;
    engine.prepare(rate_hz, block);
    engine.set(values);
    engine.reset();
    EngineRun run;
    run.left.resize(static_cast<std::size_t>(samples));
    run.right.resize(static_cast<std::size_t>(samples));
    for (int at = 0; at < samples; at += block) {
        Block part;
        part.frames = std::min(block, samples - at);
        const float* channel = input.empty() ? nullptr : input.data() + at;
        if (!input.empty()) part.input = {&channel, 1};
        if (!current_pa.empty()) part.current_pa = current_pa.data() + at;
        part.main[0] = run.left.data() + at;
        part.main[1] = run.right.data() + at;
        engine.process(part);
        for (const auto& spike : engine.spikes()) {
            run.spikes_s.push_back((at + spike.sample + spike.offset) / rate_hz);
            run.neurons.push_back(spike.neuron);
        }
        const auto v = engine.voltage_mv();
        run.voltage_mv.insert(run.voltage_mv.end(), v.begin(), v.end() - 1);
        run.current_pa.insert(run.current_pa.end(), engine.current_pa().begin(), engine.current_pa().end());
    }
    run.status = engine.status();
    return run;
}

} // namespace soma::test
