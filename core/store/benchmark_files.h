#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/analytics/evaluation_setup.h"
#include "core/base/result.h"

namespace followspot {

/// One sequence to evaluate: where its files are.
struct BenchmarkSequence {
  std::string name;
  std::filesystem::path truth;
  std::filesystem::path tracks;
  std::optional<std::int64_t> length;  ///< Pictures, where a seqinfo.ini says so.
};

/// Pairs ground truth and tracks.
///
/// @param truth   a file; a sequence's folder (with gt/gt.txt, or gt/label_02_2d.txt for KITTI); or
/// a folder of those.
/// @param tracks  a file, or a folder with NAME.txt or NAME.csv for each sequence.
/// @errors NotFound: no ground truth there, or no tracks for a sequence (names it).
[[nodiscard]] Result<std::vector<BenchmarkSequence>> findSequences(
    const std::filesystem::path& truth, const std::filesystem::path& tracks);

/// Ground truth of MOT15 to MOT20 or KITTI; which of them is seen from the file.
struct GroundTruth {
  std::vector<LabelledBox> boxes;
  Benchmark benchmark = Benchmark::Mot17;  ///< Mot15 where no row has a class.
};
[[nodiscard]] Result<GroundTruth> readGroundTruth(const std::filesystem::path& path);

/// Tracks as MOT rows, or as our own CSV (file name ends in .csv).
[[nodiscard]] Result<std::vector<LabelledBox>> readTracks(const std::filesystem::path& path);

/// A list of frame numbers, one a line. @errors CorruptData: with the line.
[[nodiscard]] Result<std::vector<std::int64_t>> readFrameList(const std::filesystem::path& path);

/// "name=value" of a seqinfo.ini; nothing where it is not there.
[[nodiscard]] std::optional<std::string> sequenceInfo(const std::filesystem::path& seqinfo,
                                                      std::string_view name);

}  // namespace followspot
