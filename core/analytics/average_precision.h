#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/types/box.h"
#include "core/types/ids.h"

namespace followspot {

/// A detection to be judged; `frame` in whatever numbering the truth has.
struct ScoredBox {
  std::int64_t frame = 0;
  ClassId classId = ClassId::Unknown;
  double score = 0;
  Box box;
};

/// An object that is really there.
struct TruthBox {
  std::int64_t frame = 0;
  ClassId classId = ClassId::Unknown;
  Box box;
  /// Neither to be found nor a mistake to find (crowds, hidden objects): a detection that fits only
  /// ignored boxes counts neither way.
  bool ignored = false;
};

/// How well one class was detected.
struct ClassPrecision {
  ClassId classId = ClassId::Unknown;
  double averagePrecision = 0;  ///< In [0, 1]: area under the precision-recall curve.
  double recall = 0;            ///< Truths found by any detection, in [0, 1].
  std::int64_t truths = 0;      ///< Not ignored; > 0.
  std::int64_t found = 0;       ///< True positives.
  std::int64_t wrong = 0;       ///< False positives.
};

struct PrecisionReport {
  std::vector<ClassPrecision> classes;  ///< That have truths, by id.
  double mean = 0;                      ///< Of averagePrecision over `classes`; 0 where none.
  double meanRecall = 0;
};

/// Average precision by all-point interpolation: area under precision(recall), where precision is
/// made non-increasing from the right.
///
/// Detections are taken best score first (ties: in the order given). Each goes to the free truth
/// box of its frame and class that it overlaps most (ties: the first), if IoU >= minIou; else it is
/// a false positive, unless it overlaps an ignored box by minIou.
/// Classes without truths count nothing, detections of theirs are left out.
/// @param minIou  in (0, 1].
/// @threading pure function; any thread. Time n log n in detections, plus pairs within a frame.
/// @source Everingham et al., The PASCAL VOC Challenge 2012 development kit, section 3.4.1.
[[nodiscard]] PrecisionReport averagePrecision(std::span<const ScoredBox> detections,
                                               std::span<const TruthBox> truths, double minIou);

/// The mean of the reports at IoU 0.50, 0.55, ... 0.95; counts are those at 0.50.
/// @note all-point interpolation here, too, where COCO's own program takes 101 points.
[[nodiscard]] PrecisionReport averagePrecisionOverIous(std::span<const ScoredBox> detections,
                                                       std::span<const TruthBox> truths);

}  // namespace followspot
