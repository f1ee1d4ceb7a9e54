#pragma once

#include <vector>

#include "core/types/ids.h"

namespace followspot {

/// Which detections are passed on. Changes act on the next picture.
struct DetectionFilter {
  double minScore = 0.5;  ///< In [0, 1].
  double nmsIou =
      0.6;  ///< In (0, 1]: a box that overlaps a better one of its class by more is dropped.
  bool classAgnosticNms = false;  ///< Whether boxes of different classes suppress each other, too.
  int maxDetections = 100;        ///< Best ones kept, >= 1.
  double minBoxSide = 0;          ///< Pixels of the picture; boxes narrower or lower are dropped.
  std::vector<ClassId> classes;   ///< Empty: all.
};

}  // namespace followspot
