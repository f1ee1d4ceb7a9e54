#pragma once

#include <cstddef>
#include <cstdint>

struct AVFrame;
struct AVStream;

namespace followspot {

/// How a picture as decoded must be laid out to stand upright: rows and columns exchanged first,
/// then mirrored.
struct Orientation {
  bool transpose = false;
  bool flipX = false;
  bool flipY = false;

  [[nodiscard]] bool isUpright() const { return !transpose && !flipX && !flipY; }
  /// Degrees clockwise: 0, 90, 180, 270 (a mirrored picture counts as its nearest turn).
  [[nodiscard]] int degrees() const;
  friend bool operator==(const Orientation&, const Orientation&) = default;

  /// To the nearest quarter turn. @param matrix  3x3 in FFmpeg's layout (libavutil/display.h).
  [[nodiscard]] static Orientation of(const std::int32_t* matrix);
  /// Of the stream's display matrix, else of the picture's own (EXIF); upright without either.
  [[nodiscard]] static Orientation of(const AVStream& stream, const AVFrame& picture);
};

/// One plane of a picture as bytes.
struct PlaneBytes {
  const std::uint8_t* data = nullptr;
  std::ptrdiff_t stride = 0;
  int width = 0;  ///< In samples, before turning.
  int height = 0;
  int unit = 1;  ///< Bytes that stay together: 1 to 4.
};

/// Lays a plane out anew; the target has the turned size and may not overlap.
void orient(const PlaneBytes& from, Orientation how, std::uint8_t* to, std::ptrdiff_t toStride);

}  // namespace followspot
