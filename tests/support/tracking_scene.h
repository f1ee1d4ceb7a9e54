#pragma once

#include <cstdint>
#include <vector>

#include "core/types/detection.h"

namespace followspot::scenes {

/// What a detector sees of objects that drift through a picture and bounce off its edges.
struct SceneOptions {
  int objects = 50;
  double width = 1920;  ///< Of the picture, px.
  double height = 1080;
  int pictures = 100;
  double rate = 30;           ///< Pictures per second.
  double speed = 60;          ///< Largest, px/s in each direction.
  double boxWidth = 30;       ///< Smallest; the largest is 1.5 times that.
  double aspect = 2.2;        ///< Height over width.
  double jitter = 0.03;       ///< Standard deviation of a box's edges, in shares of its size.
  double missed = 0.1;        ///< Share of objects that are not detected.
  double falseAlarms = 0.02;  ///< So many boxes of nothing for each object.
  double weak = 0.1;          ///< Share of detections with a score below 0.5.
  int classes = 1;
  bool onGrid = false;  ///< Coordinates in whole tens and scores in tenths: ties everywhere.
  std::uint32_t seed = 1;
};

/// The options with a picture that has room for so many objects: how crowded it is does not depend
/// on their number (about 1920x1080 for 100 boxes of 37x82 on average).
[[nodiscard]] SceneOptions atConstantDensity(int objects, int pictures);

/// Pictures from frame 0 on; the same for the same options, on every platform.
[[nodiscard]] std::vector<DetectionSet> makeScene(const SceneOptions& options);

}  // namespace followspot::scenes
