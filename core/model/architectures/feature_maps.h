#pragma once

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

}  // namespace followspot::model
