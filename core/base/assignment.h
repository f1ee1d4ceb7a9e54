#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace followspot {

/// Solves the rectangular linear assignment problem: pairs rows with columns at the least total
/// cost.
///
/// Keeps its buffers, so that solving allocates nothing once they have grown.
/// @threading one thread at a time.
/// @source shortest augmenting paths: Jonker and Volgenant, Computing 38 (1987); Crouse, IEEE TAES
/// 52 (2016).
class AssignmentSolver {
 public:
  static constexpr int kNone = -1;

  /// @param cost  rows x columns, row-major. +infinity: never paired. NaN is not allowed.
  /// @return for each row its column or kNone; valid until the next call. As many pairs as can be
  /// made, and of all
  ///         such pairings one of least cost.
  std::span<const int> solve(std::span<const double> cost, std::size_t rows, std::size_t columns);

 private:
  void solveWide(std::size_t rows, std::size_t columns);

  std::vector<double> cost_;  // rows <= columns, finite
  std::vector<double> rowPrice_, columnPrice_, shortest_;
  std::vector<int> rowOfColumn_, columnOfRow_, pathRow_, remaining_, result_;
  std::vector<char> rowDone_, columnDone_;
};

}  // namespace followspot
