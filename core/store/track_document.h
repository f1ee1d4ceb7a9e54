#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/project/project_types.h"
#include "core/types/label_map.h"

namespace followspot {

/// Tracks of one video as they go from program to program.
struct TrackDocument {
  MediaFile media;                    ///< As far as the format tells.
  LabelMap labels;                    ///< As far as the format tells; gaps are empty names.
  std::vector<TrackInfo> tracks;      ///< By id; first, last and boxes are right.
  std::vector<BoxRow> boxes;          ///< By frame, then track, no two equal.
  std::vector<PictureTime> pictures;  ///< By frame: those that the format names.
  /// Boxes whose class is not that of their track's first box: it was taken for the whole track.
  std::int64_t otherClasses = 0;
};

/// Files that tracks are imported from and exported to. Formats: core/store/README.md.
enum class TrackFormat {
  Csv,    ///< Ours.
  Jsonl,  ///< Ours.
  Mot,    ///< MOTChallenge; no names, classes only when read, pixels counted from 1.
  Coco,   ///< COCO with videos and tracks, as TAO has them.
  Cvat,   ///< "CVAT for video 1.1": no scores but as an attribute.
};

/// By the name's end: .csv, .jsonl, .txt (MOT), .json (COCO), .xml (CVAT).
[[nodiscard]] std::optional<TrackFormat> trackFormatOf(const std::filesystem::path& path);

/// Reads a file's text, whoever made it.
/// @param rate  pictures per second, > 0, for formats without times.
/// @errors CorruptData: with the place: not of that format, numbers out of range (frames up to
/// 100,000,000, ids up to 2^53), a track twice on a picture, more than 50,000,000 boxes.
[[nodiscard]] Result<TrackDocument> parseTracks(TrackFormat format, std::string_view text,
                                                double rate);

/// @errors as parseTracks; NotFound, Unavailable: no such file. CorruptData: over 4 GB.
[[nodiscard]] Result<TrackDocument> readTrackDocument(const std::filesystem::path& path,
                                                      TrackFormat format, double rate);

/// Writes a file that reads back as the same document, as far as the format can say it. Numbers
/// have as few digits as read back the same. Boxes of width or height 0 stay.
/// @errors as OutputFile.
[[nodiscard]] Result<void> writeTrackDocument(const std::filesystem::path& path, TrackFormat format,
                                              const TrackDocument& document);

}  // namespace followspot
