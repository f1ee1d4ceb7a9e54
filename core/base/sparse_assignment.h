#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace followspot {

/// Pairs rows with columns so that the total gain is greatest; only the given edges can be pairs,
/// and nobody has to be paired.
///
/// The same optimum as the dense problem with cost limit, but each row only looks at the group of
/// rows and columns that its edges reach. No allocation once the buffers have grown.
/// @threading one thread at a time.
/// @source shortest augmenting paths: Jonker and Volgenant, Computing 38 (1987), on adjacency
/// lists; being left alone is a column of the row's own, of gain 0.
class SparseAssignment {
 public:
  static constexpr int kNone = -1;

  /// A row and a column that may be paired.
  struct Edge {
    int row = 0;
    int column = 0;
    double gain = 0;  ///< What pairing them is worth, > 0 and finite.
  };

  /// @param edges  in any order, no pair twice.
  /// @return for each row its column or kNone; valid until the next call.
  std::span<const int> solve(std::span<const Edge> edges, std::size_t rows, std::size_t columns);

 private:
  void groupByRow(std::span<const Edge> edges, std::size_t rows);
  void augment(int start);
  /// Looks at a row's edges, reached at distance `reach`. @return the row's own way out.
  double scan(int row, double reach);

  struct Arc {
    int column = 0;
    double cost = 0;
  };

  std::vector<int> rowBegin_;
  std::vector<int> fill_;
  std::vector<Arc> arcs_;
  std::vector<int> columnOf_, rowOf_;
  std::vector<int> edgesOf_;      // of columns: how many
  std::vector<double> price_;     // of columns
  std::vector<double> distance_;  // of columns, from the row that seeks a partner
  std::vector<int> cameFrom_;     // row before each column on its shortest path
  std::vector<char> settled_;
  std::vector<int> touched_;  // columns with a distance
  std::vector<std::pair<double, int>> heap_;
};

}  // namespace followspot
