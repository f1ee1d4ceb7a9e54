#include "core/media/ffmpeg/orientation.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "core/media/ffmpeg/av_util.h"

namespace followspot {
namespace {

const std::int32_t* matrixOf(const AVStream& stream) {
#if LIBAVCODEC_VERSION_MAJOR >= 61
  const AVPacketSideData* const data =
      av_packet_side_data_get(stream.codecpar->coded_side_data, stream.codecpar->nb_coded_side_data,
                              AV_PKT_DATA_DISPLAYMATRIX);
  return data != nullptr ? reinterpret_cast<const std::int32_t*>(data->data) : nullptr;
#else
  return reinterpret_cast<const std::int32_t*>(
      av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr));
#endif
}

template <int kUnit>
void orientUnits(const PlaneBytes& from, Orientation how, std::uint8_t* to,
                 std::ptrdiff_t toStride) {
  const auto copy = [](std::uint8_t* target, const std::uint8_t* source) {
    std::memcpy(target, source, kUnit);
  };
  if (!how.transpose) {
    for (int y = 0; y < from.height; ++y) {
      const std::uint8_t* const source = from.data + y * from.stride;
      std::uint8_t* const target = to + (how.flipY ? from.height - 1 - y : y) * toStride;
      if (!how.flipX) {
        std::memcpy(target, source, static_cast<std::size_t>(from.width) * kUnit);
        continue;
      }
      for (int x = 0; x < from.width; ++x) {
        copy(target + std::ptrdiff_t{from.width - 1 - x} * kUnit,
             source + std::ptrdiff_t{x} * kUnit);
      }
    }
    return;
  }
  // In square tiles, so that both sides stay in the cache.
  constexpr int kTile = 32;
  for (int tileY = 0; tileY < from.height; tileY += kTile) {
    for (int tileX = 0; tileX < from.width; tileX += kTile) {
      const int endY = std::min(tileY + kTile, from.height);
      const int endX = std::min(tileX + kTile, from.width);
      for (int x = tileX; x < endX; ++x) {
        std::uint8_t* const target = to + (how.flipY ? from.width - 1 - x : x) * toStride;
        for (int y = tileY; y < endY; ++y) {
          copy(target + std::ptrdiff_t{how.flipX ? from.height - 1 - y : y} * kUnit,
               from.data + y * from.stride + std::ptrdiff_t{x} * kUnit);
        }
      }
    }
  }
}

}  // namespace

int Orientation::degrees() const {
  if (transpose) {
    return flipX || !flipY ? 90 : 270;
  }
  return flipX && flipY ? 180 : 0;
}

Orientation Orientation::of(const std::int32_t* matrix) {
  // x' = a x + c y, y' = b x + d y.
  const std::int64_t a = matrix[0];
  const std::int64_t b = matrix[1];
  const std::int64_t c = matrix[3];
  const std::int64_t d = matrix[4];
  if (std::abs(a) + std::abs(d) >= std::abs(b) + std::abs(c)) {
    return {false, a < 0, d < 0};
  }
  return {true, c < 0, b < 0};
}

Orientation Orientation::of(const AVStream& stream, const AVFrame& picture) {
  if (const std::int32_t* const matrix = matrixOf(stream)) {
    return of(matrix);
  }
  const AVFrameSideData* const data = av_frame_get_side_data(&picture, AV_FRAME_DATA_DISPLAYMATRIX);
  return data != nullptr ? of(reinterpret_cast<const std::int32_t*>(data->data)) : Orientation{};
}

void orient(const PlaneBytes& from, Orientation how, std::uint8_t* to, std::ptrdiff_t toStride) {
  switch (from.unit) {
    case 1:
      return orientUnits<1>(from, how, to, toStride);
    case 2:
      return orientUnits<2>(from, how, to, toStride);
    case 3:
      return orientUnits<3>(from, how, to, toStride);
    default:
      return orientUnits<4>(from, how, to, toStride);
  }
}

}  // namespace followspot
