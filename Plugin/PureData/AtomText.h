#pragma once

#include <m_pd.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <span>
#include <string_view>

namespace soma::pure_data {

/// Atoms as they were typed, with spaces between them: "0.2 nA". Pure Data keeps a number as a float, whose shortest
/// decimal is the typed one up to six digits. Allocates nothing; what is longer than the room is cut.
class AtomText {
  public:
    explicit AtomText(std::span<const t_atom> atoms) {
        for (const auto& atom : atoms) {
            if (used_ > 0) add(" ");
            if (atom.a_type == A_FLOAT) {
                char digits[32];
                const auto written = std::to_chars(digits, digits + sizeof digits, atom.a_w.w_float);
                add({digits, static_cast<std::size_t>(written.ptr - digits)});
            } else if (atom.a_type == A_SYMBOL) {
                add(atom.a_w.w_symbol->s_name);
            }
        }
    }

    std::string_view view() const { return {text_, used_}; }

  private:
    void add(std::string_view more) {
        const auto count = std::min(more.size(), sizeof text_ - used_);
        std::memcpy(text_ + used_, more.data(), count);
        used_ += count;
    }

    char text_[256];
    std::size_t used_ = 0;
};

} // namespace soma::pure_data
