#include "core/model/tflite/tflite_import.h"

#include <algorithm>
#include <cstring>
#include <set>
#include <span>
#include <string_view>
#include <utility>

#include "tflite_subset_generated.h"
#include <flatbuffers/flexbuffers.h>

namespace followspot::model {
namespace {

namespace lite = followspot::tflite;

/// Operation numbers of the format (BuiltinOperator).
enum Op : int {
  Add = 0,
  AveragePool = 1,
  Concatenation = 2,
  Conv2D = 3,
  DepthwiseConv2D = 4,
  Dequantize = 6,
  Logistic = 14,
  MaxPool = 17,
  Mul = 18,
  Relu = 19,
  Relu6 = 21,
  Reshape = 22,
  ResizeBilinear = 23,
  Softmax = 25,
  Custom = 32,
  Pad = 34,
  Mean = 40,
  Sub = 41,
  Squeeze = 43,
  ResizeNearest = 97,
  HardSwish = 117,
};

constexpr std::size_t kMaxTables = 200'000;
constexpr std::size_t kMaxOperators = 20'000;
constexpr std::int64_t kMaxElements = std::int64_t{1} << 28;

const char* paddingName(lite::Padding padding) {
  return padding == lite::Padding_SAME ? "SAME" : "VALID";
}

class Converter {
 public:
  Converter(const lite::Model& model, std::shared_ptr<const void> owner)
      : model_(model), owner_(std::move(owner)) {}

  Result<TfliteNetwork> convert() {
    if (auto checked = check(); !checked) {
      return fail(checked.error());
    }
    if (auto input = convertInput(); !input) {
      return fail(input.error());
    }
    std::size_t place = 0;
    for (const lite::Operator* const op : *graph_->operators()) {
      if (auto converted = convertOperator(*op); !converted) {
        return fail(converted.error().withContext("operation " + std::to_string(place)));
      }
      ++place;
    }
    if (auto heads = findHeads(); !heads) {
      return fail(heads.error());
    }
    return std::move(network_);
  }

 private:
  // Checks
  // ----------------------------------------------------------------------------------------------------------

  Result<void> check() {
    if (model_.subgraphs() == nullptr || model_.subgraphs()->size() != 1 ||
        model_.buffers() == nullptr || model_.operator_codes() == nullptr) {
      return fail(ErrorCode::Unsupported, "it holds no single graph");
    }
    graph_ = model_.subgraphs()->Get(0);
    if (graph_->tensors() == nullptr || graph_->operators() == nullptr ||
        graph_->inputs() == nullptr || graph_->outputs() == nullptr) {
      return fail(ErrorCode::CorruptData, "its graph has no tensors or operations");
    }
    if (graph_->operators()->size() > kMaxOperators) {
      return fail(ErrorCode::Unsupported,
                  "it has " + std::to_string(graph_->operators()->size()) + " operations");
    }
    const auto tensors = static_cast<std::int64_t>(graph_->tensors()->size());
    const auto inRange = [&](const flatbuffers::Vector<std::int32_t>* list, bool optionalAllowed) {
      return list == nullptr || std::ranges::all_of(*list, [&](std::int32_t index) {
               return index < tensors && (index >= 0 || (optionalAllowed && index == -1));
             });
    };
    if (!inRange(graph_->inputs(), false) || !inRange(graph_->outputs(), false)) {
      return fail(ErrorCode::CorruptData, "its inputs or outputs name tensors that are not there");
    }
    for (const lite::Operator* const op : *graph_->operators()) {
      if (op->opcode_index() >= model_.operator_codes()->size() || !inRange(op->inputs(), true) ||
          !inRange(op->outputs(), false)) {
        return fail(ErrorCode::CorruptData,
                    "an operation names tensors or a code that are not there");
      }
    }
    for (const lite::Tensor* const tensor : *graph_->tensors()) {
      if (tensor->buffer() >= model_.buffers()->size()) {
        return fail(ErrorCode::CorruptData, "a tensor names a buffer that is not there");
      }
      std::int64_t count = 1;
      for (const std::int32_t size : shapeOf(*tensor)) {
        if (size < 0 || (size > 0 && count > kMaxElements / size)) {
          return fail(ErrorCode::CorruptData,
                      "tensor " + nameOf(*tensor) + " has an impossible size");
        }
        count *= size;
      }
    }
    nodes_.resize(graph_->tensors()->size());
    return {};
  }

