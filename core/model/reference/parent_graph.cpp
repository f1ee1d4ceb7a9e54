#include "core/model/reference/parent_graph.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <memory>
#include <utility>

#include "core/base/contracts.h"
#include "core/model/checkpoint/meta_graph.h"
#include "core/model/graph_validator.h"
#include "core/model/import_model.h"
#include "core/model/prepare/opened_network.h"
#include "core/model/prepare/recipe.h"
#include "core/model/reference/graph_postprocessing.h"
#include "core/model/shrink/shrink_model.h"
#include "core/model/shrink/single_file.h"
#include "core/model/transforms/cut.h"
#include "core/model/transforms/freeze.h"

namespace followspot::model {
namespace {

std::string sizeText(FrameSize size) {
  return std::to_string(size.width) + "x" + std::to_string(size.height);
}

Result<void> mustSee(const ParentGraph& parent, FrameSize size) {
  if (parent.inputSize.width == size.width && parent.inputSize.height == size.height) {
    return {};
  }
  return fail(ErrorCode::InvalidArgument,
              parent.name + ": sees pictures of " + sizeText(parent.inputSize) +
                  ", the model made of it is said to see " + sizeText(size) +
                  ". Give the network that the model was made from.");
}

/// A checkpoint or a frozen graph, read as its configuration says.
Result<ParentGraph> readByConfig(const PreparationOptions& options, const std::stop_token& stop) {
  const auto config = readPipelineConfig(options.config, options.configOverride);
  if (!config) {
    return fail(config.error());
  }
  const auto size = inputSizeOf(config->resizer);
  if (!size) {
    return fail(size.error().withContext(options.config.string()));
  }
  auto opened = openNetwork(options, *config, *size);
  if (!opened) {
    return fail(opened.error());
  }
  auto& [checkpoint, variables, source] = *opened;
  ParentGraph parent;
  parent.name = (checkpoint ? options.checkpoint : options.graph).string();
  parent.heads = source.heads;
  std::vector<StepReport> reports;
  auto frozen = runRecipe(freezingSteps(source.heads, source.notes, *size, variables, stop),
                          std::move(source.graph), {.stop = stop}, reports);
  if (!frozen) {
    return fail(frozen.error().withContext(parent.name));
  }
  auto shape = shapeNetwork(*frozen, parent.heads, *config, *size);
  if (!shape) {
    return fail(shape.error().withContext(options.config.string()));
  }
  parent.graph = std::move(*frozen);
  parent.input = kInputName;
  parent.inputSize = *size;
  parent.normalization = normalizationOf(config->extractor);
  parent.logitScale = config->postProcessing.logitScale;
  parent.converter = converterOf(*config);
  parent.anchors = std::move(shape->anchors);
  parent.boxCoder = config->boxCoder;
  parent.nmsIou = config->postProcessing.iouThreshold;
  return parent;
}

Result<SsdHeads> anyHeads(const Graph& graph) {
  auto heads = findHeads(graph, BoxPredictor::Kind::Convolutional);
  if (!heads) {
    heads = findHeads(graph, BoxPredictor::Kind::WeightShared);
  }
  if (!heads) {
    return fail(ErrorCode::Unsupported,
                "no box predictors of an SSD network of TensorFlow 1 were found in it. Give the "
                "pipeline.config with --config, or a model package.");
  }
  return heads;
}

/// (top, left, bottom, right) or (yc, xc, h, w), as many as there are.
std::vector<AnchorBox> anchorsFrom(const Array& array, bool corners) {
  std::vector<AnchorBox> anchors;
  for (std::size_t i = 0; i + 4 <= array.values.size(); i += 4) {
    const auto at = [&](std::size_t k) { return array.values[i + k]; };
    const std::array<double, 4> box =
        corners ? std::array{(at(0) + at(2)) / 2, (at(1) + at(3)) / 2, at(2) - at(0), at(3) - at(1)}
                : std::array{at(0), at(1), at(2), at(3)};
    AnchorBox& anchor = anchors.emplace_back();
    std::ranges::transform(box, anchor.begin(), [](double v) { return static_cast<float>(v); });
  }
  return anchors;
}

/// A frozen graph that says all by itself.
Result<ParentGraph> readByItself(const std::filesystem::path& file, FrameSize size) {
  auto read = readAnyGraph(file);
  if (!read) {
    return fail(read.error());
  }
  ParentGraph parent;
  parent.name = file.string();
  parent.graph = std::move(read->graph);
  if (std::ranges::any_of(parent.graph.nodes, [](const Node& node) { return isVariable(node); })) {
    return fail(ErrorCode::Unsupported,
                parent.name +
                    ": is not frozen, its weights are elsewhere. Give the checkpoint and "
                    "its pipeline.config (--config).");
  }
  auto heads = anyHeads(parent.graph);
  if (!heads) {
    return fail(heads.error().withContext(parent.name));
  }
  parent.heads = std::move(*heads);
  const auto index = GraphIndex::build(parent.graph);
  if (!index) {
    return fail(index.error().withContext(parent.name));
  }
  const auto picture = findPicture(*index, parent.heads.all());
  if (!picture) {
    return fail(picture.error().withContext(parent.name));
  }
  if (splitInput(picture->picture).port != 0) {
    return fail(ErrorCode::Unsupported, parent.name + ": node " + picture->picture +
                                            " is not the first output of its kind");
  }
  parent.input = splitInput(picture->picture).node;
  parent.inputSize = findInputSize(*index, picture->picture).value_or(size);
  const auto normalization = findNormalization(*index, picture->picture);
  if (!normalization) {
    return fail(normalization.error().withContext(parent.name));
  }
  parent.normalization = normalization->value_or(Normalization());
  const GraphPostprocessing behind = findPostprocessing(*index, parent.heads);
  parent.converter = behind.converter;
  parent.logitScale = behind.logitScale;
  parent.boxCoder = behind.boxCoder;
  parent.decoded = behind.decoded;
  parent.nmsIou = behind.nmsIou;
  if (!behind.anchors.empty()) {
    // They do not depend on the picture, but how many there are is asked of its result.
    Array empty{{1, parent.inputSize.height, parent.inputSize.width, 3}, {}};
    empty.values.resize(static_cast<std::size_t>(checkedElementCount(empty.shape).value_or(0)));
    ReferenceExecutor executor(parent.graph);
    executor.feed(parent.input, std::move(empty));
    const auto anchors = executor.run(behind.anchors);
    if (!anchors) {
      return fail(anchors.error().withContext(parent.name));
    }
    parent.anchors = anchorsFrom(*anchors, behind.anchorsAreCorners);
  }
  return parent;
}

void convert(const ParentGraph& parent, std::size_t columns, std::vector<double>& scores) {
  for (double& score : scores) {
    score /= static_cast<double>(parent.logitScale);
  }
  if (parent.converter == ScoreConverter::Sigmoid) {
    std::ranges::transform(scores, scores.begin(), [](double v) { return 1 / (1 + std::exp(-v)); });
  }
  for (std::size_t row = 0;
       parent.converter == ScoreConverter::Softmax && row + columns <= scores.size();
       row += columns) {
    const auto begin = scores.begin() + static_cast<std::ptrdiff_t>(row);
    const auto end = begin + static_cast<std::ptrdiff_t>(columns);
    const double greatest = *std::max_element(begin, end);
    double sum = 0;
    std::for_each(begin, end, [&](double& v) { sum += v = std::exp(v - greatest); });
    std::for_each(begin, end, [&](double& v) { v /= sum; });
  }
}

}  // namespace

Result<ParentGraph> readParentGraph(const PreparationOptions& options, FrameSize size,
                                    const std::stop_token& stop) {
  auto parent =
      options.config.empty() ? readByItself(options.graph, size) : readByConfig(options, stop);
  if (parent) {
    if (auto fits = mustSee(*parent, size); !fits) {
      return fail(fits.error());
    }
  }
  return parent;
}

Result<ParentGraph> parentOf(const ModelPackage& package) {
  const ModelManifest& manifest = package.manifest;
  if (manifest.boxEncodings.empty() || package.anchors.empty()) {
    return fail(ErrorCode::Unsupported, package.location.string() +
                                            ": does not name its raw outputs, so that the "
                                            "reference executor has nothing to run to. Use "
                                            "--reference opencv.");
  }
  auto model = modelOf(package);
  if (!model) {
    return fail(model.error());
  }
  ParentGraph parent;
  parent.name = package.location.string();
  parent.graph = mergeGraphs(std::move(model->binary), std::move(model->text));
  parent.input = manifest.inputName;
  parent.inputSize = manifest.inputSize;
  parent.normalization = {manifest.mean, manifest.scale};
  parent.heads = {{manifest.boxEncodings}, {manifest.classScores}};
  parent.converter = manifest.scoresAreLogits ? ScoreConverter::Sigmoid : ScoreConverter::Identity;
  parent.anchors = package.anchors;
  parent.boxCoder = manifest.boxCoder;
  return parent;
}

Result<PreparedModel> standInFor(const ParentGraph& parent, const ModelPackage& like) {
  if (parent.anchors.empty()) {
    return fail(ErrorCode::Unsupported,
                parent.name + ": its anchors are not in it. Give its pipeline.config (--config).");
  }
  Graph graph = parent.graph;
  const SsdHeads heads = withLogitScale(graph, parent.heads, parent.logitScale);
  VariableReader none = VariableReader::none();
  auto steps = freezingSteps(heads, {}, parent.inputSize, none, {});
  std::ranges::move(optimizingSteps(heads), std::back_inserter(steps));
  PreparedModel model;
  auto frozen = runRecipe(steps, std::move(graph), {}, model.steps);
  if (!frozen) {
    return fail(frozen.error().withContext(parent.name));
  }
  SsdOutputs outputs;
  outputs.boxLayers = heads.boxes;
  outputs.classLayers = heads.classes;
  outputs.scoreColumns = like.manifest.classCount;
  outputs.hasBackground = like.manifest.hasBackground;
  outputs.converter = parent.converter;
  outputs.anchors = parent.anchors;
  outputs.boxCoder = parent.boxCoder;
  outputs.nmsIou = parent.nmsIou.value_or(outputs.nmsIou);
  auto graphs = makeOpenCvGraphs(*frozen, outputs);
  if (!graphs) {
    return fail(graphs.error().withContext(parent.name));
  }
  ModelManifest& manifest = model.manifest;
  manifest = like.manifest;
  manifest.name = parent.name;
  manifest.mean = parent.normalization.mean;
  manifest.scale = parent.normalization.scale;
  manifest.inputName = kInputName;
  manifest.boxEncodings = kRawBoxes;
  manifest.classScores = graphs->classScores;
  manifest.scoresAreLogits = graphs->scoresAreLogits;
  manifest.detectionOutput = kDetectionOutput;
  manifest.boxCoder = parent.boxCoder;
  manifest.created = timeNow();
  manifest.steps.clear();
  model.labels = like.labels;
  model.binary = std::move(graphs->binary);
  model.text = std::move(graphs->text);
  if (auto valid = validateForOpenCv(model.binary, model.text); !valid) {
    return fail(valid.error().withContext(parent.name));
  }
  return model;
}

std::vector<double> decodeBoxes(std::span<const double> boxes, std::span<const AnchorBox> anchors,
                                const std::array<float, 4>& coder) {
  FS_EXPECTS(boxes.size() == anchors.size() * 4, "an anchor for each box");
  std::vector<double> decoded;
  decoded.reserve(boxes.size());
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    const auto t = [&](std::size_t k) { return boxes[4 * i + k] / static_cast<double>(coder[k]); };
    const auto a = [&](std::size_t k) { return static_cast<double>(anchors[i][k]); };
    const double y = t(0) * a(2) + a(0);
    const double x = t(1) * a(3) + a(1);
    const double height = std::exp(t(2)) * a(2);
    const double width = std::exp(t(3)) * a(3);
    for (const double edge : {y - height / 2, x - width / 2, y + height / 2, x + width / 2}) {
      decoded.push_back(edge);
    }
  }
  return decoded;
}

