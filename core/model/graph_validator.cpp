#include "core/model/graph_validator.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace followspot::model {
namespace {

constexpr std::int64_t kMaxElements = std::int64_t{1} << 28;  // of one tensor between layers
constexpr std::int64_t kMaxMacs = std::int64_t{1} << 42;
constexpr std::int64_t kMaxSide = 16384;

std::string_view nodeNameOf(std::string_view input) { return input.substr(0, input.find(':')); }

template <class T>
const T* attribute(const Node& node, std::string_view name) {
  const auto found = node.attrs.find(name);
  return found == node.attrs.end() ? nullptr : std::get_if<T>(&found->second);
}

const Tensor* constantOf(const Node& node) { return attribute<Tensor>(node, "value"); }

class Validator {
 public:
  Validator(const Graph& binary, const Graph& text)
      : binary_(binary), text_(text), network_(text.nodes.empty() ? binary : text) {}

  Result<void> run() {
    if (auto named = collect(); !named) {
      return named;
    }
    auto order = sorted();
    if (!order) {
      return fail(order.error());
    }
    for (const Node* const node : *order) {
      auto shape = shapeOf(*node);
      if (!shape) {
        return fail(shape.error());
      }
      if (auto bounded = checkSize(*node, *shape); !bounded) {
        return bounded;
      }
      shapes_[node->name] = std::move(*shape);
    }
    return {};
  }

  [[nodiscard]] std::map<std::string, Shape, std::less<>> takeShapes() {
    return std::move(shapes_);
  }

 private:
  tl::unexpected<Error> bad(const Node& node, const std::string& what,
                            ErrorCode code = ErrorCode::CorruptData) const {
    return fail(code, "node " + node.name + " (" + node.op + "): " + what);
  }

  Result<void> collect() {
    std::set<std::string_view> seen;
    for (const Node& node : binary_.nodes) {
      if (node.name.empty() || !seen.insert(node.name).second) {
        return bad(node, "its name is empty or used twice");
      }
      if (node.op == "Const" || node.op == "Dequantize") {
        constants_[node.name] = &node;
      }
      // OpenCV reads it when it comes to it: its constants must be there by then.
      if (node.op == "Dequantize" && quantizedNumbers(node) == nullptr) {
        return bad(node,
                   "is supported only behind constants, DT_QUINT8 and two DT_FLOAT, in mode "
                   "MIN_FIRST");
      }
    }
    seen.clear();
    for (const Node& node : network_.nodes) {
      if (node.name.empty() || !seen.insert(node.name).second) {
        return bad(node, "its name is empty or used twice");
      }
      if (&network_ == &text_ && constants_.contains(node.name)) {
        return bad(node, "its name is that of a constant in model.pb, too");
      }
      nodes_[node.name] = &node;
      if (node.op == "Const" || (node.op == "Dequantize" && &network_ == &binary_)) {
        constants_[node.name] = &node;
      }
    }
    return {};
  }

  /// The numbers of a quantised constant; null where it is not as OpenCV's importer wants it.
  const Tensor* quantizedNumbers(const Node& node) const {
    const auto* const mode = attribute<std::string>(node, "mode");
    if (node.inputs.size() != 3 || mode == nullptr || *mode != "MIN_FIRST") {
      return nullptr;
    }
    std::array<const Tensor*, 3> parts{};
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const auto found = constants_.find(node.inputs[i]);
      const bool isConst = found != constants_.end() && found->second->op == "Const";
      parts[i] = isConst ? constantOf(*found->second) : nullptr;
      if (parts[i] == nullptr ||
          parts[i]->type() != (i == 0 ? DataType::QUInt8 : DataType::Float) ||
          (i > 0 && parts[i]->elementCount() != 1)) {
        return nullptr;
      }
    }
    constexpr float kSteps = 255;
    constexpr float kMostSteps = 65536;
    const float least = parts[1]->floats()[0];
    const float step = (parts[2]->floats()[0] - least) / kSteps;
    const bool sensible = std::isnormal(step) && step > 0 && std::abs(least / step) < kMostSteps;
    return sensible ? parts[0] : nullptr;
  }

