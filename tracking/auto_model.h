#pragma once

#include "tracking/box_filter.h"

namespace followspot::tracking {

/// Constants of the `auto` tracker's model of the world. Not settings: they were chosen once, by
/// the sweep in tests/bench/protocol, and hold for any video.
///
/// "Nats" are differences of log probability.
struct AutoModel {
  BoxNoise noise;
  /// The noise where the detector's boxes jump about (`DetectorJitter::weakness` of 1): long
  /// memory, sizes that hardly change, and velocities that are free to, so that a few bad boxes do
  /// not send a track astray. In between, both are mixed.
  BoxNoise weakNoise{0.01, 0.01, 0.0003, {0.2, 0.6, 0.25, 0.75}, 4.5};
  /// Degrees of freedom of the likelihood's tails.
  double tail = 4;
  /// Log density at which a detection is as likely a new object as a known one: a pair must do
  /// better. Nats, at boxes one standard deviation (1) wide.
  double newObject = 0.5;
  double weakNewObject = -1;  ///< The same where boxes jump about.
  /// Weight of log(score): how much less a weak detection is worth.
  double scoreWeight = 3;
  /// Against pairing a detection with a track of another class, nats.
  double otherClass = 6;
  /// Weight of one match in learning how exact the detector is.
  double learningRate = 0.02;
  /// Boxes are widened on each side by so many standard deviations of the predicted centre, and at
  /// most by so much of their size, when candidates are looked for.
  double reachSpread = 3;
  double reachSize = 0.5;
  /// A shown and a lost track that overlap more are the same object.
  double duplicateIou = 0.85;
  /// Common shift of all tracks: least number of pairs, least mean gain (nats) and least share of
  /// pairs that gain.
  int shiftPairs = 4;
  double shiftGain = 0.5;
  double shiftShare = 0.85;
  /// Where pictures come so slowly (s between them), an object of such a score is shown at once.
  double slowStep = 0.15;
  double slowScore = 0.8;
};

}  // namespace followspot::tracking
