#include "Stimulus/MidiChannels.h"

#include <algorithm>
#include <cmath>

namespace soma::stimulus {
namespace {

constexpr int data_msb = 6, data_lsb = 38, increment = 96, decrement = 97, nrpn_lsb = 98, nrpn_msb = 99, rpn_lsb = 100,
              rpn_msb = 101;
constexpr int bend_range = 0, zone = 6; // registered parameters
constexpr int most_semitones = 96, most_members = 15;
constexpr int usual_member_semitones = 48, usual_manager_semitones = 2;

constexpr MidiChannels::Mask bit(int channel) { return static_cast<MidiChannels::Mask>(1u << channel); }

} // namespace

void MidiChannels::bend(int channel, int value) noexcept {
    constexpr int centre = 8192;
    const double away = value - centre;
    (*this)[channel].bend = away / (away > 0.0 ? centre - 1 : centre);
}

void MidiChannels::set_bend_range(double semitones) noexcept {
    if (semitones == usual_range_) return;
    usual_range_ = semitones;
    for (auto& entry : entries_) entry.range.reset();
}

MidiChannels::Mask MidiChannels::data(int channel, int controller, int value) noexcept {
    auto& entry = entries_[static_cast<std::size_t>(channel)];
    switch (controller) {
    case rpn_msb:
        entry.chosen = static_cast<std::uint16_t>((entry.chosen & 0x7f) | value << 7);
        return 0;
    case rpn_lsb:
        entry.chosen = static_cast<std::uint16_t>((entry.chosen & 0x3f80) | value);
        return 0;
    case nrpn_msb:
    case nrpn_lsb:
        entry.chosen = none_chosen; // data entry is for a parameter that is none of ours
        return 0;
    case data_msb:
    case data_lsb:
    case increment:
    case decrement:
        break;
    default:
        return 0;
    }
    if (entry.chosen == zone && controller == data_msb && (channel == lower_manager || channel == upper_manager))
        return set_zone(channel, std::min(value, most_members));
    if (entry.chosen != bend_range) return 0;
    Range wanted = range(channel);
    const int step = controller == increment ? 1 : controller == decrement ? -1 : 0;
    if (controller == data_msb) wanted = {value, 0};
    if (controller == data_lsb) wanted.cents = value;
    if (step != 0) {
        const int cents = std::max(0, 100 * wanted.semitones + wanted.cents + step);
        wanted = {cents / 100, cents % 100};
    }
    set_range(channel, wanted);
    return 0;
}

/// On any member of a zone it is for all of them.
void MidiChannels::set_range(int channel, Range wanted) noexcept {
    wanted.semitones = std::min(wanted.semitones, most_semitones);
    wanted.cents = wanted.semitones == most_semitones ? 0 : std::min(wanted.cents, 99);
    const int manager = manager_of(channel);
    const Mask meant = manager >= 0 && manager != channel ? members(manager) : bit(channel);
    for (int c = 0; c < count; ++c)
        if ((meant & bit(c)) != 0) entries_[static_cast<std::size_t>(c)].range = wanted;
}

MidiChannels::Range MidiChannels::range(int channel) const noexcept {
    if (const auto& set = entries_[static_cast<std::size_t>(channel)].range) return *set;
    const int cents = static_cast<int>(std::lround(100.0 * usual_range_));
    return {cents / 100, cents % 100};
}

/// The newer zone has what it asks for, and the other what is left.
MidiChannels::Mask MidiChannels::set_zone(int manager, int wanted) noexcept {
    const auto everything = [&] {
        return static_cast<Mask>(members(lower_manager) | members(upper_manager) |
                                 (lower_members_ > 0 ? bit(lower_manager) : 0) |
                                 (upper_members_ > 0 ? bit(upper_manager) : 0));
    };
    const Mask before = everything();
    auto& own = manager == lower_manager ? lower_members_ : upper_members_;
    auto& other = manager == lower_manager ? upper_members_ : lower_members_;
    own = wanted;
    // Beside two managers there is room for 14 members; a zone of 15 takes the other's manager too.
    if (own > 0) other = own == most_members ? 0 : std::min(other, most_members - 1 - own);
    const Mask after = everything();
    const auto changed = static_cast<Mask>(before | after);
    for (int c = 0; c < count; ++c) {
        if ((changed & bit(c)) == 0) continue;
        reset_controllers(c);
        auto& range = entries_[static_cast<std::size_t>(c)].range;
        const int its_manager = manager_of(c);
        if (its_manager < 0)
            range.reset();
        else
            range = Range{its_manager == c ? usual_manager_semitones : usual_member_semitones, 0};
    }
    return changed;
}

void MidiChannels::reset_controllers(int channel) noexcept {
    const bool mono = (*this)[channel].mono;
    (*this)[channel] = {};
    (*this)[channel].mono = mono;
    entries_[static_cast<std::size_t>(channel)].chosen = none_chosen;
}

void MidiChannels::reset_controllers() noexcept {
    for (int c = 0; c < count; ++c) reset_controllers(c);
}

MidiChannels::Mask MidiChannels::members(int manager) const noexcept {
    Mask mask = 0;
    if (manager == lower_manager)
        for (int i = 1; i <= lower_members_; ++i) mask |= bit(i);
    else
        for (int i = 1; i <= upper_members_; ++i) mask |= bit(upper_manager - i);
    return mask;
}

int MidiChannels::manager_of(int channel) const noexcept {
    for (const int manager : {lower_manager, upper_manager}) {
        const Mask zone_members = members(manager);
        if (zone_members != 0 && (channel == manager || (zone_members & bit(channel)) != 0)) return manager;
    }
    return -1;
}

MidiChannels::Mask MidiChannels::meant_by(int channel) const noexcept {
    return manager_of(channel) == channel ? static_cast<Mask>(bit(channel) | members(channel)) : bit(channel);
}

double MidiChannels::bend_semitones(int channel) const noexcept {
    const auto of = [&](int c) {
        const auto& set = entries_[static_cast<std::size_t>(c)].range;
        return (*this)[c].bend * (set ? set->value() : usual_range_);
    };
    const int manager = manager_of(channel);
    return of(channel) + (manager >= 0 && manager != channel ? of(manager) : 0.0);
}

double MidiChannels::pressure(int channel) const noexcept {
    const int manager = manager_of(channel);
    return std::max((*this)[channel].pressure, manager >= 0 ? (*this)[manager].pressure : 0.0);
}

bool MidiChannels::sustain(int channel) const noexcept {
    const int manager = manager_of(channel);
    return (*this)[channel].sustain || (manager >= 0 && (*this)[manager].sustain);
}

bool MidiChannels::sostenuto(int channel) const noexcept {
    const int manager = manager_of(channel);
    return (*this)[channel].sostenuto || (manager >= 0 && (*this)[manager].sostenuto);
}

} // namespace soma::stimulus
