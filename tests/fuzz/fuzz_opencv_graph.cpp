#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/detection/ssd_network.h"
#include "core/model/graph_codec.h"
#include "core/model/graph_validator.h"
#include "core/model/text_graph.h"

using namespace followspot;
using namespace followspot::model;

namespace {

constexpr std::int64_t kMostWork = 1 << 22;  // a run must not take long

std::int64_t product(const Shape& shape) {
  return checkedElementCount(shape).value_or(kMostWork + 1);
}

/// Roughly; a window is at most as large as the input that it moves over.
bool isSmall(const Graph& graph, const std::map<std::string, Shape, std::less<>>& shapes) {
  std::int64_t work = 0;
  for (const Node& node : graph.nodes) {
    const auto shape = shapes.find(node.name);
    const std::int64_t numbers = shape == shapes.end() ? 0 : product(shape->second);
    if (numbers > kMostWork / 64) {
      return false;
    }
    work += 64 * numbers;
  }
  return work < kMostWork;
}

/// Changes a graph where a file would hardly be changed byte by byte and stay a graph.
class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {}

  void mutate(Graph& graph) {
    auto& nodes = graph.nodes;
    for (std::size_t times = 1 + below(3); times > 0 && !nodes.empty(); --times) {
      Node& node = nodes[below(nodes.size())];
      const Node& other = nodes[below(nodes.size())];
      switch (below(9)) {
        case 0:
          node.op = below(2) == 0 ? other.op : std::string(kOps[below(kOps.size())]);
          break;
        case 1:
          node.inputs.resize(below(node.inputs.size() + 2), other.name);
          break;
        case 2:
          if (!node.inputs.empty()) {
            node.inputs[below(node.inputs.size())] = other.name;
          }
          break;
        case 3:
          node.attrs = other.attrs;
          break;
        case 4:
          if (!node.attrs.empty()) {
            node.attrs.erase(std::next(node.attrs.begin(), index(node.attrs.size())));
          }
          break;
        case 5:
          node.attrs[std::string(kAttributes[below(kAttributes.size())])] = freshValue();
          break;
        case 6:
          nodes.push_back({"new" + std::to_string(nodes.size()),
                           std::string(kOps[below(kOps.size())]),
                           "",
                           {other.name},
                           node.attrs});
          break;
        case 7:
          nodes.erase(std::next(nodes.begin(), index(nodes.size())));
          break;
        default:
          changeNumbers(node);
      }
    }
  }

 private:
  static constexpr std::array<std::string_view, 31> kOps = {"Placeholder",
                                                            "Const",
                                                            "Conv2D",
                                                            "DepthwiseConv2dNative",
                                                            "BiasAdd",
                                                            "Add",
                                                            "AddV2",
                                                            "Sub",
                                                            "FusedBatchNorm",
                                                            "FusedBatchNormV3",
                                                            "Mul",
                                                            "RealDiv",
                                                            "Relu",
                                                            "Relu6",
                                                            "LeakyRelu",
                                                            "Sigmoid",
                                                            "Tanh",
                                                            "Elu",
                                                            "Softmax",
                                                            "Identity",
                                                            "MaxPool",
                                                            "AvgPool",
                                                            "Pad",
                                                            "Mean",
                                                            "Reshape",
                                                            "Squeeze",
                                                            "Flatten",
                                                            "ConcatV2",
                                                            "ResizeNearestNeighbor",
                                                            "ResizeBilinear",
                                                            "PriorBox"};
  static constexpr std::array<std::string_view, 28> kAttributes = {
      "strides",       "padding",
      "data_format",   "ksize",
      "dilations",     "epsilon",
      "keep_dims",     "align_corners",
      "dtype",         "shape",
      "alpha",         "half_pixel_centers",
      "squeeze_dims",  "axis",
      "num_classes",   "share_location",
      "nms_threshold", "keep_top_k",
      "code_type",     "loc_pred_transposed",
      "width",         "height",
      "variance",      "explicit_paddings",
      "top_k",         "background_label_id",
      "is_training",   "confidence_threshold"};

