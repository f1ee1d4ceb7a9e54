#pragma once

#include <cstdint>
#include <map>

#include "core/types/track.h"

namespace followspot {

/// What a tracker made of a video, without knowing what is really there.
struct TrackSummary {
  std::int64_t pictures = 0;
  std::int64_t ids = 0;    ///< Tracks that were confirmed at least once.
  std::int64_t boxes = 0;  ///< Confirmed, over all pictures.
  /// How often a track was confirmed again after pictures where it was not.
  std::int64_t interruptions = 0;

  [[nodiscard]] double perPicture() const;  ///< Confirmed boxes of a picture; 0 without pictures.
  [[nodiscard]] double meanLength() const;  ///< Confirmed boxes of a track; 0 without tracks.
};

/// Counts picture by picture. @threading one thread at a time.
class TrackCounter {
 public:
  void add(const TrackSet& tracks);
  [[nodiscard]] const TrackSummary& result() const { return summary_; }

 private:
  TrackSummary summary_;
  std::map<TrackId, std::int64_t> lastSeen_;  // number of the picture
};

}  // namespace followspot
