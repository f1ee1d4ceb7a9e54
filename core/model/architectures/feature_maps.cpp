#include "core/model/architectures/feature_maps.h"

#include <algorithm>

namespace followspot::model {
namespace {

/// "layer_19_1_Conv2d_2_1x1_256": where a layer that was added comes from, what it is.
std::string layerName(const std::string& base, std::size_t map, const char* part,
                      const char* kernel, std::int64_t channels) {
  std::string name = base;
  name += part;
  name += "_Conv2d_";
  name += std::to_string(map);
  name += kernel;
  name += std::to_string(channels);
  return name;
}

}  // namespace

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
    const std::int64_t narrow = options.depth(extra.channels[i] / 2.0);
    const std::int64_t wide = options.depth(extra.channels[i]);
    Features net =
        layers.convolution(maps.back(), scope / layerName(base, maps.size(), "_1", "_1x1_", narrow),
                           narrow, square(1), options.configured);
    if (options.explicitPadding) {
      net = layers.fixedPadding(net, scope.ops, {3, 3});
    }
    const std::string name = layerName(base, maps.size(), "_2", "_3x3_s2_", wide);
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

std::vector<Features> addPyramid(LayerBuilder& layers, const Endpoints& endpoints,
                                 const Scope& scope, const Pyramid& pyramid,
                                 const BackboneOptions& options) {
  constexpr int kFirst = 2;
  constexpr int kLast = 5;
  const int top = std::min(pyramid.maxLevel, kLast);
  if (pyramid.minLevel < kFirst || pyramid.minLevel > top) {
    layers.refuse(
        ErrorCode::InvalidArgument,
        "fpn: min_level is " + std::to_string(pyramid.minLevel) + ", must be from 2 to 5");
    return {};
  }
  if (options.explicitPadding) {
    layers.refuse(ErrorCode::Unsupported,
                  "use_explicit_padding is not supported for feature pyramids. Give the checkpoint "
                  "with its .meta file.");
  }
  const std::int64_t channels = options.depth(pyramid.channels);
  // Operations, but not variables, of the way down have a scope of their own.
  const Scope down{scope.variables, scope.ops + "top_down/"};
  const auto backbone = [&](int level) {
    return endpoints.at(pyramid.levels[static_cast<std::size_t>(level - kFirst)]);
  };
  const auto project = [&](int level) {
    const std::string name = "projection_" + std::to_string(level - pyramid.minLevel + 1);
    return layers.convolution(backbone(level), down / name, channels, square(1),
                              LayerStyle::plain());
  };
  const auto convolve = [&](const Features& in, const Scope& at, const std::string& name,
                            int stride) {
    const Window window = square(3, stride);
    return pyramid.depthwise
               ? layers.separable(in, at / name, channels, window, 1, options.configured)
               : layers.convolution(in, at / name, channels, window, options.configured);
  };
  std::vector<Features> maps;  // coarsest first, as they come about
  Features net = project(top);
  maps.push_back(net);
  for (int level = top - 1; level >= pyramid.minLevel; --level) {
    net = layers.doubled(net, down.ops + "nearest_neighbor_upsampling");
    net = layers.sum(net, project(level), down.ops + "add");
    const std::string name = "smoothing_" + std::to_string(level - pyramid.minLevel + 1);
    maps.push_back(convolve(net, down, name, 1));
  }
  std::ranges::reverse(maps);
  for (int level = top + 1; level <= pyramid.maxLevel; ++level) {
    const int number = pyramid.coarserFrom + level - top - 1;
    maps.push_back(convolve(maps.back(), scope, pyramid.coarserName + std::to_string(number), 2));
  }
  return maps;
}

std::vector<Features> addPoolingPyramid(LayerBuilder& layers, const Features& base,
                                        const Scope& scope, int count) {
  std::vector<Features> maps = {base};
  for (int i = 0; i + 1 < count; ++i) {
    const std::string name = scope.ops + "MaxPool2d_" + std::to_string(i) + "_2x2/MaxPool";
    maps.push_back(layers.pool(maps.back(), name, "MaxPool", square(2, 2)));
  }
  return maps;
}

}  // namespace followspot::model
