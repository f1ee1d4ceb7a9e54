#include "core/model/transforms/freeze.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "core/model/transforms/graph_view.h"

namespace followspot::model {
namespace {

float halfToFloat(std::uint16_t half) {
  const int exponent = (half >> 10U) & 0x1F;
  const int fraction = half & 0x3FF;
  const float sign = (half & 0x8000U) != 0 ? -1.0F : 1.0F;
  if (exponent == 31) {
    return fraction == 0 ? sign * HUGE_VALF : std::nanf("");
  }
  constexpr int kFractionBits = 10;
  constexpr int kBias = 15;
  if (exponent == 0) {
    return sign * std::ldexp(static_cast<float>(fraction), 1 - kBias - kFractionBits);
  }
  return sign * std::ldexp(static_cast<float>(fraction + (1 << kFractionBits)),
                           exponent - kBias - kFractionBits);
}

template <class T>
T elementAt(std::span<const std::byte> bytes, std::size_t index) {
  T value;
  std::memcpy(&value, bytes.data() + index * sizeof value, sizeof value);
  return value;
}

}  // namespace

bool isVariable(const Node& node) {
  return node.op == "VariableV2" || node.op == "Variable" || node.op == "VarHandleOp" ||
         node.op == "AutoReloadVariable";
}

Tensor asFloat(const Tensor& tensor) {
  const DataType type = tensor.type();
  if (type != DataType::Half && type != DataType::BFloat16 && type != DataType::Double) {
    return tensor;
  }
  std::vector<float> values(static_cast<std::size_t>(tensor.elementCount()));
  for (std::size_t i = 0; i < values.size(); ++i) {
    switch (type) {
      case DataType::Half:
        values[i] = halfToFloat(elementAt<std::uint16_t>(tensor.bytes(), i));
        break;
      case DataType::BFloat16:
        values[i] = std::bit_cast<float>(
            static_cast<std::uint32_t>(elementAt<std::uint16_t>(tensor.bytes(), i)) << 16U);
        break;
      default:
        values[i] = static_cast<float>(elementAt<double>(tensor.bytes(), i));
        break;
    }
  }
  return Tensor::ofFloats(tensor.shape(), values);
}

Result<Graph> freezeVariables(Graph graph, const VariableSource& source, StepReport& report) {
  for (Node& node : graph.nodes) {
    if (node.op == "ReadVariableOp") {
      node.op = "Identity";
      node.attrs.erase("dtype");
      continue;
    }
    if (!isVariable(node)) {
      continue;
    }
    // A resource variable may be known by another name than its node's.
    const auto* const shared = attribute<std::string>(node, "shared_name");
    const bool renamed = node.op == "VarHandleOp" && shared != nullptr && !shared->empty();
    const std::string name = renamed ? *shared : node.name;
    const auto value = source(name);
    if (!value) {
      return fail(value.error());
    }
    const auto* const shape = attribute<PartialShape>(node, "shape");
    const auto fits = [&] {
      if (shape == nullptr || shape->unknownRank) {
        return true;
      }
      if (shape->dims.size() != value->shape().size()) {
        return false;
      }
      for (std::size_t i = 0; i < shape->dims.size(); ++i) {
        if (shape->dims[i] >= 0 && shape->dims[i] != value->shape()[i]) {
          return false;
        }
      }
      return true;
    };
    if (!fits()) {
      return fail(ErrorCode::CorruptData,
                  "variable " + name + ": the graph wants the shape " + describe(shape->dims) +
                      ", the checkpoint has " + describe(value->shape()) +
                      ". Give the checkpoint and the graph of the same training.");
    }
    node = makeConst(node.name, asFloat(*value));
    ++report.touched;
  }
  return graph;
}

}  // namespace followspot::model