  /// The network's nodes, inputs first.
  Result<std::vector<const Node*>> sorted() const {
    std::map<std::string_view, std::size_t> waiting;
    std::map<std::string_view, std::vector<const Node*>> users;
    std::vector<const Node*> order;
    for (const Node& node : network_.nodes) {
      std::size_t open = 0;
      for (const std::string& input : node.inputs) {
        if (input.empty() || input.starts_with('^')) {
          return bad(node, "has an empty or a control input");
        }
        const std::string_view name = nodeNameOf(input);
        if (nodes_.contains(name)) {
          users[name].push_back(&node);
          ++open;
        } else if (!constants_.contains(name)) {
          return bad(node, "its input " + input + " is not there");
        }
        if (input.find(':') != std::string::npos && !input.ends_with(":0")) {
          return bad(node,
                     "takes a second output (" + input + "), which no supported operation has",
                     ErrorCode::Unsupported);
        }
      }
      waiting[node.name] = open;
      if (open == 0) {
        order.push_back(&node);
      }
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
      for (const Node* const user : users[order[i]->name]) {
        if (--waiting[user->name] == 0) {
          order.push_back(user);
        }
      }
    }
    if (order.size() != network_.nodes.size()) {
      const auto stuck = std::ranges::find_if(
          network_.nodes, [&](const Node& node) { return waiting[node.name] > 0; });
      return bad(*stuck, "depends on itself");
    }
    return order;
  }

  Result<void> checkSize(const Node& node, const Shape& shape) const {
    std::int64_t count = 1;
    for (const std::int64_t size : shape) {
      if (size < 1 || count > kMaxElements / size) {
        return bad(node, "its result would have an impossible size");
      }
      count *= size;
    }
    return {};
  }

  // Inputs
  // ----------------------------------------------------------------------------------------------------------

  const Node* constantInput(const Node& node, std::size_t index) const {
    const auto found = constants_.find(nodeNameOf(node.inputs.at(index)));
    return found == constants_.end() ? nullptr : found->second;
  }

  Result<const Tensor*> tensorInput(const Node& node, std::size_t index,
                                    std::initializer_list<DataType> types) const {
    const Node* const source = index < node.inputs.size() ? constantInput(node, index) : nullptr;
    const bool quantized = source != nullptr && source->op == "Dequantize";
    const Tensor* const tensor = quantized           ? quantizedNumbers(*source)
                                 : source == nullptr ? nullptr
                                                     : constantOf(*source);
    if (tensor == nullptr) {
      return bad(node, "its input " + std::to_string(index) + " must be a constant");
    }
    // OpenCV makes floats of quantised numbers.
    const DataType type = quantized ? DataType::Float : tensor->type();
    if (std::ranges::find(types, type) == types.end()) {
      return bad(node,
                 "constant " + source->name + " is of type " + std::string(nameOf(tensor->type())));
    }
    std::int64_t count = 1;
    for (const std::int64_t size : tensor->shape()) {
      if (size < 0 || (size > 0 && count > kMaxElements / size)) {
        return bad(*source, "a constant of impossible size");
      }
      count *= size;
    }
    if (tensor->elementCount() != count || count == 0) {
      return bad(*source, "holds " + std::to_string(tensor->elementCount()) +
                              " numbers where its shape needs " + std::to_string(count));
    }
    return tensor;
  }

  Result<std::vector<std::int32_t>> intsInput(const Node& node, std::size_t index) const {
    const auto tensor = tensorInput(node, index, {DataType::Int32});
    if (!tensor) {
      return fail(tensor.error());
    }
    return std::vector<std::int32_t>((*tensor)->ints().begin(), (*tensor)->ints().end());
  }

  /// Shape of an input computed by the network, or of a constant.
  Result<Shape> inputShape(const Node& node, std::size_t index) const {
    if (index >= node.inputs.size()) {
      return bad(node, "has too few inputs");
    }
    const auto found = shapes_.find(nodeNameOf(node.inputs[index]));
    if (found != shapes_.end()) {
      return found->second;
    }
    const auto tensor = tensorInput(node, index, {DataType::Float, DataType::Half});
    if (!tensor) {
      return fail(tensor.error());
    }
    return (*tensor)->shape();
  }

  Result<Shape> picture(const Node& node, std::size_t index) const {
    auto shape = inputShape(node, index);
    if (shape && shape->size() != 4) {
      return bad(node, "needs a picture [1, height, width, channels]");
    }
    if (shape && attribute<std::string>(node, "data_format") != nullptr &&
        *attribute<std::string>(node, "data_format") != "NHWC") {
      return bad(node, "is not in NHWC order", ErrorCode::Unsupported);
    }
    return shape;
  }

  // Operations
  // ------------------------------------------------------------------------------------------------------