  static std::span<const std::int32_t> shapeOf(const lite::Tensor& tensor) {
    return tensor.shape() == nullptr ? std::span<const std::int32_t>()
                                     : std::span(tensor.shape()->data(), tensor.shape()->size());
  }

  static Shape wideShape(const lite::Tensor& tensor) {
    const auto shape = shapeOf(tensor);
    return {shape.begin(), shape.end()};
  }

  static std::string nameOf(const lite::Tensor& tensor) {
    return tensor.name() == nullptr ? "(unnamed)" : tensor.name()->str();
  }

  [[nodiscard]] const lite::Tensor& tensorAt(std::int32_t index) const {
    return *graph_->tensors()->Get(static_cast<flatbuffers::uoffset_t>(index));
  }

  // Nodes
  // -----------------------------------------------------------------------------------------------------------

  /// A name that TensorFlow accepts and nobody has yet.
  std::string freeName(std::string wanted) {
    for (char& c : wanted) {
      const bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '/' || c == '-';
      c = good ? c : '_';
    }
    if (wanted.empty() ||
        !((wanted[0] >= 'a' && wanted[0] <= 'z') || (wanted[0] >= 'A' && wanted[0] <= 'Z') ||
          (wanted[0] >= '0' && wanted[0] <= '9'))) {
      wanted = "n" + wanted;
    }
    std::string name = wanted;
    for (int i = 1; !names_.insert(name).second; ++i) {
      name = wanted + "_" + std::to_string(i);
    }
    return name;
  }

  Node& addNode(std::string name, std::string op, std::vector<std::string> inputs) {
    network_.graph.nodes.push_back({std::move(name), std::move(op), "", std::move(inputs), {}});
    network_.graph.nodes.back().attrs["T"] = DataType::Float;
    return network_.graph.nodes.back();
  }

  std::string addConst(const std::string& wanted, Tensor tensor) {
    Node node{freeName(wanted), "Const", "", {}, {}};
    node.attrs["dtype"] = tensor.type();
    node.attrs["value"] = std::move(tensor);
    network_.graph.nodes.push_back(std::move(node));
    return network_.graph.nodes.back().name;
  }

  std::string addInts(const std::string& wanted, Shape shape,
                      const std::vector<std::int32_t>& values) {
    return addConst(wanted, Tensor::ofInts(std::move(shape), values));
  }

  /// The bytes of a constant tensor; nothing for a computed one.
  std::optional<std::span<const std::byte>> constantBytes(const lite::Tensor& tensor) const {
    const auto* const data = model_.buffers()->Get(tensor.buffer())->data();
    if (data == nullptr || data->size() == 0) {
      return std::nullopt;
    }
    return std::as_bytes(std::span(data->data(), data->size()));
  }

