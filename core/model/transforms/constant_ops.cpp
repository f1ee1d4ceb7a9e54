#include "core/model/transforms/constant_ops.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <numeric>
#include <string_view>
#include <utility>

#include "core/model/transforms/graph_view.h"

namespace followspot::model {
namespace {

constexpr std::size_t kMaxRank = 8;

/// Bytes of a result, taken from the budget.
std::optional<std::size_t> allow(const Shape& shape, DataType type, std::int64_t& budget) {
  const auto count = checkedElementCount(shape);
  const auto each = static_cast<std::int64_t>(elementBytes(type));
  if (!count || each == 0 || shape.size() > kMaxRank || *count > budget / each) {
    return std::nullopt;
  }
  budget -= *count * each;
  return static_cast<std::size_t>(*count);
}

/// Elements of an operand in the order of a broadcast result.
class BroadcastWalk {
 public:
  BroadcastWalk(const Shape& operand, const Shape& result) {
    const std::size_t missing = result.size() - operand.size();
    strides_.resize(result.size(), 0);
    std::int64_t stride = 1;
    for (std::size_t i = operand.size(); i-- > 0;) {
      strides_[missing + i] = operand[i] == 1 ? 0 : stride;
      stride *= operand[i];
    }
    sizes_ = result;
    at_.resize(result.size(), 0);
  }
  [[nodiscard]] std::size_t index() const { return static_cast<std::size_t>(index_); }
  void advance() {
    for (std::size_t i = sizes_.size(); i-- > 0;) {
      index_ += strides_[i];
      if (++at_[i] < sizes_[i]) {
        return;
      }
      index_ -= strides_[i] * sizes_[i];
      at_[i] = 0;
    }
  }

 private:
  Shape strides_, sizes_, at_;
  std::int64_t index_ = 0;
};

template <class T, class Operation>
std::optional<Tensor> binary(const Tensor& a, const Tensor& b, std::span<const T> left,
                             std::span<const T> right, std::int64_t& budget, Operation operation) {
  const auto shape = broadcast(a.shape(), b.shape());
  const auto count = shape ? allow(*shape, a.type(), budget) : std::nullopt;
  if (!count) {
    return std::nullopt;
  }
  std::vector<T> result(*count);
  BroadcastWalk x(a.shape(), *shape);
  BroadcastWalk y(b.shape(), *shape);
  for (T& value : result) {
    value = operation(left[x.index()], right[y.index()]);
    x.advance();
    y.advance();
  }
  if constexpr (std::is_same_v<T, float>) {
    return Tensor::ofFloats(*shape, result);
  } else {
    return Tensor::ofInts(*shape, result);
  }
}

std::optional<Tensor> arithmetic(const Node& node, const std::vector<Tensor>& inputs,
                                 std::int64_t& budget) {
  using FloatOp = float (*)(float, float);
  using IntOp = std::int32_t (*)(std::int32_t, std::int32_t);
  static const std::map<std::string_view, FloatOp> kFloat = {
      {"Add", [](float a, float b) { return a + b; }},
      {"AddV2", [](float a, float b) { return a + b; }},
      {"Sub", [](float a, float b) { return a - b; }},
      {"Mul", [](float a, float b) { return a * b; }},
      {"RealDiv", [](float a, float b) { return a / b; }},
      {"Div", [](float a, float b) { return a / b; }},
      {"Maximum", [](float a, float b) { return std::max(a, b); }},
      {"Minimum", [](float a, float b) { return std::min(a, b); }}};
  // Wrapped around like the machine's integers, without undefined behaviour.
  static const auto kWrap = [](std::int64_t value) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(value));
  };
  static const std::map<std::string_view, IntOp> kInt = {
      {"Add", [](std::int32_t a, std::int32_t b) { return kWrap(std::int64_t{a} + b); }},
      {"AddV2", [](std::int32_t a, std::int32_t b) { return kWrap(std::int64_t{a} + b); }},
      {"Sub", [](std::int32_t a, std::int32_t b) { return kWrap(std::int64_t{a} - b); }},
      {"Mul", [](std::int32_t a, std::int32_t b) { return kWrap(std::int64_t{a} * b); }},
      {"Maximum", [](std::int32_t a, std::int32_t b) { return std::max(a, b); }},
      {"Minimum", [](std::int32_t a, std::int32_t b) { return std::min(a, b); }}};
  if (inputs.size() != 2 || inputs[0].type() != inputs[1].type()) {
    return std::nullopt;
  }
  if (inputs[0].type() == DataType::Float) {
    const auto found = kFloat.find(node.op);
    return found == kFloat.end() ? std::nullopt
                                 : binary<float>(inputs[0], inputs[1], inputs[0].floats(),
                                                 inputs[1].floats(), budget, found->second);
  }
  if (inputs[0].type() == DataType::Int32) {
    const auto found = kInt.find(node.op);
    return found == kInt.end() ? std::nullopt
                               : binary<std::int32_t>(inputs[0], inputs[1], inputs[0].ints(),
                                                      inputs[1].ints(), budget, found->second);
  }
  return std::nullopt;
}

