#pragma once

#include <cstdint>

#include "core/media/frame.h"

namespace followspot::wiring {

/// A picture where there is no video: rectangles in random colours over a gradient, edges and areas
/// as in pictures of the world; the same at every run.
/// @param size    both > 0.
/// @param number  >= 0: another number, another picture.
[[nodiscard]] Frame madeUpPicture(FrameSize size, std::int64_t number);

}  // namespace followspot::wiring
