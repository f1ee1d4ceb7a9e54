#pragma once

#include <array>
#include <map>
#include <string>

#include "core/model/architectures/layer_builder.h"

namespace followspot::model {

/// Layers of a backbone that feature maps start from, by TensorFlow-Slim's names.
using Endpoints = std::map<std::string, Features, std::less<>>;

/// What the configuration says about a backbone.
struct BackboneOptions {
  double depthMultiplier = 1;
  int minDepth = 16;
  bool explicitPadding = false;
  /// With a pyramid of separable convolutions, MobileNet's last layers are narrower.
  bool narrowEnd = false;
  /// The configuration's convolutions, which replace the backbone's own where it says so.
  bool overridden = false;
  LayerStyle configured;

  /// Channels that TensorFlow-Slim gives a layer of nominally `channels`.
  [[nodiscard]] std::int64_t depth(double channels) const;
};

/// The nearest multiple of `divisor`, at least `least` (0: a divisor) and at least 90 % of `value`.
/// @source slim/nets/mobilenet/conv_blocks.py
[[nodiscard]] std::int64_t roundedTo(double value, int divisor, int least);

/// Endpoints "Conv2d_3_pointwise", ..., "Conv2d_13_pointwise".
/// @param scope  of the variables, and of the operations: these have the network's name twice.
/// @source slim/nets/mobilenet_v1.py
[[nodiscard]] Endpoints buildMobilenetV1(LayerBuilder& layers, const Features& picture,
                                         const Scope& scope, const BackboneOptions& options);

/// Endpoints "layer_1", ..., "layer_19", and "layer_15/expansion_output" the like.
/// @source slim/nets/mobilenet/mobilenet_v2.py
[[nodiscard]] Endpoints buildMobilenetV2(LayerBuilder& layers, const Features& picture,
                                         const Scope& scope, const BackboneOptions& options);

/// As version 2, up to "layer_17" (large) or "layer_13", narrowed for detection.
/// @source slim/nets/mobilenet/mobilenet_v3.py
[[nodiscard]] Endpoints buildMobilenetV3(LayerBuilder& layers, const Features& picture,
                                         const Scope& scope, bool large,
                                         const BackboneOptions& options);

/// Endpoints "block1", ..., "block4", each before it is halved.
/// @param units  in each block: 3, 4, 6, 3 for the one with 50 layers.
/// @source slim/nets/resnet_v1.py
[[nodiscard]] Endpoints buildResnetV1(LayerBuilder& layers, const Features& picture,
                                      const Scope& scope, const std::array<int, 4>& units,
                                      const BackboneOptions& options);

/// Endpoints "Mixed_3b", ..., "Mixed_5c". All convolutions are the configuration's.
/// @source slim/nets/inception_v2.py
[[nodiscard]] Endpoints buildInceptionV2(LayerBuilder& layers, const Features& picture,
                                         const Scope& scope, const BackboneOptions& options);

/// Endpoints "Mixed_5b", ..., "Mixed_7c". All convolutions are the configuration's.
/// @source slim/nets/inception_v3.py
[[nodiscard]] Endpoints buildInceptionV3(LayerBuilder& layers, const Features& picture,
                                         const Scope& scope, const BackboneOptions& options);

}  // namespace followspot::model
