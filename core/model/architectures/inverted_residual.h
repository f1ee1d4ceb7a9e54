#pragma once

#include <string>
#include <vector>

#include "core/model/architectures/backbones.h"

namespace followspot::model {

/// A layer of MobileNet version 2 or 3, as its papers' tables have them.
struct InvertedResidual {
  double expansion = 6;
  int channels = 0;
  int kernel = 3;
  int stride = 1;
  LayerStyle::Activation activation = LayerStyle::Activation::Relu6;
  bool squeezes = false;  ///< Has a squeeze-and-excite part.
};

/// MobileNet version 2 or 3: a convolution, inverted residuals, a convolution of 1.
struct InvertedResidualNetwork {
  int firstChannels = 32;
  std::vector<InvertedResidual> blocks;
  int lastChannels = 1280;
  /// Of the first and the last convolution.
  LayerStyle::Activation activation = LayerStyle::Activation::Relu6;
};

/// Endpoints "layer_1", "layer_2", ... and, where blocks have them, "layer_2/expansion_output".
/// @source slim/nets/mobilenet/{mobilenet,conv_blocks}.py
[[nodiscard]] Endpoints buildInvertedResiduals(LayerBuilder& layers, const Features& picture,
                                               const Scope& scope,
                                               const InvertedResidualNetwork& network,
                                               const BackboneOptions& options);

}  // namespace followspot::model
