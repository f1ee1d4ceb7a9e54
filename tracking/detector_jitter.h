#pragma once

#include <array>

#include "core/types/timestamp.h"
#include "tracking/box_filter.h"

namespace followspot::tracking {

/// The last two boxes that a detector gave for an object, for learning how much its boxes tremble.
struct JitterTrace {
  int pictures = 0;  ///< In a row that the object was surely seen in, up to 2 counted here.
  double older = 0;  ///< x of the box's centre, px.
  double newer = 0;
  Timestamp olderTime{}, newerTime{};
  double bend = 0;        ///< How far the last middle box lay off the line between its neighbours.
  double bendShare = -1;  ///< Share of the newer neighbour in that line; < 0: there is no `bend`.
};

/// How much a detector's boxes tremble: the part of their error that is new in each picture.
///
/// Three boxes in a row of an object make a bend: how far the middle one lies off the line between
/// the others. A bend is acceleration or error, but two bends in a row tell them apart: an error
/// bends the line one way, and then, as an end of the next three, the other way. Their product
/// is on average -(1 - w' + w) times the variance of the error, with w the share of the newer box
/// in each line. The filters take no part in this, so that it cannot feed on itself.
/// @source the autocovariance of a second difference under white noise; the idea, for innovations:
/// Mehra, IEEE TAC 15 (1970).
/// @threading one thread at a time.
class DetectorJitter {
 public:
  /// Takes a sure detection of an object into account. Pictures further apart than 0.15 s teach
  /// nothing: by then, objects have turned.
  /// @param trace    of this object; is brought up to date.
  /// @param centreX  of its box, px.
  /// @param inARow  whether the object was seen in the picture before, too.
  /// @param perWidth  1 / the object's width, 1/px.
  void learn(JitterTrace& trace, double centreX, Timestamp time, bool inARow, double perWidth);

  /// Standard deviation of the error of the centre's x, in shares of the box's width.
  [[nodiscard]] double deviation() const;
  /// 0: boxes as exact as those of a strong detector; 1: boxes that jump about.
  [[nodiscard]] double weakness() const;

 private:
  static constexpr double kFirstDeviation = 0.025;  // before anything was seen
  double variance_ = kFirstDeviation * kFirstDeviation;
  double bends_ = 0;
};

/// The noise between two models. @param share  of the second one, in [0, 1].
[[nodiscard]] BoxNoise mix(const BoxNoise& first, const BoxNoise& second, double share);

}  // namespace followspot::tracking