std::optional<Tensor> unary(const Node& node, const Tensor& input, std::int64_t& budget) {
  using Operation = float (*)(float);
  static const std::map<std::string_view, Operation> kOps = {
      {"Rsqrt", [](float v) { return 1.0F / std::sqrt(v); }},
      {"Sqrt", [](float v) { return std::sqrt(v); }},
      {"Square", [](float v) { return v * v; }},
      {"Neg", [](float v) { return -v; }},
      {"Exp", [](float v) { return std::exp(v); }},
      {"Abs", [](float v) { return std::abs(v); }}};
  const auto found = kOps.find(node.op);
  if (found == kOps.end() || input.type() != DataType::Float ||
      !allow(input.shape(), input.type(), budget)) {
    return std::nullopt;
  }
  std::vector<float> result(input.floats().begin(), input.floats().end());
  std::ranges::transform(result, result.begin(), found->second);
  return Tensor::ofFloats(input.shape(), result);
}

/// The same bytes in another shape.
std::optional<Tensor> reshaped(const Tensor& input, Shape shape) {
  if (checkedElementCount(shape) != input.elementCount()) {
    return std::nullopt;
  }
  auto owner = std::make_shared<const Tensor>(input);
  const auto bytes = owner->bytes();
  return Tensor(input.type(), std::move(shape), std::move(owner), bytes);
}

std::optional<Tensor> reshape(const std::vector<Tensor>& inputs) {
  if (inputs.size() != 2 || inputs[1].type() != DataType::Int32) {
    return std::nullopt;
  }
  Shape shape(inputs[1].ints().begin(), inputs[1].ints().end());
  const auto open = std::ranges::find(shape, -1);
  if (open != shape.end()) {
    *open = 1;
    const auto known = checkedElementCount(shape);
    if (!known || *known == 0 || inputs[0].elementCount() % *known != 0) {
      return std::nullopt;
    }
    *open = inputs[0].elementCount() / *known;
  }
  return reshaped(inputs[0], std::move(shape));
}

std::optional<Tensor> squeezed(const Node& node, const Tensor& input) {
  const auto* const dims = attribute<std::vector<std::int64_t>>(node, "squeeze_dims");
  const auto rank = static_cast<std::int64_t>(input.shape().size());
  Shape shape;
  for (std::int64_t i = 0; i < rank; ++i) {
    const bool named = dims != nullptr && !dims->empty() &&
                       (std::ranges::find(*dims, i) != dims->end() ||
                        std::ranges::find(*dims, i - rank) != dims->end());
    const std::int64_t size = input.shape()[static_cast<std::size_t>(i)];
    if (size != 1 || (!named && dims != nullptr && !dims->empty())) {
      shape.push_back(size);
    }
  }
  return reshaped(input, std::move(shape));
}

std::optional<std::int64_t> axisOf(const Tensor& tensor, std::int64_t rank) {
  if (tensor.type() != DataType::Int32 || tensor.elementCount() != 1) {
    return std::nullopt;
  }
  const std::int64_t axis = tensor.ints()[0];
  const std::int64_t wrapped = axis < 0 ? axis + rank : axis;
  return wrapped >= 0 && wrapped < rank ? std::optional(wrapped) : std::nullopt;
}

/// Joined along an axis; all of one type and otherwise of one shape.
std::optional<Tensor> joined(const std::vector<Tensor>& parts, std::size_t axis,
                             std::int64_t& budget) {
  Shape shape = parts.front().shape();
  std::int64_t total = 0;
  for (const Tensor& part : parts) {
    Shape like = part.shape();
    if (part.type() != parts.front().type() || like.size() != shape.size() || axis >= like.size()) {
      return std::nullopt;
    }
    total += like[axis];
    like[axis] = shape[axis];
    if (like != shape) {
      return std::nullopt;
    }
  }
  shape[axis] = total;
  const std::size_t each = elementBytes(parts.front().type());
  const auto count = allow(shape, parts.front().type(), budget);
  if (!count) {
    return std::nullopt;
  }
  std::vector<std::byte> bytes;
  bytes.reserve(*count * each);
  std::int64_t outer = 1;
  for (std::size_t i = 0; i < axis; ++i) {
    outer *= shape[i];
  }
  for (std::int64_t row = 0; row < outer; ++row) {
    for (const Tensor& part : parts) {
      const std::size_t run = part.bytes().size() / static_cast<std::size_t>(outer);
      const auto from = part.bytes().subspan(static_cast<std::size_t>(row) * run, run);
      bytes.insert(bytes.end(), from.begin(), from.end());
    }
  }
  return Tensor(parts.front().type(), std::move(shape), std::move(bytes));
}

