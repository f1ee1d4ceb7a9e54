#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/project/project_store.h"
#include "core/types/detection.h"

namespace followspot::ui {

/// Keeps what a model saw on every picture of a video in the video's project, so that another
/// tracker needs neither the model nor the pictures.
///
/// In the project's settings, as "detections/MEDIA/KEY/N": blocks of 256 pictures, compressed, in
/// base 64; and "detections/MEDIA/KEY": their number, written last.
/// @threading one thread at a time.
class DetectionCacheWriter {
 public:
  /// @param key  tells models and their settings apart.
  DetectionCacheWriter(ProjectStore& store, MediaId media, const std::string& key);

  /// @errors as ProjectStore.
  Result<void> add(const DetectionSet& detections);
  /// From now on the detections are found.
  Result<void> finish();

 private:
  Result<void> flush();

  ProjectStore& store_;
  std::string prefix_;
  std::vector<DetectionSet> waiting_;
  std::int64_t blocks_ = 0;
};

/// All of them by frame; nothing where they are not kept.
/// @errors CorruptData: bytes that are none of ours, whatever they are; else as ProjectReader.
[[nodiscard]] Result<std::optional<std::vector<DetectionSet>>> readCachedDetections(
    ProjectReader& reader, MediaId media, const std::string& key);

/// Whether they are kept.
[[nodiscard]] Result<bool> hasCachedDetections(ProjectReader& reader, MediaId media,
                                               const std::string& key);

}  // namespace followspot::ui
