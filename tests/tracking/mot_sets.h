#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/analytics/evaluation_setup.h"
#include "core/base/result.h"
#include "core/types/detection.h"
#include "core/types/track.h"

namespace followspot::mot {

/// A sequence as a detector saw it: the kept pictures only, with their true times.
struct Sequence {
  std::string name;
  double rate = 25;  ///< Pictures per second of the video.
  Benchmark benchmark = Benchmark::Mot15;
  int kittiClass = KittiCar;
  std::int64_t frames = 0;  ///< Length of the video.
  KeptFrames kept;
  std::vector<DetectionSet> pictures;
  std::vector<LabelledBox> truth;
};

struct Dataset {
  std::string name;
  std::vector<Sequence> sequences;
};

/// The development sets: mot17, mot17-gmc, step2, step3, step5, drop30, burst, mot15, kitti-car,
/// kitti-ped.
/// @param data  folder with MOT15, MOT17-valhalf, MOT17-variants and KITTI.
[[nodiscard]] Result<std::vector<Dataset>> loadDatasets(const std::filesystem::path& data);

/// Percentages, and counts.
struct Score {
  double hota = 0, detA = 0, assA = 0, mota = 0, idf1 = 0;
  std::int64_t switches = 0, falsePositives = 0, falseNegatives = 0;
};

[[nodiscard]] Result<Score> scoreOf(const Sequence& sequence, std::span<const LabelledBox> tracks);

/// What a public tracker scored on a sequence (reference/scores.json: sets "MOT15" and
/// "MOT17-valhalf").
[[nodiscard]] Result<Score> publishedScore(const std::filesystem::path& data, std::string_view set,
                                           std::string_view tracker, std::string_view sequence);

/// Confirmed tracks in the evaluation's form, added to `out`.
void append(const TrackSet& tracks, std::vector<LabelledBox>& out);

}  // namespace followspot::mot
