#include "core/model/transforms/value_inference.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/model/transforms/constant_ops.h"
#include "core/model/transforms/step_report.h"

namespace followspot::model {
namespace {

constexpr std::int64_t kBudget = std::int64_t{1} << 30;  // bytes of computed constants
constexpr std::int64_t kMaxSize = std::int64_t{1} << 40;

class Inference {
 public:
  Inference(const GraphIndex& index, KnownValues& known) : index_(index), known_(known) {}

  void visit(std::size_t at) {
    const Node& node = index_.graph().nodes[at];
    if (const Tensor* const value = constantOf(node)) {
      known_.constants[at] = *value;
      known_.shapes[at] = value->shape();
      return;
    }
    gather(node);
    if (allConstant_ && !node.inputs.empty()) {
      known_.constants[at] = evaluate(node, constants_, budget_);
    } else if (node.op == "Shape" && shape(0)) {
      known_.constants[at] = shapeTensor(*shape(0));
    }
    known_.shapes[at] = known_.constants[at] ? std::optional(known_.constants[at]->shape())
                                             : checked(shapeOf(node));
  }

 private:
  /// Looks up what is known of a node's inputs.
  void gather(const Node& node) {
    constants_.clear();
    shapes_.clear();
    optional_.clear();
    allConstant_ = true;
    for (const std::string& input : node.inputs) {
      const InputName name = splitInput(input);
      if (name.control) {
        continue;
      }
      const auto from = index_.find(name.node);
      const bool first = from && name.port == 0;
      shapes_.push_back(first ? &known_.shapes[*from] : nullptr);
      const bool constant = first && known_.constants[*from].has_value();
      optional_.push_back(constant ? &*known_.constants[*from] : nullptr);
      allConstant_ = allConstant_ && constant;
    }
    if (allConstant_) {
      for (const Tensor* const each : optional_) {
        constants_.push_back(*each);
      }
    }
  }

  [[nodiscard]] const Shape* shape(std::size_t input) const {
    return input < shapes_.size() && shapes_[input] != nullptr && *shapes_[input]
               ? &**shapes_[input]
               : nullptr;
  }
  [[nodiscard]] const Tensor* ints(std::size_t input) const {
    const Tensor* const value = input < optional_.size() ? optional_[input] : nullptr;
    return value != nullptr && value->type() == DataType::Int32 ? value : nullptr;
  }

  static Tensor shapeTensor(const Shape& shape) {
    std::vector<std::int32_t> sizes;
    for (const std::int64_t size : shape) {
      sizes.push_back(static_cast<std::int32_t>(size));
    }
    return Tensor::ofInts({static_cast<std::int64_t>(sizes.size())}, sizes);
  }

  static std::optional<Shape> checked(std::optional<Shape> shape) {
    if (!shape || std::ranges::any_of(
                      *shape, [](std::int64_t size) { return size < 0 || size > kMaxSize; })) {
      return std::nullopt;
    }
    return shape;
  }

  std::optional<Shape> shapeOf(const Node& node) const {
    const std::string_view op = node.op;
    if (op == "Placeholder") {
      const auto* const given = attribute<PartialShape>(node, "shape");
      return given != nullptr && !given->unknownRank ? std::optional(given->dims) : std::nullopt;
    }
    if (op == "Conv2D" || op == "DepthwiseConv2dNative" || op == "MaxPool" || op == "AvgPool") {
      return windowed(node);
    }
    if (op == "Add" || op == "AddV2" || op == "Sub" || op == "Mul" || op == "RealDiv" ||
        op == "Maximum" || op == "Minimum") {
      return shape(0) != nullptr && shape(1) != nullptr ? broadcast(*shape(0), *shape(1))
                                                        : std::nullopt;
    }
    if (op == "ConcatV2") {
      return concatenated();
    }
    if (op == "Reshape") {
      return reshaped();
    }
    if (op == "Pad" || op == "MirrorPad") {
      return padded();
    }
    if (op == "Mean" || op == "Max" || op == "Sum") {
      return reduced(node);
    }
    if (op == "ResizeNearestNeighbor" || op == "ResizeBilinear") {
      const Tensor* const size = ints(1);
      return shape(0) != nullptr && shape(0)->size() == 4 && size != nullptr &&
                     size->elementCount() == 2
                 ? std::optional(
                       Shape{(*shape(0))[0], size->ints()[0], size->ints()[1], (*shape(0))[3]})
                 : std::nullopt;
    }
    if (op == "Squeeze") {
      return squeezed(node);
    }
    if (op == "ExpandDims" && shape(0) != nullptr && ints(1) != nullptr &&
        ints(1)->elementCount() == 1) {
      Shape out = *shape(0);
      const auto rank = static_cast<std::int64_t>(out.size()) + 1;
      const std::int64_t axis = ints(1)->ints()[0] + (ints(1)->ints()[0] < 0 ? rank : 0);
      if (axis < 0 || axis >= rank) {
        return std::nullopt;
      }
      out.insert(out.begin() + axis, 1);
      return out;
    }
    if (op == "Pack") {
      return packed(node);
    }
    if (keepsShape(op) && shape(0) != nullptr) {
      return *shape(0);
    }
    return std::nullopt;
  }

