#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "ui/analyse/run_snapshot.h"
#include "ui/analyse/track_filter.h"

namespace followspot::ui {

/// Where the tracks of a run lie on a timeline: lanes in which none touches another, and how many
/// there are at any time. Made beside the GUI thread; looking things up is logarithmic.
/// @threading immutable once made.
class TimelineLayout {
 public:
  struct Bar {
    FrameId first{};
    FrameId last{};
    TrackId track = TrackId::None;
    Review review = Review::Open;
  };
  using Lane = std::vector<Bar>;  ///< By time.

  /// @param frames  pictures of the video; 0 where unknown.
  TimelineLayout(const RunSnapshot& run, const TrackFilter& filter, std::int64_t frames);

  [[nodiscard]] const std::vector<Lane>& lanes() const { return lanes_; }
  /// Pictures that the timeline spans: the video's, or as far as tracks go.
  [[nodiscard]] std::int64_t frames() const { return frames_; }
  /// The most tracks at once on any of these pictures.
  [[nodiscard]] int most(FrameRange range) const;
  [[nodiscard]] int mostAtAll() const { return most({FrameId{0}, FrameId{frames_}}); }
  [[nodiscard]] std::optional<std::size_t> laneOf(TrackId track) const;
  /// The first bar of a lane that ends at or after a picture. O(log n).
  [[nodiscard]] static Lane::const_iterator firstFrom(const Lane& lane, FrameId frame);

 private:
  struct Place {
    TrackId track = TrackId::None;
    std::uint32_t lane = 0;
  };
  void fillLanes(std::vector<Bar> bars);
  void countTracks(const std::vector<Bar>& bars);

  std::int64_t frames_ = 0;
  std::vector<Lane> lanes_;
  std::vector<Place> places_;  // by track
  int shift_ = 0;              // a cell of counts_[0] is 2^shift_ pictures
  // Each level holds the greater of two cells of the one below.
  std::vector<std::vector<std::int32_t>> counts_;
};
using TimelineHandle = std::shared_ptr<const TimelineLayout>;

}  // namespace followspot::ui
