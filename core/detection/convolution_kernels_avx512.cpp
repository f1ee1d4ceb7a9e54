// Compiled for AVX-512: see core/detection/CMakeLists.txt.
#define FS_LANES 16
#define FS_TILE_ROWS 8
#include "core/detection/convolution_loops.h"

namespace followspot::detail {

const ConvolutionKernels& avx512ConvolutionKernels() { return kKernels; }

}  // namespace followspot::detail