std::optional<Tensor> concatenated(const Node& node, std::vector<Tensor> inputs,
                                   std::int64_t& budget) {
  if (inputs.size() < 2) {
    return std::nullopt;
  }
  const bool axisLast = node.op == "ConcatV2";
  const Tensor axis = axisLast ? inputs.back() : inputs.front();
  inputs.erase(axisLast ? inputs.end() - 1 : inputs.begin());
  const auto at = axisOf(axis, static_cast<std::int64_t>(inputs.front().shape().size()));
  return at ? joined(inputs, static_cast<std::size_t>(*at), budget) : std::nullopt;
}

std::optional<Tensor> packed(const Node& node, std::vector<Tensor> inputs, std::int64_t& budget) {
  const auto* const axis = attribute<std::int64_t>(node, "axis");
  if (inputs.empty()) {
    return std::nullopt;
  }
  const auto rank = static_cast<std::int64_t>(inputs.front().shape().size()) + 1;
  std::int64_t at = axis == nullptr ? 0 : *axis;
  at = at < 0 ? at + rank : at;
  if (at < 0 || at >= rank) {
    return std::nullopt;
  }
  for (Tensor& input : inputs) {
    Shape shape = input.shape();
    if (static_cast<std::int64_t>(shape.size()) != rank - 1) {
      return std::nullopt;
    }
    shape.insert(shape.begin() + at, 1);
    input = *reshaped(input, std::move(shape));
  }
  return joined(inputs, static_cast<std::size_t>(at), budget);
}

std::optional<Tensor> filled(const std::vector<Tensor>& inputs, std::int64_t& budget) {
  if (inputs.size() != 2 || inputs[0].type() != DataType::Int32 || inputs[1].elementCount() != 1) {
    return std::nullopt;
  }
  Shape shape(inputs[0].ints().begin(), inputs[0].ints().end());
  const auto count = allow(shape, inputs[1].type(), budget);
  if (!count) {
    return std::nullopt;
  }
  std::vector<std::byte> bytes;
  bytes.reserve(*count * inputs[1].bytes().size());
  for (std::size_t i = 0; i < *count; ++i) {
    bytes.insert(bytes.end(), inputs[1].bytes().begin(), inputs[1].bytes().end());
  }
  return Tensor(inputs[1].type(), std::move(shape), std::move(bytes));
}

std::optional<Tensor> cast(const Node& node, const Tensor& input, std::int64_t& budget) {
  const auto* const to = attribute<DataType>(node, "DstT");
  if (to == nullptr || !allow(input.shape(), *to, budget)) {
    return std::nullopt;
  }
  if (*to == input.type()) {
    return input;
  }
  std::vector<double> values;
  if (input.type() == DataType::Int32) {
    values.assign(input.ints().begin(), input.ints().end());
  } else if (input.type() == DataType::Float) {
    values.assign(input.floats().begin(), input.floats().end());
  } else if (input.type() == DataType::Int64) {
    for (std::size_t at = 0; at < input.bytes().size(); at += sizeof(std::int64_t)) {
      std::int64_t value = 0;
      std::memcpy(&value, input.bytes().data() + at, sizeof value);
      values.push_back(static_cast<double>(value));
    }
  } else {
    return std::nullopt;
  }
  if (*to == DataType::Float) {
    std::vector<float> result(values.begin(), values.end());
    return Tensor::ofFloats(input.shape(), result);
  }
  if (*to == DataType::Int32) {
    std::vector<std::int32_t> result;
    for (const double value : values) {
      if (!(value > std::numeric_limits<std::int32_t>::min()) ||
          !(value < std::numeric_limits<std::int32_t>::max())) {
        return std::nullopt;
      }
      result.push_back(static_cast<std::int32_t>(value));
    }
    return Tensor::ofInts(input.shape(), result);
  }
  return std::nullopt;
}

