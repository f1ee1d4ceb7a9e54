// Preloaded into a program: OpenCV that crashes on every model, as it has done on legal graphs.
#include <cstdlib>

#include <opencv2/dnn.hpp>

namespace cv::dnn {
CV__DNN_INLINE_NS_BEGIN

Net readNetFromTensorflow(const char* /*model*/, std::size_t /*modelBytes*/, const char* /*config*/,
                          std::size_t /*configBytes*/) {
  std::abort();
}

CV__DNN_INLINE_NS_END
}  // namespace cv::dnn
