#include <algorithm>
#include <array>
#include <cmath>

#include "core/model/architectures/backbones.h"

namespace followspot::model {

std::int64_t BackboneOptions::depth(double channels) const {
  return std::max(static_cast<std::int64_t>(channels * depthMultiplier), std::int64_t{minDepth});
}

Endpoints buildMobilenetV1(LayerBuilder& layers, const Features& picture, const Scope& scope,
                           const BackboneOptions& options) {
  struct Block {
    int stride;
    int channels;
  };
  std::array<Block, 13> blocks = {{{1, 64},
                                   {2, 128},
                                   {1, 128},
                                   {2, 256},
                                   {1, 256},
                                   {2, 512},
                                   {1, 512},
                                   {1, 512},
                                   {1, 512},
                                   {1, 512},
                                   {1, 512},
                                   {2, 1024},
                                   {1, 1024}}};
  if (options.narrowEnd) {
    blocks[11].channels = 512;
    blocks[12].channels = 256;
  }
  const LayerStyle style = options.overridden ? options.configured : LayerStyle{};
  const Padding padding = options.explicitPadding ? Padding::Valid : Padding::Same;
  const auto ready = [&](const Features& in) {
    return options.explicitPadding ? layers.fixedPadding(in, scope.ops, {3, 3}) : in;
  };
  Endpoints endpoints;
  Features net = layers.convolution(ready(picture), scope / "Conv2d_0", options.depth(32),
                                    square(3, 2, padding), style);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const std::string name = "Conv2d_" + std::to_string(i + 1);
    net = layers.depthwise(ready(net), scope / (name + "_depthwise"),
                           square(3, blocks[i].stride, padding), style);
    net = layers.convolution(net, scope / (name + "_pointwise"), options.depth(blocks[i].channels),
                             square(1, 1, padding), style);
    endpoints[name + "_pointwise"] = net;
  }
  return endpoints;
}

}  // namespace followspot::model
