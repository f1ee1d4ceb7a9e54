#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/analytics/evaluation_setup.h"
#include "core/base/result.h"
#include "core/types/label_map.h"

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
/// @param truth   a file; a sequence's folder (with gt/gt.txt, or gt/label_02_2d.txt for KITTI); a
///                folder of those; or a folder of files NAME.txt, NAME.csv or NAME.jsonl.
/// @param tracks  a file, or a folder with NAME.txt, NAME.csv or NAME.jsonl for each sequence, in
///                itself or in its folder "data".
/// @return by name.
/// @errors NotFound: no ground truth there, or no tracks for a sequence (names it).
[[nodiscard]] Result<std::vector<BenchmarkSequence>> findSequences(
    const std::filesystem::path& truth, const std::filesystem::path& tracks);

/// Boxes with ids, read from a file for evaluation: numbers as they stand there, nothing shifted.
struct BoxFile {
  std::vector<LabelledBox> boxes;
  LabelMap labels;                    ///< Class names, where the file is one of ours; else empty.
  std::int64_t leftOut = 0;           ///< Boxes that are no finite numbers ...
  std::int64_t firstLeftOutLine = 0;  ///< ... and where the first of them is; 0 where none is.
};

/// Ground truth, and which benchmark's rules it asks for.
struct GroundTruth : BoxFile {
  /// Kitti; Mot17 where every row names a class of MOT16 to MOT20; else Mot15.
  Benchmark benchmark = Benchmark::Mot17;
};

/// Reads ground truth: MOT15 to MOT20, KITTI, or our own track file (its name ends in .csv or
/// .jsonl).
/// @errors as parseMot, parseKitti and readTrackFile.
[[nodiscard]] Result<GroundTruth> readGroundTruth(const std::filesystem::path& path);

/// Reads tracks in any of these formats. LabelledBox::classId is -1 where a row names no class.
[[nodiscard]] Result<BoxFile> readTracks(const std::filesystem::path& path);

/// Leaves the boxes of one class, where the file has names of classes.
/// @errors InvalidArgument: no such class (names those there).
[[nodiscard]] Result<void> keepClass(BoxFile& file, std::string_view name);

/// A list of frame numbers, one a line. @errors CorruptData: with the line.
[[nodiscard]] Result<std::vector<std::int64_t>> readFrameList(const std::filesystem::path& path);

/// "name=value" of a seqinfo.ini; nothing where it is not there.
[[nodiscard]] std::optional<std::string> sequenceInfo(const std::filesystem::path& seqinfo,
                                                      std::string_view name);

}  // namespace followspot
