#include "core/analytics/frame_matcher.h"

#include <algorithm>

#include "core/base/contracts.h"

namespace followspot {
namespace {

std::size_t at(int index) { return static_cast<std::size_t>(index); }

}  // namespace

std::span<const int> FrameMatcher::match(std::size_t truths, std::size_t tracks,
                                         std::span<const Overlap> overlaps,
                                         std::span<const double> gains) {
  FS_EXPECTS(overlaps.size() == gains.size(), "a gain for each overlap");
  constexpr std::size_t kMostCells = std::size_t{256} * 256;
  chosen_.assign(truths, kNone);
  if (matchIfUndisputed(tracks, overlaps, gains)) {
    return chosen_;
  }
  const auto paired = truths <= kMostCells / tracks ? solveDense(tracks, overlaps, gains)
                                                    : solveSparse(tracks, overlaps, gains);
  std::ranges::fill(chosen_, kNone);
  for (std::size_t i = 0; i < overlaps.size(); ++i) {
    if (gains[i] > 0 && paired[at(overlaps[i].truth)] == overlaps[i].track) {
      chosen_[at(overlaps[i].truth)] = static_cast<int>(i);
    }
  }
  return chosen_;
}

/// Most pictures have no box that two others want: nothing to solve.
bool FrameMatcher::matchIfUndisputed(std::size_t tracks, std::span<const Overlap> overlaps,
                                     std::span<const double> gains) {
  taken_.assign(tracks, 0);
  for (std::size_t i = 0; i < overlaps.size(); ++i) {
    if (gains[i] <= 0) {
      continue;
    }
    int& chosen = chosen_[at(overlaps[i].truth)];
    char& taken = taken_[at(overlaps[i].track)];
    if (chosen != kNone || taken != 0) {
      return false;
    }
    chosen = static_cast<int>(i);
    taken = 1;
  }
  return true;
}

std::span<const int> FrameMatcher::solveDense(std::size_t tracks, std::span<const Overlap> overlaps,
                                              std::span<const double> gains) {
  cost_.assign(chosen_.size() * tracks, 0);
  for (std::size_t i = 0; i < overlaps.size(); ++i) {
    cost_[at(overlaps[i].truth) * tracks + at(overlaps[i].track)] = -gains[i];
  }
  return dense_.solve(cost_, chosen_.size(), tracks);
}

std::span<const int> FrameMatcher::solveSparse(std::size_t tracks,
                                               std::span<const Overlap> overlaps,
                                               std::span<const double> gains) {
  edges_.clear();
  for (std::size_t i = 0; i < overlaps.size(); ++i) {
    if (gains[i] > 0) {
      edges_.push_back({overlaps[i].truth, overlaps[i].track, gains[i]});
    }
  }
  return sparse_.solve(edges_, chosen_.size(), tracks);
}

}  // namespace followspot