  using Rule = Result<Shape> (Validator::*)(const Node&);

  Result<Shape> shapeOf(const Node& node) {
    static const std::map<std::string_view, std::pair<Rule, std::pair<std::size_t, std::size_t>>>
        kRules = {
            {"Placeholder", {&Validator::placeholder, {0, 0}}},
            {"Const", {&Validator::constant, {0, 0}}},
            {"Dequantize", {&Validator::dequantize, {3, 3}}},
            {"Conv2D", {&Validator::convolution, {2, 2}}},
            {"DepthwiseConv2dNative", {&Validator::convolution, {2, 2}}},
            {"BiasAdd", {&Validator::perChannel, {2, 2}}},
            {"FusedBatchNorm", {&Validator::batchNorm, {5, 5}}},
            {"FusedBatchNormV3", {&Validator::batchNorm, {5, 5}}},
            {"Add", {&Validator::binary, {2, 2}}},
            {"AddV2", {&Validator::binary, {2, 2}}},
            {"Sub", {&Validator::binary, {2, 2}}},
            {"Mul", {&Validator::binary, {2, 2}}},
            {"RealDiv", {&Validator::binary, {2, 2}}},
            {"Relu", {&Validator::same, {1, 1}}},
            {"Relu6", {&Validator::same, {1, 1}}},
            {"LeakyRelu", {&Validator::same, {1, 1}}},
            {"Sigmoid", {&Validator::same, {1, 1}}},
            {"Tanh", {&Validator::same, {1, 1}}},
            {"Elu", {&Validator::same, {1, 1}}},
            {"Softmax", {&Validator::same, {1, 1}}},
            {"Identity", {&Validator::same, {1, 1}}},
            {"MaxPool", {&Validator::pool, {1, 1}}},
            {"AvgPool", {&Validator::pool, {1, 1}}},
            {"Pad", {&Validator::pad, {2, 2}}},
            {"Mean", {&Validator::mean, {2, 2}}},
            {"Reshape", {&Validator::reshape, {2, 2}}},
            {"Squeeze", {&Validator::squeeze, {1, 1}}},
            {"Flatten", {&Validator::flatten, {1, 1}}},
            {"ConcatV2", {&Validator::concat, {2, 1000}}},
            {"ResizeNearestNeighbor", {&Validator::resize, {2, 2}}},
            {"ResizeBilinear", {&Validator::resize, {2, 2}}},
            {"PriorBox", {&Validator::priorBox, {2, 2}}},
            {"DetectionOutput", {&Validator::detectionOutput, {3, 3}}},
        };
    const auto rule = kRules.find(node.op);
    if (rule == kRules.end()) {
      return bad(node, "this operation is not supported", ErrorCode::Unsupported);
    }
    const auto [fewest, most] = rule->second.second;
    if (node.inputs.size() < fewest || node.inputs.size() > most) {
      return bad(node, "has " + std::to_string(node.inputs.size()) + " inputs");
    }
    return (this->*rule->second.first)(node);
  }

  Result<Shape> placeholder(const Node& node) {
    const auto* const shape = attribute<PartialShape>(node, "shape");
    if (shape == nullptr || shape->unknownRank || shape->dims.size() != 4 || shape->dims[0] != 1 ||
        std::ranges::any_of(shape->dims,
                            [](std::int64_t size) { return size < 1 || size > kMaxSide; })) {
      return bad(node, "the input's shape is not [1, height, width, channels]");
    }
    return shape->dims;
  }

  Result<Shape> constant(const Node& node) {
    const Tensor* const tensor = constantOf(node);
    if (tensor == nullptr || elementBytes(tensor->type()) == 0) {
      return bad(node, "holds no numbers");
    }
    Shape shape = tensor->shape();
    return shape;
  }

  Result<Shape> dequantize(const Node& node) {
    if (&network_ != &binary_) {
      return bad(node, "belongs into model.pb");
    }
    const Tensor* const numbers = quantizedNumbers(node);
    if (numbers == nullptr) {
      return bad(node, "holds no numbers");
    }
    Shape shape = numbers->shape();
    return shape;
  }

  Result<Shape> same(const Node& node) { return inputShape(node, 0); }

