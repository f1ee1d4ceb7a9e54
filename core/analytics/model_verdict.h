#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/analytics/detection_agreement.h"
#include "core/analytics/track_summary.h"

namespace followspot {

/// How far the raw outputs of two networks are apart, over all pictures.
struct RawDifference {
  std::string obstacle;  ///< Why they cannot be compared; empty: they were.
  std::int64_t pictures = 0;
  /// Largest difference of any number, by the largest size in that output of the first network
  /// where that is above 1.
  double boxes = 0;
  double scores = 0;               ///< After the sigmoid.
  std::optional<double> decoded;   ///< Of the boxes made of them, where both show how.
  std::string witness = "OpenCV";  ///< What ran the first network.
  /// How far 32 bits instead of 64 alone move the first network's numbers; 0: not measured.
  double rounding = 0;

  [[nodiscard]] bool compared() const { return obstacle.empty() && pictures > 0; }
};

/// How well a model does where it is known what is there; all in [0, 1] but mota.
struct TruthScores {
  double averagePrecision = 0;  ///< At IoU 0.5.
  double recall = 0;
  double idf1 = 0;
  double mota = 0;
  std::int64_t switches = 0;
  std::int64_t fragmentations = 0;
};

/// A model and the one that it was made from, seen on the same pictures.
struct ModelComparison {
  RawDifference raw;
  std::optional<DetectionAgreement> detections;  ///< With a video.
  std::optional<TrackSummary> tracksBefore, tracksAfter;
  std::optional<TruthScores> truthBefore, truthAfter;  ///< With annotations.
};

/// What is still taken for "close".
struct VerdictLimits {
  double rawDifference = 1e-4;  ///< Up to this the numbers are the same, ...
  /// ... or up to as many times what rounding each result does: a sum of hundreds of products is
  /// rounded as often where it is computed in 32 bits.
  double roundings = 30;
  double minAgreement = 0.95;      ///< Of detections.
  double maxPrecisionLoss = 0.03;  ///< Average precision lost.
  double maxIdf1Loss = 0.05;
  double maxCountChange = 0.1;  ///< Tracked objects of a picture, relative.
  /// With less than that, one box or track more or less would decide.
  std::int64_t minBoxes = 40;
  std::int64_t minTrackedBoxes = 100;
};

enum class Verdict {
  Same,      ///< The same numbers.
  Close,     ///< Other numbers, but as good within the limits.
  Different  ///< Beyond a limit, or nothing shows that it is not.
};

/// "same", "close", "different".
[[nodiscard]] std::string_view nameOf(Verdict verdict);

struct Judgement {
  Verdict verdict = Verdict::Different;
  std::vector<std::string> reasons;  ///< Sentences; those that decided come first.
};

/// Judges by the best witness there is: annotations over agreement of detections over raw outputs.
/// A witness that saw too little is heard and does not decide.
[[nodiscard]] Judgement judge(const ModelComparison& comparison, const VerdictLimits& limits = {});

}  // namespace followspot
