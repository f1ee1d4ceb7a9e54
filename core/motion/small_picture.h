#pragma once

#include <cstdint>
#include <vector>

#include "core/media/frame.h"

namespace followspot {

/// The brightness of a picture, shrunk by averaging squares of pixels.
/// @threading one thread at a time.
class SmallPicture {
 public:
  /// @param factor  side of a square in pixels, 1 to 16. Pixels at the right and lower edge that
  ///                fill no square are left out. Memory is used again.
  /// Of pictures in red, green and blue the green is taken for the brightness.
  void shrink(const PictureView& view, int factor);

  [[nodiscard]] FrameSize size() const { return size_; }
  /// Row after row, without gaps.
  [[nodiscard]] const std::uint8_t* pixels() const { return pixels_.data(); }

 private:
  FrameSize size_;
  std::vector<std::uint8_t> pixels_;
  std::vector<std::uint16_t> sums_;  // of the columns of one row of squares
};

}  // namespace followspot