  /// A constant of float or half numbers; looks through a half-precision DEQUANTIZE.
  Result<Tensor> constantAt(std::int32_t index) const {
    if (index < 0) {
      return fail(ErrorCode::CorruptData, "a constant is missing");
    }
    const auto through = dequantized_.find(index);
    const lite::Tensor& tensor = tensorAt(through == dequantized_.end() ? index : through->second);
    const auto bytes = constantBytes(tensor);
    if (!bytes) {
      return fail(ErrorCode::Unsupported, "tensor " + nameOf(tensor) + " must be a constant");
    }
    DataType type = DataType::Invalid;
    switch (tensor.type()) {
      case lite::TensorType_FLOAT32:
        type = DataType::Float;
        break;
      case lite::TensorType_FLOAT16:
        type = DataType::Half;
        break;
      case lite::TensorType_INT32:
        type = DataType::Int32;
        break;
      default:
        return fail(ErrorCode::Unsupported,
                    "tensor " + nameOf(tensor) +
                        " is quantised to integers. Import a float32 or float16 model.");
    }
    std::int64_t count = 1;
    for (const std::int32_t size : shapeOf(tensor)) {
      count *= size;
    }
    if (static_cast<std::size_t>(count) * elementBytes(type) != bytes->size()) {
      return fail(ErrorCode::CorruptData,
                  "tensor " + nameOf(tensor) + " has another number of bytes than its shape");
    }
    return Tensor(type, wideShape(tensor), owner_, *bytes);
  }

  /// The node that computes a tensor, or a constant node made for it.
  Result<std::string> nodeFor(std::int32_t index) {
    if (index < 0) {
      return fail(ErrorCode::CorruptData, "an input is missing");
    }
    std::string& node = nodes_[static_cast<std::size_t>(index)];
    if (node.empty()) {
      auto constant = constantAt(index);
      if (!constant) {
        return fail(constant.error());
      }
      node = addConst(nameOf(tensorAt(index)), std::move(*constant));
    }
    return node;
  }

  Result<void> convertInput() {
    if (graph_->inputs()->size() != 1) {
      return fail(ErrorCode::Unsupported,
                  "it has " + std::to_string(graph_->inputs()->size()) + " inputs, not one");
    }
    const std::int32_t index = graph_->inputs()->Get(0);
    const lite::Tensor& tensor = tensorAt(index);
    const auto shape = shapeOf(tensor);
    constexpr std::int32_t kMaxSide = 8192;
    if (tensor.type() != lite::TensorType_FLOAT32 || shape.size() != 4 || shape[0] != 1 ||
        shape[3] != 3 || shape[1] < 1 || shape[2] < 1 || shape[1] > kMaxSide ||
        shape[2] > kMaxSide) {
      return fail(ErrorCode::Unsupported, "its input is not a float picture [1, height, width, 3]");
    }
    network_.inputSize = {shape[2], shape[1]};
    network_.inputName = freeName(nameOf(tensor));
    Node node{network_.inputName, "Placeholder", "", {}, {}};
    node.attrs["dtype"] = DataType::Float;
    node.attrs["shape"] = PartialShape{false, wideShape(tensor)};
    network_.graph.nodes.push_back(std::move(node));
    nodes_[static_cast<std::size_t>(index)] = network_.inputName;
    return {};
  }

  // Operations
  // ------------------------------------------------------------------------------------------------------

