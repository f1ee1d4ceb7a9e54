#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "core/base/result.h"
#include "core/media/frame.h"
#include "core/media/packed_picture.h"

namespace followspot {

/// Converts pictures to packed colour at any size; keeps what it set up between calls.
/// @threading one thread at a time.
class PictureScaler {
 public:
  PictureScaler();
  PictureScaler(const PictureScaler&) = delete;
  PictureScaler& operator=(const PictureScaler&) = delete;
  ~PictureScaler();

  /// @param size    of the result, both > 0; smaller than the picture: averaged, larger: bilinear.
  /// @param pixels  size.height rows of `stride` bytes; stride >= size.width * 4 (or 3).
  /// @errors Internal: swscale refuses.
  [[nodiscard]] Result<void> scale(const PictureView& picture, PackedFormat format, FrameSize size,
                                   std::uint8_t* pixels, std::ptrdiff_t stride);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace followspot
