#include "Core/Random.h"
#include "Engine/Integrate.h"
#include "Membrane/LaneOracle.h"

#include <gtest/gtest.h>

namespace soma::test {
namespace {

// The scan against the scalar model, by the loop that the engine runs.

using membrane::Lif;
using membrane::PassivePrefixScan;
using membrane::Rc;

constexpr double sample_ms = 1000.0 / 48000.0;

template <class M>
struct TimeRun {
    std::vector<double> voltage_mv;
    std::vector<double> spikes; ///< in samples from the begin
    typename M::State end;
};

template <class M>
TimeRun<M> by_scalar(const typename M::Coeffs& coeffs, const std::vector<double>& pa) {
    TimeRun<M> run{{}, {}, M::reset(coeffs, {})};
    std::vector<LaneSpike> spikes;
    for (std::size_t k = 0; k < pa.size(); ++k) {
        run.voltage_mv.push_back(M::voltage_mv(coeffs, run.end));
        LaneOracle<M>::advance_sample(coeffs, run.end, {pa[k], 0.0, 0.0}, coeffs.membrane.step_ms, 0,
                                      static_cast<int>(k), spikes);
    }
    run.voltage_mv.push_back(M::voltage_mv(coeffs, run.end));
    for (const auto& spike : spikes) run.spikes.push_back(spike.time);
    return run;
}

/// As the engine runs it: in quanta of at most `quantum` samples, many samples at once where nothing happens.
template <class M>
TimeRun<M> prefix_scan(const typename M::Coeffs& coeffs, const std::vector<double>& pa, std::size_t quantum) {
    TimeRun<M> run{std::vector<double>(pa.size() + 1), {}, {}};
    Neuron<M> neuron{coeffs, M::reset(coeffs, {})};
    PassivePrefixScan state;
    BlockTrace block_trace;
    block_trace.prepare();
    EngineStatus status;
    for (std::size_t from = 0; from < pa.size(); from += quantum) {
        const auto size = std::min(quantum, pa.size() - from);
        block_trace.begin(static_cast<int>(size));
        Lane lane{0, coeffs.membrane.step_ms, 0, std::span(pa).subspan(from, size)};
        lane.voltage_mv = run.voltage_mv.data() + from;
        lane.prefix_scan = &state;
        Integrator<M>(neuron, lane, {}, block_trace, status).run();
        for (const auto& spike : block_trace.spikes())
            run.spikes.push_back(static_cast<double>(from) + spike.sample + spike.offset);
    }
    run.voltage_mv.back() = M::voltage_mv(coeffs, neuron.state);
    run.end = neuron.state;
    return run;
}

std::vector<double> noisy(std::size_t samples, double mean_pa) {
    std::vector<double> pa(samples);
    NormalRandom random(3);
    for (auto& value : pa) value = mean_pa * (1.0 + 0.5 * random.next());
    return pa;
}

struct TimeCase {
    double mean_pa, refractory_ms, time_scale, tau_ms;
};
class LifPrefixScan : public testing::TestWithParam<TimeCase> {};

TEST_P(LifPrefixScan, is_the_scalar_model) {
    const auto& c = GetParam();
    const Lif::Params cell{{345.0, -62.6}, c.tau_ms / 345.0, -52.6, -62.6, c.refractory_ms};
    const auto coeffs = Lif::prepare(cell, c.time_scale * sample_ms);
    const auto pa = noisy(20000, c.mean_pa);
    const auto expected = by_scalar<Lif>(coeffs, pa);
    ASSERT_GT(expected.spikes.size(), 5u);
    for_each_lane_target([&](const std::string& target) {
        SCOPED_TRACE(target);
        const auto run = prefix_scan<Lif>(coeffs, pa, limits::quantum);
        ASSERT_EQ(run.spikes.size(), expected.spikes.size());
        for (std::size_t n = 0; n < run.spikes.size(); ++n)
            EXPECT_NEAR(run.spikes[n], expected.spikes[n], 1e-9 * 48000.0) << n; // the promise: 1e-9 s
        for (std::size_t k = 0; k < run.voltage_mv.size(); ++k)
            ASSERT_NEAR(run.voltage_mv[k], expected.voltage_mv[k], 1e-9) << k; // rounding of both ways
        for (const std::size_t block : {1u, 7u, 33u, 63u}) {
            const auto cut = prefix_scan<Lif>(coeffs, pa, block);
            EXPECT_EQ(cut.spikes, run.spikes) << block;
            EXPECT_EQ(cut.voltage_mv, run.voltage_mv) << block;
        }
    });
}

INSTANTIATE_TEST_SUITE_P(Cases, LifPrefixScan,
                         testing::Values(TimeCase{60.0, 1.0, 1.0, 20.2}, TimeCase{60.0, 0.0, 1.0, 20.2},
                                         TimeCase{500.0, 0.004, 3.0, 20.2}, TimeCase{60.0, 30.0, 1.0, 20.2},
                                         TimeCase{60.0, 1.0, 1000.0, 20.2}, TimeCase{6000.0, 0.1, 0.02, 20.2},
                                         TimeCase{60.0, 1.0, 1.0, 0.01}, TimeCase{1000.0, 0.3, 1.0, 177.0}));

TEST(RcPrefixScan, is_the_scalar_model) {
    const auto coeffs = Rc::prepare({{100.0, -70.0}, 0.1}, sample_ms);
    const auto pa = noisy(10000, 200.0);
    const auto expected = by_scalar<Rc>(coeffs, pa);
    for_each_lane_target([&](const std::string& target) {
        SCOPED_TRACE(target);
        const auto run = prefix_scan<Rc>(coeffs, pa, limits::quantum), cut = prefix_scan<Rc>(coeffs, pa, 13);
        EXPECT_EQ(run.voltage_mv, cut.voltage_mv);
        for (std::size_t k = 0; k < run.voltage_mv.size(); ++k)
            ASSERT_NEAR(run.voltage_mv[k], expected.voltage_mv[k], 1e-12) << k; // rounding
    });
}

/// Below least_relaxation the scalar model does it all: its V, bit for bit.
TEST(RcPrefixScan, leaves_the_slowest_membranes_to_the_scalar_model) {
    const auto coeffs = Rc::prepare({{1e5, -70.0}, 0.1}, sample_ms);
    const auto pa = noisy(1000, 200.0);
    EXPECT_EQ(prefix_scan<Rc>(coeffs, pa, 50).voltage_mv, by_scalar<Rc>(coeffs, pa).voltage_mv);
}

} // namespace
} // namespace soma::test
