#include "core/detection/convolution_kernels.h"

namespace followspot {

const ConvolutionKernels* convolutionKernels([[maybe_unused]] ConvolutionIsa isa) {
#if defined(__x86_64__)
  static const bool kAvx2 =
      __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
  static const bool kAvx512 =
      kAvx2 && __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512vl") != 0;
  if (isa == ConvolutionIsa::Avx512) {
    return kAvx512 ? &detail::avx512ConvolutionKernels() : nullptr;
  }
  return kAvx2 ? &detail::avx2ConvolutionKernels() : nullptr;
#else
  return nullptr;
#endif
}

const ConvolutionKernels* bestConvolutionKernels() {
  const ConvolutionKernels* const wide = convolutionKernels(ConvolutionIsa::Avx512);
  return wide != nullptr ? wide : convolutionKernels(ConvolutionIsa::Avx2);
}

}  // namespace followspot
