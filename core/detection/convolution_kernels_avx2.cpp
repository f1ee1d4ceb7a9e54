// Compiled for AVX2 and FMA: see core/detection/CMakeLists.txt.
#define FS_LANES 8
#define FS_TILE_ROWS 4
#include "core/detection/convolution_loops.h"

namespace followspot::detail {

const ConvolutionKernels& avx2ConvolutionKernels() { return kKernels; }

}  // namespace followspot::detail
