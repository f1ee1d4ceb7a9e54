#pragma once

#include <optional>

#include "core/media/ffmpeg/av_util.h"
#include "core/media/frame.h"

namespace followspot {

/// What a decoded picture's bytes are; nothing where a PictureView cannot say it (10 bits,
/// palettes,
/// ...).
[[nodiscard]] std::optional<PictureView> viewOf(const AVFrame& picture);

/// The 8-bit format with a view that keeps most of another one; AV_PIX_FMT_NONE where there is
/// none.
[[nodiscard]] AVPixelFormat nearestWithView(AVPixelFormat format);

/// The format of a picture with rows and columns exchanged.
[[nodiscard]] AVPixelFormat transposed(AVPixelFormat format);

/// The libav format whose layout a view has.
[[nodiscard]] AVPixelFormat formatOf(const PictureView& view);

/// Whether the samples use all of 0..255: as tagged, else as the format has it.
[[nodiscard]] bool isFullRange(AVPixelFormat format, AVColorRange tag);

/// The matrix as tagged; untagged pictures of HD size are BT.709, smaller ones BT.601, as players
/// have it.
[[nodiscard]] ColorMatrix matrixOf(const AVFrame& picture);

/// swscale's coefficients of a matrix.
[[nodiscard]] const int* coefficientsOf(ColorMatrix matrix);

}  // namespace followspot
