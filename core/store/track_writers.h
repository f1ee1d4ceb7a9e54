#pragma once

#include <filesystem>
#include <memory>

#include "core/base/result.h"
#include "core/types/label_map.h"
#include "core/types/track.h"

namespace followspot {

/// Writes tracks picture by picture into a file that appears when it is finished. Only confirmed
/// tracks are written. Formats: core/store/README.md.
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

/// `frame,time_s,track_id,class_id,class,score,left,top,width,height`
/// @param labels  outlives the writer.
[[nodiscard]] Result<std::unique_ptr<TrackWriter>> makeCsvTrackWriter(
    const std::filesystem::path& path, const LabelMap& labels);

/// One JSON object a picture.
/// @param labels  outlives the writer.
[[nodiscard]] Result<std::unique_ptr<TrackWriter>> makeJsonlTrackWriter(
    const std::filesystem::path& path, const LabelMap& labels);

/// Where the first pixel's corner is in a MOTChallenge file.
enum class MotOrigin {
  One,        ///< Boxes from pictures: 1 is added, as the benchmark counts pixels from 1.
  Unchanged,  ///< Boxes that came from a MOTChallenge file.
};

/// MOTChallenge rows: `frame,id,left,top,width,height,conf,-1,-1,-1`.
[[nodiscard]] Result<std::unique_ptr<TrackWriter>> makeMotTrackWriter(
    const std::filesystem::path& path, MotOrigin origin);

}  // namespace followspot
