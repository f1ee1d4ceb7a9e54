#pragma once

#include <cmath>

#include <opencv2/dnn.hpp>

namespace followspot::test {

/// Whether this OpenCV computes a 3x3 depthwise convolution on a map of 1x1 rightly (4.10 does
/// not; see core/model/narrow_kernels.h). Where it does not, graphs that were not made by us and
/// hold such layers cannot be used for comparison.
inline bool openCvNarrowDepthwiseIsSound() {
  constexpr int kChannels = 8;
  constexpr float kWeight = 0.5F;
  cv::dnn::LayerParams layer;
  layer.name = "depthwise";
  layer.type = "Convolution";
  for (const char* const key : {"num_output", "group"}) {
    layer.set(key, kChannels);
  }
  for (const char* const key : {"kernel_h", "kernel_w"}) {
    layer.set(key, 3);
  }
  layer.set("pad_mode", "SAME");
  layer.set("bias_term", true);
  const int kernel[] = {kChannels, 1, 3, 3};
  layer.blobs = {cv::Mat(4, kernel, CV_32F, cv::Scalar(kWeight)),
                 cv::Mat(1, kChannels, CV_32F, cv::Scalar(0))};
  cv::dnn::Net net;
  net.addLayerToPrev(layer.name, layer.type, layer);
  const int map[] = {1, kChannels, 1, 1};
  net.setInput(cv::Mat(4, map, CV_32F, cv::Scalar(1)));
  const cv::Mat output = net.forward();
  for (int i = 0; i < kChannels; ++i) {
    if (!(std::abs(output.ptr<float>()[i] - kWeight) < 1e-6F)) {
      return false;
    }
  }
  return true;
}

}  // namespace followspot::test
