#include "core/model/prepare/tflite_export.h"

#include <array>
#include <utility>

#include "core/model/prepare/ssd_checkpoint.h"
#include "core/model/transforms/graph_view.h"
#include "core/model/transforms/strip.h"

namespace followspot::model {
namespace {

constexpr const char* kPostprocess = "TFLite_Detection_PostProcess";
constexpr const char* kBoxes = "raw_outputs/box_encodings";
constexpr const char* kScores = "raw_outputs/class_predictions";
constexpr const char* kAnchors = "anchors";

/// "a/b/c" without its last two parts: the scope of a map's predictor.
std::string scopeOf(const std::string& head) {
  const std::size_t last = head.rfind('/');
  const std::size_t before =
      last == std::string::npos || last == 0 ? std::string::npos : head.rfind('/', last - 1);
  return before == std::string::npos ? head : head.substr(0, before);
}

/// The nodes behind the predictors, as the Object Detection API names them.
class Tail {
 public:
  Tail(Graph& graph, const PipelineConfig& config) : graph_(graph), config_(config) {}

  void addOutputs(const SsdHeads& heads, const std::vector<AnchorBox>& anchors) {
    const bool shared = config_.predictor.kind == BoxPredictor::Kind::WeightShared;
    std::vector<std::string> boxes;
    std::vector<std::string> scores;
    for (std::size_t i = 0; i < heads.boxes.size(); ++i) {
      const std::string scope = scopeOf(heads.boxes[i]);
      const std::vector<std::int32_t> boxShape =
          shared ? std::vector<std::int32_t>{1, -1, 4} : std::vector<std::int32_t>{1, -1, 1, 4};
      boxes.push_back(reshape(scope + "/Reshape", heads.boxes[i], boxShape));
      scores.push_back(
          reshape(scope + "/Reshape_1", heads.classes[i], {1, -1, config_.scoreColumns()}));
    }
    std::string joined = concat("concat", std::move(boxes));
    if (!shared) {
      Node& squeeze = node("Squeeze", "Squeeze", {joined});
      squeeze.attrs["squeeze_dims"] = std::vector<std::int64_t>{2};
      joined = "Squeeze";
    }
    std::string logits = concat("concat_1", std::move(scores));
    if (config_.postProcessing.converter != ScoreConverter::Identity) {
      graph_.nodes.push_back(
          makeConst("scale_logits/y",
                    Tensor::ofFloats({}, std::array{1 / config_.postProcessing.logitScale})));
      node("scale_logits", "Mul", {logits, "scale_logits/y"});
      const bool softmax = config_.postProcessing.converter == ScoreConverter::Softmax;
      node("convert_scores", softmax ? "Softmax" : "Sigmoid", {"scale_logits"});
      logits = "convert_scores";
    }
    node(kBoxes, "Identity", {joined});
    node(kScores, "Identity", {logits});
    std::vector<float> numbers;
    for (const AnchorBox& anchor : anchors) {
      numbers.insert(numbers.end(), anchor.begin(), anchor.end());
    }
    graph_.nodes.push_back(makeConst(
        kAnchors, Tensor::ofFloats({static_cast<std::int64_t>(anchors.size()), 4}, numbers)));
  }

  void addPostprocessing(const TfliteExportOptions& options) {
    Node post = makeNode(kPostprocess, kPostprocess, {kBoxes, kScores, kAnchors});
    post.attrs["_output_quantized"] = true;
    post.attrs["_output_types"] = std::vector<DataType>(4, DataType::Float);
    post.attrs["_support_output_type_float_in_quantized_op"] = true;
    post.attrs["max_detections"] = std::int64_t{options.maxDetections};
    post.attrs["max_classes_per_detection"] = std::int64_t{options.maxClassesPerDetection};
    post.attrs["detections_per_class"] = std::int64_t{options.detectionsPerClass};
    post.attrs["use_regular_nms"] = options.useRegularNms;
    post.attrs["nms_score_threshold"] = config_.postProcessing.scoreThreshold;
    post.attrs["nms_iou_threshold"] = config_.postProcessing.iouThreshold;
    post.attrs["num_classes"] = std::int64_t{config_.numClasses};
    const std::array names = {"y_scale", "x_scale", "h_scale", "w_scale"};
    for (std::size_t i = 0; i < names.size(); ++i) {
      post.attrs[names[i]] = config_.boxCoder[i];
    }
    graph_.nodes.push_back(std::move(post));
  }

 private:
  Node& node(const std::string& name, const std::string& op, std::vector<std::string> inputs) {
    graph_.nodes.push_back(makeNode(name, op, std::move(inputs)));
    graph_.nodes.back().attrs["T"] = DataType::Float;
    return graph_.nodes.back();
  }

  std::string reshape(const std::string& name, const std::string& input,
                      const std::vector<std::int32_t>& shape) {
    const std::string sizes = name + "/shape";
    graph_.nodes.push_back(
        makeConst(sizes, Tensor::ofInts({static_cast<std::int64_t>(shape.size())}, shape)));
    node(name, "Reshape", {input, sizes}).attrs["Tshape"] = DataType::Int32;
    return name;
  }

  std::string concat(const std::string& name, std::vector<std::string> parts) {
    const std::string axis = name + "/axis";
    graph_.nodes.push_back(makeConst(axis, Tensor::ofInts({}, std::array{1})));
    const auto count = static_cast<std::int64_t>(parts.size());
    parts.push_back(axis);
    Node& joined = node(name, "ConcatV2", std::move(parts));
    joined.attrs["N"] = count;
    joined.attrs["Tidx"] = DataType::Int32;
    return name;
  }

  Graph& graph_;
  const PipelineConfig& config_;
};

}  // namespace

Result<Graph> exportTfliteGraph(const TfliteExportOptions& options, const RecipeContext& context,
                                std::vector<StepReport>& reports) {
  const auto config = readPipelineConfig(options.config, options.configOverride);
  if (!config) {
    return fail(config.error());
  }
  if (config->resizer.kind != ImageResizer::Kind::FixedShape) {
    return fail(ErrorCode::Unsupported, options.config.string() +
                                            ": image_resizer: only "
                                            "fixed_shape_resizer can be "
                                            "exported for TFLite.");
  }
  const auto inputSize = inputSizeOf(config->resizer);
  if (!inputSize) {
    return fail(inputSize.error().withContext(options.config.string()));
  }
  const auto checkpoint = openSsdCheckpoint(options.checkpoint);
  if (!checkpoint) {
    return fail(checkpoint.error());
  }
  auto variables = VariableReader::create(**checkpoint, options.movingAverages, *config);
  if (!variables) {
    return fail(variables.error());
  }
  auto source = readSource(**checkpoint, *config, *inputSize, options.graphOrigin);
  if (!source) {
    return fail(source.error());
  }
  auto steps = freezingSteps(source->heads, source->notes, *inputSize, *variables, context.stop);
  steps.push_back({"add outputs", [&](Graph graph, StepReport& report) -> Result<Graph> {
                     const auto shape = shapeNetwork(graph, source->heads, *config, *inputSize);
                     if (!shape) {
                       return fail(shape.error());
                     }
                     const std::size_t before = graph.nodes.size();
                     Tail tail(graph, *config);
                     tail.addOutputs(source->heads, shape->anchors);
                     if (options.addPostprocessing) {
                       tail.addPostprocessing(options);
                     }
                     report.touched = graph.nodes.size() - before;
                     return graph;
                   }});
  steps.push_back({"sort", sortTopologically});
  return runRecipe(steps, std::move(source->graph), context, reports);
}

}  // namespace followspot::model
