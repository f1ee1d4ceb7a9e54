#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/base/error.h"
#include "core/media/frame.h"
#include "core/types/detection.h"

namespace followspot {

/// A picture on its way through the stages.
struct Picture {
  Frame frame;
  std::chrono::steady_clock::time_point captured;  ///< When it left the source.
  std::uint64_t epoch = 0;  ///< Counts the seeks before it: what is older is not wanted any more.
  bool detect = true;       ///< False: goes to the tracker without detections.
  bool again = false;       ///< A picture that is shown already, to be detected with a new filter.
};

/// Objects in a picture for which there is memory from the start; more only cost one allocation,
/// once.
inline constexpr std::size_t kUsualObjects = 100;

/// A picture and what became of it. Recycled: its buffers keep their capacity.
struct WorkItem {
  Picture picture;
  std::uint64_t serial = 0;  ///< Place in the order of the tracker, from 0, without gaps.
  DetectionSet detections;
  bool detected = false;       ///< `detections` is of this picture.
  std::optional<Error> error;  ///< Why it is not.
  std::chrono::steady_clock::duration detectTime{};
};

}  // namespace followspot