  /// Height and width after a window passes; nothing for an impossible one.
  Result<Shape> windowed(const Node& node, const Shape& in, std::int64_t kernelH,
                         std::int64_t kernelW, std::int64_t channels) const {
    const auto* const strides = attribute<std::vector<std::int64_t>>(node, "strides");
    const auto* const padding = attribute<std::string>(node, "padding");
    if (strides == nullptr || strides->size() != 4 || padding == nullptr || (*strides)[0] != 1 ||
        (*strides)[3] != 1 || (*strides)[1] < 1 || (*strides)[2] < 1 || (*strides)[1] > kMaxSide ||
        (*strides)[2] > kMaxSide) {
      return bad(node, "its strides or padding are impossible");
    }
    if (const auto* const dilations = attribute<std::vector<std::int64_t>>(node, "dilations");
        dilations != nullptr &&
        std::ranges::any_of(*dilations, [](std::int64_t step) { return step != 1; })) {
      return bad(node, "dilation is not supported", ErrorCode::Unsupported);
    }
    const auto side = [&](std::int64_t size, std::int64_t kernel,
                          std::int64_t stride) -> std::int64_t {
      if (*padding == "SAME") {
        return (size + stride - 1) / stride;
      }
      return size < kernel ? 0 : (size - kernel) / stride + 1;
    };
    if (*padding != "SAME" && *padding != "VALID") {
      return bad(node, "padding " + *padding + " is not supported", ErrorCode::Unsupported);
    }
    return Shape{in[0], side(in[1], kernelH, (*strides)[1]), side(in[2], kernelW, (*strides)[2]),
                 channels};
  }

  Result<Shape> convolution(const Node& node) {
    auto in = picture(node, 0);
    if (!in) {
      return in;
    }
    const auto kernel = tensorInput(node, 1, {DataType::Float, DataType::Half});
    if (!kernel) {
      return fail(kernel.error());
    }
    const Shape& k = (*kernel)->shape();
    constexpr std::int64_t kMaxKernel = 64;
    if (k.size() != 4 || k[0] > kMaxKernel || k[1] > kMaxKernel || k[2] != (*in)[3]) {
      return bad(node, "its kernel does not fit its input");
    }
    const bool depthwise = node.op == "DepthwiseConv2dNative";
    auto out = windowed(node, *in, k[0], k[1], depthwise ? k[2] * k[3] : k[3]);
    if (out) {
      const std::int64_t perPixel = k[0] * k[1] * k[2] * k[3];
      const std::int64_t pixels = (*out)[1] * (*out)[2];
      if (pixels > 0 && perPixel > kMaxMacs / pixels) {
        return bad(node, "would take forever");
      }
      macs_ += perPixel * pixels;
      if (macs_ > kMaxMacs) {
        return bad(node, "the network would take forever");
      }
    }
    return out;
  }

  Result<Shape> perChannel(const Node& node) {
    auto in = inputShape(node, 0);
    const auto bias = tensorInput(node, 1, {DataType::Float, DataType::Half});
    if (!in || !bias) {
      return in ? fail(bias.error()) : in;
    }
    if (in->empty() || (*bias)->elementCount() != in->back()) {
      return bad(node, "its bias does not fit its input");
    }
    return in;
  }

  Result<Shape> batchNorm(const Node& node) {
    auto in = picture(node, 0);
    for (std::size_t i = 1; in && i < 5; ++i) {
      const auto values = tensorInput(node, i, {DataType::Float, DataType::Half});
      if (!values) {
        return fail(values.error());
      }
      if ((*values)->elementCount() != in->back()) {
        return bad(node, "its statistics do not fit its input");
      }
    }
    return in;
  }

  Result<Shape> binary(const Node& node) {
    const auto a = inputShape(node, 0);
    const auto b = inputShape(node, 1);
    if (!a || !b) {
      return a ? b : a;
    }
    const bool aConstant = constantInput(node, 0) != nullptr;
    const bool bConstant = constantInput(node, 1) != nullptr;
    if (aConstant && bConstant) {
      return bad(node, "works on two constants; fold them first", ErrorCode::Unsupported);
    }
    if (aConstant || bConstant) {
      const Shape& wide = aConstant ? *b : *a;
      const Shape& fixed = aConstant ? *a : *b;
      std::int64_t count = 1;
      for (const std::int64_t size : fixed) {
        count *= size;
      }
      if (count != 1 && (wide.empty() || count != wide.back())) {
        return bad(node, "its constant fits neither one number nor one a channel",
                   ErrorCode::Unsupported);
      }
      return wide;
    }
    // Gates of squeeze-and-excite blocks are [1, 1, 1, channels].
    const bool gate = a->size() == 4 && b->size() == 4 && (*a)[3] == (*b)[3] &&
                      (((*b)[1] == 1 && (*b)[2] == 1) || ((*a)[1] == 1 && (*a)[2] == 1));
    if (*a != *b && !gate) {
      return bad(node, "its inputs are of different sizes");
    }
    return a->size() == 4 && (*a)[1] * (*a)[2] >= (*b)[1] * (*b)[2] ? a : a->size() == 4 ? b : a;
  }

