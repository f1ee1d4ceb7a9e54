#include "core/model/architectures/inverted_residual.h"

namespace followspot::model {

Endpoints buildMobilenetV2(LayerBuilder& layers, const Features& picture, const Scope& scope,
                           const BackboneOptions& options) {
  InvertedResidualNetwork network;
  struct Group {
    int channels;
    int stride;
    int repeats;
  };
  network.blocks.push_back({1, 16});
  for (const Group& group : {Group{24, 2, 2}, Group{32, 2, 3}, Group{64, 2, 4}, Group{96, 1, 3},
                             Group{160, 2, 3}, Group{320, 1, 1}}) {
    for (int i = 0; i < group.repeats; ++i) {
      network.blocks.push_back({6, group.channels, 3, i == 0 ? group.stride : 1});
    }
  }
  network.lastChannels = options.narrowEnd ? 256 : 1280;
  return buildInvertedResiduals(layers, picture, scope, network, options);
}

}  // namespace followspot::model