Result<RawAnswer> answerOf(const ParentGraph& parent, std::span<const float> pixels,
                           const std::stop_token& stop, Precision precision) {
  const auto plane = static_cast<std::size_t>(parent.inputSize.width) *
                     static_cast<std::size_t>(parent.inputSize.height);
  FS_EXPECTS(pixels.size() == 3 * plane, "a picture of the network's size");
  Array picture{{1, parent.inputSize.height, parent.inputSize.width, 3}, {}};
  picture.values.reserve(pixels.size());
  for (std::size_t i = 0; i < plane; ++i) {
    for (std::size_t c = 0; c < 3; ++c) {
      picture.values.push_back((static_cast<double>(pixels[c * plane + i]) -
                                static_cast<double>(parent.normalization.mean[c])) *
                               static_cast<double>(parent.normalization.scale));
    }
  }
  ReferenceExecutor executor(parent.graph, precision);
  executor.feed(parent.input, std::move(picture));
  std::vector<std::string> outputs = parent.heads.all();
  if (!parent.decoded.empty()) {
    outputs.push_back(parent.decoded);
  }
  auto values = executor.run(outputs, stop);
  if (!values) {
    return fail(values.error().withContext(parent.name));
  }
  RawAnswer answer;
  const std::size_t maps = parent.heads.boxes.size();
  for (std::size_t i = 0; i < 2 * maps; ++i) {
    auto& list = i < maps ? answer.boxes : answer.scores;
    list.insert(list.end(), (*values)[i].values.begin(), (*values)[i].values.end());
  }
  const std::size_t count = answer.boxes.size() / 4;
  if (count == 0 || answer.boxes.size() % 4 != 0 || answer.scores.size() % count != 0) {
    return fail(ErrorCode::Unsupported, parent.name + ": its predictors give " +
                                            std::to_string(answer.boxes.size()) + " and " +
                                            std::to_string(answer.scores.size()) +
                                            " numbers, which make no boxes with scores");
  }
  convert(parent, answer.scores.size() / count, answer.scores);
  if (!parent.decoded.empty()) {
    answer.decoded = std::move(values->back().values);
  } else if (parent.anchors.size() == count) {
    answer.decoded = decodeBoxes(answer.boxes, parent.anchors, parent.boxCoder);
  }
  return answer;
}

}  // namespace followspot::model