  Result<void> convertOperator(const lite::Operator& op) {
    const lite::OperatorCode& code = *model_.operator_codes()->Get(op.opcode_index());
    // Numbers up to 127 stand in the old field, later ones in the new; files have either or both.
    const int kind = std::max<int>(code.deprecated_builtin_code(), code.builtin_code());
    const std::size_t inputs = op.inputs() == nullptr ? 0 : op.inputs()->size();
    if (kind == Custom) {
      return convertCustom(op, code);
    }
    if (inputs == 0 || op.outputs() == nullptr || op.outputs()->size() != 1) {
      return fail(ErrorCode::CorruptData, "has no input or not one output");
    }
    output_ = op.outputs()->Get(0);
    const std::size_t needed =
        kind == Conv2D || kind == DepthwiseConv2D                                  ? 3
        : kind == Add || kind == Mul || kind == Sub || kind == Pad || kind == Mean ? 2
                                                                                   : 1;
    if (inputs < needed) {
      return fail(ErrorCode::CorruptData, "has too few inputs");
    }
    switch (kind) {
      case Conv2D:
        return convertConv(op);
      case DepthwiseConv2D:
        return convertDepthwise(op);
      case Add:
        return convertBinary(op, "AddV2", activationOf(op.builtin_options_as_AddOptions()));
      case Mul:
        return convertBinary(op, "Mul", activationOf(op.builtin_options_as_MulOptions()));
      case Sub:
        return convertBinary(op, "Sub", activationOf(op.builtin_options_as_SubOptions()));
      case Relu:
        return convertUnary(op, "Relu");
      case Relu6:
        return convertUnary(op, "Relu6");
      case Logistic:
        return convertUnary(op, "Sigmoid");
      case Softmax:
        return convertUnary(op, "Softmax");
      case HardSwish:
        return convertHardSwish(op);
      case Reshape:
      case Squeeze:
        return convertReshape(op);
      case Concatenation:
        return convertConcat(op);
      case AveragePool:
        return convertPool(op, "AvgPool");
      case MaxPool:
        return convertPool(op, "MaxPool");
      case Pad:
        return convertWithInts(op, "Pad", "paddings", "Tpaddings");
      case Mean:
        return convertMean(op);
      case ResizeBilinear:
      case ResizeNearest:
        return convertResize(op, kind);
      case Dequantize:
        return convertDequantize(op);
      default:
        return fail(ErrorCode::Unsupported, "operation number " + std::to_string(kind) +
                                                " of TensorFlow Lite is not supported (tensor " +
                                                nameOf(tensorAt(output_)) + ")");
    }
  }

  template <class Options>
  static lite::Activation activationOf(const Options* options) {
    return options == nullptr ? lite::Activation_NONE : options->activation();
  }

  /// Adds the fused activation, if any, and makes the last node stand for the output.
  Result<void> finish(const std::string& node, lite::Activation activation) {
    std::string last = node;
    switch (activation) {
      case lite::Activation_NONE:
        break;
      case lite::Activation_RELU:
      case lite::Activation_RELU6:
        last = freeName(nameOf(tensorAt(output_)));
        addNode(last, activation == lite::Activation_RELU ? "Relu" : "Relu6", {node});
        break;
      default:
        return fail(ErrorCode::Unsupported,
                    std::string("fused activation ") + lite::EnumNameActivation(activation));
    }
    nodes_[static_cast<std::size_t>(output_)] = std::move(last);
    return {};
  }

  /// Name for the node that computes the output before its fused activation.
  std::string innerName(lite::Activation activation, const char* suffix) {
    const std::string name = nameOf(tensorAt(output_));
    return freeName(activation == lite::Activation_NONE ? name : name + suffix);
  }

  Result<void> convolve(const lite::Operator& op, const char* kind, Tensor weights,
                        std::int64_t strideH, std::int64_t strideW, std::int64_t dilationH,
                        std::int64_t dilationW, lite::Padding padding,
                        lite::Activation activation) {
    constexpr std::int64_t kMaxStep = 64;
    if (strideH < 1 || strideW < 1 || strideH > kMaxStep || strideW > kMaxStep) {
      return fail(ErrorCode::CorruptData, "an impossible stride");
    }
    if (dilationH != 1 || dilationW != 1) {
      return fail(ErrorCode::Unsupported,
                  "a dilated convolution (tensor " + nameOf(tensorAt(output_)) + ")");
    }
    const auto input = nodeFor(op.inputs()->Get(0));
    if (!input) {
      return fail(input.error());
    }
    const std::string base = nameOf(tensorAt(output_));
    const std::string kernel = addConst(base + "/weights", std::move(weights));
    const std::string conv = freeName(base + "/" + kind);
    Node& node = addNode(conv, kind, {*input, kernel});
    node.attrs["strides"] = std::vector<std::int64_t>{1, strideH, strideW, 1};
    node.attrs["padding"] = std::string(paddingName(padding));
    node.attrs["data_format"] = std::string("NHWC");
    if (op.inputs()->Get(2) < 0) {
      return finish(conv, activation);
    }
    auto bias = constantAt(op.inputs()->Get(2));
    if (!bias) {
      return fail(bias.error());
    }
    const std::string biases = addConst(base + "/biases", std::move(*bias));
    const std::string sum = innerName(activation, "/BiasAdd");
    addNode(sum, "BiasAdd", {conv, biases}).attrs["data_format"] = std::string("NHWC");
    return finish(sum, activation);
  }

