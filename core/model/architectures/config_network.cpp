#include "core/model/architectures/config_network.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "core/model/architectures/backbones.h"
#include "core/model/architectures/feature_maps.h"
#include "core/model/architectures/predictors.h"

namespace followspot::model {
namespace {

/// Everything that the functions below need.
struct Site {
  LayerBuilder& layers;
  const PipelineConfig& config;
  Features picture;
  BackboneOptions backbone;
  Scope scope;  ///< "FeatureExtractor/<network>/"
  Scope base;   ///< Of the backbone: its operations have the network's name once more.

  [[nodiscard]] std::vector<Features> extraLayers(const Endpoints& endpoints,
                                                  std::vector<std::string> from,
                                                  std::vector<int> channels) const {
    const ExtraLayers extra{std::move(from), std::move(channels), config.extractor.useDepthwise};
    const auto count = static_cast<std::size_t>(config.extractor.numLayers);
    return addExtraLayers(layers, endpoints, scope, extra, count, backbone);
  }

  [[nodiscard]] std::vector<Features> pyramid(const Endpoints& endpoints,
                                              std::array<std::string, 4> levels, bool depthwise,
                                              std::string coarserName, int coarserFrom) const {
    const FeatureExtractor& extractor = config.extractor;
    const Pyramid pyramid{std::move(levels),
                          extractor.fpnMinLevel,
                          extractor.fpnMaxLevel,
                          extractor.fpnAdditionalLayerDepth,
                          depthwise,
                          std::move(coarserName),
                          coarserFrom};
    return addPyramid(layers, endpoints, scope / "fpn", pyramid, backbone);
  }
};

std::vector<Features> mobilenetV1(const Site& site) {
  const auto endpoints = buildMobilenetV1(site.layers, site.picture, site.base, site.backbone);
  return site.extraLayers(endpoints, {"Conv2d_11_pointwise", "Conv2d_13_pointwise"},
                          {512, 256, 256, 128});
}

std::vector<Features> mobilenetV2(const Site& site) {
  const auto endpoints = buildMobilenetV2(site.layers, site.picture, site.scope, site.backbone);
  return site.extraLayers(endpoints, {"layer_15/expansion_output", "layer_19"},
                          {512, 256, 256, 128});
}

std::vector<Features> inceptionV2(const Site& site) {
  const auto endpoints = buildInceptionV2(site.layers, site.picture, site.base, site.backbone);
  return site.extraLayers(endpoints, {"Mixed_4c", "Mixed_5c"}, {512, 256, 256, 128});
}

std::vector<Features> inceptionV3(const Site& site) {
  const auto endpoints = buildInceptionV3(site.layers, site.picture, site.base, site.backbone);
  return site.extraLayers(endpoints, {"Mixed_5d", "Mixed_6e", "Mixed_7c"}, {512, 256, 128});
}

std::vector<Features> mobilenetV3Large(const Site& site) {
  const auto endpoints =
      buildMobilenetV3(site.layers, site.picture, site.scope, true, site.backbone);
  return site.extraLayers(endpoints, {"layer_14/expansion_output", "layer_17"},
                          {512, 256, 256, 128});
}

std::vector<Features> mobilenetV3Small(const Site& site) {
  const auto endpoints =
      buildMobilenetV3(site.layers, site.picture, site.scope, false, site.backbone);
  return site.extraLayers(endpoints, {"layer_10/expansion_output", "layer_13"},
                          {512, 256, 256, 128});
}

std::vector<Features> mobilenetV1Fpn(const Site& site) {
  BackboneOptions options = site.backbone;
  options.narrowEnd = site.config.extractor.useDepthwise;
  return site.pyramid(
      buildMobilenetV1(site.layers, site.picture, site.base, options),
      {"Conv2d_3_pointwise", "Conv2d_5_pointwise", "Conv2d_11_pointwise", "Conv2d_13_pointwise"},
      site.config.extractor.useDepthwise, "bottom_up_Conv2d_", 14);
}

std::vector<Features> mobilenetV2Fpn(const Site& site) {
  BackboneOptions options = site.backbone;
  options.narrowEnd = site.config.extractor.useDepthwise;
  return site.pyramid(buildMobilenetV2(site.layers, site.picture, site.scope, options),
                      {"layer_4", "layer_7", "layer_14", "layer_19"},
                      site.config.extractor.useDepthwise, "bottom_up_Conv2d_", 20);
}

std::vector<Features> mobilenetV1Ppn(const Site& site) {
  constexpr int kMaps = 6;
  const auto endpoints = buildMobilenetV1(site.layers, site.picture, site.base, site.backbone);
  return addPoolingPyramid(site.layers, endpoints.at("Conv2d_11_pointwise"), site.scope, kMaps);
}

std::vector<Features> resnetFpn(const Site& site, const std::array<int, 4>& units) {
  return site.pyramid(buildResnetV1(site.layers, site.picture, site.base, units, site.backbone),
                      {"block1", "block2", "block3", "block4"}, false, "bottom_up_block",
                      std::min(site.config.extractor.fpnMaxLevel, 5));
}

std::vector<Features> resnet50Fpn(const Site& site) { return resnetFpn(site, {3, 4, 6, 3}); }
std::vector<Features> resnet101Fpn(const Site& site) { return resnetFpn(site, {3, 4, 23, 3}); }
std::vector<Features> resnet152Fpn(const Site& site) { return resnetFpn(site, {3, 8, 36, 3}); }

struct Architecture {
  std::string_view type;
  std::string_view scope;
  std::vector<Features> (*build)(const Site&);
};

constexpr Architecture kArchitectures[] = {
    {"ssd_mobilenet_v1", "MobilenetV1", mobilenetV1},
    {"ssd_mobilenet_v2", "MobilenetV2", mobilenetV2},
    {"ssd_mobilenet_v3_large", "MobilenetV3", mobilenetV3Large},
    {"ssd_mobilenet_v3_small", "MobilenetV3", mobilenetV3Small},
    {"ssd_inception_v2", "InceptionV2", inceptionV2},
    {"ssd_inception_v3", "InceptionV3", inceptionV3},
    {"ssd_mobilenet_v1_fpn", "MobilenetV1", mobilenetV1Fpn},
    {"ssd_mobilenet_v2_fpn", "MobilenetV2", mobilenetV2Fpn},
    {"ssd_mobilenet_v1_ppn", "MobilenetV1", mobilenetV1Ppn},
    {"ssd_resnet50_v1_fpn", "resnet_v1_50", resnet50Fpn},
    {"ssd_resnet101_v1_fpn", "resnet_v1_101", resnet101Fpn},
    {"ssd_resnet152_v1_fpn", "resnet_v1_152", resnet152Fpn},
};

}  // namespace

Result<ConfigNetwork> buildConfigNetwork(const PipelineConfig& config, FrameSize inputSize,
                                         const std::string& inputName) {
  const FeatureExtractor& extractor = config.extractor;
  const auto* const architecture = std::ranges::find_if(
      kArchitectures, [&](const Architecture& each) { return each.type == extractor.type; });
  if (architecture == std::end(kArchitectures)) {
    if (extractor.type.ends_with("_keras")) {
      return fail(
          ErrorCode::Unsupported,
          "feature_extractor " + extractor.type +
              " is one of TensorFlow 2, which cannot be built from pipeline.config. Convert "
              "the trained network to .tflite and give that to 'model import'.");
    }
    std::string known;
    for (const Architecture& each : kArchitectures) {
      known += (known.empty() ? "" : ", ") + std::string(each.type);
    }
    return fail(ErrorCode::Unsupported,
                "feature_extractor " + extractor.type +
                    " cannot be built from pipeline.config (these can: " + known +
                    "). Give the checkpoint with its .meta file, or a frozen graph.");
  }
  LayerBuilder layers(extractor.type);
  BackboneOptions backbone;
  backbone.depthMultiplier = static_cast<double>(extractor.depthMultiplier);
  backbone.minDepth = extractor.minDepth;
  backbone.explicitPadding = extractor.useExplicitPadding;
  backbone.overridden = extractor.overrideBase;
  backbone.configured = styleOf(extractor.hyperparams);
  const std::string prefix = "FeatureExtractor/";
  const std::string name(architecture->scope);
  const Scope scope = Scope{prefix, prefix} / name;
  const Features picture =
      layers.padToMultiple(layers.input(inputName, inputSize, 3), prefix, extractor.padToMultiple);
  const Site site{layers,   config, picture,
                  backbone, scope,  Scope{scope.variables, scope.ops + name + "/"}};
  const std::vector<Features> maps = architecture->build(site);
  ConfigNetwork network;
  network.scope = scope.variables;
  network.heads = config.predictor.kind == BoxPredictor::Kind::WeightShared
                      ? addSharedPredictors(layers, maps, config)
                      : addConvolutionalPredictors(layers, maps, config);
  auto graph = layers.finish();
  if (!graph) {
    return fail(graph.error());
  }
  network.graph = std::move(*graph);
  return network;
}

}  // namespace followspot::model
