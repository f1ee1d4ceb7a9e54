#include "core/detection/convolution_layer.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <mutex>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <opencv2/dnn/all_layers.hpp>

#include "core/detection/convolution_kernels.h"

namespace followspot {
namespace {

thread_local int wanted = 0;  ///< How many OwnConvolutions this thread has.

constexpr float kNoLimit = std::numeric_limits<float>::infinity();
constexpr std::size_t kAxes = 2;

/// What OpenCV's own layer makes of the parameters.
struct Geometry {
  std::size_t kernel[kAxes];  ///< Height, width; so are the others.
  std::size_t stride[kAxes];
  std::size_t padding[kAxes];
  bool same = false;   ///< Padding by TensorFlow's SAME.
  bool valid = false;  ///< By its VALID.

  [[nodiscard]] int outputSide(std::size_t axis, int side) const {
    const auto size = static_cast<int>(kernel[axis]);
    const auto step = static_cast<int>(stride[axis]);
    const auto pad = static_cast<int>(padding[axis]);
    if (same) {
      return (side - 1 + step) / step;
    }
    return (side + (valid ? 0 : 2 * pad) - size) / step + 1;
  }

  [[nodiscard]] std::size_t before(std::size_t axis, int side) const {
    if (!same) {
      return valid ? 0 : padding[axis];
    }
    const auto step = static_cast<int>(stride[axis]);
    const int total = (outputSide(axis, side) - 1) * step + static_cast<int>(kernel[axis]) - side;
    return static_cast<std::size_t>(std::max(total, 0) / 2);
  }
};

class Convolution final : public cv::dnn::Layer {
 public:
  Convolution(const cv::dnn::LayerParams& params, const Geometry& geometry,
              const ConvolutionKernels& kernels)
      : Layer(params), geometry_(geometry), kernels_(kernels) {}

  bool getMemoryShapes(const std::vector<cv::dnn::MatShape>& inputs, int /*requiredOutputs*/,
                       std::vector<cv::dnn::MatShape>& outputs,
                       std::vector<cv::dnn::MatShape>& internals) const override {
    CV_Assert(inputs.size() == 1 && inputs[0].size() == 4);
    const cv::dnn::MatShape& in = inputs[0];
    const cv::Mat& weights = blobs[0];
    CV_Assert(in[1] > 0 && in[1] % weights.size[1] == 0);
    CV_Assert(weights.size[0] % (in[1] / weights.size[1]) == 0);
    const cv::dnn::MatShape out{in[0], weights.size[0], geometry_.outputSide(0, in[2]),
                                geometry_.outputSide(1, in[3])};
    CV_Assert(*std::ranges::min_element(in) > 0 && *std::ranges::min_element(out) > 0);
    const ConvolutionSizes sizes = sizesOf(in.data(), out.data());
    const std::size_t scratch =
        isDepthwise(in.data()) ? kernels_.depthwiseScratch(sizes) : kernels_.denseScratch(sizes);
    CV_Assert(scratch <= std::numeric_limits<int>::max());
    outputs.assign(1, out);
    internals.assign(1, {1, static_cast<int>(scratch)});
    return false;
  }

  void finalize(cv::InputArrayOfArrays inputs, cv::OutputArrayOfArrays outputs) override {
    static_cast<void>(inputs);
    static_cast<void>(outputs);
    weights_ = blobs[0];
    const auto count = static_cast<std::size_t>(weights_.size[0]);
    bias_.assign(count, 0.F);
    if (blobs.size() > 1) {
      std::copy_n(blobs[1].ptr<float>(), count, bias_.begin());
    }
  }

  bool setActivation(const cv::Ptr<cv::dnn::ActivationLayer>& layer) override {
    if (layer == nullptr) {
      limited_ = false;
      low_ = -kNoLimit;
      high_ = kNoLimit;
      return false;
    }
    if (limited_) {
      return false;
    }
    if (const auto relu6 = layer.dynamicCast<cv::dnn::ReLU6Layer>(); relu6 != nullptr) {
      low_ = relu6->minValue;
      high_ = relu6->maxValue;
      limited_ = true;
    } else if (const auto relu = layer.dynamicCast<cv::dnn::ReLULayer>();
               relu != nullptr && relu->negativeSlope == 0) {
      low_ = 0;
      limited_ = true;
    }
    return limited_;
  }

  bool tryFuse(cv::Ptr<Layer>& top) override {
    cv::Mat scale;
    cv::Mat shift;
    top->getScaleShift(scale, shift);
    const auto fits = [&](const cv::Mat& values) {
      return values.empty() ||
             (values.total() == bias_.size() && values.type() == CV_32F && values.isContinuous());
    };
    if ((scale.empty() && shift.empty()) || !fits(scale) || !fits(shift) || limited_) {
      return false;
    }
    if (!scale.empty()) {
      weights_ = weights_.clone();
      for (int row = 0; row < weights_.size[0]; ++row) {
        const float by = scale.ptr<float>()[row];
        cv::Mat(1, static_cast<int>(weights_.total()) / weights_.size[0], CV_32F,
                weights_.ptr<float>(row)) *= by;
        bias_[static_cast<std::size_t>(row)] *= by;
      }
    }
    for (std::size_t i = 0; i < bias_.size() && !shift.empty(); ++i) {
      bias_[i] += shift.ptr<float>()[i];
    }
    return true;
  }