  static bool keepsShape(std::string_view op) {
    static constexpr std::string_view kOps[] = {"BiasAdd",
                                                "FusedBatchNorm",
                                                "FusedBatchNormV2",
                                                "FusedBatchNormV3",
                                                "Relu",
                                                "Relu6",
                                                "LeakyRelu",
                                                "Elu",
                                                "Sigmoid",
                                                "Tanh",
                                                "Softmax",
                                                "Identity",
                                                "StopGradient",
                                                "Exp",
                                                "Square",
                                                "Sqrt",
                                                "Rsqrt",
                                                "Neg",
                                                "Abs",
                                                "Softplus",
                                                "CheckNumerics"};
    return std::ranges::find(kOps, op) != std::end(kOps);
  }

  std::optional<Shape> windowed(const Node& node) const {
    const auto* const strides = attribute<std::vector<std::int64_t>>(node, "strides");
    const auto* const padding = attribute<std::string>(node, "padding");
    const auto* const format = attribute<std::string>(node, "data_format");
    const Shape* const in = shape(0);
    if (in == nullptr || in->size() != 4 || strides == nullptr || strides->size() != 4 ||
        padding == nullptr || (format != nullptr && *format != "NHWC")) {
      return std::nullopt;
    }
    const bool pools = node.op.ends_with("Pool");
    const auto* const window = attribute<std::vector<std::int64_t>>(node, "ksize");
    const Shape* const kernel = pools ? window : shape(1);
    if (kernel == nullptr || kernel->size() != 4) {
      return std::nullopt;
    }
    const std::size_t first = pools ? 1 : 0;
    const auto* const dilations = attribute<std::vector<std::int64_t>>(node, "dilations");
    Shape out = *in;
    for (std::size_t i = 0; i < 2; ++i) {
      const std::int64_t stride = (*strides)[i + 1];
      const std::int64_t dilation =
          dilations != nullptr && dilations->size() == 4 ? (*dilations)[i + 1] : 1;
      const std::int64_t size = (*kernel)[first + i];
      if (stride < 1 || dilation < 1 || size < 1 || stride > kMaxSize || dilation > 65536 ||
          size > 65536) {
        return std::nullopt;
      }
      const std::int64_t reach = (size - 1) * dilation + 1;
      std::int64_t& side = out[i + 1];
      if (*padding == "SAME") {
        side = (side + stride - 1) / stride;
      } else if (*padding == "VALID") {
        side = side < reach ? 0 : (side - reach) / stride + 1;
      } else {
        return std::nullopt;
      }
    }
    if (node.op == "Conv2D") {
      out[3] = (*kernel)[3];
    } else if (!pools) {
      out[3] = (*kernel)[2] * (*kernel)[3];
    }
    return out;
  }

  std::optional<Shape> concatenated() const {
    if (shapes_.size() < 2 || shape(0) == nullptr || ints(shapes_.size() - 1) == nullptr ||
        ints(shapes_.size() - 1)->elementCount() != 1) {
      return std::nullopt;
    }
    Shape out = *shape(0);
    const auto rank = static_cast<std::int64_t>(out.size());
    std::int64_t axis = ints(shapes_.size() - 1)->ints()[0];
    axis += axis < 0 ? rank : 0;
    if (axis < 0 || axis >= rank) {
      return std::nullopt;
    }
    for (std::size_t i = 1; i + 1 < shapes_.size(); ++i) {
      if (shape(i) == nullptr || shape(i)->size() != out.size()) {
        return std::nullopt;
      }
      out[static_cast<std::size_t>(axis)] += (*shape(i))[static_cast<std::size_t>(axis)];
    }
    return out;
  }

  std::optional<Shape> reshaped() const {
    const Tensor* const to = ints(1);
    const auto count = shape(0) != nullptr ? checkedElementCount(*shape(0)) : std::nullopt;
    if (!count || to == nullptr) {
      return std::nullopt;
    }
    Shape out(to->ints().begin(), to->ints().end());
    const auto open = std::ranges::find(out, -1);
    if (open != out.end()) {
      *open = 1;
      const auto known = checkedElementCount(out);
      if (!known || *known == 0 || *count % *known != 0) {
        return std::nullopt;
      }
      *open = *count / *known;
    }
    return checkedElementCount(out) == count ? std::optional(out) : std::nullopt;
  }

