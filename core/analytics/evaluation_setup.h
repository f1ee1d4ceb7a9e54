#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/analytics/evaluation_data.h"
#include "core/base/result.h"
#include "core/types/box.h"

namespace followspot {

enum class Benchmark { Mot15, Mot16, Mot17, Mot20, Kitti };

/// One box of ground truth or of a result, as a benchmark's files have it.
struct LabelledBox {
  std::int64_t frame = 0;  ///< From 1 (KITTI's own 0 is shifted by the reader).
  std::int64_t id = 0;
  Box box;
  bool considered = true;  ///< Ground truth: to be found.
  int classId = 1;         ///< MOTChallenge class, or KittiClass.
  int occluded = 0;        ///< KITTI.
  int truncated = 0;       ///< KITTI.
};

/// Classes of KITTI's files, in our numbering.
enum KittiClass : int {
  KittiPedestrian = 1,
  KittiCar = 2,
  KittiCyclist = 3,
  KittiVan = 4,
  KittiPersonSitting = 5,
  KittiDontCare = 6,
  KittiOther = 7
};

/// Which pictures count; empty: all.
struct KeptFrames {
  std::int64_t every = 1;            ///< 1, 1 + every, ...
  std::vector<std::int64_t> listed;  ///< Sorted; instead of `every` where not empty.
  [[nodiscard]] bool keeps(std::int64_t frame) const;
};

/// Brings ground truth and result of one sequence into the metrics' form by a benchmark's rules.
///
/// MOT16 to MOT20: all truths are matched with the result at IoU 0.5; result boxes matched with
/// distractors (persons on vehicles, static persons, distractors, reflections; on MOT20 also
/// non-motorised vehicles) are removed; truths of class pedestrian that are considered stay. MOT15:
/// considered truths stay. KITTI: result boxes matched with neighbouring classes or with heavily
/// occluded or truncated truths are removed, and unmatched ones that are low
/// (<= 25 px) or inside an ignored region.
/// Boxes without an area stay: they overlap nothing and count as missed or false.
/// @param frames      length of the sequence; boxes of later frames are an error.
/// @param kittiClass  KITTI: the class to evaluate.
/// @errors CorruptData: an id twice in a frame (names frame and id), a frame after the end, or more
/// than 100,000,000 overlaps.
/// @source the benchmarks' development kits.
[[nodiscard]] Result<EvaluatedSequence> setUpEvaluation(std::span<const LabelledBox> truths,
                                                        std::span<const LabelledBox> tracks,
                                                        Benchmark benchmark, std::int64_t frames,
                                                        const KeptFrames& kept = {},
                                                        int kittiClass = KittiCar);

}  // namespace followspot