std::optional<Tensor> slicedList(const Node& node, const std::vector<Tensor>& inputs,
                                 std::int64_t& budget) {
  if (inputs.empty() || inputs[0].type() != DataType::Int32 || inputs[0].shape().size() != 1) {
    return std::nullopt;
  }
  const auto list = inputs[0].ints();
  const auto slice = listSliceOf(node, inputs, static_cast<std::int64_t>(list.size()));
  if (!slice || !allow(inputs[0].shape(), DataType::Int32, budget)) {
    return std::nullopt;
  }
  std::vector<std::int32_t> taken;
  for (std::int64_t i = slice->begin; i < slice->end; i += slice->step) {
    taken.push_back(list[static_cast<std::size_t>(i)]);
  }
  if (slice->single) {
    return taken.size() == 1 ? std::optional(Tensor::ofInts({}, taken)) : std::nullopt;
  }
  return Tensor::ofInts({static_cast<std::int64_t>(taken.size())}, taken);
}

}  // namespace

std::optional<Shape> broadcast(const Shape& a, const Shape& b) {
  Shape shape(std::max(a.size(), b.size()), 1);
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const std::size_t back = shape.size() - 1 - i;
    const std::int64_t x = i < a.size() ? a[a.size() - 1 - i] : 1;
    const std::int64_t y = i < b.size() ? b[b.size() - 1 - i] : 1;
    if (x != y && x != 1 && y != 1) {
      return std::nullopt;
    }
    shape[back] = x == 1 ? y : x;
  }
  return shape;
}

std::optional<ListSlice> listSliceOf(const Node& node, const std::vector<Tensor>& inputs,
                                     std::int64_t size) {
  if (node.op != "StridedSlice" || inputs.size() != 4) {
    return std::nullopt;
  }
  for (std::size_t i = 1; i < 4; ++i) {
    if (inputs[i].type() != DataType::Int32 || inputs[i].elementCount() != 1) {
      return std::nullopt;
    }
  }
  const auto mask = [&](std::string_view name) {
    const auto* const value = attribute<std::int64_t>(node, name);
    return value != nullptr && *value != 0;
  };
  if (mask("ellipsis_mask") || mask("new_axis_mask")) {
    return std::nullopt;
  }
  const auto place = [&](const Tensor& tensor) {
    const std::int64_t value = tensor.ints()[0];
    return std::clamp<std::int64_t>(value < 0 ? value + size : value, 0, size);
  };
  ListSlice slice;
  slice.single = mask("shrink_axis_mask");
  slice.begin = mask("begin_mask") ? 0 : place(inputs[1]);
  slice.end = slice.single ? slice.begin + 1 : mask("end_mask") ? size : place(inputs[2]);
  slice.step = inputs[3].ints()[0];
  if (slice.step < 1 || slice.end > size) {
    return std::nullopt;
  }
  return slice;
}

std::optional<Tensor> evaluate(const Node& node, const std::vector<Tensor>& inputs,
                               std::int64_t& budget) {
  if (inputs.empty()) {
    return std::nullopt;
  }
  const std::string_view op = node.op;
  if (op == "Identity" || op == "StopGradient" || op == "Snapshot") {
    return inputs[0];
  }
  if (op == "Reshape") {
    return reshape(inputs);
  }
  if (op == "Squeeze") {
    return squeezed(node, inputs[0]);
  }
  if (op == "ExpandDims") {
    const auto rank = static_cast<std::int64_t>(inputs[0].shape().size()) + 1;
    const auto axis = inputs.size() == 2 ? axisOf(inputs[1], rank) : std::nullopt;
    if (!axis) {
      return std::nullopt;
    }
    Shape shape = inputs[0].shape();
    shape.insert(shape.begin() + *axis, 1);
    return reshaped(inputs[0], std::move(shape));
  }
  if (op == "ConcatV2" || op == "Concat") {
    return concatenated(node, inputs, budget);
  }
  if (op == "Pack") {
    return packed(node, inputs, budget);
  }
  if (op == "Fill") {
    return filled(inputs, budget);
  }
  if (op == "Cast") {
    return cast(node, inputs[0], budget);
  }
  if (op == "StridedSlice") {
    return slicedList(node, inputs, budget);
  }
  if (op == "Shape") {
    std::vector<std::int32_t> sizes;
    for (const std::int64_t size : inputs[0].shape()) {
      sizes.push_back(static_cast<std::int32_t>(size));
    }
    return Tensor::ofInts({static_cast<std::int64_t>(sizes.size())}, sizes);
  }
  if (inputs.size() == 1) {
    return unary(node, inputs[0], budget);
  }
  return arithmetic(node, inputs, budget);
}

}  // namespace followspot::model