  std::optional<Shape> padded() const {
    const Tensor* const by = ints(1);
    if (shape(0) == nullptr || by == nullptr || by->ints().size() != 2 * shape(0)->size()) {
      return std::nullopt;
    }
    Shape out = *shape(0);
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i] += std::int64_t{by->ints()[2 * i]} + by->ints()[2 * i + 1];
    }
    return out;
  }

  std::optional<Shape> reduced(const Node& node) const {
    const Tensor* const over = ints(1);
    const auto* const keep = attribute<bool>(node, "keep_dims");
    if (shape(0) == nullptr || over == nullptr) {
      return std::nullopt;
    }
    Shape out;
    const auto rank = static_cast<std::int64_t>(shape(0)->size());
    for (std::int64_t i = 0; i < rank; ++i) {
      const bool gone = std::ranges::any_of(
          over->ints(), [&](std::int32_t axis) { return axis == i || axis + rank == i; });
      if (!gone) {
        out.push_back((*shape(0))[static_cast<std::size_t>(i)]);
      } else if (keep != nullptr && *keep) {
        out.push_back(1);
      }
    }
    return out;
  }

  std::optional<Shape> squeezed(const Node& node) const {
    const auto* const dims = attribute<std::vector<std::int64_t>>(node, "squeeze_dims");
    if (shape(0) == nullptr) {
      return std::nullopt;
    }
    Shape out;
    const auto rank = static_cast<std::int64_t>(shape(0)->size());
    for (std::int64_t i = 0; i < rank; ++i) {
      const std::int64_t size = (*shape(0))[static_cast<std::size_t>(i)];
      const bool all = dims == nullptr || dims->empty();
      const bool named = !all && (std::ranges::find(*dims, i) != dims->end() ||
                                  std::ranges::find(*dims, i - rank) != dims->end());
      if (!named && !(all && size == 1)) {
        out.push_back(size);
      }
    }
    return out;
  }

  std::optional<Shape> packed(const Node& node) const {
    const auto* const axis = attribute<std::int64_t>(node, "axis");
    if (shape(0) == nullptr) {
      return std::nullopt;
    }
    Shape out = *shape(0);
    const auto rank = static_cast<std::int64_t>(out.size()) + 1;
    std::int64_t at = axis == nullptr ? 0 : *axis;
    at += at < 0 ? rank : 0;
    if (at < 0 || at >= rank) {
      return std::nullopt;
    }
    out.insert(out.begin() + at, static_cast<std::int64_t>(shapes_.size()));
    return out;
  }

  const GraphIndex& index_;
  KnownValues& known_;
  std::int64_t budget_ = kBudget;
  std::vector<Tensor> constants_;  // of the node being looked at, as the next three
  std::vector<const std::optional<Shape>*> shapes_;
  std::vector<const Tensor*> optional_;
  bool allConstant_ = false;
};

}  // namespace

KnownValues inferValues(const GraphIndex& index, const std::vector<std::size_t>& order) {
  KnownValues known;
  known.shapes.resize(index.graph().nodes.size());
  known.constants.resize(index.graph().nodes.size());
  Inference inference(index, known);
  for (const std::size_t at : order) {
    inference.visit(at);
  }
  return known;
}

std::int64_t macsOf(const Node& node, const Shape& kernel, const Shape& output) {
  if ((node.op != "Conv2D" && node.op != "DepthwiseConv2dNative") || output.size() != 4) {
    return 0;
  }
  std::int64_t macs = checkedElementCount(kernel).value_or(0);
  if (__builtin_mul_overflow(macs, output[1], &macs) ||
      __builtin_mul_overflow(macs, output[2], &macs)) {
    return 0;
  }
  return macs;
}

GraphCost costOf(const Graph& graph) {
  GraphCost cost;
  cost.nodes = graph.nodes.size();
  for (const Node& node : graph.nodes) {
    if (const Tensor* const value = constantOf(node)) {
      cost.bytes += static_cast<std::int64_t>(value->bytes().size());
    }
  }
  const auto index = GraphIndex::build(graph);
  const auto order =
      index ? topologicalOrder(*index) : Result<std::vector<std::size_t>>(fail(index.error()));
  const bool small = graph.nodes.size() < 5000;  // larger ones are not cut to the network yet
  if (!order || !small) {
    return cost;
  }
  const KnownValues known = inferValues(*index, *order);
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    const auto kernel = node.inputs.size() > 1 ? index->source(node.inputs[1]) : std::nullopt;
    if (kernel && known.shapes[*kernel] && known.shapes[i]) {
      cost.macs += macsOf(node, *known.shapes[*kernel], *known.shapes[i]);
    }
  }
  return cost;
}

}  // namespace followspot::model
