#include "core/model/architectures/inverted_residual.h"

#include <algorithm>

namespace followspot::model {
namespace {

constexpr int kDivisor = 8;

class Writer {
 public:
  Writer(LayerBuilder& layers, const Scope& scope, const BackboneOptions& options)
      : layers_(layers), scope_(scope), options_(options) {
    // Slim sets everything but epsilon inside of the configuration's scope.
    style_.epsilon = options.overridden ? options.configured.epsilon : style_.epsilon;
    padding_ = options.explicitPadding ? Padding::Valid : Padding::Same;
  }

  Features convolution(const Features& in, const std::string& name, int channels, int kernel,
                       int stride, LayerStyle::Activation activation) {
    const Features ready =
        options_.explicitPadding ? layers_.fixedPadding(in, scope_.ops, {kernel, kernel}) : in;
    return layers_.convolution(ready, scope_ / name, depth(channels),
                               square(kernel, stride, padding_), style_.with(activation));
  }

  /// @param expanded  gets the expansion, where there is one.
  Features block(const Features& before, const std::string& name, const InvertedResidual& block,
                 Features& expanded) {
    const Scope scope = scope_ / name;
    const LayerStyle style = style_.with(block.activation);
    const Features in = layers_.identity(before, scope.ops + "input");
    Features net = in;
    const std::int64_t inner = roundedTo(static_cast<double>(in.channels) * block.expansion,
                                         block.expansion == 1 ? 1 : kDivisor, 0);
    if (inner > in.channels) {
      net = layers_.convolution(net, scope / "expand", inner, square(1), style);
      net = layers_.identity(net, scope.ops + "expansion_output");
      expanded = net;
    }
    if (options_.explicitPadding) {
      net = layers_.fixedPadding(net, scope.ops, {block.kernel, block.kernel});
    }
    net = layers_.depthwise(net, scope / "depthwise", square(block.kernel, block.stride, padding_),
                            style);
    net = layers_.identity(net, scope.ops + "depthwise_output");
    if (block.squeezes) {
      net = squeezed(net, scope / "squeeze_excite");
    }
    net = layers_.convolution(net, scope / "project", depth(block.channels), square(1),
                              style.with(LayerStyle::Activation::Identity));
    if (block.stride == 1 && net.channels == in.channels) {
      net = layers_.sum(net, in, scope.ops + "add");
    }
    return layers_.identity(net, scope.ops + "output");
  }

 private:
  [[nodiscard]] std::int64_t depth(int channels) const {
    return roundedTo(channels * options_.depthMultiplier, kDivisor, options_.minDepth);
  }

  /// Scales channels by what a small network makes of their means.
  Features squeezed(const Features& in, const Scope& scope) {
    constexpr double kSqueeze = 4;
    constexpr float kSlope = 0.16667F;
    Features net = layers_.pool(in, scope.ops + "AvgPool", "AvgPool", {in.size, 1, Padding::Valid});
    LayerStyle style = LayerStyle::plain();
    net = layers_.convolution(net, scope / "Conv",
                              roundedTo(static_cast<double>(in.channels) / kSqueeze, kDivisor, 0),
                              square(1), style.with(LayerStyle::Activation::Relu));
    const Scope gate = scope / "Conv_1";
    net = layers_.convolution(net, gate, in.channels, square(1), style);
    net = layers_.plus(net, 3.0F, gate.ops + "add");
    net = layers_.activation(net, gate.ops, LayerStyle::Activation::Relu6);
    net = layers_.times(net, kSlope, gate.ops + "mul");
    return layers_.product(in, net, scope.ops + "mul");
  }

  LayerBuilder& layers_;
  const Scope& scope_;
  const BackboneOptions& options_;
  LayerStyle style_;
  Padding padding_ = Padding::Same;
};

}  // namespace

std::int64_t roundedTo(double value, int divisor, int least) {
  const std::int64_t step = divisor;
  const std::int64_t floor = least == 0 ? step : least;
  std::int64_t rounded = std::max(
      floor, static_cast<std::int64_t>(value + static_cast<double>(divisor) / 2) / step * step);
  if (static_cast<double>(rounded) < 0.9 * value) {
    rounded += step;
  }
  return rounded;
}

Endpoints buildInvertedResiduals(LayerBuilder& layers, const Features& picture, const Scope& scope,
                                 const InvertedResidualNetwork& network,
                                 const BackboneOptions& options) {
  Writer writer(layers, scope, options);
  Endpoints endpoints;
  int layer = 1;
  const auto keep = [&](const Features& net) {
    endpoints["layer_" + std::to_string(layer++)] = net;
  };
  Features net = layers.identity(picture, scope.ops + "input");
  net = writer.convolution(net, "Conv", network.firstChannels, 3, 2, network.activation);
  keep(net);
  for (std::size_t i = 0; i < network.blocks.size(); ++i) {
    Features expanded;
    const std::string name = i == 0 ? "expanded_conv" : "expanded_conv_" + std::to_string(i);
    net = writer.block(net, name, network.blocks[i], expanded);
    if (!expanded.node.empty()) {
      endpoints["layer_" + std::to_string(layer) + "/expansion_output"] = expanded;
    }
    keep(net);
  }
  keep(writer.convolution(net, "Conv_1", network.lastChannels, 1, 1, network.activation));
  return endpoints;
}

}  // namespace followspot::model
