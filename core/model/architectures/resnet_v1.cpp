#include <array>

#include "core/model/architectures/backbones.h"

namespace followspot::model {
namespace {

/// Three convolutions and a way past them.
Features bottleneck(LayerBuilder& layers, const Features& in, const Scope& scope,
                    std::int64_t depth, const LayerStyle& style) {
  const std::int64_t outputs = depth * 4;
  const LayerStyle linear = style.with(LayerStyle::Activation::None);
  const Features shortcut = in.channels == outputs ? in
                                                   : layers.convolution(in, scope / "shortcut",
                                                                        outputs, square(1), linear);
  Features net = layers.convolution(in, scope / "conv1", depth, square(1), style);
  net = layers.convolution(net, scope / "conv2", depth, square(3), style);
  net = layers.convolution(net, scope / "conv3", outputs, square(1), linear);
  net = layers.sum(shortcut, net, scope.ops + "add");
  return layers.activation(net, scope.ops, LayerStyle::Activation::Relu);
}

}  // namespace

Endpoints buildResnetV1(LayerBuilder& layers, const Features& picture, const Scope& scope,
                        const std::array<int, 4>& units, const BackboneOptions& options) {
  LayerStyle own;
  own.activation = LayerStyle::Activation::Relu;
  own.epsilon = 1e-5F;
  const LayerStyle style = options.overridden ? options.configured : own;
  Features net = layers.fixedPadding(picture, (scope / "conv1").ops, {7, 7});
  net = layers.convolution(net, scope / "conv1", 64, square(7, 2, Padding::Valid), style);
  net = layers.pool(net, scope.ops + "pool1/MaxPool", "MaxPool", square(3, 2));
  Endpoints endpoints;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const std::string name = "block" + std::to_string(i + 1);
    const Scope block = scope / name;
    const std::int64_t depth = options.depth(64 << i);
    for (int unit = 1; unit <= units[i]; ++unit) {
      net = bottleneck(layers, net, block / ("unit_" + std::to_string(unit)) / "bottleneck_v1",
                       depth, style);
    }
    endpoints[name] = net;
    if (i + 1 < units.size()) {
      // Every other pixel, behind what the pyramid takes.
      net = layers.pool(net, block.ops + "MaxPool2D/MaxPool", "MaxPool",
                        square(1, 2, Padding::Valid));
    }
  }
  return endpoints;
}

}  // namespace followspot::model
