#include "Engine/Coupling.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace soma::test {
namespace {

/// Spikes from before the synapses were switched on, or from while they were off, arrive nowhere.
TEST(Coupling, begins_without_the_spikes_of_before) {
    constexpr double step_ms = 1000.0 / 48000.0;
    Snapshot values;
    values.set(Id::neurons, 10);
    values.set(Id::coupling_pa, 100.0);
    Coupling coupling;
    coupling.prepare(48000.0);
    const auto block_pa = [&](Coupling::Kind kind) {
        values.set(Id::coupling, static_cast<double>(kind));
        coupling.set(values, step_ms);
        double largest_pa = 0.0;
        for (int block = 0; block < 200; ++block) {
            if (coupling.has_synapses())
                for (const double pa : coupling.current_pa(64)) largest_pa = std::max(largest_pa, std::abs(pa));
            const SpikeEvent spikes[] = {{1, 3, 0.5}, {30, 4, 0.1}};
            coupling.take(spikes, 0, 64);
        }
        return largest_pa;
    };
    const double alone_pa = block_pa(Coupling::Kind::excitatory);
    EXPECT_GT(alone_pa, 0.0);
    EXPECT_EQ(block_pa(Coupling::Kind::off), 0.0);
    EXPECT_EQ(block_pa(Coupling::Kind::excitatory), alone_pa);
    EXPECT_EQ(block_pa(Coupling::Kind::inhibitory), alone_pa);
}

} // namespace
} // namespace soma::test
