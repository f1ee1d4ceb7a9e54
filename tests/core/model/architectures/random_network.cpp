#include "tests/core/model/architectures/random_network.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include "core/base/output_file.h"
#include "core/model/shrink/shrink_model.h"
#include "core/model/transforms/freeze.h"
#include "core/model/transforms/graph_view.h"
#include "tests/core/model/checkpoint/bundle_writer.h"

namespace followspot::test {
namespace {

using model::Graph;
using model::Node;
using model::Shape;

constexpr const char* kSsdAnchors =
    "ssd_anchor_generator { num_layers: 6 min_scale: 0.2 max_scale: 0.95 aspect_ratios: 1.0 "
    "aspect_ratios: 2.0 aspect_ratios: 0.5 }";

const Shape& shapeOf(const Node& node) {
  return model::attribute<model::PartialShape>(node, "shape")->dims;
}

/// Numbers with which activations neither die out nor grow from layer to layer.
std::vector<float> randomValues(const std::string& name, const Shape& shape, std::mt19937& random) {
  const std::int64_t count = model::checkedElementCount(shape).value_or(0);
  std::vector<float> values;
  const auto uniform = [&](float low, float high) {
    std::uniform_real_distribution<float> numbers(low, high);
    for (std::int64_t i = 0; i < count; ++i) {
      values.push_back(numbers(random));
    }
  };
  if (name.ends_with("gamma") || name.ends_with("moving_variance")) {
    uniform(0.7F, 1.3F);
  } else if (shape.size() < 4) {
    uniform(-0.3F, 0.3F);
  } else {
    const bool deep = name.ends_with("depthwise_weights");
    const std::int64_t inputs = shape[0] * shape[1] * (deep ? 1 : shape[2]);
    const float reach = std::sqrt(6.0F / static_cast<float>(inputs));
    uniform(-reach, reach);
  }
  return values;
}

}  // namespace

std::string ConfigText::text() const {
  const std::string kind = predictor;
  const std::string anchorText = anchors.empty() ? kSsdAnchors : anchors;
  return "model { ssd { num_classes: " + std::to_string(classes) +
         " image_resizer { fixed_shape_resizer { width: " + std::to_string(width) +
         " height: " + std::to_string(height) + " } } feature_extractor { " + extractor + " " +
         hyperparams + " } box_coder { faster_rcnn_box_coder { } } box_predictor { " + kind +
         " { " + hyperparams + " " + predictorFields + " } } anchor_generator { " + anchorText +
         " } post_processing { batch_non_max_suppression { } score_converter: SIGMOID } } }\n";
}

Result<model::ConfigNetwork> networkOf(const ConfigText& config) {
  const auto parsed = model::parsePipelineConfig(config.text());
  if (!parsed) {
    return fail(parsed.error());
  }
  return model::buildConfigNetwork(*parsed, {config.width, config.height}, model::kInputName);
}

Result<void> RandomNetwork::make(const ConfigText& config, const std::vector<std::string>& extra) {
  auto built = networkOf(config);
  if (!built) {
    return fail(built.error());
  }
  network_ = std::move(*built);
  size_ = {config.width, config.height};
  frozen_ = network_.graph;
  BundleWriter writer;
  std::mt19937 random(1);
  for (Node& node : frozen_.nodes) {
    if (model::isVariable(node)) {
      const Shape shape = shapeOf(node);
      const std::vector<float> values = randomValues(node.name, shape, random);
      writer.add(node.name, shape, values);
      node = model::makeConst(node.name, model::Tensor::ofFloats(shape, values));
    }
  }
  writer.add("global_step", {}, {1});
  for (const std::string& name : extra) {
    writer.add(name, {1}, {0});
  }
  if (!writer.write(checkpoint())) {
    return fail(ErrorCode::Unavailable, "the checkpoint was not written");
  }
  return writeFile(configFile(), config.text());
}

Result<model::PreparedModel> RandomNetwork::prepare(bool singleFile) const {
  model::PreparationOptions options;
  options.config = configFile();
  options.checkpoint = checkpoint();
  auto prepared = model::prepareModel(options, {});
  return prepared ? model::shrinkModel(std::move(*prepared), {.singleFile = singleFile}, {})
                  : prepared;
}

model::Array RandomNetwork::picture() const {
  model::Array array{{1, size_.height, size_.width, 3}, {}};
  std::mt19937 random(2);
  std::uniform_real_distribution<double> noise(-0.5, 0.5);
  for (int y = 0; y < size_.height; ++y) {
    for (int x = 0; x < size_.width; ++x) {
      for (int c = 0; c < 3; ++c) {
        const double wave = 0.5 * std::sin((x + 2 * y) * 0.1 + c * std::numbers::pi / 3);
        // As OpenCV sees it: 32 bits.
        array.values.push_back(static_cast<double>(static_cast<float>(wave + noise(random))));
      }
    }
  }
  return array;
}

Result<RandomNetwork::Expected> RandomNetwork::expected() const {
  model::ReferenceExecutor executor(frozen_);
  executor.feed(model::kInputName, picture());
  const auto values = executor.run(network_.heads.all());
  if (!values) {
    return fail(values.error());
  }
  Expected expected;
  for (std::size_t i = 0; i < values->size(); ++i) {
    auto& list = i < network_.heads.boxes.size() ? expected.boxes : expected.logits;
    list.insert(list.end(), (*values)[i].values.begin(), (*values)[i].values.end());
  }
  return expected;
}

Shape variableShape(const Graph& graph, std::string_view name) {
  const auto found = std::ranges::find(graph.nodes, name, &Node::name);
  return found != graph.nodes.end() && model::isVariable(*found) ? shapeOf(*found) : Shape{};
}

std::int64_t parameterCount(const Graph& graph, std::string_view prefix) {
  std::int64_t count = 0;
  for (const Node& node : graph.nodes) {
    if (model::isVariable(node) && node.name.starts_with(prefix)) {
      count += model::checkedElementCount(shapeOf(node)).value_or(0);
    }
  }
  return count;
}

}  // namespace followspot::test
