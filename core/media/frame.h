#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "core/types/geometry.h"
#include "core/types/ids.h"
#include "core/types/timestamp.h"

namespace followspot {

enum class ColorModel : std::uint8_t { Yuv, Rgb };
enum class ColorMatrix : std::uint8_t { Bt601, Bt709, Bt2020 };
enum class ColorRange : std::uint8_t { Limited, Full };

/// One channel of a picture: 8-bit samples, `step` bytes apart in a row, `stride` bytes between
/// rows.
struct PlaneView {
  const std::uint8_t* data = nullptr;
  std::ptrdiff_t stride = 0;
  int step = 1;
};

/// Where the 8-bit samples of a picture are and what they mean. Covers planar and packed forms
/// alike: YUV 4:2:0, 4:2:2, 4:4:4, NV12 (chroma step 2), gray (no chroma data), RGB24/BGR24/BGRA
/// (step 3 or 4).
struct PictureView {
  FrameSize size;
  ColorModel model = ColorModel::Yuv;
  ColorMatrix matrix = ColorMatrix::Bt601;  ///< Yuv only.
  ColorRange range = ColorRange::Limited;   ///< Yuv only.
  std::array<PlaneView, 3> planes;  ///< Y, Cb, Cr or R, G, B. Gray: planes 1 and 2 have no data.
  int chromaShiftX = 0;             ///< Chroma planes are size >> shift, rounded up; 0 or 1.
  int chromaShiftY = 0;
};

/// One picture of a source: read-only pixels, cheap to copy, safe to hand between threads.
///
/// The pixels stay as the decoder left them; conversions happen where they are needed and at the
/// size needed
/// (`core/detection/tensor_input.h` for the network, `core/media/picture_scaler.h` for the screen).
/// @threading immutable.
class Frame {
 public:
  Frame() = default;

  /// @param pts     presentation time in the source's own time base.
  /// @param pixels  keeps alive what `view` points to.
  Frame(FrameId id, Timestamp time, std::int64_t pts, const PictureView& view,
        std::shared_ptr<const void> pixels)
      : id_(id), time_(time), pts_(pts), view_(view), pixels_(std::move(pixels)) {}

  /// The same pixels as picture `id` of another sequence.
  [[nodiscard]] Frame as(FrameId id, Timestamp time) const {
    Frame copy = *this;
    copy.id_ = id;
    copy.time_ = time;
    return copy;
  }

  [[nodiscard]] FrameId id() const { return id_; }
  [[nodiscard]] Timestamp time() const { return time_; }
  [[nodiscard]] std::int64_t pts() const { return pts_; }
  [[nodiscard]] FrameSize size() const { return view_.size; }
  [[nodiscard]] const PictureView& view() const { return view_; }
  [[nodiscard]] bool empty() const { return pixels_ == nullptr; }

 private:
  FrameId id_{};
  Timestamp time_{};
  std::int64_t pts_ = 0;
  PictureView view_;
  std::shared_ptr<const void> pixels_;
};

}  // namespace followspot
