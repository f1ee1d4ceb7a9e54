#include "core/model/architectures/layer_builder.h"

#include <utility>

namespace followspot::model {
namespace {

using Attrs = GraphBuilder::Attrs;

constexpr std::int64_t kMaxChannels = 1 << 16;

Attrs floatAttrs() { return {{"T", DataType::Float}}; }

std::vector<std::int64_t> spatial(int height, int width) { return {1, height, width, 1}; }

Attrs windowAttrs(const Window& window) {
  Attrs attrs = floatAttrs();
  attrs["strides"] = spatial(window.stride, window.stride);
  attrs["padding"] = std::string(window.padding == Padding::Same ? "SAME" : "VALID");
  attrs["data_format"] = std::string("NHWC");
  return attrs;
}

Attrs convolutionAttrs(const Window& window) {
  Attrs attrs = windowAttrs(window);
  attrs["dilations"] = spatial(1, 1);
  attrs["explicit_paddings"] = std::vector<std::int64_t>{};
  return attrs;
}

int sideAfter(int side, int kernel, const Window& window) {
  if (window.padding == Padding::Same) {
    return (side + window.stride - 1) / window.stride;
  }
  return side < kernel ? 0 : (side - kernel) / window.stride + 1;
}

}  // namespace

LayerStyle styleOf(const Hyperparams& hyperparams) {
  LayerStyle style;
  switch (hyperparams.activation) {
    case Activation::None:
      style.activation = LayerStyle::Activation::None;
      break;
    case Activation::Relu:
      style.activation = LayerStyle::Activation::Relu;
      break;
    case Activation::Relu6:
      style.activation = LayerStyle::Activation::Relu6;
      break;
    case Activation::Swish:
      style.activation = LayerStyle::Activation::Swish;
      break;
  }
  style.finish = hyperparams.batchNorm ? LayerStyle::Finish::BatchNorm : LayerStyle::Finish::Biases;
  style.epsilon = hyperparams.epsilon;
  style.center = hyperparams.center;
  style.scale = hyperparams.scale;
  return style;
}

Scope Scope::operator/(std::string_view name) const {
  const std::string part = std::string(name) + "/";
  return {variables + part, ops + part};
}

void LayerBuilder::refuse(ErrorCode code, std::string message) {
  if (!error_) {
    error_ = Error{code, std::move(message)};
  }
}

std::string LayerBuilder::variable(const std::string& name, const Shape& shape) {
  std::string read = name + "/read";
  if (!variables_.insert(name).second) {
    return read;  // shared by several layers
  }
  graph_.add(name, "VariableV2", {},
             {{"dtype", DataType::Float}, {"shape", PartialShape{false, shape}}});
  graph_.add(read, "Identity", {name}, floatAttrs());
  return read;
}

FrameSize LayerBuilder::sizeAfter(const Features& in, const Window& window, std::string_view name) {
  const FrameSize size{sideAfter(in.size.width, window.kernel.width, window),
                       sideAfter(in.size.height, window.kernel.height, window)};
  if (size.width < 1 || size.height < 1) {
    refuse(ErrorCode::InvalidArgument,
           "layer " + std::string(name) +
               ": pictures of the size in pipeline.config are too small "
               "for " +
               architecture_ + ". Give a larger fixed_shape_resizer.");
    return {1, 1};
  }
  return size;
}

Features LayerBuilder::input(const std::string& name, FrameSize size, std::int64_t channels) {
  graph_.add(name, "Placeholder", {},
             {{"dtype", DataType::Float},
              {"shape", PartialShape{false, {1, size.height, size.width, channels}}}});
  return {name, size, channels};
}

Features LayerBuilder::convolution(const Features& in, const Scope& scope, std::int64_t outputs,
                                   const Window& window, const LayerStyle& style) {
  if (outputs < 1 || outputs > kMaxChannels) {
    refuse(ErrorCode::InvalidArgument, "layer " + scope.ops + " would have " +
                                           std::to_string(outputs) +
                                           " channels, as pipeline.config says");
    outputs = 1;
  }
  const std::string weights =
      variable(scope.variables + "weights",
               {window.kernel.height, window.kernel.width, in.channels, outputs});
  // Slim makes all variables of a layer before it computes anything.
  if (style.finish == LayerStyle::Finish::Biases) {
    variable(scope.variables + "biases", {outputs});
  }
  Attrs attrs = convolutionAttrs(window);
  attrs["use_cudnn_on_gpu"] = true;
  const std::string node =
      graph_.add(scope.ops + "Conv2D", "Conv2D", {in.node, weights}, std::move(attrs));
  return finished({node, sizeAfter(in, window, node), outputs}, scope, style);
}

Features LayerBuilder::depthwise(const Features& in, const Scope& scope, const Window& window,
                                 const LayerStyle& style) {
  const std::string weights = variable(scope.variables + "depthwise_weights",
                                       {window.kernel.height, window.kernel.width, in.channels, 1});
  if (style.finish == LayerStyle::Finish::Biases) {
    variable(scope.variables + "biases", {in.channels});
  }
  const std::string node = graph_.add(scope.ops + "depthwise", "DepthwiseConv2dNative",
                                      {in.node, weights}, convolutionAttrs(window));
  return finished({node, sizeAfter(in, window, node), in.channels}, scope, style);
}

Features LayerBuilder::separable(const Features& in, const Scope& scope, std::int64_t outputs,
                                 const Window& window, std::int64_t multiplier,
                                 const LayerStyle& style) {
  const std::string kernel =
      variable(scope.variables + "depthwise_weights",
               {window.kernel.height, window.kernel.width, in.channels, multiplier});
  const std::string weights =
      variable(scope.variables + "pointwise_weights", {1, 1, in.channels * multiplier, outputs});
  if (style.finish == LayerStyle::Finish::Biases) {
    variable(scope.variables + "biases", {outputs});
  }
  const std::string deep =
      graph_.add(scope.ops + "separable_conv2d/depthwise", "DepthwiseConv2dNative",
                 {in.node, kernel}, convolutionAttrs(window));
  Attrs attrs = convolutionAttrs(square(1, 1, Padding::Valid));
  attrs["use_cudnn_on_gpu"] = true;
  const std::string node =
      graph_.add(scope.ops + "separable_conv2d", "Conv2D", {deep, weights}, std::move(attrs));
  return finished({node, sizeAfter(in, window, node), outputs}, scope, style);
}

Features LayerBuilder::finished(Features out, const Scope& scope, const LayerStyle& style) {
  if (style.finish == LayerStyle::Finish::BatchNorm) {
    out = batchNorm(out, scope / "BatchNorm", style);
  } else if (style.finish == LayerStyle::Finish::Biases) {
    const std::string biases = variable(scope.variables + "biases", {out.channels});
    Attrs attrs = floatAttrs();
    attrs["data_format"] = std::string("NHWC");
    out.node = graph_.add(scope.ops + "BiasAdd", "BiasAdd", {out.node, biases}, std::move(attrs));
  }
  return activation(out, scope.ops, style.activation);
}

std::string LayerBuilder::normConstant(const Scope& scope, std::int64_t channels, float value) {
  const std::vector<float> values(static_cast<std::size_t>(channels), value);
  return graph_.addConst(scope.ops + "Const", Tensor::ofFloats({channels}, values));
}

Features LayerBuilder::batchNorm(const Features& in, const Scope& scope, const LayerStyle& style) {
  const auto statistic = [&](const char* name) {
    return variable(scope.variables + name, {in.channels});
  };
  const std::string gamma =
      style.scale ? statistic("gamma") : normConstant(scope, in.channels, 1.0F);
  const std::string beta =
      style.center ? statistic("beta") : normConstant(scope, in.channels, 0.0F);
  const std::string mean = statistic("moving_mean");
  const std::string variance = statistic("moving_variance");
  Attrs attrs = floatAttrs();
  attrs["U"] = DataType::Float;
  attrs["epsilon"] = style.epsilon;
  attrs["is_training"] = false;
  attrs["exponential_avg_factor"] = 1.0F;
  attrs["data_format"] = std::string("NHWC");
  Features out = in;
  out.node = graph_.add(scope.ops + "FusedBatchNormV3", "FusedBatchNormV3",
                        {in.node, gamma, beta, mean, variance}, std::move(attrs));
  return out;
}

Features LayerBuilder::activation(const Features& in, const std::string& opScope,
                                  LayerStyle::Activation kind) {
  Features out = in;
  const auto add = [&](const char* op) {
    out.node = graph_.add(opScope + op, op, {in.node}, floatAttrs());
  };
  switch (kind) {
    case LayerStyle::Activation::None:
      break;
    case LayerStyle::Activation::Identity:
      add("Identity");
      break;
    case LayerStyle::Activation::Relu:
      add("Relu");
      break;
    case LayerStyle::Activation::Relu6:
      add("Relu6");
      break;
    case LayerStyle::Activation::Swish:
      add("Sigmoid");
      return product(in, out, opScope + "mul");
    case LayerStyle::Activation::HardSwish: {
      // x relu6(x + 3) / 6
      const std::string scope = opScope + "hard_swish/";
      out = plus(in, 3.0F, scope + "add");
      out = activation(out, scope, LayerStyle::Activation::Relu6);
      out = product(in, out, scope + "mul");
      return times(out, 1.0F / 6.0F, scope + "mul_1");
    }
  }
  return out;
}

Features LayerBuilder::pool(const Features& in, std::string_view name, std::string_view op,
                            const Window& window) {
  Attrs attrs = windowAttrs(window);
  attrs["ksize"] = spatial(window.kernel.height, window.kernel.width);
  return {graph_.add(name, op, {in.node}, std::move(attrs)), sizeAfter(in, window, name),
          in.channels};
}

Features LayerBuilder::padded(const Features& in, const std::string& opScope, std::int32_t top,
                              std::int32_t bottom, std::int32_t left, std::int32_t right) {
  if (top + bottom + left + right == 0) {
    return in;
  }
  const std::string name = opScope + "Pad";
  const std::string by =
      graph_.addInts(name + "/paddings", {4, 2}, {0, 0, top, bottom, left, right, 0, 0});
  Attrs attrs = floatAttrs();
  attrs["Tpaddings"] = DataType::Int32;
  return {graph_.add(name, "Pad", {in.node, by}, std::move(attrs)),
          {in.size.width + left + right, in.size.height + top + bottom},
          in.channels};
}

Features LayerBuilder::fixedPadding(const Features& in, const std::string& opScope,
                                    FrameSize kernel) {
  const int tall = kernel.height - 1;
  const int wide = kernel.width - 1;
  return padded(in, opScope, tall / 2, tall - tall / 2, wide / 2, wide - wide / 2);
}

Features LayerBuilder::padToMultiple(const Features& in, const std::string& opScope, int multiple) {
  const auto missing = [multiple](int side) { return (multiple - side % multiple) % multiple; };
  return padded(in, opScope, 0, missing(in.size.height), 0, missing(in.size.width));
}

Features LayerBuilder::identity(const Features& in, std::string_view name) {
  Features out = in;
  out.node = graph_.add(name, "Identity", {in.node}, floatAttrs());
  return out;
}

Features LayerBuilder::sum(const Features& a, const Features& b, std::string_view name) {
  if (a.size != b.size || a.channels != b.channels) {
    refuse(ErrorCode::InvalidArgument,
           "layer " + std::string(name) +
               ": what it adds differs in size. Pictures must have sides that the strides of " +
               architecture_ + " divide (128 for a pyramid up to level 7).");
  }
  Features out = a;
  out.node = graph_.add(name, "AddV2", {a.node, b.node}, floatAttrs());
  return out;
}

Features LayerBuilder::product(const Features& a, const Features& b, std::string_view name) {
  Features out = a;
  out.node = graph_.add(name, "Mul", {a.node, b.node}, floatAttrs());
  return out;
}

Features LayerBuilder::plus(const Features& in, float number, std::string_view name) {
  const std::string operand = graph_.addScalar(std::string(name) + "/y", number);
  Features out = in;
  out.node = graph_.add(name, "AddV2", {in.node, operand}, floatAttrs());
  return out;
}

Features LayerBuilder::times(const Features& in, float number, std::string_view name) {
  const std::string operand = graph_.addScalar(std::string(name) + "/y", number);
  Features out = in;
  out.node = graph_.add(name, "Mul", {in.node, operand}, floatAttrs());
  return out;
}

Features LayerBuilder::concatenated(const std::vector<Features>& parts, std::string_view name) {
  std::vector<std::string> inputs;
  Features out = parts.front();
  out.channels = 0;
  for (const Features& part : parts) {
    inputs.push_back(part.node);
    out.channels += part.channels;
  }
  inputs.push_back(graph_.addInts(std::string(name) + "/axis", {}, {3}));
  Attrs attrs = floatAttrs();
  attrs["N"] = static_cast<std::int64_t>(parts.size());
  attrs["Tidx"] = DataType::Int32;
  out.node = graph_.add(name, "ConcatV2", std::move(inputs), std::move(attrs));
  return out;
}

Features LayerBuilder::doubled(const Features& in, std::string_view name) {
  const FrameSize size{in.size.width * 2, in.size.height * 2};
  const std::string to =
      graph_.addInts(std::string(name) + "/size", {2}, {size.height, size.width});
  Attrs attrs = floatAttrs();
  attrs["align_corners"] = false;
  attrs["half_pixel_centers"] = false;
  return {graph_.add(name, "ResizeNearestNeighbor", {in.node, to}, std::move(attrs)), size,
          in.channels};
}

Result<Graph> LayerBuilder::finish() {
  if (error_) {
    return fail(*error_);
  }
  return std::move(graph_).take();
}

}  // namespace followspot::model
