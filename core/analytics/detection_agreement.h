#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/types/detection.h"

namespace followspot {

/// How far two detectors see the same, without knowing what is really there.
///
/// Only boxes of at least `minScore` count, but what such a box is matched with may have half of
/// it: a score that wavers about the limit is drift, not a lost box.
struct DetectionAgreement {
  std::int64_t pictures = 0;
  std::int64_t before = 0;   ///< Boxes of the first detector that count.
  std::int64_t after = 0;    ///< Boxes of the second detector that count.
  std::int64_t matched = 0;  ///< Pairs of which at least one counts.
  std::int64_t lost = 0;     ///< Boxes of the first that count and have no partner.
  std::int64_t added = 0;    ///< Boxes of the second that count and have no partner.
  double drift = 0;          ///< Mean of second minus first score over the pairs, in [-1, 1].
  double absoluteDrift = 0;  ///< Mean of its size.
  double largestDrift = 0;   ///< Its largest size.
  double meanIou = 1;        ///< Of the pairs; 1 where there are none.

  /// In [0, 1]: twice the pairs by twice the pairs and the boxes without partner (the F1 measure);
  /// 1 where neither saw anything.
  [[nodiscard]] double agreement() const;
};

/// Counts picture by picture.
/// @threading one thread at a time.
class AgreementCounter {
 public:
  /// @param minIou    in (0, 1]: boxes of one class that overlap as much are partners, best overlap
  ///                  first (ties: by position).
  /// @param minScore  in [0, 1].
  AgreementCounter(double minIou, double minScore) : minIou_(minIou), minScore_(minScore) {}

  /// Detections of both on the same picture, each at most some hundreds, those down to half of
  /// `minScore` included.
  void add(std::span<const Detection> before, std::span<const Detection> after);

  [[nodiscard]] DetectionAgreement result() const;

 private:
  struct Pair {
    double iou = 0;
    std::size_t before = 0;
    std::size_t after = 0;
  };

  double minIou_;
  double minScore_;
  DetectionAgreement sums_;  // drifts and IoUs are sums here
  double iouSum_ = 0;
  std::vector<Pair> pairs_;  // of a picture
};

}  // namespace followspot
