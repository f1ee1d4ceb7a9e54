#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/analytics/track_point.h"
#include "core/base/result.h"

namespace followspot {

/// Which way a line is crossed, looking from its first point to its second one.
enum class CrossingDirection {
  ToRight,  ///< From its left to its right.
  ToLeft,
};

/// "to right", "to left".
[[nodiscard]] std::string_view nameOf(CrossingDirection direction);

struct CountingLine {
  std::string name;
  PicturePoint from;
  PicturePoint to;
};

enum class CountRule {
  OncePerDirection,  ///< A track counts at most once each way: who paces to and fro is one.
  EveryCrossing,
};

struct LineRules {
  /// Pixels, >= 0. A track has crossed when it is that far beyond the line, coming from as far on
  /// the other side: a box that trembles on the line counts nothing.
  double deadBand = 0;
  CountRule rule = CountRule::OncePerDirection;
};

struct Crossing {
  TrackId track = TrackId::None;
  ClassId classId = ClassId::Unknown;
  CrossingDirection direction = CrossingDirection::ToRight;
  FrameId frame{};   ///< The first picture beyond the line.
  Timestamp time{};  ///< On the line, between the pictures.
};

/// Counts tracks that cross a line, each way and by class.
///
/// The line ends at its points: who walks round an end crosses nothing. A track that is first seen
/// within the dead-band belongs to the side on which it leaves it. Between two pictures a track
/// goes straight, however far apart they are.
/// @threading one thread at a time.
class LineCounter {
 public:
  /// @errors InvalidArgument: the two points are one, or a number is not finite or negative.
  [[nodiscard]] static Result<LineCounter> create(CountingLine line, const LineRules& rules);

  /// The next point of a track; those of a track come in the order of time.
  /// @return the crossing that has now been completed.
  std::optional<Crossing> update(const TrackPoint& point);
  /// Nothing more comes of that track. Its counts stay.
  void endTrack(TrackId track) { states_.erase(track); }

  using Counts = std::array<std::int64_t, 2>;  ///< By CrossingDirection.
  [[nodiscard]] const std::map<ClassId, Counts>& counts() const { return counts_; }
  [[nodiscard]] const CountingLine& line() const { return line_; }

 private:
  struct State {
    TrackPoint last;
    double lastDistance = 0;
    int side = 0;         ///< -1 left, 1 right, 0 not yet off the line.
    int settled = 0;      ///< The same, beyond the dead-band.
    bool within = false;  ///< Of the last change of side: between the line's ends.
    FrameId frame{};      ///< ... its picture
    Timestamp time{};     ///< ... and its time.
    std::array<bool, 2> counted{};
  };

  LineCounter(CountingLine line, const LineRules& rules, double length)
      : line_(std::move(line)), rules_(rules), length_(length) {}
  /// Pixels from the line, > 0 on its right.
  [[nodiscard]] double distance(PicturePoint point) const;
  void changeSide(State& state, const TrackPoint& point, double distance) const;

  CountingLine line_;
  LineRules rules_;
  double length_;
  std::unordered_map<TrackId, State> states_;
  std::map<ClassId, Counts> counts_;
};

}  // namespace followspot
