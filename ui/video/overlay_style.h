#pragma once

#include <memory>

#include "core/types/ids.h"
#include "core/types/label_map.h"

namespace followspot::ui {

/// What is drawn over the picture.
struct OverlayStyle {
  bool boxes = true;
  bool labels = true;
  bool trails = true;
  TrackId selected = TrackId::None;
  std::shared_ptr<const LabelMap> classNames;  ///< May be null.
};

}  // namespace followspot::ui
