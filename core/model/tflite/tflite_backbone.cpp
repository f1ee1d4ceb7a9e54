#include "core/model/tflite/tflite_backbone.h"

#include <algorithm>
#include <cstring>
#include <span>

#include "core/model/opencv_graph.h"

namespace followspot::model {
namespace {

using Ints = std::vector<std::int64_t>;

/// [O, H, W, I] to [H, W, I, O] for elements of any size.
std::vector<std::byte> toHwio(std::span<const std::byte> from, const Shape& ohwi,
                              std::size_t elementSize) {
  const auto outputs = static_cast<std::size_t>(ohwi[0]);
  const std::size_t rest = from.size() / elementSize / std::max<std::size_t>(outputs, 1);
  std::vector<std::byte> to(from.size());
  const auto copy = [&](auto element) {
    using Element = decltype(element);
    for (std::size_t o = 0; o < outputs; ++o) {
      for (std::size_t r = 0; r < rest; ++r) {
        std::memcpy(to.data() + (r * outputs + o) * sizeof(Element),
                    from.data() + (o * rest + r) * sizeof(Element), sizeof(Element));
      }
    }
  };
  elementSize == 2 ? copy(std::uint16_t{}) : copy(std::uint32_t{});
  return to;
}

const char* nameOf(TflitePadding padding) {
  return padding == TflitePadding::Same ? "SAME" : "VALID";
}

bool isFloating(DataType type) { return type == DataType::Float || type == DataType::Half; }

}  // namespace

std::string placeOf(const TfliteModel& model, std::size_t operatorIndex) {
  const TfliteOperator& op = model.operators[operatorIndex];
  std::string place = op.op == TfliteOp::Custom ? op.customCode : nameOf(op.op);
  if (!op.outputs.empty()) {
    place += " \"" + model.tensors[static_cast<std::size_t>(op.outputs[0])].name + "\"";
  }
  return place + " (operator " + std::to_string(operatorIndex) + ")";
}

TfliteBackbone::TfliteBackbone(const TfliteModel& model, GraphBuilder& builder)
    : model_(model), builder_(builder) {
  for (std::size_t i = 0; i < model.operators.size(); ++i) {
    for (const std::int32_t output : model.operators[i].outputs) {
      producers_.emplace(output, i);
    }
  }
}

std::optional<std::size_t> TfliteBackbone::producerOf(std::int32_t tensor) const {
  const auto found = producers_.find(tensor);
  return found == producers_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Tensor> TfliteBackbone::constantOf(std::int32_t index) const {
  if (index < 0) {
    return std::nullopt;
  }
  const auto producer = producerOf(index);
  if (producer) {
    const TfliteOperator& op = model_.operators[*producer];
    if (op.op != TfliteOp::Dequantize || op.inputs.size() != 1 || op.inputs[0] < 0 ||
        producerOf(op.inputs[0])) {
      return std::nullopt;
    }
    index = op.inputs[0];
  }
  const TfliteTensor& tensor = model_.tensors[static_cast<std::size_t>(index)];
  if (tensor.data.empty() || elementBytes(tensor.type) == 0) {
    return std::nullopt;
  }
  return Tensor(tensor.type, tensor.shape, model_.file, tensor.data);
}

std::string TfliteBackbone::cleanName(std::int32_t tensor) const {
  const std::string& full = model_.tensors[static_cast<std::size_t>(tensor)].name;
  std::string name = full.substr(0, full.find(';'));
  std::ranges::replace_if(
      name,
      [](char c) {
        return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 c == '_' || c == '/' || c == '.' || c == '-');
      },
      '_');
  if (name.empty() || name == kAnchorsNode) {
    name += "tensor_" + std::to_string(tensor);
  }
  return name;
}

tl::unexpected<Error> TfliteBackbone::unsupported(std::size_t index,
                                                  const std::string& what) const {
  return fail(ErrorCode::Unsupported, placeOf(model_, index) + ": " + what);
}

std::vector<bool> TfliteBackbone::neededOperators(const std::vector<std::int32_t>& ends) const {
  std::vector<bool> needed(model_.operators.size(), false);
  std::vector<std::int32_t> open = ends;
  while (!open.empty()) {
    const std::int32_t tensor = open.back();
    open.pop_back();
    const auto producer = producerOf(tensor);
    if (!producer || needed[*producer]) {
      continue;
    }
    needed[*producer] = true;
    for (const std::int32_t input : model_.operators[*producer].inputs) {
      if (input >= 0) {
        open.push_back(input);
      }
    }
  }
  return needed;
}

Result<void> TfliteBackbone::translate(const std::vector<std::int32_t>& ends) {
  if (model_.inputs.size() != 1) {
    return fail(ErrorCode::Unsupported, "the model has " + std::to_string(model_.inputs.size()) +
                                            " inputs; an SSD network has one picture.");
  }
  const TfliteTensor& picture = model_.tensors[static_cast<std::size_t>(model_.inputs[0])];
  if (picture.quantized || picture.type != DataType::Float) {
    return fail(ErrorCode::Unsupported,
                "the input \"" + picture.name + "\" is " + std::string(nameOf(picture.type)) +
                    ": quantised models cannot be imported. Give the float or float16 variant.");
  }
  if (picture.shape.size() != 4 || picture.shape[0] != 1 || picture.shape[3] != 3 ||
      picture.shape[1] < 1 || picture.shape[2] < 1) {
    return fail(ErrorCode::Unsupported, "the input \"" + picture.name + "\" is " +
                                            describe(picture.shape) +
                                            ", not one picture [1,height,width,3].");
  }
  nodes_[model_.inputs[0]] =
      builder_.add(cleanName(model_.inputs[0]), "Placeholder", {},
                   {{"dtype", DataType::Float}, {"shape", PartialShape{false, picture.shape}}});
  const std::vector<bool> needed = neededOperators(ends);
  for (std::size_t i = 0; i < model_.operators.size(); ++i) {
    if (needed[i]) {
      if (auto translated = translateOperator(i); !translated) {
        return translated;
      }
    }
  }
  for (const std::int32_t end : ends) {
    if (!nodes_.contains(end)) {
      return fail(ErrorCode::Unsupported, "tensor \"" +
                                              model_.tensors[static_cast<std::size_t>(end)].name +
                                              "\" is not computed from the picture.");
    }
  }
  return {};
}

Result<void> TfliteBackbone::translateOperator(std::size_t index) {
  const TfliteOperator& op = model_.operators[index];
  if (op.outputs.size() != 1) {
    return unsupported(index, "has more than one output.");
  }
  const TfliteTensor& output = model_.tensors[static_cast<std::size_t>(op.outputs[0])];
  if (op.op == TfliteOp::Quantize || output.quantized) {
    return unsupported(
        index, "quantised (8 bit) models cannot be imported. Give the float or float16 variant.");
  }
  if (nodes_.contains(op.outputs[0])) {
    return fail(ErrorCode::CorruptData, placeOf(model_, index) + ": its output is made twice.");
  }
  switch (op.op) {
    case TfliteOp::Conv2D:
    case TfliteOp::DepthwiseConv2D:
      return convolution(index);
    case TfliteOp::Add:
    case TfliteOp::Sub:
    case TfliteOp::Mul:
      return arithmetic(index);
    case TfliteOp::Relu:
    case TfliteOp::Relu6:
    case TfliteOp::Logistic: {
      auto from = input(index, 0);
      return from ? finish(index,
                           op.op == TfliteOp::Relu    ? "Relu"
                           : op.op == TfliteOp::Relu6 ? "Relu6"
                                                      : "Sigmoid",
                           {*from}, {})
                  : Result<void>(fail(from.error()));
    }
    case TfliteOp::HardSwish:
      return hardSwish(index);
    case TfliteOp::Pad:
      return pad(index);
    case TfliteOp::AveragePool2D:
    case TfliteOp::MaxPool2D:
      return pool(index);
    case TfliteOp::Concatenation:
      return concatenation(index);
    case TfliteOp::Mean:
      return mean(index);
    case TfliteOp::ResizeBilinear:
    case TfliteOp::ResizeNearestNeighbor:
      return resize(index);
    case TfliteOp::Reshape:
    case TfliteOp::Squeeze:
      return sameShape(index);
    case TfliteOp::Dequantize:
      // Of constants only (float16); they are taken where they are used.
      return constantOf(op.outputs[0]) ? Result<void>() : unsupported(index, "of computed values.");
    default:
      return unsupported(index, "no operator that OpenCV can be given.");
  }
}

Result<std::string> TfliteBackbone::input(std::size_t index, std::size_t position) const {
  const TfliteOperator& op = model_.operators[index];
  if (position >= op.inputs.size() || !nodes_.contains(op.inputs[position])) {
    return fail(ErrorCode::CorruptData, placeOf(model_, index) + ": input " +
                                            std::to_string(position) +
                                            " is missing or made only later.");
  }
  return nodes_.at(op.inputs[position]);
}

Result<std::vector<std::int32_t>> TfliteBackbone::integers(std::size_t index,
                                                           std::size_t position) const {
  const TfliteOperator& op = model_.operators[index];
  const auto tensor =
      position < op.inputs.size() ? constantOf(op.inputs[position]) : std::optional<Tensor>();
  constexpr std::int64_t kMaxCount = 64;
  if (!tensor || tensor->type() != DataType::Int32 || tensor->elementCount() > kMaxCount) {
    return unsupported(
        index, "input " + std::to_string(position) + " is no constant list of 32-bit integers.");
  }
  return std::vector<std::int32_t>(tensor->ints().begin(), tensor->ints().end());
}

Result<void> TfliteBackbone::finish(std::size_t index, const std::string& op,
                                    std::vector<std::string> inputs, Attrs attrs) {
  const TfliteOperator& from = model_.operators[index];
  const std::string name = cleanName(from.outputs[0]);
  const char* activation = nullptr;
  switch (from.activation) {
    case TfliteActivation::None:
      break;
    case TfliteActivation::Relu:
      activation = "Relu";
      break;
    case TfliteActivation::Relu6:
      activation = "Relu6";
      break;
    case TfliteActivation::Tanh:
      activation = "Tanh";
      break;
    default:
      return unsupported(index, "its fused activation is none that OpenCV has.");
  }
  if (activation == nullptr) {
    nodes_[from.outputs[0]] = builder_.add(name, op, std::move(inputs), std::move(attrs));
    return {};
  }
  const std::string inner = builder_.add(name + "/" + op, op, std::move(inputs), std::move(attrs));
  nodes_[from.outputs[0]] = builder_.add(name, activation, {inner});
  return {};
}

Result<std::string> TfliteBackbone::kernel(std::size_t index) {
  const TfliteOperator& op = model_.operators[index];
  const std::int32_t source = op.inputs[1];
  if (const auto known = kernels_.find({source, op.op}); known != kernels_.end()) {
    return known->second;
  }
  const auto weights = constantOf(source);
  if (!weights || !isFloating(weights->type())) {
    return unsupported(index,
                       "its weights are not constant floats (quantised?). Give the float "
                       "or float16 variant.");
  }
  const Shape& shape = weights->shape();
  if (shape.size() != 4 || weights->elementCount() == 0) {
    return unsupported(index, "its weights are " + describe(shape) + ", not four-dimensional.");
  }
  std::optional<Tensor> kernelTensor;
  if (op.op == TfliteOp::Conv2D) {
    kernelTensor.emplace(weights->type(), Shape{shape[1], shape[2], shape[3], shape[0]},
                         toHwio(weights->bytes(), shape, elementBytes(weights->type())));
  } else {
    const std::int64_t multiplier = op.depthMultiplier;
    if (shape[0] != 1 || multiplier < 1 || shape[3] % multiplier != 0) {
      return unsupported(index, "its weights " + describe(shape) +
                                    " do not fit a depth multiplier of " +
                                    std::to_string(multiplier) + ".");
    }
    // [1, H, W, channels * multiplier] is [H, W, channels, multiplier] as it lies.
    kernelTensor.emplace(weights->type(),
                         Shape{shape[1], shape[2], shape[3] / multiplier, multiplier},
                         std::static_pointer_cast<const void>(model_.file), weights->bytes());
  }
  return kernels_
      .emplace(std::pair(source, op.op),
               builder_.addConst(cleanName(source) + "/kernel", std::move(*kernelTensor)))
      .first->second;
}

Result<void> TfliteBackbone::convolution(std::size_t index) {
  const TfliteOperator& op = model_.operators[index];
  const auto from = input(index, 0);
  if (!from) {
    return fail(from.error());
  }
  if (op.inputs.size() < 2) {
    return fail(ErrorCode::CorruptData, placeOf(model_, index) + ": has no weights.");
  }
  if (op.dilationH != 1 || op.dilationW != 1) {
    return unsupported(index, "is dilated, which OpenCV's importer does not read.");
  }
  if (op.strideH < 1 || op.strideW < 1) {
    return fail(ErrorCode::CorruptData, placeOf(model_, index) + ": its stride is not above 0.");
  }
  const auto weights = kernel(index);
  if (!weights) {
    return fail(weights.error());
  }
  const char* const type = op.op == TfliteOp::Conv2D ? "Conv2D" : "DepthwiseConv2dNative";
  Attrs attrs{{"strides", Ints{1, op.strideH, op.strideW, 1}},
              {"padding", std::string(nameOf(op.padding))},
              {"data_format", std::string("NHWC")}};
  if (op.inputs.size() < 3 || op.inputs[2] < 0) {
    return finish(index, type, {*from, *weights}, std::move(attrs));
  }
  const auto bias = constantOf(op.inputs[2]);
  if (!bias || !isFloating(bias->type()) || bias->shape().size() != 1) {
    return unsupported(index, "its bias is no constant list of floats.");
  }
  const std::string name = cleanName(op.outputs[0]);
  const std::string convolved =
      builder_.add(name + "/" + type, type, {*from, *weights}, std::move(attrs));
  const std::string biasName = builder_.addConst(name + "/bias", *bias);
  return finish(index, "BiasAdd", {convolved, biasName}, {{"data_format", std::string("NHWC")}});
}

Result<void> TfliteBackbone::arithmetic(std::size_t index) {
  const TfliteOperator& op = model_.operators[index];
  if (op.inputs.size() != 2) {
    return fail(ErrorCode::CorruptData, placeOf(model_, index) + ": does not have two inputs.");
  }
  const std::string type = op.op == TfliteOp::Add   ? "AddV2"
                           : op.op == TfliteOp::Sub ? "Sub"
                                                    : "Mul";
  std::vector<std::string> inputs;
  for (std::size_t position = 0; position < 2; ++position) {
    const auto constant = constantOf(op.inputs[position]);
    if (!constant) {
      auto from = input(index, position);
      if (!from) {
        return fail(from.error());
      }
      inputs.push_back(*from);
      continue;
    }
    // OpenCV computes "constant - x" as "x - constant".
    if (position == 0 && op.op == TfliteOp::Sub) {
      return unsupported(index, "subtracts from a constant.");
    }
    const std::int64_t count = constant->elementCount();
    if (!isFloating(constant->type()) ||
        (count != 1 && (constant->shape().empty() || constant->shape().back() != count))) {
      return unsupported(index, "its constant operand " + describe(constant->shape()) +
                                    " is neither one number nor one a channel.");
    }
    const Tensor flat(constant->type(), count == 1 ? Shape{} : Shape{count},
                      std::static_pointer_cast<const void>(model_.file), constant->bytes());
    inputs.push_back(builder_.addConst(cleanName(op.outputs[0]) + "/operand", flat));
  }
  return finish(index, type, std::move(inputs), {});
}

Result<void> TfliteBackbone::hardSwish(std::size_t index) {
  const auto from = input(index, 0);
  if (!from) {
    return fail(from.error());
  }
  // x * relu6(x + 3) / 6
  const std::string name = cleanName(model_.operators[index].outputs[0]);
  const std::string three = builder_.addScalar(name + "/three", 3.0F);
  const std::string shifted = builder_.add(name + "/shifted", "AddV2", {*from, three});
  const std::string clipped = builder_.add(name + "/clipped", "Relu6", {shifted});
  const std::string sixth = builder_.addScalar(name + "/sixth", 1.0F / 6.0F);
  const std::string gate = builder_.add(name + "/gate", "Mul", {clipped, sixth});
  return finish(index, "Mul", {*from, gate}, {});
}

Result<void> TfliteBackbone::pad(std::size_t index) {
  const auto from = input(index, 0);
  const auto paddings = integers(index, 1);
  if (!from || !paddings) {
    return fail(from ? paddings.error() : from.error());
  }
  const std::vector<std::int32_t>& p = *paddings;
  if (p.size() != 8 || p[0] != 0 || p[1] != 0 || p[6] != 0 || p[7] != 0 ||
      std::ranges::any_of(p, [](std::int32_t cells) { return cells < 0 || cells > 1'000; })) {
    return unsupported(index, "pads something else than rows and columns.");
  }
  const std::string name = cleanName(model_.operators[index].outputs[0]);
  return finish(index, "Pad", {*from, builder_.addInts(name + "/paddings", {4, 2}, p)}, {});
}

Result<void> TfliteBackbone::pool(std::size_t index) {
  const TfliteOperator& op = model_.operators[index];
  const auto from = input(index, 0);
  if (!from) {
    return fail(from.error());
  }
  return finish(index, op.op == TfliteOp::MaxPool2D ? "MaxPool" : "AvgPool", {*from},
                {{"ksize", Ints{1, op.filterH, op.filterW, 1}},
                 {"strides", Ints{1, op.strideH, op.strideW, 1}},
                 {"padding", std::string(nameOf(op.padding))},
                 {"data_format", std::string("NHWC")}});
}

Result<void> TfliteBackbone::concatenation(std::size_t index) {
  const TfliteOperator& op = model_.operators[index];
  if (op.axis != 3 && op.axis != -1) {
    return unsupported(index, "joins along something else than channels.");
  }
  std::vector<std::string> inputs;
  for (std::size_t position = 0; position < op.inputs.size(); ++position) {
    auto from = input(index, position);
    if (!from) {
      return fail(from.error());
    }
    inputs.push_back(*from);
  }
  inputs.push_back(builder_.addInts(cleanName(op.outputs[0]) + "/axis", {}, {3}));
  return finish(index, "ConcatV2", std::move(inputs), {});
}

Result<void> TfliteBackbone::mean(std::size_t index) {
  const TfliteOperator& op = model_.operators[index];
  const auto from = input(index, 0);
  const auto axes = integers(index, 1);
  if (!from || !axes) {
    return fail(from ? axes.error() : from.error());
  }
  if (!op.keepDims ||
      (*axes != std::vector<std::int32_t>{1, 2} && *axes != std::vector<std::int32_t>{2, 1})) {
    return unsupported(index, "averages over something else than rows and columns.");
  }
  const std::string axesName = builder_.addInts(cleanName(op.outputs[0]) + "/axes", {2}, {1, 2});
  return finish(index, "Mean", {*from, axesName}, {{"keep_dims", true}});
}

Result<void> TfliteBackbone::resize(std::size_t index) {
  const TfliteOperator& op = model_.operators[index];
  const auto from = input(index, 0);
  const auto size = integers(index, 1);
  if (!from || !size) {
    return fail(from ? size.error() : from.error());
  }
  if (size->size() != 2) {
    return unsupported(index, "its size is not two numbers.");
  }
  const std::string sizeName = builder_.addInts(cleanName(op.outputs[0]) + "/size", {2}, *size);
  return finish(index,
                op.op == TfliteOp::ResizeBilinear ? "ResizeBilinear" : "ResizeNearestNeighbor",
                {*from, sizeName},
                {{"align_corners", op.alignCorners}, {"half_pixel_centers", op.halfPixelCenters}});
}

Result<void> TfliteBackbone::sameShape(std::size_t index) {
  const TfliteOperator& op = model_.operators[index];
  const auto from = input(index, 0);
  if (!from) {
    return fail(from.error());
  }
  if (model_.tensors[static_cast<std::size_t>(op.inputs[0])].shape !=
      model_.tensors[static_cast<std::size_t>(op.outputs[0])].shape) {
    return unsupported(index, "changes the shape in the middle of the network.");
  }
  nodes_[op.outputs[0]] = *from;
  return {};
}

}  // namespace followspot::model
