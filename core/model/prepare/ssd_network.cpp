#include "core/model/prepare/ssd_network.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/model/architectures/config_network.h"
#include "core/model/architectures/variable_check.h"
#include "core/model/checkpoint/meta_graph.h"
#include "core/model/prepare/config_anchors.h"
#include "core/model/transforms/cut.h"
#include "core/model/transforms/fold.h"
#include "core/model/transforms/freeze.h"
#include "core/model/transforms/graph_view.h"
#include "core/model/transforms/inference.h"
#include "core/model/transforms/strip.h"
#include "core/model/transforms/value_inference.h"

namespace followspot::model {
namespace {

constexpr std::string_view kAverage = "/ExponentialMovingAverage";

/// A predictor's output shape must be [1, h, w, wanted].
Result<FrameSize> mapOf(const GraphIndex& index, const KnownValues& known, const std::string& head,
                        std::size_t wanted, const std::string& what) {
  const auto at = index.find(head);
  const auto shape = at ? known.shapes[*at] : std::nullopt;
  if (!shape || shape->size() != 4) {
    return fail(ErrorCode::Unsupported,
                "node " + head + ": the size of its result could not be worked out");
  }
  if ((*shape)[3] != static_cast<std::int64_t>(wanted)) {
    return fail(ErrorCode::InvalidArgument,
                "node " + head + " gives " + std::to_string((*shape)[3]) +
                    " numbers a cell, pipeline.config makes it " + std::to_string(wanted) + " (" +
                    what + "). Give the pipeline.config that the network was trained with.");
  }
  return FrameSize{static_cast<int>((*shape)[2]), static_cast<int>((*shape)[1])};
}

Result<SsdSource> builtSource(const Checkpoint& checkpoint, const PipelineConfig& config,
                              FrameSize inputSize) {
  auto network = buildConfigNetwork(config, inputSize, kInputName);
  if (!network) {
    return fail(network.error());
  }
  auto notes = checkVariables(network->graph, checkpoint, config.extractor.type, network->scope);
  if (!notes) {
    return fail(notes.error().withContext(checkpoint.location().prefix.string()));
  }
  notes->insert(notes->begin(),
                "the graph was built from pipeline.config: " + config.extractor.type + ", " +
                    std::to_string(network->heads.boxes.size()) + " feature maps");
  return SsdSource{std::move(network->graph), std::move(network->heads), std::move(*notes)};
}

}  // namespace

Normalization normalizationOf(const FeatureExtractor& extractor) {
  if (extractor.type.find("resnet") != std::string::npos) {
    return {{123.68F, 116.779F, 103.939F}, 1};
  }
  return {};
}

ScoreConverter converterOf(const PipelineConfig& config) {
  const ScoreConverter converter = config.postProcessing.converter;
  const bool sigmoid =
      converter == ScoreConverter::Identity && config.predictor.applySigmoidToScores;
  return sigmoid ? ScoreConverter::Sigmoid : converter;
}

SsdHeads withLogitScale(Graph& graph, SsdHeads heads, float logitScale) {
  if (logitScale == 1) {
    return heads;
  }
  graph.nodes.push_back(
      makeConst("logit_scale/factor", Tensor::ofFloats({}, std::array{1 / logitScale})));
  for (std::string& head : heads.classes) {
    const std::string name = head + "/scaled";
    Node node = makeNode(name, "Mul", {head, "logit_scale/factor"});
    node.attrs["T"] = DataType::Float;
    graph.nodes.push_back(std::move(node));
    head = name;
  }
  return heads;
}

Result<FrameSize> inputSizeOf(const ImageResizer& resizer) {
  if (resizer.grayscale) {
    return fail(ErrorCode::Unsupported,
                "image_resizer: convert_to_grayscale is not supported; networks see three "
                "channels.");
  }
  if (resizer.kind == ImageResizer::Kind::FixedShape) {
    return resizer.size;
  }
  const bool square = resizer.kind == ImageResizer::Kind::KeepAspectRatio &&
                      (resizer.padToMaxDimension || resizer.minDimension == resizer.maxDimension);
  if (square) {
    return FrameSize{resizer.maxDimension, resizer.maxDimension};
  }
  return fail(ErrorCode::Unsupported,
              "image_resizer: " + resizer.name +
                  " gives pictures of many sizes. Give a fixed one with an override: model { ssd { "
                  "image_resizer { fixed_shape_resizer { height: 300 width: 300 } } } }");
}

Result<VariableReader> VariableReader::create(const Checkpoint& checkpoint, MovingAverages wanted,
                                              const PipelineConfig& config) {
  const bool kept = std::ranges::any_of(checkpoint.variables(), [](const Variable& variable) {
    return variable.name.ends_with(kAverage);
  });
  const std::string where = checkpoint.location().prefix.filename().string();
  if (wanted == MovingAverages::Yes && !kept) {
    return fail(ErrorCode::InvalidArgument,
                where + ": has no moving averages (no variable ends in " + std::string(kAverage) +
                    "). Use --use-moving-averages=no.");
  }
  if (wanted == MovingAverages::No) {
    return VariableReader(&checkpoint, false, kept ? "as asked" : "the checkpoint has no averages");
  }
  if (wanted == MovingAverages::Yes) {
    return VariableReader(&checkpoint, true, "as asked");
  }
  if (!kept) {
    return VariableReader(&checkpoint, false, "the checkpoint has no averages");
  }
  if (config.evalUsesMovingAverages || config.optimizerUsesMovingAverages) {
    return VariableReader(
        &checkpoint, true,
        config.evalUsesMovingAverages ? "as eval_config says" : "as the optimizer kept them");
  }
  return VariableReader(&checkpoint, false, "as pipeline.config does not use averages");
}

Result<Tensor> VariableReader::read(std::string_view name, const std::stop_token& stop) {
  if (stop.stop_requested()) {
    return fail(ErrorCode::Cancelled, "stopped");
  }
  if (checkpoint_ == nullptr) {
    return fail(ErrorCode::Unsupported,
                "variable " + std::string(name) +
                    " has no value in the graph: it is not frozen. Give the checkpoint.");
  }
  if (averages_) {
    const std::string average = std::string(name) + std::string(kAverage);
    if (checkpoint_->find(average) != nullptr) {
      ++averaged_;
      return checkpoint_->read(average);
    }
  }
  ++plain_;
  return checkpoint_->read(name);
}

std::string VariableReader::note() const {
  return averages_ ? "moving averages of " + std::to_string(averaged_) + " variables are used, " +
                         why_ + "; " + std::to_string(plain_) + " have none"
         : checkpoint_ == nullptr ? why_
                                  : "plain variables are used, " + why_;
}

Result<SsdSource> readSource(const Checkpoint& checkpoint, const PipelineConfig& config,
                             FrameSize inputSize, GraphOrigin origin) {
  const CheckpointLocation& location = checkpoint.location();
  if (origin == GraphOrigin::Config || location.metaGraph.empty()) {
    return builtSource(checkpoint, config, inputSize);
  }
  if (config.quantized) {
    // A graph trained for 8 bits simulates them all over, batch norm taken apart; built anew it has
    // none of that.
    if (auto built = builtSource(checkpoint, config, inputSize)) {
      return built;
    }
  }
  auto graph = readMetaGraph(location.metaGraph);
  if (!graph) {
    return fail(graph.error());
  }
  auto heads = findHeads(*graph, config.predictor.kind);
  if (!heads) {
    return fail(heads.error().withContext(location.metaGraph.string()));
  }
  return SsdSource{std::move(*graph), std::move(*heads), {}};
}

Result<SsdSource> readFrozenSource(const std::filesystem::path& file,
                                   const PipelineConfig& config) {
  auto read = readAnyGraph(file);
  if (!read) {
    return fail(read.error());
  }
  auto heads = findHeads(read->graph, config.predictor.kind);
  if (!heads) {
    return fail(heads.error().withContext(file.string()));
  }
  return SsdSource{std::move(read->graph), std::move(*heads), {}};
}

std::vector<RecipeStep> freezingSteps(const SsdHeads& heads, const std::vector<std::string>& origin,
                                      FrameSize inputSize, VariableReader& variables,
                                      const std::stop_token& stop) {
  const auto outputs = heads.all();
  return {
      {"cut the network out",
       [outputs, origin, inputSize](Graph graph, StepReport& report) {
         report.notes = origin;
         CutOptions options;
         options.outputs = outputs;
         options.placeholder = kInputName;
         options.inputSize = inputSize;
         return cutNetwork(std::move(graph), options, report);
       }},
      {"remove dropout", removeDropout},
      {"training to inference", toInference},
      {"strip unused",
       [outputs](Graph graph, StepReport& report) {
         return stripUnused(std::move(graph), outputs, report);
       }},
      {"freeze",
       [&variables, stop](Graph graph, StepReport& report) {
         auto frozen = freezeVariables(
             std::move(graph), [&](std::string_view name) { return variables.read(name, stop); },
             report);
         report.notes.push_back(variables.note());
         return frozen;
       }},
  };
}

std::vector<RecipeStep> optimizingSteps(const SsdHeads& heads) {
  const auto outputs = heads.all();
  const auto strip = [outputs](Graph graph, StepReport& report) {
    return stripUnused(std::move(graph), outputs, report);
  };
  return {
      {"strip identity",
       [outputs](Graph graph, StepReport& report) {
         return stripIdentity(std::move(graph), outputs, report);
       }},
      {"fold constants", foldConstants},
      {"fuse patterns", fusePatterns},
      {"fold batch norm", foldBatchNorm},
      {"strip what is left over", strip},
      {"sort", sortTopologically},
  };
}

Result<NetworkShape> shapeNetwork(const Graph& graph, const SsdHeads& heads,
                                  const PipelineConfig& config, FrameSize inputSize) {
  const auto index = GraphIndex::build(graph);
  if (!index) {
    return fail(index.error());
  }
  const auto order = topologicalOrder(*index);
  if (!order) {
    return fail(order.error());
  }
  const KnownValues known = inferValues(*index, *order);
  NetworkShape network;
  for (std::size_t i = 0; i < heads.boxes.size(); ++i) {
    const std::size_t perCell = anchorsPerCell(config.anchors, i);
    const auto boxes =
        mapOf(*index, known, heads.boxes[i], perCell * 4, std::to_string(perCell) + " anchors");
    const auto scores =
        boxes ? mapOf(*index, known, heads.classes[i],
                      perCell * static_cast<std::size_t>(config.scoreColumns()),
                      std::to_string(perCell) + " anchors, " + std::to_string(config.numClasses) +
                          " classes" + (config.addBackgroundClass ? " and background" : ""))
              : boxes;
    if (!scores) {
      return fail(scores.error());
    }
    network.maps.push_back(*boxes);
  }
  auto anchors = generateAnchors(config.anchors, network.maps, inputSize);
  if (!anchors) {
    return fail(anchors.error());
  }
  network.anchors = std::move(*anchors);
  return network;
}

}  // namespace followspot::model
