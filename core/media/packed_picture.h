#pragma once

#include <cstddef>
#include <cstdint>

#include "core/types/geometry.h"

namespace followspot {

enum class PackedFormat {
  Bgra,  ///< 32 bits, as QImage::Format_RGB32 wants them on little-endian machines; alpha 255.
  Bgr,   ///< 24 bits.
};

[[nodiscard]] constexpr int bytesPerPixel(PackedFormat format) {
  return format == PackedFormat::Bgra ? 4 : 3;
}

/// Packed pixels in somebody else's buffer, to be written.
struct PackedPicture {
  std::uint8_t* pixels = nullptr;
  std::ptrdiff_t stride = 0;  ///< Bytes between rows, >= size.width * bytesPerPixel(format).
  FrameSize size;
  PackedFormat format = PackedFormat::Bgr;
};

}  // namespace followspot
