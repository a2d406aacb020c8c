#include "Engine/LaneStore.h"

#include <algorithm>

namespace soma {
namespace {

using membrane::LaneModel;
using membrane::LaneRows;

template <class Any>
constexpr std::size_t most_rows = 0;
template <class... N>
constexpr std::size_t most_rows<std::variant<N...>> = [] {
    std::size_t most = 0;
    const auto count = [&]<class M>(std::type_identity<M>) {
        if constexpr (LaneModel<M>::available)
            most = std::max(most, std::size_t{LaneModel<M>::state_rows} + LaneModel<M>::coeff_rows);
    };
    (count(std::type_identity<typename N::Model>()), ...);
    return most;
}();

/// An odd number of paddings: rows a power of two apart would share the same few lines of the nearest cache.
constexpr std::size_t stride_for(std::size_t neurons) {
    return LaneRows::padding * ((neurons + LaneRows::padding - 1) / LaneRows::padding | 1);
}

} // namespace

void LaneStore::prepare(std::size_t most) {
    count_ = 0;
    steps_ = 1;
    if (most_ == most) return;
    most_ = most;
    memory_ = hwy::AllocateAligned<double>(most_rows<AnyNeuron> * stride_for(most));
    scratch_ = hwy::MakeUniqueAligned<membrane::LaneInterval::Scratch>();
}

template <class M>
double LaneStore::sum_as(const LaneRows& rows, std::size_t first, std::size_t count) noexcept {
    constexpr std::size_t parts = 8; // side by side: one sum would wait for itself
    std::array<double, parts> sums{};
    std::size_t lane = first;
    for (; lane + parts <= count; lane += parts)
        for (std::size_t part = 0; part < parts; ++part) sums[part] += LaneModel<M>::now_mv(rows, lane + part);
    for (std::size_t part = 0; lane < count; ++lane, ++part) sums[part] += LaneModel<M>::now_mv(rows, lane);
    return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

template <class M>
double LaneStore::squares_as(const LaneRows& rows, std::size_t count, double mv) noexcept {
    double sum = 0.0;
    for (std::size_t lane = 0; lane < count; ++lane) {
        const double distance_mv = LaneModel<M>::now_mv(rows, lane) - mv;
        sum += distance_mv * distance_mv;
    }
    return sum;
}

template <class M>
bool LaneStore::pack_as(std::span<const AnyNeuron> neurons) noexcept {
    const auto neuron = [&](std::size_t i) -> const Neuron<M>& { return *std::get_if<Neuron<M>>(&neurons[i]); };
    for (std::size_t i = 0; i < neurons.size(); ++i)
        if (!LaneModel<M>::suits(neuron(i).coeffs)) return false;
    count_ = neurons.size();
    sum_ = &sum_as<M>;
    squares_ = &squares_as<M>;
    rows_ = {memory_.get(), stride_for(count_)};
    for (std::size_t lane = 0; lane < rows_.stride; ++lane) {
        const auto& [coeffs, state] = neuron(std::min(lane, count_ - 1));
        LaneModel<M>::write_coeffs(coeffs, rows_, lane);
        LaneModel<M>::write_state(coeffs, state, rows_, lane);
    }
    steps_ = 1;
    if constexpr (requires { LaneModel<M>::steps; }) {
        const double steps = rows_[std::size_t{LaneModel<M>::state_rows} + LaneModel<M>::steps][0];
        if (steps <= limits::summed_steps) steps_ = static_cast<int>(steps);
    }
    return true;
}

bool LaneStore::pack(std::span<const AnyNeuron> neurons) noexcept {
    if (neurons.empty() || neurons.size() > most_) return false;
    return std::visit(
        [&]<class M>(const Neuron<M>&) {
            if constexpr (LaneModel<M>::available)
                return pack_as<M>(neurons);
            else
                return false;
        },
        neurons[0]);
}

void LaneStore::unpack(std::span<AnyNeuron> neurons) noexcept {
    for (std::size_t lane = 0; lane < count_; ++lane)
        std::visit(
            [&]<class M>(Neuron<M>& neuron) {
                if constexpr (LaneModel<M>::available)
                    neuron.state = LaneModel<M>::read_state(neuron.coeffs, rows_, lane);
            },
            neurons[lane]);
    count_ = 0;
    steps_ = 1;
}

double LaneStore::sum_mv(std::size_t first) const noexcept { return active() ? sum_(rows_, first, count_) : 0.0; }
double LaneStore::squares_about(double mv) const noexcept { return active() ? squares_(rows_, count_, mv) : 0.0; }

} // namespace soma
