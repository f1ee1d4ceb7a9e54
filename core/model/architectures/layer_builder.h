#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/model/config/pipeline_config.h"
#include "core/model/graph.h"
#include "core/model/graph_builder.h"
#include "core/types/geometry.h"

namespace followspot::model {

/// What comes out of a layer: [1, size.height, size.width, channels].
struct Features {
  std::string node;
  FrameSize size;
  std::int64_t channels = 0;
};

/// What follows the convolutions of one part of a network, as TensorFlow-Slim's argument scopes
/// set it up.
struct LayerStyle {
  enum class Activation { None, Identity, Relu, Relu6, Swish, HardSwish };
  enum class Finish { BatchNorm, Biases, Nothing };
  Activation activation = Activation::Relu6;
  Finish finish = Finish::BatchNorm;
  float epsilon = 0.001F;
  bool center = true;
  bool scale = true;

  [[nodiscard]] LayerStyle with(Activation other) const {
    LayerStyle style = *this;
    style.activation = other;
    return style;
  }
  /// Biases and no activation: predictors and projections.
  [[nodiscard]] static LayerStyle plain() { return {Activation::None, Finish::Biases}; }
  /// The convolution alone.
  [[nodiscard]] static LayerStyle bare() { return {Activation::None, Finish::Nothing}; }
};
[[nodiscard]] LayerStyle styleOf(const Hyperparams& hyperparams);

/// Where a layer's variables and its operations are named; TensorFlow has a tree for each. Both end
/// in '/', or are empty.
struct Scope {
  std::string variables;
  std::string ops;

  [[nodiscard]] Scope operator/(std::string_view name) const;
};

enum class Padding { Same, Valid };

/// One convolution; `kernel` is {width, height}.
struct Window {
  FrameSize kernel{1, 1};
  int stride = 1;
  Padding padding = Padding::Same;
};
[[nodiscard]] inline Window square(int side, int stride = 1, Padding padding = Padding::Same) {
  return {{side, side}, stride, padding};
}

/// Writes a network layer by layer, as TensorFlow-Slim builds it for inference: nodes have its
/// names and order, variables their shapes.
///
/// The first error stays, and is what `finish` gives; layers after it are of no use.
/// @threading one thread at a time.
/// @source tf_slim/layers/layers.py
class LayerBuilder {
 public:
  /// @param architecture  for messages: "ssd_mobilenet_v2".
  explicit LayerBuilder(std::string architecture) : architecture_(std::move(architecture)) {}

  /// A float placeholder of that name.
  Features input(const std::string& name, FrameSize size, std::int64_t channels);

  /// slim.conv2d
  Features convolution(const Features& in, const Scope& scope, std::int64_t outputs,
                       const Window& window, const LayerStyle& style);
  /// slim.separable_conv2d without outputs of its own.
  Features depthwise(const Features& in, const Scope& scope, const Window& window,
                     const LayerStyle& style);
  /// slim.separable_conv2d
  Features separable(const Features& in, const Scope& scope, std::int64_t outputs,
                     const Window& window, std::int64_t multiplier, const LayerStyle& style);
  /// slim.batch_norm, on its own.
  Features batchNorm(const Features& in, const Scope& scope, const LayerStyle& style);
  Features activation(const Features& in, const std::string& opScope, LayerStyle::Activation kind);

  /// slim.max_pool2d, slim.avg_pool2d and tf.nn.avg_pool; `op` is MaxPool or AvgPool.
  Features pool(const Features& in, std::string_view name, std::string_view op,
                const Window& window);
  /// Zeros around: half of kernel - 1 before, the rest behind. Nothing for a kernel of 1.
  Features fixedPadding(const Features& in, const std::string& opScope, FrameSize kernel);
  /// Zeros to the right and below, up to a multiple.
  Features padToMultiple(const Features& in, const std::string& opScope, int multiple);
  Features identity(const Features& in, std::string_view name);
  Features sum(const Features& a, const Features& b, std::string_view name);
  /// a * b, where b may be [1, 1, 1, channels].
  Features product(const Features& a, const Features& b, std::string_view name);
  Features plus(const Features& in, float number, std::string_view name);
  Features times(const Features& in, float number, std::string_view name);
  /// Along the channels.
  Features concatenated(const std::vector<Features>& parts, std::string_view name);
  /// Every pixel twice in both directions.
  Features doubled(const Features& in, std::string_view name);

  /// Remembers that the configuration asks for something that makes no network.
  void refuse(ErrorCode code, std::string message);

  /// @errors the first one of the layers.
  [[nodiscard]] Result<Graph> finish();

 private:
  std::string variable(const std::string& name, const Shape& shape);
  Features finished(Features out, const Scope& scope, const LayerStyle& style);
  std::string normConstant(const Scope& scope, std::int64_t channels, float value);
  /// Size of what a window gives; an error where it does not fit.
  FrameSize sizeAfter(const Features& in, const Window& window, std::string_view name);
  Features padded(const Features& in, const std::string& opScope, std::int32_t top,
                  std::int32_t bottom, std::int32_t left, std::int32_t right);

  std::string architecture_;
  GraphBuilder graph_;
  std::set<std::string, std::less<>> variables_;
  std::optional<Error> error_;
};

}  // namespace followspot::model
