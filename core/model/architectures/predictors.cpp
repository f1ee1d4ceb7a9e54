#include "core/model/architectures/predictors.h"

#include <algorithm>
#include <string>

#include "core/model/prepare/config_anchors.h"

namespace followspot::model {

SsdHeads addConvolutionalPredictors(LayerBuilder& layers, const std::vector<Features>& maps,
                                    const PipelineConfig& config) {
  const BoxPredictor& predictor = config.predictor;
  const LayerStyle style = styleOf(predictor.hyperparams);
  SsdHeads heads;
  const auto predict = [&](const Features& in, const Scope& scope, const std::string& name,
                           std::int64_t outputs) {
    Features net = in;
    if (predictor.useDepthwise) {
      net =
          layers.depthwise(net, scope / (name + "_depthwise"), square(predictor.kernelSize), style);
    }
    const int kernel = predictor.useDepthwise ? 1 : predictor.kernelSize;
    return layers.convolution(net, scope / name, outputs, square(kernel), LayerStyle::plain()).node;
  };
  for (std::size_t i = 0; i < maps.size(); ++i) {
    // The only map of a network has no scope.
    const std::string name = maps.size() > 1 ? "BoxPredictor_" + std::to_string(i) + "/" : "";
    const Scope scope{name, name};
    Features net = maps[i];
    const std::int64_t depth = std::max(std::min(net.channels, std::int64_t{predictor.maxDepth}),
                                        std::int64_t{predictor.minDepth});
    for (int layer = 0; depth > 0 && layer < predictor.layersBeforePredictor; ++layer) {
      net = layers.convolution(
          net, scope / ("Conv2d_" + std::to_string(layer) + "_1x1_" + std::to_string(depth)), depth,
          square(1), style);
    }
    const auto anchors = static_cast<std::int64_t>(anchorsPerCell(config.anchors, i));
    heads.boxes.push_back(
        predict(net, scope, "BoxEncodingPredictor", anchors * predictor.boxCodeSize));
    if (predictor.useDropout) {
      net = layers.identity(net, scope.ops + "Dropout/Identity");  // what it is for inference
    }
    heads.classes.push_back(predict(net, scope, "ClassPredictor", anchors * config.scoreColumns()));
  }
  return heads;
}

}  // namespace followspot::model