  Result<void> convertConv(const lite::Operator& op) {
    const auto* const options = op.builtin_options_as_Conv2DOptions();
    auto weights = constantAt(op.inputs()->Get(1));
    if (!weights) {
      return fail(weights.error());
    }
    if (options == nullptr || weights->shape().size() != 4) {
      return fail(ErrorCode::CorruptData, "a convolution without options or with an odd kernel");
    }
    // TFLite keeps kernels as [out, h, w, in], TensorFlow as [h, w, in, out].
    const Shape& from = weights->shape();
    const auto outs = static_cast<std::size_t>(from[0]);
    const auto inner = static_cast<std::size_t>(from[1] * from[2] * from[3]);
    const std::size_t size = elementBytes(weights->type());
    std::vector<std::byte> turned(weights->bytes().size());
    for (std::size_t out = 0; out < outs; ++out) {
      for (std::size_t i = 0; i < inner; ++i) {
        std::memcpy(&turned[(i * outs + out) * size], &weights->bytes()[(out * inner + i) * size],
                    size);
      }
    }
    return convolve(
        op, "Conv2D",
        Tensor(weights->type(), {from[1], from[2], from[3], from[0]}, std::move(turned)),
        options->stride_h(), options->stride_w(), options->dilation_h(), options->dilation_w(),
        options->padding(), options->activation());
  }

  Result<void> convertDepthwise(const lite::Operator& op) {
    const auto* const options = op.builtin_options_as_DepthwiseConv2DOptions();
    const auto weights = constantAt(op.inputs()->Get(1));
    if (!weights) {
      return fail(weights.error());
    }
    const Shape& from = weights->shape();
    if (options == nullptr || from.size() != 4 || from[0] != 1 || options->depth_multiplier() < 1 ||
        from[3] % options->depth_multiplier() != 0) {
      return fail(ErrorCode::CorruptData,
                  "a depthwise convolution without options or with an odd kernel");
    }
    // [1, h, w, in * m] is [h, w, in, m] in the same order.
    const std::int64_t multiplier = options->depth_multiplier();
    Tensor reshaped(weights->type(), {from[1], from[2], from[3] / multiplier, multiplier}, owner_,
                    weights->bytes());
    return convolve(op, "DepthwiseConv2dNative", std::move(reshaped), options->stride_h(),
                    options->stride_w(), options->dilation_h(), options->dilation_w(),
                    options->padding(), options->activation());
  }

  Result<void> convertBinary(const lite::Operator& op, const char* kind,
                             lite::Activation activation) {
    const auto a = nodeFor(op.inputs()->Get(0));
    const auto b = nodeFor(op.inputs()->Get(1));
    if (!a || !b) {
      return fail(a ? b.error() : a.error());
    }
    const std::string name = innerName(activation, "/sum");
    addNode(name, kind, {*a, *b});
    return finish(name, activation);
  }

  Result<void> convertUnary(const lite::Operator& op, const char* kind) {
    const auto input = nodeFor(op.inputs()->Get(0));
    if (!input) {
      return fail(input.error());
    }
    const std::string name = innerName(lite::Activation_NONE, "");
    addNode(name, kind, {*input});
    return finish(name, lite::Activation_NONE);
  }

