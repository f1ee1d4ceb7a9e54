#include "core/report/heat_picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "core/report/png_file.h"

namespace followspot {
namespace {

/// Between these, in even steps; lightness only falls.
constexpr std::array<PngPalette::Color, 6> kStops = {{{255, 247, 188, 0},
                                                      {254, 217, 118, 150},
                                                      {253, 141, 60, 190},
                                                      {227, 26, 28, 210},
                                                      {142, 1, 82, 225},
                                                      {63, 0, 75, 235}}};

PngPalette heatPalette() {
  PngPalette palette;
  for (std::size_t k = 0; k < palette.colors.size(); ++k) {
    const double at = static_cast<double>(k) * (kStops.size() - 1) / 255.0;
    const auto below = std::min(static_cast<std::size_t>(at), kStops.size() - 2);
    const double part = at - static_cast<double>(below);
    const auto mix = [&](std::uint8_t PngPalette::Color::*channel) {
      const double value =
          (1 - part) * (kStops.at(below).*channel) + part * (kStops.at(below + 1).*channel);
      return static_cast<std::uint8_t>(std::lround(value));
    };
    palette.colors.at(k) = {mix(&PngPalette::Color::red), mix(&PngPalette::Color::green),
                            mix(&PngPalette::Color::blue), mix(&PngPalette::Color::alpha)};
  }
  return palette;
}

}  // namespace

std::string heatPicture(const Heatmap& map, FrameSize size) {
  const auto& seconds = map.seconds();
  const double most = *std::ranges::max_element(seconds);
  std::vector<std::uint8_t> cells(seconds.size());
  for (std::size_t k = 0; k < cells.size(); ++k) {
    constexpr double kLast = 255;
    cells[k] = static_cast<std::uint8_t>(
        most > 0 ? std::lround(kLast * std::sqrt(std::max(0.0, seconds[k]) / most)) : 0);
  }
  std::vector<std::uint8_t> pixels;
  pixels.reserve(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height));
  for (int y = 0; y < size.height; ++y) {
    const int row = std::min(y / map.cell(), map.rows() - 1);
    for (int x = 0; x < size.width; ++x) {
      const int column = std::min(x / map.cell(), map.columns() - 1);
      pixels.push_back(
          cells[static_cast<std::size_t>(row) * static_cast<std::size_t>(map.columns()) +
                static_cast<std::size_t>(column)]);
    }
  }
  static const PngPalette kPalette = heatPalette();
  return encodePng(size, pixels, kPalette);
}

}  // namespace followspot
