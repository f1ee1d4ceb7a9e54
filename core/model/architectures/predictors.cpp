#include "core/model/architectures/predictors.h"

#include <algorithm>
#include <string>

#include "core/model/prepare/config_anchors.h"

namespace followspot::model {

namespace {

/// The predictor that all maps share, for one of them.
class SharedPredictor {
 public:
  SharedPredictor(LayerBuilder& layers, const BoxPredictor& predictor, std::size_t map)
      : layers_(layers), predictor_(predictor), map_(map) {
    const std::string name = "WeightSharedConvolutionalBoxPredictor";
    // TensorFlow numbers operations from the second use on; variables have one scope.
    scope_ = {name + "/", name + (map == 0 ? "" : "_" + std::to_string(map)) + "/"};
    style_ = styleOf(predictor.hyperparams).with(LayerStyle::Activation::None);
    if (!predictor.applyBatchNorm) {
      style_.finish = LayerStyle::Finish::Biases;
    }
  }

  Features project(const Features& in, std::int64_t channels) {
    const std::string name = "conv2d_" + std::to_string(map_);
    return layers_.convolution(in, scope_ / "ProjectionLayer" / name, channels, square(1), style_);
  }

  Features tower(Features net, const char* name) {
    for (int layer = 0; layer < predictor_.layersBeforePredictor; ++layer) {
      const Scope at = scope_ / name / ("conv2d_" + std::to_string(layer));
      if (style_.finish == LayerStyle::Finish::BatchNorm) {
        net = convolve(net, at, predictor_.depth, LayerStyle::bare());
        net =
            layers_.batchNorm(net, at / "BatchNorm" / ("feature_" + std::to_string(map_)), style_);
      } else {
        net = convolve(net, at, predictor_.depth, LayerStyle::plain());
      }
      net = layers_.activation(net, scope_.ops, LayerStyle::Activation::Relu6);
    }
    return net;
  }

  std::string predict(const Features& in, const char* name, std::int64_t outputs) {
    return convolve(in, scope_ / name, outputs, LayerStyle::plain()).node;
  }

  Features dropout(const Features& in) {
    return predictor_.useDropout ? layers_.identity(in, scope_.ops + "Dropout/Identity") : in;
  }

 private:
  Features convolve(const Features& in, const Scope& at, std::int64_t outputs,
                    const LayerStyle& style) {
    const Window window = square(predictor_.kernelSize);
    return predictor_.useDepthwise ? layers_.separable(in, at, outputs, window, 1, style)
                                   : layers_.convolution(in, at, outputs, window, style);
  }

  LayerBuilder& layers_;
  const BoxPredictor& predictor_;
  std::size_t map_;
  Scope scope_;
  LayerStyle style_;
};

/// The number of channels that most maps have.
std::int64_t commonChannels(const std::vector<Features>& maps) {
  const auto count = [&](std::int64_t channels) {
    return std::ranges::count(maps, channels, &Features::channels);
  };
  std::int64_t best = maps.front().channels;
  for (const Features& map : maps) {
    best = count(map.channels) > count(best) ? map.channels : best;
  }
  return best;
}

}  // namespace

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

SsdHeads addSharedPredictors(LayerBuilder& layers, const std::vector<Features>& maps,
                             const PipelineConfig& config) {
  SsdHeads heads;
  if (maps.empty()) {
    return heads;
  }
  const std::int64_t channels = commonChannels(maps);
  const bool projects =
      std::ranges::any_of(maps, [&](const Features& map) { return map.channels != channels; });
  const auto anchors = static_cast<std::int64_t>(anchorsPerCell(config.anchors, 0));
  for (std::size_t i = 0; i < maps.size(); ++i) {
    if (anchorsPerCell(config.anchors, i) != anchorsPerCell(config.anchors, 0)) {
      layers.refuse(ErrorCode::InvalidArgument,
                    "anchor_generator: a weight-shared predictor needs as many anchors on every "
                    "feature map");
    }
    SharedPredictor predictor(layers, config.predictor, i);
    const Features net = projects ? predictor.project(maps[i], channels) : maps[i];
    const bool shares = config.predictor.sharePredictionTower;
    const Features boxes = predictor.tower(net, shares ? "PredictionTower" : "BoxPredictionTower");
    heads.boxes.push_back(
        predictor.predict(boxes, "BoxPredictor", anchors * config.predictor.boxCodeSize));
    const Features classes = shares ? boxes : predictor.tower(net, "ClassPredictionTower");
    heads.classes.push_back(predictor.predict(predictor.dropout(classes), "ClassPredictor",
                                              anchors * config.scoreColumns()));
  }
  return heads;
}

}  // namespace followspot::model