  /// x * relu6(x + 3) / 6
  Result<void> convertHardSwish(const lite::Operator& op) {
    const auto input = nodeFor(op.inputs()->Get(0));
    if (!input) {
      return fail(input.error());
    }
    const std::string base = nameOf(tensorAt(output_));
    const std::array three = {3.0F};
    const std::array sixth = {1.0F / 6.0F};
    const std::string plus = addConst(base + "/three", Tensor::ofFloats({}, three));
    const std::string by = addConst(base + "/sixth", Tensor::ofFloats({}, sixth));
    const std::string sum = freeName(base + "/add");
    const std::string gate = freeName(base + "/Relu6");
    const std::string scaled = freeName(base + "/scale");
    const std::string name = innerName(lite::Activation_NONE, "");
    addNode(sum, "AddV2", {*input, plus});
    addNode(gate, "Relu6", {sum});
    addNode(scaled, "Mul", {gate, by});
    addNode(name, "Mul", {*input, scaled});
    return finish(name, lite::Activation_NONE);
  }

  Result<void> convertReshape(const lite::Operator& op) {
    const auto input = nodeFor(op.inputs()->Get(0));
    if (!input) {
      return fail(input.error());
    }
    const auto shape = shapeOf(tensorAt(output_));
    const std::string base = nameOf(tensorAt(output_));
    const std::string sizes = addInts(base + "/shape", {static_cast<std::int64_t>(shape.size())},
                                      {shape.begin(), shape.end()});
    const std::string name = innerName(lite::Activation_NONE, "");
    addNode(name, "Reshape", {*input, sizes}).attrs["Tshape"] = DataType::Int32;
    return finish(name, lite::Activation_NONE);
  }

  Result<void> convertConcat(const lite::Operator& op) {
    const auto* const options = op.builtin_options_as_ConcatenationOptions();
    if (options == nullptr) {
      return fail(ErrorCode::CorruptData, "a concatenation without options");
    }
    std::vector<std::string> inputs;
    for (const std::int32_t index : *op.inputs()) {
      auto input = nodeFor(index);
      if (!input) {
        return fail(input.error());
      }
      inputs.push_back(std::move(*input));
    }
    const auto count = static_cast<std::int64_t>(inputs.size());
    inputs.push_back(addInts(nameOf(tensorAt(output_)) + "/axis", {}, {options->axis()}));
    const std::string name = innerName(options->activation(), "/concat");
    Node& node = addNode(name, "ConcatV2", std::move(inputs));
    node.attrs["N"] = count;
    node.attrs["Tidx"] = DataType::Int32;
    return finish(name, options->activation());
  }

  Result<void> convertPool(const lite::Operator& op, const char* kind) {
    const auto* const options = op.builtin_options_as_Pool2DOptions();
    constexpr std::int32_t kMaxSide = 8192;
    const auto sane = [](std::int32_t value) { return value >= 1 && value <= kMaxSide; };
    if (options == nullptr || !sane(options->filter_h()) || !sane(options->filter_w()) ||
        !sane(options->stride_h()) || !sane(options->stride_w())) {
      return fail(ErrorCode::CorruptData, "a pooling without options or of an impossible size");
    }
    const auto input = nodeFor(op.inputs()->Get(0));
    if (!input) {
      return fail(input.error());
    }
    const std::string name = innerName(options->activation(), "/pool");
    Node& node = addNode(name, kind, {*input});
    node.attrs["ksize"] = std::vector<std::int64_t>{1, options->filter_h(), options->filter_w(), 1};
    node.attrs["strides"] =
        std::vector<std::int64_t>{1, options->stride_h(), options->stride_w(), 1};
    node.attrs["padding"] = std::string(paddingName(options->padding()));
    node.attrs["data_format"] = std::string("NHWC");
    return finish(name, options->activation());
  }

  /// An operation whose second input is a constant list of int32.
  Result<void> convertWithInts(const lite::Operator& op, const char* kind, const char* suffix,
                               const char* typeAttr) {
    const auto input = nodeFor(op.inputs()->Get(0));
    auto ints = constantAt(op.inputs()->Get(1));
    if (!input || !ints) {
      return fail(input ? ints.error() : input.error());
    }
    if (ints->type() != DataType::Int32) {
      return fail(ErrorCode::Unsupported, "a list of another type than int32");
    }
    const std::string list = addConst(nameOf(tensorAt(output_)) + "/" + suffix, std::move(*ints));
    const std::string name = innerName(lite::Activation_NONE, "");
    addNode(name, kind, {*input, list}).attrs[typeAttr] = DataType::Int32;
    return finish(name, lite::Activation_NONE);
  }

