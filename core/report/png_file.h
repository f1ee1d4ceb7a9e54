#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "core/base/result.h"
#include "core/types/geometry.h"

namespace followspot {

/// Colours of an indexed picture.
struct PngPalette {
  struct Color {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    std::uint8_t alpha = 255;
  };
  std::array<Color, 256> colors{};
};

/// A picture as a PNG file. Made for pictures with large even areas: equal rows and runs take next
/// to no room, all else is stored as it is.
/// @param indices  of the palette, row by row, size.width * size.height of them.
/// @source PNG, 3rd edition (W3C); RFC 1950, RFC 1951 (fixed codes).
[[nodiscard]] std::string encodePng(FrameSize size, std::span<const std::uint8_t> indices,
                                    const PngPalette& palette);

}  // namespace followspot
