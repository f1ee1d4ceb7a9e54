#pragma once

// Takes the place of core/base/sparse_assignment.h where a tracker is built in its dense form.

#include <span>
#include <vector>

#include "core/base/assignment.h"

namespace followspot {

/// Solves the whole matrix of rows and columns, where what is no edge is worth nothing.
class SparseAssignment {
 public:
  static constexpr int kNone = -1;

  struct Edge {
    int row = 0;
    int column = 0;
    double gain = 0;
  };

  std::span<const int> solve(std::span<const Edge> edges, std::size_t rows, std::size_t columns) {
    cost_.assign(rows * columns, 0);
    for (const Edge& edge : edges) {
      cost_[static_cast<std::size_t>(edge.row) * columns + static_cast<std::size_t>(edge.column)] =
          -edge.gain;
    }
    const auto solved = solver_.solve(cost_, rows, columns);
    columnOf_.assign(solved.begin(), solved.end());
    for (std::size_t row = 0; row < rows; ++row) {
      if (columnOf_[row] != kNone &&
          cost_[row * columns + static_cast<std::size_t>(columnOf_[row])] >= 0) {
        columnOf_[row] = kNone;
      }
    }
    return columnOf_;
  }

 private:
  AssignmentSolver solver_;
  std::vector<double> cost_;
  std::vector<int> columnOf_;
};

}  // namespace followspot