  Result<Shape> pool(const Node& node) {
    auto in = picture(node, 0);
    if (!in) {
      return in;
    }
    const auto* const size = attribute<std::vector<std::int64_t>>(node, "ksize");
    if (size == nullptr || size->size() != 4 || (*size)[0] != 1 || (*size)[3] != 1 ||
        (*size)[1] < 1 || (*size)[2] < 1 || (*size)[1] > kMaxSide || (*size)[2] > kMaxSide) {
      return bad(node, "its window is impossible");
    }
    return windowed(node, *in, (*size)[1], (*size)[2], (*in)[3]);
  }

  Result<Shape> pad(const Node& node) {
    auto in = picture(node, 0);
    const auto by = intsInput(node, 1);
    if (!in || !by) {
      return in ? fail(by.error()) : in;
    }
    if (by->size() != 8 ||
        std::ranges::any_of(*by, [](std::int32_t n) { return n < 0 || n > kMaxSide; }) ||
        (*by)[0] + (*by)[1] + (*by)[6] + (*by)[7] != 0) {
      return bad(node, "its paddings are impossible");
    }
    (*in)[1] += (*by)[2] + (*by)[3];
    (*in)[2] += (*by)[4] + (*by)[5];
    return in;
  }

  Result<Shape> mean(const Node& node) {
    auto in = picture(node, 0);
    const auto over = intsInput(node, 1);
    if (!in || !over) {
      return in ? fail(over.error()) : in;
    }
    if (*over != std::vector<std::int32_t>{1, 2}) {
      return bad(node, "is supported over height and width only", ErrorCode::Unsupported);
    }
    const bool* const keep = attribute<bool>(node, "keep_dims");
    return keep != nullptr && *keep ? Shape{(*in)[0], 1, 1, (*in)[3]} : Shape{(*in)[0], (*in)[3]};
  }

  Result<Shape> reshape(const Node& node) {
    const auto in = inputShape(node, 0);
    const auto to = intsInput(node, 1);
    if (!in || !to) {
      return in ? fail(to.error()) : in;
    }
    std::int64_t count = 1;
    for (const std::int64_t size : *in) {
      count *= size;
    }
    Shape out;
    std::int64_t known = 1;
    std::optional<std::size_t> open;
    constexpr std::size_t kMaxRank = 6;
    if (to->size() > kMaxRank) {
      return bad(node, "its shape has too many dimensions");
    }
    for (std::size_t i = 0; i < to->size(); ++i) {
      std::int64_t size = (*to)[i];
      if (size == 0 && i < in->size()) {
        size = (*in)[i];
      }
      if (size == -1 && !open) {
        open = i;
        out.push_back(1);
        continue;
      }
      if (size < 1 || known > kMaxElements / size) {
        return bad(node, "its shape is impossible");
      }
      known *= size;
      out.push_back(size);
    }
    if (open) {
      if (count % known != 0) {
        return bad(node, "its shape does not fit its input");
      }
      out[*open] = count / known;
    } else if (known != count) {
      return bad(node, "its shape does not fit its input");
    }
    return out;
  }

  Result<Shape> squeeze(const Node& node) {
    auto in = picture(node, 0);
    if (!in) {
      return in;
    }
    const auto* const over = attribute<std::vector<std::int64_t>>(node, "squeeze_dims");
    if (over == nullptr || *over != std::vector<std::int64_t>{1, 2} || (*in)[1] != 1 ||
        (*in)[2] != 1) {
      return bad(node, "is supported over a height and width of 1 only", ErrorCode::Unsupported);
    }
    return Shape{(*in)[0], (*in)[3]};
  }

  Result<Shape> flatten(const Node& node) {
    auto in = inputShape(node, 0);
    if (!in) {
      return in;
    }
    std::int64_t count = 1;
    for (const std::int64_t size : *in) {
      count *= size;
    }
    return Shape{1, count};
  }

