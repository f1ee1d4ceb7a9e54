#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/analytics/evaluation_data.h"

namespace followspot {

/// CLEAR MOT at IoU 0.5. @source Bernardin and Stiefelhagen, EURASIP JIVP 2008; identity switches
/// and fragmentations as MOTChallenge counts them.
struct ClearScores {
  std::int64_t truePositives = 0, falseNegatives = 0, falsePositives = 0;
  std::int64_t identitySwitches = 0, fragmentations = 0;
  std::int64_t mostlyTracked = 0, partlyTracked = 0,
               mostlyLost = 0;  ///< Objects: > 80 %, else >= 20 %, else.
  double overlapSum = 0;        ///< IoU of all true positives.

  [[nodiscard]] std::int64_t truths() const { return truePositives + falseNegatives; }
  [[nodiscard]] double mota() const;   ///< In (-inf, 1]; 0 where there is no truth.
  [[nodiscard]] double motp() const;   ///< Mean IoU of true positives, in [0, 1].
  [[nodiscard]] double smota() const;  ///< MOTA with overlaps in place of true positives.
  [[nodiscard]] double recall() const;
  [[nodiscard]] double precision() const;
};

/// Something that a list of errors shows.
enum class TrackingErrorKind { Switch, Fragmentation, Miss, FalseAlarm };
struct TrackingErrorEvent {
  TrackingErrorKind kind = TrackingErrorKind::Miss;
  std::size_t frame = 0;  ///< Index into EvaluatedSequence::frames.
  int truth = -1;         ///< Position in that frame's truths; -1 for a false alarm.
  int track = -1;         ///< Position in that frame's tracks; -1 for a miss.
  int before = -1;  ///< Track (0 .. trackCount - 1) that had the object before; -1 where none.
};

/// @param events  null, or receives every error in order of frames.
/// @threading pure function; any thread.
[[nodiscard]] ClearScores evaluateClear(const EvaluatedSequence& sequence,
                                        std::vector<TrackingErrorEvent>* events = nullptr);

/// Sums.
[[nodiscard]] ClearScores combine(std::span<const ClearScores> sequences);

/// Identity scores at IoU 0.5. @source Ristani et al., Performance Measures and a Data Set for
/// Multi-Target, Multi-Camera Tracking, ECCV 2016 workshops.
struct IdentityScores {
  std::int64_t truePositives = 0, falseNegatives = 0, falsePositives = 0;
  [[nodiscard]] double f1() const;
  [[nodiscard]] double recall() const;
  [[nodiscard]] double precision() const;
};

[[nodiscard]] IdentityScores evaluateIdentity(const EvaluatedSequence& sequence);
[[nodiscard]] IdentityScores combine(std::span<const IdentityScores> sequences);

}  // namespace followspot
