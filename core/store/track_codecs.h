#pragma once

#include <filesystem>
#include <string_view>

#include "core/base/result.h"
#include "core/store/track_document.h"

namespace followspot {

// One reader and writer a format; called by parseTracks and writeTrackDocument, errors as there.

[[nodiscard]] Result<TrackDocument> parseCsvDocument(std::string_view text);
[[nodiscard]] Result<TrackDocument> parseJsonlDocument(std::string_view text);
[[nodiscard]] Result<TrackDocument> parseMotDocument(std::string_view text, double rate);
[[nodiscard]] Result<TrackDocument> parseCocoDocument(std::string_view text, double rate);
[[nodiscard]] Result<TrackDocument> parseCvatDocument(std::string_view text, double rate);

[[nodiscard]] Result<void> writeCsvDocument(const std::filesystem::path& path,
                                            const TrackDocument& document);
[[nodiscard]] Result<void> writeJsonlDocument(const std::filesystem::path& path,
                                              const TrackDocument& document);
[[nodiscard]] Result<void> writeMotDocument(const std::filesystem::path& path,
                                            const TrackDocument& document);
[[nodiscard]] Result<void> writeCocoDocument(const std::filesystem::path& path,
                                             const TrackDocument& document);
[[nodiscard]] Result<void> writeCvatDocument(const std::filesystem::path& path,
                                             const TrackDocument& document);

/// "detected", "interpolated", "key".
[[nodiscard]] std::string_view nameOf(BoxOrigin origin);
/// Detected for another word.
[[nodiscard]] BoxOrigin originNamed(std::string_view name);

/// Where tracks and pictures of a document are looked up by number.
class DocumentIndex {
 public:
  explicit DocumentIndex(const TrackDocument& document) : document_(document) {}
  /// The track of a box; the document's own, so that it is there.
  [[nodiscard]] const TrackInfo& track(TrackId id) const;
  /// The time of a picture: its own, else from the rate, else from 25 pictures per second.
  [[nodiscard]] Timestamp time(FrameId frame) const;

 private:
  const TrackDocument& document_;
};

}  // namespace followspot
