#pragma once

#include <optional>
#include <vector>

#include "core/types/affine.h"
#include "core/types/box.h"
#include "core/types/geometry.h"
#include "core/types/ids.h"
#include "core/types/timestamp.h"

namespace followspot {

struct Detection {
  Box box;
  double score = 0;  ///< In [0, 1].
  ClassId classId = ClassId::Unknown;
};

/// What a detector saw on one picture. No promise about order.
struct DetectionSet {
  FrameId frame{};
  Timestamp time{};
  FrameSize size;  ///< Picture that the boxes refer to; {0, 0} where unknown (a detection file
                   ///< without video).
  std::vector<Detection> items;
  std::optional<Affine> cameraMotion;  ///< How the picture moved since the set before this one;
                                       ///< nothing where it is not measured.
};

}  // namespace followspot
