#include "core/model/architectures/feature_maps.h"

#include <algorithm>

namespace followspot::model {

std::vector<Features> addExtraLayers(LayerBuilder& layers, const Endpoints& endpoints,
                                     const Scope& scope, const ExtraLayers& extra,
                                     std::size_t count, const BackboneOptions& options) {
  std::vector<Features> maps;
  for (std::size_t i = 0; i < std::min(count, extra.from.size()); ++i) {
    maps.push_back(endpoints.at(extra.from[i]));
  }
  const Padding padding = options.explicitPadding ? Padding::Valid : Padding::Same;
  const std::string base = extra.from.back();
  for (std::size_t i = 0; i < extra.channels.size() && maps.size() < count; ++i) {
    const std::string index = std::to_string(maps.size());
    const std::int64_t narrow = options.depth(extra.channels[i] / 2.0);
    const std::int64_t wide = options.depth(extra.channels[i]);
    Features net = layers.convolution(
        maps.back(), scope / (base + "_1_Conv2d_" + index + "_1x1_" + std::to_string(narrow)),
        narrow, square(1), options.configured);
    if (options.explicitPadding) {
      net = layers.fixedPadding(net, scope.ops, {3, 3});
    }
    const std::string name = base + "_2_Conv2d_" + index + "_3x3_s2_" + std::to_string(wide);
    if (extra.depthwise) {
      net = layers.depthwise(net, scope / (name + "_depthwise"), square(3, 2, padding),
                             options.configured);
      net = layers.convolution(net, scope / name, wide, square(1), options.configured);
    } else {
      net = layers.convolution(net, scope / name, wide, square(3, 2, padding), options.configured);
    }
    maps.push_back(net);
  }
  return maps;
}

}  // namespace followspot::model
