#include "app/wiring/made_up_picture.h"

#include <cstddef>
#include <memory>
#include <random>
#include <vector>

namespace followspot::wiring {

Frame madeUpPicture(FrameSize size, std::int64_t number) {
  const auto width = static_cast<std::size_t>(size.width);
  const auto height = static_cast<std::size_t>(size.height);
  auto pixels = std::make_shared<std::vector<std::uint8_t>>(3 * width * height);
  std::mt19937 random(static_cast<std::uint32_t>(number) + 1);
  const auto below = [&](std::size_t limit) { return random() % limit; };
  for (std::size_t y = 0; y < height; ++y) {
    for (std::size_t x = 0; x < width; ++x) {
      std::uint8_t* const pixel = pixels->data() + 3 * (y * width + x);
      pixel[0] = static_cast<std::uint8_t>(255 * x / width);
      pixel[1] = static_cast<std::uint8_t>(255 * y / height);
      pixel[2] = static_cast<std::uint8_t>(255 - 255 * y / height);
    }
  }
  constexpr int kRectangles = 40;
  for (int i = 0; i < kRectangles; ++i) {
    const std::size_t left = below(width);
    const std::size_t top = below(height);
    const std::size_t right = left + below(width - left) + 1;
    const std::size_t bottom = top + below(height - top) + 1;
    const auto color = static_cast<std::uint32_t>(random());
    for (std::size_t y = top; y < bottom; ++y) {
      for (std::size_t x = left; x < right; ++x) {
        for (std::size_t c = 0; c < 3; ++c) {
          (*pixels)[3 * (y * width + x) + c] = static_cast<std::uint8_t>(color >> (8 * c));
        }
      }
    }
  }
  PictureView view;
  view.size = size;
  view.model = ColorModel::Rgb;
  for (std::size_t c = 0; c < 3; ++c) {
    view.planes[c] = {pixels->data() + c, static_cast<std::ptrdiff_t>(3 * width), 3};
  }
  return {FrameId{number}, timestampAt(static_cast<double>(number)), number, view, pixels};
}

}  // namespace followspot::wiring
