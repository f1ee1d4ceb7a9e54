#pragma once

namespace followspot {

/// Width and height of a picture in pixels; both > 0 in anything that was accepted.
struct FrameSize {
  int width = 0;
  int height = 0;
  friend bool operator==(const FrameSize&, const FrameSize&) = default;
};

}  // namespace followspot