  void forward(cv::InputArrayOfArrays inputs, cv::OutputArrayOfArrays outputs,
               cv::OutputArrayOfArrays internals) override {
    std::vector<cv::Mat> in;
    std::vector<cv::Mat> out;
    std::vector<cv::Mat> scratch;
    inputs.getMatVector(in);
    outputs.getMatVector(out);
    internals.getMatVector(scratch);
    CV_Assert(in.size() == 1 && out.size() == 1 && scratch.size() == 1);
    CV_Assert(in[0].type() == CV_32F && in[0].isContinuous() && out[0].isContinuous());
    CV_Assert(in[0].dims == 4 && out[0].dims == 4);
    const int* const shape = in[0].size.p;
    const ConvolutionSizes sizes = sizesOf(shape, out[0].size.p);
    ConvolutionData data;
    data.low = low_;
    data.high = high_;
    data.scratch = scratch[0].ptr<float>();
    for (int picture = 0; picture < in[0].size[0]; ++picture) {
      data.input = in[0].ptr<float>(picture);
      data.output = out[0].ptr<float>(picture);
      data.weights = weights_.ptr<float>();
      data.bias = bias_.data();
      if (isDepthwise(shape)) {
        kernels_.depthwise(sizes, data);
        continue;
      }
      for (int group = 0; group < shape[1] / weights_.size[1]; ++group) {
        kernels_.dense(sizes, data);
        data.input += sizes.channels * sizes.height * sizes.width;
        data.output += sizes.outputs * sizes.outHeight * sizes.outWidth;
        data.weights += sizes.outputs * sizes.channels * sizes.kernelHeight * sizes.kernelWidth;
        data.bias += sizes.outputs;
      }
    }
  }

 private:
  [[nodiscard]] bool isDepthwise(const int* in) const { return blobs[0].size[1] == 1 && in[1] > 1; }

  /// Of the whole depthwise convolution, or of one group.
  /// @param in, out  [pictures, channels, height, width]
  [[nodiscard]] ConvolutionSizes sizesOf(const int* in, const int* out) const {
    const auto size = [](int value) { return static_cast<std::size_t>(value); };
    const std::size_t groups = isDepthwise(in) ? 1 : size(in[1] / blobs[0].size[1]);
    return {.channels = size(in[1]) / groups,
            .height = size(in[2]),
            .width = size(in[3]),
            .outputs = size(out[1]) / groups,
            .outHeight = size(out[2]),
            .outWidth = size(out[3]),
            .kernelHeight = geometry_.kernel[0],
            .kernelWidth = geometry_.kernel[1],
            .strideY = geometry_.stride[0],
            .strideX = geometry_.stride[1],
            .padTop = geometry_.before(0, in[2]),
            .padLeft = geometry_.before(1, in[3])};
  }

  const Geometry geometry_;
  const ConvolutionKernels& kernels_;
  cv::Mat weights_;          ///< blobs[0], or scaled by what was fused.
  std::vector<float> bias_;  ///< Likewise.
  bool limited_ = false;     ///< An activation was fused.
  float low_ = -kNoLimit;
  float high_ = kNoLimit;
};

/// nullptr where our kernels do not apply.
cv::Ptr<cv::dnn::Layer> makeOwn(const cv::dnn::LayerParams& params,
                                const cv::dnn::BaseConvolutionLayer& theirs) {
  const ConvolutionKernels* const kernels = bestConvolutionKernels();
  if (kernels == nullptr || params.blobs.empty() || theirs.kernel_size.size() != kAxes ||
      theirs.pads_begin.size() != kAxes || theirs.strides.size() != kAxes) {
    return {};
  }
  const cv::Mat& weights = params.blobs[0];
  const auto isFloats = [](const cv::Mat& blob) {
    return blob.type() == CV_32F && blob.isContinuous() && !blob.empty();
  };
  const bool biased = params.blobs.size() > 1;
  if (!isFloats(weights) || weights.dims != 4 ||
      (biased && (!isFloats(params.blobs[1]) ||
                  params.blobs[1].total() != static_cast<std::size_t>(weights.size[0])))) {
    return {};
  }
  Geometry geometry{};
  geometry.same = theirs.padMode == "SAME";
  geometry.valid = theirs.padMode == "VALID";
  for (std::size_t axis = 0; axis < kAxes; ++axis) {
    geometry.kernel[axis] = theirs.kernel_size[axis];
    geometry.stride[axis] = theirs.strides[axis];
    geometry.padding[axis] = theirs.pads_begin[axis];
    if (theirs.dilations[axis] != 1 || theirs.pads_begin[axis] != theirs.pads_end[axis] ||
        static_cast<std::size_t>(weights.size[static_cast<int>(axis) + 2]) !=
            geometry.kernel[axis]) {
      return {};
    }
  }
  if (geometry.kernel[0] * geometry.kernel[1] > kMostTaps) {
    return {};
  }
  return cv::makePtr<Convolution>(params, geometry, *kernels);
}

cv::Ptr<cv::dnn::Layer> makeConvolution(cv::dnn::LayerParams& params) {
  const cv::Ptr<cv::dnn::BaseConvolutionLayer> theirs = cv::dnn::ConvolutionLayer::create(params);
  if (wanted > 0) {
    if (cv::Ptr<cv::dnn::Layer> own = makeOwn(params, *theirs); own != nullptr) {
      return own;
    }
  }
  return theirs;
}

}  // namespace

OwnConvolutions::OwnConvolutions() {
  static std::once_flag once;
  std::call_once(once,
                 [] { cv::dnn::LayerFactory::registerLayer("Convolution", makeConvolution); });
  ++wanted;
}

OwnConvolutions::~OwnConvolutions() { --wanted; }

}  // namespace followspot