  Result<void> convertMean(const lite::Operator& op) {
    const auto* const options = op.builtin_options_as_ReducerOptions();
    if (auto converted = convertWithInts(op, "Mean", "reduction_indices", "Tidx"); !converted) {
      return converted;
    }
    network_.graph.nodes.back().attrs["keep_dims"] = options != nullptr && options->keep_dims();
    return {};
  }

  Result<void> convertResize(const lite::Operator& op, int kind) {
    const auto* const bilinear = op.builtin_options_as_ResizeBilinearOptions();
    const auto* const nearest = op.builtin_options_as_ResizeNearestNeighborOptions();
    const bool corners = bilinear != nullptr  ? bilinear->align_corners()
                         : nearest != nullptr ? nearest->align_corners()
                                              : false;
    const bool centers = bilinear != nullptr  ? bilinear->half_pixel_centers()
                         : nearest != nullptr ? nearest->half_pixel_centers()
                                              : false;
    if (op.inputs()->size() < 2) {
      return fail(ErrorCode::CorruptData, "has too few inputs");
    }
    if (auto converted =
            convertWithInts(op, kind == ResizeBilinear ? "ResizeBilinear" : "ResizeNearestNeighbor",
                            "size", "Tsize");
        !converted) {
      return converted;
    }
    Node& node = network_.graph.nodes.back();
    node.attrs.erase("Tsize");
    node.attrs["align_corners"] = corners;
    node.attrs["half_pixel_centers"] = centers;
    return {};
  }

  Result<void> convertDequantize(const lite::Operator& op) {
    const std::int32_t input = op.inputs()->Get(0);
    if (input < 0 || tensorAt(input).type() != lite::TensorType_FLOAT16 ||
        !constantBytes(tensorAt(input))) {
      return fail(ErrorCode::Unsupported, "the model is quantised to integers (tensor " +
                                              nameOf(tensorAt(output_)) +
                                              "). Import a float32 or float16 model.");
    }
    dequantized_[output_] = input;
    return {};
  }

  /// The post-process op is not run; its inputs are the heads and the anchors, its attributes the
  /// box coder.
  Result<void> convertCustom(const lite::Operator& op, const lite::OperatorCode& code) {
    const std::string name = code.custom_code() == nullptr ? "" : code.custom_code()->str();
    if (name != "TFLite_Detection_PostProcess" || op.inputs() == nullptr ||
        op.inputs()->size() != 3) {
      return fail(ErrorCode::Unsupported, "custom operation \"" + name + "\" is not supported");
    }
    heads_ = {op.inputs()->Get(0), op.inputs()->Get(1)};
    auto anchors = constantAt(op.inputs()->Get(2));
    if (!anchors) {
      return fail(anchors.error());
    }
    if (anchors->type() != DataType::Float || anchors->shape().size() != 2 ||
        anchors->shape()[1] != 4) {
      return fail(ErrorCode::Unsupported, "anchors that are not float [A, 4]");
    }
    const std::span<const float> values = anchors->floats();
    for (std::size_t i = 0; i + 3 < values.size(); i += 4) {
      network_.anchors.push_back({values[i], values[i + 1], values[i + 2], values[i + 3]});
    }
    if (op.custom_options() != nullptr && op.custom_options()->size() > 0) {
      const auto* const data = op.custom_options()->data();
      std::vector<std::uint8_t> reuse;
      if (!flexbuffers::VerifyBuffer(data, op.custom_options()->size(), &reuse)) {
        return fail(ErrorCode::CorruptData, "damaged attributes of the post-process operation");
      }
      const auto map = flexbuffers::GetRoot(data, op.custom_options()->size()).AsMap();
      network_.boxCoder = {map["y_scale"].AsFloat(), map["x_scale"].AsFloat(),
                           map["h_scale"].AsFloat(), map["w_scale"].AsFloat()};
    }
    return {};
  }

