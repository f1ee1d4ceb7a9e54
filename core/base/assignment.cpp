#include "core/base/assignment.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/contracts.h"

namespace followspot {

std::span<const int> AssignmentSolver::solve(std::span<const double> cost, std::size_t rows,
                                             std::size_t columns) {
  FS_EXPECTS(cost.size() == rows * columns, "a cost for each row and column");
  result_.assign(rows, kNone);
  if (rows == 0 || columns == 0) {
    return result_;
  }
  // A forbidden pair costs more than all allowed ones together can differ, so that it is taken only
  // where no other pairing has as many pairs.
  double low = 0;
  double high = 0;
  bool forbidden = false;
  for (const double value : cost) {
    FS_EXPECTS(!std::isnan(value), "costs that are numbers");
    if (std::isinf(value)) {
      forbidden = true;
      continue;
    }
    low = std::min(low, value);
    high = std::max(high, value);
  }
  const double penalty = (high - low) * static_cast<double>(std::min(rows, columns) + 1) + 1;
  const bool turned = rows > columns;
  const std::size_t wideRows = std::min(rows, columns);
  const std::size_t wideColumns = std::max(rows, columns);
  cost_.resize(cost.size());
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < columns; ++c) {
      const double value = cost[r * columns + c];
      cost_[turned ? c * rows + r : r * columns + c] =
          forbidden && std::isinf(value) ? penalty : value;
    }
  }
  solveWide(wideRows, wideColumns);
  for (std::size_t r = 0; r < wideRows; ++r) {
    const auto c = static_cast<std::size_t>(columnOfRow_[r]);
    const std::size_t row = turned ? c : r;
    const std::size_t column = turned ? r : c;
    if (!std::isinf(cost[row * columns + column])) {
      result_[row] = static_cast<int>(column);
    }
  }
  return result_;
}

void AssignmentSolver::solveWide(std::size_t rows, std::size_t columns) {
  rowPrice_.assign(rows, 0);
  columnPrice_.assign(columns, 0);
  columnOfRow_.assign(rows, kNone);
  rowOfColumn_.assign(columns, kNone);
  pathRow_.resize(columns);
  shortest_.resize(columns);
  for (std::size_t start = 0; start < rows; ++start) {
    // Dijkstra over alternating paths from a free row to the nearest free column.
    rowDone_.assign(rows, 0);
    columnDone_.assign(columns, 0);
    std::ranges::fill(shortest_, std::numeric_limits<double>::infinity());
    remaining_.resize(columns);
    for (std::size_t i = 0; i < columns; ++i) {
      remaining_[i] = static_cast<int>(columns - 1 - i);
    }
    std::size_t row = start;
    double length = 0;
    int sink = kNone;
    while (sink == kNone) {
      rowDone_[row] = 1;
      double least = std::numeric_limits<double>::infinity();
      std::size_t leastAt = 0;
      for (std::size_t i = 0; i < remaining_.size(); ++i) {
        const auto column = static_cast<std::size_t>(remaining_[i]);
        const double reduced =
            length + cost_[row * columns + column] - rowPrice_[row] - columnPrice_[column];
        if (reduced < shortest_[column]) {
          shortest_[column] = reduced;
          pathRow_[column] = static_cast<int>(row);
        }
        // Among equals a free column ends the search at once.
        if (shortest_[column] < least ||
            (shortest_[column] == least && rowOfColumn_[column] == kNone)) {
          least = shortest_[column];
          leastAt = i;
        }
      }
      length = least;
      const int column = remaining_[leastAt];
      columnDone_[static_cast<std::size_t>(column)] = 1;
      remaining_[leastAt] = remaining_.back();
      remaining_.pop_back();
      const int owner = rowOfColumn_[static_cast<std::size_t>(column)];
      if (owner == kNone) {
        sink = column;
      } else {
        row = static_cast<std::size_t>(owner);
      }
    }
    rowPrice_[start] += length;
    for (std::size_t r = 0; r < rows; ++r) {
      if (rowDone_[r] != 0 && r != start) {
        rowPrice_[r] += length - shortest_[static_cast<std::size_t>(columnOfRow_[r])];
      }
    }
    for (std::size_t c = 0; c < columns; ++c) {
      if (columnDone_[c] != 0) {
        columnPrice_[c] -= length - shortest_[c];
      }
    }
    for (int column = sink;;) {
      const int owner = pathRow_[static_cast<std::size_t>(column)];
      rowOfColumn_[static_cast<std::size_t>(column)] = owner;
      std::swap(columnOfRow_[static_cast<std::size_t>(owner)], column);
      if (static_cast<std::size_t>(owner) == start) {
        break;
      }
    }
  }
}

}  // namespace followspot
