#pragma once

#include <filesystem>
#include <memory>

#include "core/base/result.h"
#include "core/types/label_map.h"
#include "core/types/track.h"

namespace followspot {

/// Which tracks of a picture are written; tentative ones never are.
enum class WrittenTracks {
  Seen,            ///< Confirmed ones: a detection of this very picture is theirs.
  SeenOrPredicted  ///< Coasting ones, too, marked: CSV and JSON lines by "origin", MOT by score 0.
};

/// Writes tracks picture by picture into a file that appears when it is finished. Formats:
/// core/store/README.md.
/// @threading one thread at a time.
class TrackWriter {
 public:
  TrackWriter() = default;
  TrackWriter(const TrackWriter&) = delete;
  TrackWriter& operator=(const TrackWriter&) = delete;
  virtual ~TrackWriter() = default;

  /// @errors Unavailable: disk full and the like.
  virtual Result<void> write(const TrackSet& tracks) = 0;
  /// Makes the file whole and visible.
  virtual Result<void> finish() = 0;
};

/// `frame,time_s,track_id,class_id,class,score,left,top,width,height`, with predicted tracks also
/// `origin`: "detected" or "predicted".
/// @param labels  outlives the writer.
[[nodiscard]] Result<std::unique_ptr<TrackWriter>> makeCsvTrackWriter(
    const std::filesystem::path& path, const LabelMap& labels,
    WrittenTracks which = WrittenTracks::Seen);

/// One JSON object a picture; predicted tracks have `"origin":"predicted"`.
/// @param labels  outlives the writer.
[[nodiscard]] Result<std::unique_ptr<TrackWriter>> makeJsonlTrackWriter(
    const std::filesystem::path& path, const LabelMap& labels,
    WrittenTracks which = WrittenTracks::Seen);

/// Where the first pixel's corner is in a MOTChallenge file.
enum class MotOrigin {
  One,        ///< Boxes from pictures: 1 is added, as the benchmark counts pixels from 1.
  Unchanged,  ///< Boxes that came from a MOTChallenge file.
};

/// MOTChallenge rows: `frame,id,left,top,width,height,conf,-1,-1,-1`; predicted tracks have conf 0,
/// as the format has no other place that says it.
[[nodiscard]] Result<std::unique_ptr<TrackWriter>> makeMotTrackWriter(
    const std::filesystem::path& path, MotOrigin origin, WrittenTracks which = WrittenTracks::Seen);

}  // namespace followspot
