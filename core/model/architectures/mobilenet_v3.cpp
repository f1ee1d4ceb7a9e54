#include "core/model/architectures/inverted_residual.h"

namespace followspot::model {
namespace {

constexpr auto kRelu = LayerStyle::Activation::Relu;
constexpr auto kHardSwish = LayerStyle::Activation::HardSwish;

// For detection the last block group and the last convolution have half of the channels.
std::vector<InvertedResidual> largeBlocks() {
  return {{1, 16, 3, 1, kRelu, false},
          {4, 24, 3, 2, kRelu, false},
          {3, 24, 3, 1, kRelu, false},
          {3, 40, 5, 2, kRelu, true},
          {3, 40, 5, 1, kRelu, true},
          {3, 40, 5, 1, kRelu, true},
          {6, 80, 3, 2, kHardSwish, false},
          {2.5, 80, 3, 1, kHardSwish, false},
          {184 / 80.0, 80, 3, 1, kHardSwish, false},
          {184 / 80.0, 80, 3, 1, kHardSwish, false},
          {6, 112, 3, 1, kHardSwish, true},
          {6, 112, 3, 1, kHardSwish, true},
          {6, 80, 5, 2, kHardSwish, true},
          {6, 80, 5, 1, kHardSwish, true},
          {6, 80, 5, 1, kHardSwish, true}};
}

std::vector<InvertedResidual> smallBlocks() {
  return {{1, 16, 3, 2, kRelu, true},          {72 / 16.0, 24, 3, 2, kRelu, false},
          {88 / 24.0, 24, 3, 1, kRelu, false}, {4, 40, 5, 2, kHardSwish, true},
          {6, 40, 5, 1, kHardSwish, true},     {6, 40, 5, 1, kHardSwish, true},
          {3, 48, 5, 1, kHardSwish, true},     {3, 48, 5, 1, kHardSwish, true},
          {6, 48, 5, 2, kHardSwish, true},     {6, 48, 5, 1, kHardSwish, true},
          {6, 48, 5, 1, kHardSwish, true}};
}

}  // namespace

Endpoints buildMobilenetV3(LayerBuilder& layers, const Features& picture, const Scope& scope,
                           bool large, const BackboneOptions& options) {
  if (options.explicitPadding) {
    layers.refuse(ErrorCode::Unsupported,
                  "use_explicit_padding is not supported for MobileNet 3. Give the checkpoint with "
                  "its .meta file.");
  }
  InvertedResidualNetwork network;
  network.firstChannels = 16;
  network.blocks = large ? largeBlocks() : smallBlocks();
  network.lastChannels = large ? 480 : 288;
  network.activation = kHardSwish;
  return buildInvertedResiduals(layers, picture, scope, network, options);
}

}  // namespace followspot::model
