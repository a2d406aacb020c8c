#pragma once

#include "State/Cell.h"

#include <deque>

namespace soma {

/// All cells that are known by an id. Message thread or command line; cells stay where they are when others are added.
class CellLibrary {
  public:
    /// Adds a cells file. Throws FormatError, also for an id that is already there, and then adds nothing.
    void add(std::string_view file, std::string_view text);

    const std::deque<Cell>& cells() const { return cells_; }

    /// By its id, or by the last part of it where only one cell has that: "allen/474626527" or "474626527". Throws
    /// FormatError that names what comes near, or all that are meant.
    const Cell& find(std::string_view id) const;
    /// As find, but null where there is none.
    const Cell* look_up(std::string_view id) const;

  private:
    std::vector<const Cell*> candidates(std::string_view id) const;

    std::deque<Cell> cells_;
};

} // namespace soma