  Result<Shape> concat(const Node& node) {
    const auto axis = intsInput(node, node.inputs.size() - 1);
    if (!axis) {
      return fail(axis.error());
    }
    auto out = inputShape(node, 0);
    if (!out) {
      return out;
    }
    const auto rank = static_cast<std::int64_t>(out->size());
    if (axis->size() != 1 || axis->front() >= rank || axis->front() < -rank || rank == 0) {
      return bad(node, "its axis is impossible");
    }
    const auto at =
        static_cast<std::size_t>(axis->front() < 0 ? axis->front() + rank : axis->front());
    for (std::size_t i = 1; i + 1 < node.inputs.size(); ++i) {
      auto more = inputShape(node, i);
      if (!more) {
        return more;
      }
      if (more->size() != out->size()) {
        return bad(node, "its inputs are of different sizes");
      }
      const std::int64_t size = (*more)[at];
      (*more)[at] = (*out)[at];
      if (*more != *out) {
        return bad(node, "its inputs are of different sizes");
      }
      (*out)[at] += size;
    }
    return out;
  }

  Result<Shape> resize(const Node& node) {
    auto in = picture(node, 0);
    const auto to = intsInput(node, 1);
    if (!in || !to) {
      return in ? fail(to.error()) : in;
    }
    if (to->size() != 2 || (*to)[0] < 1 || (*to)[1] < 1 || (*to)[0] > kMaxSide ||
        (*to)[1] > kMaxSide) {
      return bad(node, "its size is impossible");
    }
    return Shape{(*in)[0], (*to)[0], (*to)[1], (*in)[3]};
  }

  /// OpenCV's own layer: boxes of one feature map.
  Result<Shape> priorBox(const Node& node) {
    const auto map = picture(node, 0);
    const auto input = picture(node, 1);
    if (!map || !input) {
      return map ? input : map;
    }
    const auto count = [&](const char* name) -> std::int64_t {
      if (const auto* const tensor = attribute<Tensor>(node, name)) {
        return tensor->elementCount();
      }
      if (const auto* const list = attribute<std::vector<float>>(node, name)) {
        return static_cast<std::int64_t>(list->size());
      }
      return 0;
    };
    const std::int64_t boxes = count("width");
    constexpr std::int64_t kMaxBoxes = 64;
    if (boxes < 1 || boxes > kMaxBoxes || count("height") != boxes) {
      return bad(node, "its widths and heights do not fit each other");
    }
    return Shape{1, 2, (*map)[1] * (*map)[2] * boxes * 4};
  }

  Result<Shape> detectionOutput(const Node& node) {
    const auto boxes = inputShape(node, 0);
    const auto scores = inputShape(node, 1);
    const auto priors = inputShape(node, 2);
    if (!boxes || !scores || !priors) {
      return !boxes ? boxes : !scores ? scores : priors;
    }
    const auto* const classes = attribute<std::int64_t>(node, "num_classes");
    const auto* const nms = attribute<float>(node, "nms_threshold");
    constexpr std::int64_t kMaxClasses = 100'000;
    if (classes == nullptr || *classes < 1 || *classes > kMaxClasses || nms == nullptr ||
        !(*nms > 0) || *nms > 1) {
      return bad(node, "its class count or NMS threshold is impossible");
    }
    const std::int64_t anchors = priors->size() == 3 && (*priors)[1] == 2 ? (*priors)[2] / 4 : 0;
    if (boxes->size() != 2 || scores->size() != 2 || anchors < 1 || (*priors)[2] % 4 != 0 ||
        (*boxes)[1] != anchors * 4 || (*scores)[1] != anchors * *classes) {
      return bad(node, "boxes, scores and prior boxes do not fit each other");
    }
    constexpr std::int64_t kColumns = 7;
    return Shape{1, 1, anchors, kColumns};
  }

  const Graph& binary_;
  const Graph& text_;
  const Graph& network_;
  std::map<std::string_view, const Node*> nodes_;
  std::map<std::string_view, const Node*> constants_;
  std::map<std::string, Shape, std::less<>> shapes_;
  std::int64_t macs_ = 0;
};

}  // namespace

Result<void> validateForOpenCv(const Graph& binary, const Graph& text) {
  return Validator(binary, text).run();
}

Result<std::map<std::string, Shape, std::less<>>> inferShapes(const Graph& binary,
                                                              const Graph& text) {
  Validator validator(binary, text);
  if (auto valid = validator.run(); !valid) {
    return fail(valid.error());
  }
  return validator.takeShapes();
}

}  // namespace followspot::model
