#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/model/architectures/backbones.h"

namespace followspot::model {

/// The feature maps that SSD adds to a backbone: each half the size of the one before.
struct ExtraLayers {
  std::vector<std::string> from;  ///< Endpoints that are maps themselves, finest first.
  std::vector<int> channels;      ///< Of each layer that is added, before the depth multiplier.
  bool depthwise = false;
};

/// @param count  maps in all, as configured.
/// @source multi_resolution_feature_maps in object_detection/models/feature_map_generators.py
[[nodiscard]] std::vector<Features> addExtraLayers(LayerBuilder& layers, const Endpoints& endpoints,
                                                   const Scope& scope, const ExtraLayers& extra,
                                                   std::size_t count,
                                                   const BackboneOptions& options);

/// A feature pyramid network over a backbone.
struct Pyramid {
  /// Endpoints of levels 2, 3, 4 and 5; each is half the size of the one before.
  std::array<std::string, 4> levels;
  int minLevel = 3;
  int maxLevel = 7;
  int channels = 256;  ///< Of all maps, before the depth multiplier.
  bool depthwise = false;
  /// Levels above 5 are halved by layers of this name and the numbers from `coarserFrom` on.
  std::string coarserName;
  int coarserFrom = 0;
};

/// @param scope  of the pyramid: ".../fpn/".
/// @source fpn_top_down_feature_maps in object_detection/models/feature_map_generators.py,
/// ssd_*_fpn_feature_extractor.py; Lin et al. 2017 (arXiv:1612.03144)
[[nodiscard]] std::vector<Features> addPyramid(LayerBuilder& layers, const Endpoints& endpoints,
                                               const Scope& scope, const Pyramid& pyramid,
                                               const BackboneOptions& options);

/// A map and what is left of it by pooling, half the size from map to map.
/// @source pooling_pyramid_feature_maps in object_detection/models/feature_map_generators.py
[[nodiscard]] std::vector<Features> addPoolingPyramid(LayerBuilder& layers, const Features& base,
                                                      const Scope& scope, int count);

}  // namespace followspot::model
