#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/analytics/track_point.h"
#include "core/base/result.h"

namespace followspot {

struct Zone {
  std::string name;
  std::vector<PicturePoint>
      corners;  ///< At least 3; inside is what a ray leaves an odd number of times.
};

/// A track's stay in a zone.
struct ZoneVisit {
  TrackId track = TrackId::None;
  ClassId classId = ClassId::Unknown;
  FrameId firstFrame{};
  Timestamp enter{};  ///< Of the first picture inside.
  Timestamp leave{};  ///< Of the first picture outside; of the last one seen where it never left.
  bool left = false;  ///< Else the track ended inside.

  [[nodiscard]] Seconds dwell() const { return leave - enter; }
};

/// Watches who enters a zone, and how long they stay.
///
/// With a dead-band a track is in the zone once it is that far inside, and out once it is that far
/// outside; the times are those of the edge. A track first seen on the edge is out.
/// @threading one thread at a time.
class ZoneWatch {
 public:
  /// @param deadBand  pixels, >= 0.
  /// @errors InvalidArgument: fewer than 3 corners, more than 1,000, numbers that are not finite,
  /// or a negative dead-band.
  [[nodiscard]] static Result<ZoneWatch> create(Zone zone, double deadBand);

  /// The next point of a track; those of a track come in the order of time.
  /// @return the visit that has now ended.
  std::optional<ZoneVisit> update(const TrackPoint& point);
  /// Nothing more comes of that track. @return the visit that has ended with it.
  std::optional<ZoneVisit> endTrack(TrackId track);
  /// Ends all tracks. @return their visits, by track.
  std::vector<ZoneVisit> finish();

  [[nodiscard]] std::size_t occupancy() const { return occupancy_; }  ///< Tracks inside now.
  [[nodiscard]] const Zone& zone() const { return zone_; }

 private:
  struct State {
    bool raw = false;  ///< Inside, whatever the dead-band says ...
    FrameId changedFrame{};
    Timestamp changed{};  ///< ... since then.
    bool inside = false;
    ZoneVisit visit;
  };

  ZoneWatch(Zone zone, double deadBand) : zone_(std::move(zone)), deadBand_(deadBand) {}
  [[nodiscard]] bool contains(PicturePoint point) const;
  [[nodiscard]] double distanceToEdge(PicturePoint point) const;

  Zone zone_;
  double deadBand_;
  std::unordered_map<TrackId, State> states_;
  std::size_t occupancy_ = 0;
};

}  // namespace followspot