  // Heads
  // -----------------------------------------------------------------------------------------------------------

  /// Which two tensors are the boxes and the scores: the post-process op's inputs, else two outputs
  /// of fitting shape.
  Result<void> findHeads() {
    if (!heads_) {
      if (graph_->outputs()->size() != 2) {
        return fail(ErrorCode::Unsupported, "it is no SSD network: it has " +
                                                std::to_string(graph_->outputs()->size()) +
                                                " outputs where boxes and scores were expected");
      }
      std::int32_t boxes = graph_->outputs()->Get(0);
      std::int32_t scores = graph_->outputs()->Get(1);
      const auto looksLikeBoxes = [&](std::int32_t index) {
        const auto shape = shapeOf(tensorAt(index));
        return shape.size() == 3 && shape[2] == 4;
      };
      const bool secondIsBoxes =
          looksLikeBoxes(scores) &&
          (!looksLikeBoxes(boxes) || nameOf(tensorAt(scores)).find("box") != std::string::npos);
      if (secondIsBoxes) {
        std::swap(boxes, scores);
      }
      heads_ = {boxes, scores};
    }
    const auto boxShape = shapeOf(tensorAt(heads_->first));
    const auto scoreShape = shapeOf(tensorAt(heads_->second));
    if (boxShape.size() != 3 || scoreShape.size() != 3 || boxShape[0] != 1 || scoreShape[0] != 1 ||
        boxShape[2] != 4 || boxShape[1] != scoreShape[1] || boxShape[1] < 1 || scoreShape[2] < 1) {
      return fail(ErrorCode::Unsupported,
                  "it is no SSD network: its outputs are not [1, A, 4] and [1, A, C]");
    }
    network_.anchorCount = boxShape[1];
    network_.scoreColumns = scoreShape[2];
    network_.boxEncodings = nodes_[static_cast<std::size_t>(heads_->first)];
    network_.classScores = nodes_[static_cast<std::size_t>(heads_->second)];
    if (network_.boxEncodings.empty() || network_.classScores.empty()) {
      return fail(ErrorCode::CorruptData, "nothing computes its outputs");
    }
    return {};
  }

  const lite::Model& model_;
  std::shared_ptr<const void> owner_;
  const lite::SubGraph* graph_ = nullptr;
  TfliteNetwork network_;
  std::vector<std::string> nodes_;  // by tensor: the node that computes it
  std::set<std::string, std::less<>> names_;
  std::map<std::int32_t, std::int32_t> dequantized_;  // float tensor -> constant half tensor
  std::optional<std::pair<std::int32_t, std::int32_t>> heads_;
  std::int32_t output_ = 0;  // tensor that the current operation computes
};

}  // namespace

Result<TfliteNetwork> importTflite(std::shared_ptr<const std::string> bytes) {
  const auto* const data = reinterpret_cast<const std::uint8_t*>(bytes->data());
  constexpr std::size_t kSmallest = 16;
  if (bytes->size() < kSmallest || !lite::ModelBufferHasIdentifier(data)) {
    return fail(ErrorCode::CorruptData, "is not a TensorFlow Lite file. Give a .tflite file.");
  }
  constexpr flatbuffers::uoffset_t kMaxDepth = 16;
  flatbuffers::Verifier verifier(data, bytes->size(), kMaxDepth, kMaxTables);
  if (!lite::VerifyModelBuffer(verifier)) {
    return fail(ErrorCode::CorruptData, "is a damaged TensorFlow Lite file. Copy it anew.");
  }
  return Converter(*lite::GetModel(data), bytes).convert();
}

}  // namespace followspot::model
