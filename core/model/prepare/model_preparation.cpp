#include "core/model/prepare/model_preparation.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include "core/base/output_file.h"
#include "core/base/sha256.h"
#include "core/model/graph_validator.h"
#include "core/model/import_model.h"
#include "core/model/opencv_graph.h"
#include "core/model/prepare/opened_network.h"
#include "core/model/text_format.h"
#include "core/model/transforms/graph_view.h"

namespace followspot::model {
namespace {

constexpr std::size_t kMaxLabelBytes = std::size_t{1} << 24U;
/// Comes after the recipe: what the model runs by, from a graph that is done.
constexpr const char* kTextGraphStep = "text graph and anchors";
constexpr const char* kNoBackgroundName = "???";

/// `item { id: 1 name: "/m/01g317" display_name: "Person" }`
Result<LabelMap> parseLabelMap(std::string_view text, const PipelineConfig& config) {
  const auto root = parseTextFormat(text);
  if (!root) {
    return fail(root.error());
  }
  std::map<std::int64_t, std::string> names;
  for (const TextField& item : root->fields) {
    const TextField* const id = item.name == "item" ? item.find("id") : nullptr;
    const TextField* const shown = item.find("display_name");
    const TextField* const name = shown != nullptr ? shown : item.find("name");
    const auto number = id != nullptr ? id->integer() : std::nullopt;
    if (number && name != nullptr && *number > 0 && *number <= config.numClasses) {
      names[*number] = name->value;
    }
  }
  if (names.empty()) {
    return fail(ErrorCode::InvalidArgument, "no item { id: ... name: ... } in it");
  }
  std::vector<std::string> lines;
  if (config.addBackgroundClass) {
    lines.emplace_back(kNoBackgroundName);
  }
  for (int id = 1; id <= config.numClasses; ++id) {
    const auto found = names.find(id);
    lines.push_back(found == names.end() ? "class " + std::to_string(id) : found->second);
  }
  return LabelMap(std::move(lines));
}

LabelMap numbered(const PipelineConfig& config) {
  std::vector<std::string> lines;
  if (config.addBackgroundClass) {
    lines.emplace_back(kNoBackgroundName);
  }
  for (int id = 1; id <= config.numClasses; ++id) {
    lines.push_back("class " + std::to_string(id));
  }
  return LabelMap(std::move(lines));
}

/// What the configuration asks for that would change the answers and that we have not.
Result<void> refuseWhatWouldBeWrong(const PipelineConfig& config) {
  if (config.predictor.boxEncodingsClipRange) {
    return fail(ErrorCode::Unsupported,
                "box_predictor: box_encodings_clip_range is not supported.");
  }
  if (config.postProcessing.calibrated) {
    return fail(ErrorCode::Unsupported, "post_processing: calibration_config is not supported.");
  }
  if (config.predictor.boxCodeSize != 4) {
    return fail(ErrorCode::Unsupported,
                "box_predictor: box_code_size is not 4; boxes with keypoints are not supported.");
  }
  return {};
}

/// File that a model was made from, and its hash.
Result<std::string> originOf(const Checkpoint* checkpoint, const std::filesystem::path& graph) {
  std::filesystem::path file = graph;
  if (checkpoint != nullptr) {
    file = checkpoint->location().tables.front();
    if (checkpoint->location().format == CheckpointFormat::TensorSlices) {
      return file.filename().string();  // all the weights: hashing them takes longer than the rest
    }
    // A bundle's index holds the checksum of every tensor: its hash stands for all of it.
  }
  std::error_code problem;
  if (std::filesystem::is_directory(file, problem)) {
    file /= "saved_model.pb";
  }
  const auto hash = sha256HexOfFile(file);
  if (!hash) {
    return fail(hash.error());
  }
  return file.filename().string() + ", sha256 " + *hash;
}

std::string summaryOf(const StepReport& report) {
  std::string text =
      std::to_string(report.before.nodes) + " -> " + std::to_string(report.after.nodes) + " nodes";
  for (const std::string& note : report.notes) {
    text += "; " + note;
  }
  return text;
}

}  // namespace

Result<LabelMap> readLabels(const std::filesystem::path& file, const PipelineConfig& config) {
  const auto text = readFile(file, kMaxLabelBytes);
  if (!text) {
    return fail(text.error());
  }
  const bool isMap = file.extension() == ".pbtxt";
  auto labels = isMap ? parseLabelMap(*text, config) : LabelMap::parse(*text);
  if (!labels) {
    return fail(labels.error().withContext(file.string()));
  }
  const auto wanted = static_cast<std::size_t>(config.scoreColumns());
  if (config.addBackgroundClass && labels->size() + 1 == wanted) {
    std::vector<std::string> names = {kNoBackgroundName};
    names.insert(names.end(), labels->names().begin(), labels->names().end());
    return LabelMap(std::move(names));
  }
  if (labels->size() != wanted) {
    return fail(ErrorCode::InvalidArgument,
                file.string() + ": names " + std::to_string(labels->size()) +
                    " classes, the network has " + std::to_string(config.numClasses) +
                    (config.addBackgroundClass ? " and background" : "") +
                    ". Give the label file that belongs to it.");
  }
  return labels;
}

Result<PreparedModel> prepareModel(const PreparationOptions& options,
                                   const RecipeContext& context) {
  const auto config = readPipelineConfig(options.config, options.configOverride);
  if (!config) {
    return fail(config.error());
  }
  if (auto fine = refuseWhatWouldBeWrong(*config); !fine) {
    return fail(fine.error().withContext(options.config.string()));
  }
  const auto inputSize = inputSizeOf(config->resizer);
  if (!inputSize) {
    return fail(inputSize.error().withContext(options.config.string()));
  }
  PreparedModel model;
  auto labels = options.labels.empty() ? Result<LabelMap>(numbered(*config))
                                       : readLabels(options.labels, *config);
  if (!labels) {
    return fail(labels.error());
  }
  model.labels = std::move(*labels);
  auto opened = openNetwork(options, *config, *inputSize);
  if (!opened) {
    return fail(opened.error());
  }
  auto& [checkpoint, variables, source] = *opened;
  const std::filesystem::path given = checkpoint ? checkpoint->location().prefix : options.graph;
  const SsdHeads heads =
      withLogitScale(source.graph, std::move(source.heads), config->postProcessing.logitScale);
  auto steps = freezingSteps(heads, source.notes, *inputSize, variables, context.stop);
  auto more = optimizingSteps(heads);
  std::ranges::move(more, std::back_inserter(steps));
  auto frozen = runRecipe(steps, std::move(source.graph), context, model.steps);
  if (!frozen) {
    return fail(frozen.error().withContext(given.string()));
  }
  const auto shape = shapeNetwork(*frozen, heads, *config, *inputSize);
  if (!shape) {
    return fail(shape.error().withContext(options.config.string()));
  }

  SsdOutputs outputs;
  outputs.boxLayers = heads.boxes;
  outputs.classLayers = heads.classes;
  outputs.scoreColumns = config->scoreColumns();
  outputs.hasBackground = config->addBackgroundClass;
  outputs.converter = converterOf(*config);
  outputs.anchors = shape->anchors;
  outputs.boxCoder = config->boxCoder;
  outputs.nmsIou = config->postProcessing.iouThreshold;
  const auto begin = std::chrono::steady_clock::now();
  if (context.progress) {
    context.progress({kTextGraphStep, 0, 0});
  }
  StepReport textGraph;
  textGraph.name = kTextGraphStep;
  textGraph.before = model.steps.back().after;
  auto graphs = makeOpenCvGraphs(*frozen, outputs);
  if (!graphs) {
    return fail(graphs.error());
  }
  const Normalization normalization =
      options.normalization.value_or(normalizationOf(config->extractor));
  ModelManifest& manifest = model.manifest;
  manifest.architecture = config->extractor.type;
  manifest.inputSize = *inputSize;
  manifest.mean = normalization.mean;
  manifest.scale = normalization.scale;
  manifest.rgb = options.rgb;
  manifest.inputName = kInputName;
  manifest.boxEncodings = kRawBoxes;
  manifest.classScores = graphs->classScores;
  manifest.scoresAreLogits = graphs->scoresAreLogits;
  manifest.detectionOutput = kDetectionOutput;
  manifest.boxCoder = config->boxCoder;
  manifest.anchorsSource = "pipeline.config";
  manifest.classCount = config->scoreColumns();
  manifest.hasBackground = config->addBackgroundClass;
  auto origin = originOf(checkpoint.get(), options.graph);
  if (!origin) {
    return fail(origin.error());
  }
  manifest.origin = std::move(*origin);
  manifest.created = timeNow();
  for (const StepReport& report : model.steps) {
    manifest.steps.push_back({report.name, summaryOf(report)});
  }
  model.binary = std::move(graphs->binary);
  model.text = std::move(graphs->text);
  if (auto valid = validateForOpenCv(model.binary, model.text); !valid) {
    return fail(valid.error());
  }
  if (context.stepDone) {
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    textGraph.milliseconds = took.count();
    textGraph.after = textGraph.before;
    textGraph.after.nodes = model.text.nodes.size();
    textGraph.touched = model.text.nodes.size();
    textGraph.notes.push_back(std::to_string(outputs.anchors.size()) +
                              " anchors and the detection layer were added; every shape was "
                              "checked");
    context.stepDone(textGraph);
  }
  return model;
}

}  // namespace followspot::model
