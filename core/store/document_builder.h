#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/result.h"
#include "core/store/track_document.h"

namespace followspot {

/// Collects what a file says, in any order, and makes a document of it.
/// @threading one thread at a time.
class DocumentBuilder {
 public:
  static constexpr std::int64_t kMostFrame = 100'000'000;         ///< As frame number, from 1.
  static constexpr std::int64_t kMostId = std::int64_t{1} << 53;  ///< Whole in a double.
  static constexpr std::int64_t kMostClass = 100'000;

  /// @param frame  from 0.
  /// @return what is wrong with it; empty where it was taken.
  std::string add(std::int64_t frame, std::int64_t id, std::int64_t classId,
                  const StoredBox& value);
  void picture(std::int64_t frame, Timestamp time);
  void name(std::int64_t id, std::string_view name);
  /// The first name of a class counts.
  void label(std::int64_t classId, std::string_view name);
  MediaFile& media() { return document_.media; }

  /// @errors CorruptData: a track twice on a picture.
  Result<TrackDocument> finish();

 private:
  TrackDocument document_;
  std::unordered_map<std::int64_t, ClassId> classes_;  // by track
  std::unordered_map<std::int64_t, std::string> names_;
  std::vector<std::string> labels_;
};

}  // namespace followspot