  std::size_t below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
  }
  std::ptrdiff_t index(std::size_t limit) { return static_cast<std::ptrdiff_t>(below(limit)); }
  std::int64_t number() {
    constexpr std::array<std::int64_t, 12> kNumbers = {
        -2, -1, 0, 1, 2, 3, 4, 7, 64, 16384, 2147483647, std::int64_t{1} << 40};
    return kNumbers[below(kNumbers.size())];
  }

  AttrValue freshValue() {
    constexpr std::array<const char*, 6> kWords = {"SAME", "VALID",    "NHWC",
                                                   "NCHW", "EXPLICIT", "CENTER_SIZE"};
    switch (below(8)) {
      case 0:
        return std::string(kWords[below(kWords.size())]);
      case 1:
        return number();
      case 2:
        return static_cast<float>(number()) / 8;
      case 3:
        return below(2) == 0;
      case 4:
        return DataType::Float;
      case 5:
        return PartialShape{below(8) == 0, {1, number(), number(), 3}};
      case 6: {
        std::vector<std::int64_t> list(below(5), 1);
        for (std::int64_t& item : list) {
          item = below(2) == 0 ? 1 : number();
        }
        return list;
      }
      default:
        return std::vector<float>(below(5), static_cast<float>(number()) / 8);
    }
  }

  /// Another number in a list or constant, or another shape for it.
  void changeNumbers(Node& node) {
    for (auto& [key, value] : node.attrs) {
      if (auto* const list = std::get_if<std::vector<std::int64_t>>(&value);
          list != nullptr && !list->empty()) {
        (*list)[below(list->size())] = number();
      } else if (auto* const shape = std::get_if<PartialShape>(&value);
                 shape != nullptr && !shape->dims.empty()) {
        shape->dims[below(shape->dims.size())] = number();
      } else if (const auto* const tensor = std::get_if<Tensor>(&value)) {
        if (tensor->type() == DataType::Int32 && tensor->elementCount() > 0) {
          std::vector<std::int32_t> numbers(tensor->ints().begin(), tensor->ints().end());
          numbers[below(numbers.size())] = static_cast<std::int32_t>(number());
          value = Tensor::ofInts(tensor->shape(), numbers);
        } else if (tensor->type() == DataType::Float) {
          Shape sizes = tensor->shape();
          std::ranges::shuffle(sizes, random_);
          if (below(2) == 0) {
            sizes.push_back(1);
          }
          value = Tensor::ofFloats(sizes, tensor->floats());
        }
      }
    }
  }

  std::mt19937 random_;
};

}  // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  auto graph = parseTextGraph(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!graph || seed % 8 == 0) {
    return LLVMFuzzerMutate(data, size, most);
  }
  Mutator(seed).mutate(*graph);
  const std::string text = writeTextGraph(*graph);
  if (text.size() > most) {
    return LLVMFuzzerMutate(data, size, most);
  }
  std::memcpy(data, text.data(), text.size());
  return text.size();
}

/// What the validator passes must not bring OpenCV down, neither reading nor running.
///
/// The input is a text graph; its constants go where a package has them, into the binary graph.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto graph = parseTextGraph(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!graph) {
    return 0;
  }
  Graph binary;
  Graph text;
  SsdModel model;
  for (Node& node : graph->nodes) {
    const auto value = node.attrs.find("value");
    const auto* const tensor =
        value == node.attrs.end() ? nullptr : std::get_if<Tensor>(&value->second);
    const bool isWeights = tensor != nullptr && tensor->type() != DataType::Int32;
    (node.op == "Const" && isWeights ? binary : text).nodes.push_back(std::move(node));
  }
  const auto shapes = inferShapes(binary, text);
  if (!shapes || text.nodes.empty() || !isSmall(text, *shapes)) {
    return 0;
  }
  for (const Node& node : text.nodes) {
    if (node.op == "Placeholder") {
      const Shape& shape = shapes->find(node.name)->second;
      if (model.inputSize.width != 0 || shape[3] != 3) {
        return 0;  // the detector has one picture to give
      }
      model.inputSize = {static_cast<int>(shape[2]), static_cast<int>(shape[1])};
    }
  }
  model.name = "fuzz";
  model.graph = serializeGraph(binary);
  model.textGraph = writeTextGraph(text);
  auto network = SsdNetwork::read(model);
  if (!network || model.inputSize.width == 0) {
    return 0;
  }
  const auto last = network->layerOfType("DetectionOutput");
  if (!last || last->empty()) {
    return 0;
  }
  const std::vector<float> input(3 * static_cast<std::size_t>(model.inputSize.width) *
                                     static_cast<std::size_t>(model.inputSize.height),
                                 0.5F);
  std::vector<std::span<const float>> outputs;
  static_cast<void>(network->run(input, {*last}, outputs));
  return 0;
}
