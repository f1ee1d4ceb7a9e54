#include "core/model/shrink/stored_weights.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/model/transforms/freeze.h"
#include "core/model/transforms/graph_view.h"

namespace followspot::model {
namespace {

constexpr const char* kMinFirst = "MIN_FIRST";

/// A network's weights by name, and whether a kernel may be kept in 8 bits.
using Weights = std::map<std::string, bool, std::less<>>;

Weights weightNames(const Graph& network) {
  Weights weights;
  for (const Node& node : network.nodes) {
    const bool kernel = node.op == "Conv2D" || node.op == "DepthwiseConv2dNative";
    const bool norm = node.op.starts_with("FusedBatchNorm");
    if (!kernel && !norm && node.op != "BiasAdd") {
      continue;
    }
    for (std::size_t i = 1; i < node.inputs.size(); ++i) {
      weights[std::string(splitInput(node.inputs[i]).node)] = node.op == "Conv2D";
    }
  }
  return weights;
}

Tensor fromBytes(DataType type, const Shape& shape, std::size_t size, const void* data) {
  std::vector<std::byte> bytes(size);
  std::memcpy(bytes.data(), data, size);
  return {type, shape, std::move(bytes)};
}

/// Nothing where a number does not fit.
std::optional<Tensor> asHalf(const Tensor& tensor) {
  constexpr std::uint16_t kInfinity = 0x7C00;
  std::vector<std::uint16_t> halves;
  halves.reserve(static_cast<std::size_t>(tensor.elementCount()));
  for (const float value : tensor.floats()) {
    halves.push_back(halfFromFloat(value));
    if ((halves.back() & 0x7FFFU) >= kInfinity) {
      return std::nullopt;
    }
  }
  return fromBytes(DataType::Half, tensor.shape(), halves.size() * sizeof(std::uint16_t),
                   halves.data());
}

struct Quantized {
  Tensor numbers;
  float least = 0;
  float greatest = 0;
};

/// Nothing where the numbers have no range or are not finite.
std::optional<Quantized> asBytes(const Tensor& tensor) {
  constexpr int kSteps = 255;
  float least = 0;
  float greatest = 0;
  for (const float value : tensor.floats()) {
    if (!std::isfinite(value)) {
      return std::nullopt;
    }
    least = std::min(least, value);
    greatest = std::max(greatest, value);
  }
  // One more bit of room than needed, so that rounding zero to a step loses no end of the range.
  const float wanted = (greatest - least) / (kSteps - 1);
  if (!std::isnormal(wanted)) {
    return std::nullopt;
  }
  constexpr std::uint32_t kLowBits = 0xFF;
  const float step = std::bit_cast<float>((std::bit_cast<std::uint32_t>(wanted) | kLowBits) + 1);
  const auto zero = static_cast<int>(std::lround(least / step));
  std::vector<std::uint8_t> numbers;
  numbers.reserve(static_cast<std::size_t>(tensor.elementCount()));
  for (const float value : tensor.floats()) {
    const int number = static_cast<int>(std::lround(value / step)) - zero;
    numbers.push_back(static_cast<std::uint8_t>(std::clamp(number, 0, kSteps)));
  }
  return Quantized{fromBytes(DataType::QUInt8, tensor.shape(), numbers.size(), numbers.data()),
                   static_cast<float>(zero) * step, static_cast<float>(zero + kSteps) * step};
}

/// Takes apart what an earlier run of `storeWeights` made: every weight becomes a float Const.
Result<void> widen(Graph& binary, const Weights& weights) {
  const auto index = GraphIndex::build(binary);
  if (!index) {
    return fail(index.error());
  }
  std::set<std::string, std::less<>> gone;
  std::map<std::size_t, Tensor> floats;
  Reconnections past;
  for (std::size_t i = 0; i < binary.nodes.size(); ++i) {
    const Node& node = binary.nodes[i];
    if (node.op == "Cast" && node.inputs.size() == 1 && weights.contains(node.inputs[0])) {
      past[node.name] = node.inputs[0];
      gone.insert(node.name);
    }
    if (!weights.contains(node.name)) {
      continue;
    }
    auto values = weightsOf(*index, node);
    if (!values) {
      return fail(ErrorCode::CorruptData,
                  "node " + node.name + " (" + node.op + "): these weights are not numbers");
    }
    gone.insert(node.inputs.begin(), node.inputs.end());
    floats[i] = std::move(*values);
  }
  for (auto& [i, values] : floats) {
    binary.nodes[i] = makeConst(binary.nodes[i].name, std::move(values));
  }
  reconnect(binary, past);
  std::erase_if(binary.nodes, [&](const Node& node) { return gone.contains(node.name); });
  return {};
}

}  // namespace

std::string_view nameOf(WeightType type) {
  switch (type) {
    case WeightType::Float16:
      return "float16";
    case WeightType::UInt8:
      return "uint8";
    case WeightType::Float32:
      break;
  }
  return "none";
}

std::uint16_t halfFromFloat(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const auto sign = static_cast<std::uint16_t>((bits >> 16U) & 0x8000U);
  const float size = std::abs(value);
  constexpr std::uint16_t kInfinity = 0x7C00;
  if (std::isnan(value)) {
    return static_cast<std::uint16_t>(sign | kInfinity | 1U);
  }
  constexpr float kTooLarge = 65520;  // halfway between the largest half and the next power of two
  if (size >= kTooLarge) {
    return static_cast<std::uint16_t>(sign | kInfinity);
  }
  // Below 2^-14 halves are multiples of 2^-24, above they have 10 bits behind the first one.
  constexpr int kFractionBits = 10;
  constexpr int kLeastExponent = -14;
  const int exponent = size == 0 ? kLeastExponent : std::max(std::ilogb(size), kLeastExponent);
  const auto units =
      static_cast<std::uint32_t>(std::nearbyint(std::ldexp(size, kFractionBits - exponent)));
  // A fraction that rounds up to the next power of two carries into the exponent by itself.
  const auto base = static_cast<std::uint32_t>(exponent - kLeastExponent) << kFractionBits;
  return static_cast<std::uint16_t>(sign | (base + units));
}

std::optional<Tensor> weightsOf(const GraphIndex& binary, const Node& node) {
  if (node.op == "Const") {
    const Tensor* const value = constantOf(node);
    if (value == nullptr) {
      return std::nullopt;
    }
    Tensor floats = asFloat(*value);
    return floats.type() == DataType::Float ? std::optional(std::move(floats)) : std::nullopt;
  }
  if (node.op != "Dequantize" || node.inputs.size() != 3) {
    return std::nullopt;
  }
  std::array<const Tensor*, 3> parts{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto found = binary.find(node.inputs[i]);
    parts[i] = found ? constantOf(binary.graph().nodes[*found]) : nullptr;
    const DataType type = i == 0 ? DataType::QUInt8 : DataType::Float;
    if (parts[i] == nullptr || parts[i]->type() != type ||
        (i > 0 && parts[i]->elementCount() != 1)) {
      return std::nullopt;
    }
  }
  constexpr float kSteps = 255;
  const float least = parts[1]->floats()[0];
  const float step = (parts[2]->floats()[0] - least) / kSteps;
  if (!std::isnormal(step) || !std::isfinite(least / step)) {
    return std::nullopt;
  }
  const float zero = std::nearbyint(least / step);
  std::vector<float> values;
  values.reserve(parts[0]->bytes().size());
  for (const std::byte number : parts[0]->bytes()) {
    values.push_back((static_cast<float>(std::to_integer<int>(number)) + zero) * step);
  }
  return Tensor::ofFloats(parts[0]->shape(), values);
}

Result<Graph> storeWeights(Graph binary, const Graph* network, WeightType type,
                           StepReport& report) {
  const Weights weights = weightNames(network == nullptr ? binary : *network);
  if (auto widened = widen(binary, weights); !widened) {
    return fail(widened.error());
  }
  if (type == WeightType::Float32) {
    report.touched = weights.size();
    return binary;
  }
  Graph stored;
  Reconnections casts;
  std::size_t kept = 0;
  for (Node& node : binary.nodes) {
    const auto weight = weights.find(node.name);
    const Tensor* const value = weight == weights.end() ? nullptr : constantOf(node);
    if (value == nullptr) {
      stored.nodes.push_back(std::move(node));
      continue;
    }
    ++report.touched;
    const bool few = value->elementCount() < kFewestQuantized;
    if (type == WeightType::UInt8 && weight->second && !few) {
      if (auto quantized = asBytes(*value)) {
        const std::string numbers = node.name + "/quantized";
        const std::string least = node.name + "/least";
        const std::string greatest = node.name + "/greatest";
        stored.nodes.push_back(makeConst(numbers, std::move(quantized->numbers)));
        stored.nodes.push_back(
            makeConst(least, Tensor::ofFloats({}, std::array{quantized->least})));
        stored.nodes.push_back(
            makeConst(greatest, Tensor::ofFloats({}, std::array{quantized->greatest})));
        Node dequantize = makeNode(node.name, "Dequantize", {numbers, least, greatest});
        dequantize.attrs["T"] = DataType::QUInt8;
        dequantize.attrs["mode"] = std::string(kMinFirst);
        stored.nodes.push_back(std::move(dequantize));
        continue;
      }
    }
    if (auto half = asHalf(*value)) {
      node = makeConst(node.name, std::move(*half));
      if (network != nullptr) {
        Node cast = makeNode(node.name + "/as_float", "Cast", {node.name});
        cast.attrs["SrcT"] = DataType::Half;
        cast.attrs["DstT"] = DataType::Float;
        casts[node.name] = cast.name;
        stored.nodes.push_back(std::move(node));
        stored.nodes.push_back(std::move(cast));
        continue;
      }
    } else {
      ++kept;
    }
    stored.nodes.push_back(std::move(node));
  }
  for (Node& node : stored.nodes) {
    if (node.op == "Cast") {
      continue;
    }
    for (std::string& input : node.inputs) {
      if (const auto cast = casts.find(input); cast != casts.end()) {
        input = cast->second;
      }
    }
  }
  if (kept > 0) {
    report.notes.push_back(std::to_string(kept) +
                           " constants hold numbers that no half can hold and stay as they are");
  }
  return stored;
}

}  // namespace followspot::model
