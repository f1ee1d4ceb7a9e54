#pragma once

#include <cstddef>
#include <limits>

namespace followspot {

/// Sizes of one convolution over maps that lie one after the other, [channels, height, width].
struct ConvolutionSizes {
  std::size_t channels = 0;
  std::size_t height = 0;
  std::size_t width = 0;
  std::size_t outputs =
      0;  ///< Channels of the result; of a depthwise one a multiple of `channels`.
  std::size_t outHeight = 0;
  std::size_t outWidth = 0;
  std::size_t kernelHeight = 0;
  std::size_t kernelWidth = 0;
  std::size_t strideY = 1;
  std::size_t strideX = 1;
  std::size_t padTop = 0;   ///< Rows of zeros above the map; below as many as the result needs.
  std::size_t padLeft = 0;  ///< Columns of zeros, likewise.
};

/// What it reads and writes; no two of them overlap.
struct ConvolutionData {
  const float* input = nullptr;    ///< [channels, height, width]
  const float* weights = nullptr;  ///< [outputs, channels or 1, kernelHeight, kernelWidth]
  const float* bias = nullptr;     ///< [outputs]
  float* output = nullptr;         ///< [outputs, outHeight, outWidth]
  float* scratch = nullptr;        ///< As many as the kernels ask for; need not be cleared.
  float low = -std::numeric_limits<float>::infinity();  ///< The result is limited to low..high.
  float high = std::numeric_limits<float>::infinity();
};

/// Convolutions for one instruction set. All of them run on the calling thread, allocate nothing
/// and give the same bits at every call.
struct ConvolutionKernels {
  /// Floats of scratch that `dense` and `depthwise` need.
  std::size_t (*denseScratch)(const ConvolutionSizes&);
  std::size_t (*depthwiseScratch)(const ConvolutionSizes&);
  /// Every output channel from every input channel.
  void (*dense)(const ConvolutionSizes&, const ConvolutionData&);
  /// Every output channel from one input channel, as many from each in turn. At most `kMostTaps`
  /// weights a channel.
  void (*depthwise)(const ConvolutionSizes&, const ConvolutionData&);
};

inline constexpr std::size_t kMostTaps = 49;

enum class ConvolutionIsa { Avx2, Avx512 };

/// The kernels of an instruction set; nullptr where this machine or build does not have it.
[[nodiscard]] const ConvolutionKernels* convolutionKernels(ConvolutionIsa isa);

/// The fastest ones; nullptr where there are none.
[[nodiscard]] const ConvolutionKernels* bestConvolutionKernels();

namespace detail {
/// Defined on x86-64 only; to be called on machines that have the instructions.
[[nodiscard]] const ConvolutionKernels& avx2ConvolutionKernels();
[[nodiscard]] const ConvolutionKernels& avx512ConvolutionKernels();
}  // namespace detail

}  // namespace followspot
