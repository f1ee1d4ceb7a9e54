#include "core/motion/small_picture.h"

#include <algorithm>
#include <cstddef>

#include "core/base/contracts.h"

namespace followspot {
namespace {

/// Adds a row of samples; the step is known where it pays.
void addRow(const std::uint8_t* samples, int step, std::vector<std::uint16_t>& sums) {
  const std::size_t width = sums.size();
  std::uint16_t* const out = sums.data();
  if (step == 1) {
    for (std::size_t x = 0; x < width; ++x) {
      out[x] = static_cast<std::uint16_t>(out[x] + samples[x]);
    }
    return;
  }
  for (std::size_t x = 0; x < width; ++x) {
    out[x] = static_cast<std::uint16_t>(out[x] + samples[x * static_cast<std::size_t>(step)]);
  }
}

}  // namespace

void SmallPicture::shrink(const PictureView& view, int factor) {
  constexpr int kMostFactor = 16;  // sums of a column stay in 16 bits
  FS_EXPECTS(factor >= 1 && factor <= kMostFactor, "a square has a side of 1 to 16 pixels");
  size_ = {view.size.width / factor, view.size.height / factor};
  const auto width = static_cast<std::size_t>(size_.width);
  const auto height = static_cast<std::size_t>(size_.height);
  pixels_.resize(width * height);
  sums_.resize(width * static_cast<std::size_t>(factor));
  const PlaneView& plane = view.planes[view.model == ColorModel::Rgb ? 1 : 0];
  const int area = factor * factor;
  const std::uint8_t* row = plane.data;
  for (std::size_t y = 0; y < height; ++y) {
    std::ranges::fill(sums_, std::uint16_t{0});
    for (int k = 0; k < factor; ++k, row += plane.stride) {
      addRow(row, plane.step, sums_);
    }
    const std::uint16_t* column = sums_.data();
    for (std::size_t x = 0; x < width; ++x) {
      int sum = 0;
      for (int k = 0; k < factor; ++k) {
        sum += *column++;
      }
      pixels_[y * width + x] = static_cast<std::uint8_t>((sum + area / 2) / area);
    }
  }
}

}  // namespace followspot
