#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/analytics/evaluation_data.h"
#include "core/base/assignment.h"
#include "core/base/sparse_assignment.h"

namespace followspot {

/// Pairs the truths and tracks of one picture so that the total gain is greatest; each has at most
/// one partner.
///
/// Where several pairings are equally good, pictures of up to 256 x 256 boxes get the one that a
/// dense solver of the whole matrix finds, row by row and lowest column first, as the evaluation
/// programs of the field do: their counts are reproduced to the last one. Larger pictures get any
/// best one, at a cost that grows with the overlaps, not with the boxes squared.
/// @threading one thread at a time.
class FrameMatcher {
 public:
  static constexpr int kNone = -1;

  /// @param overlaps  by truth, then track; no pair twice.
  /// @param gains     one for each overlap, >= 0 and finite; 0: may not be paired.
  /// @return for each truth the index of its overlap, or kNone; valid until the next call.
  std::span<const int> match(std::size_t truths, std::size_t tracks,
                             std::span<const Overlap> overlaps, std::span<const double> gains);

 private:
  bool matchIfUndisputed(std::size_t tracks, std::span<const Overlap> overlaps,
                         std::span<const double> gains);
  std::span<const int> solveDense(std::size_t tracks, std::span<const Overlap> overlaps,
                                  std::span<const double> gains);
  std::span<const int> solveSparse(std::size_t tracks, std::span<const Overlap> overlaps,
                                   std::span<const double> gains);

  std::vector<int> chosen_;
  std::vector<char> taken_;
  std::vector<double> cost_;
  std::vector<SparseAssignment::Edge> edges_;
  AssignmentSolver dense_;
  SparseAssignment sparse_;
};

}  // namespace followspot
