#include "core/model/architectures/config_network.h"

#include <algorithm>
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
                                                  std::vector<int> channels,
                                                  std::size_t count) const {
    const ExtraLayers extra{std::move(from), std::move(channels), config.extractor.useDepthwise};
    return addExtraLayers(layers, endpoints, scope, extra, count, backbone);
  }
  [[nodiscard]] std::size_t mapCount() const {
    return static_cast<std::size_t>(config.extractor.numLayers);
  }
};

std::vector<Features> mobilenetV1(const Site& site) {
  const auto endpoints = buildMobilenetV1(site.layers, site.picture, site.base, site.backbone);
  return site.extraLayers(endpoints, {"Conv2d_11_pointwise", "Conv2d_13_pointwise"},
                          {512, 256, 256, 128}, site.mapCount());
}

std::vector<Features> mobilenetV2(const Site& site) {
  auto endpoints = buildMobilenetV2(site.layers, site.picture, site.scope, site.backbone);
  return site.extraLayers(endpoints, {"layer_15/expansion_output", "layer_19"},
                          {512, 256, 256, 128}, site.mapCount());
}

struct Architecture {
  std::string_view type;
  std::string_view scope;
  std::vector<Features> (*build)(const Site&);
};

constexpr Architecture kArchitectures[] = {
    {"ssd_mobilenet_v1", "MobilenetV1", mobilenetV1},
    {"ssd_mobilenet_v2", "MobilenetV2", mobilenetV2},
};

}  // namespace

Result<ConfigNetwork> buildConfigNetwork(const PipelineConfig& config, FrameSize inputSize,
                                         const std::string& inputName) {
  const FeatureExtractor& extractor = config.extractor;
  const auto* const architecture = std::ranges::find_if(
      kArchitectures, [&](const Architecture& each) { return each.type == extractor.type; });
  if (architecture == std::end(kArchitectures)) {
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
  network.heads = addConvolutionalPredictors(layers, maps, config);
  auto graph = layers.finish();
  if (!graph) {
    return fail(graph.error());
  }
  network.graph = std::move(*graph);
  return network;
}

}  // namespace followspot::model
