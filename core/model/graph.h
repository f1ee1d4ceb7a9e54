#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "core/model/tensor.h"

namespace followspot::model {

/// A placeholder's shape that may not even have a rank.
struct PartialShape {
  bool unknownRank = false;
  Shape dims;  ///< -1: unknown.
  friend bool operator==(const PartialShape&, const PartialShape&) = default;
};

/// Value of a node's attribute. @source tensorflow/core/framework/attr_value.proto
/// Functions and other rare kinds are not kept (no graph that we can run has them).
using AttrValue =
    std::variant<std::monostate, std::string, std::int64_t, float, bool, DataType, PartialShape,
                 Tensor, std::vector<std::string>, std::vector<std::int64_t>, std::vector<float>,
                 std::vector<bool>, std::vector<DataType>, std::vector<PartialShape>>;

/// One operation. Inputs as TensorFlow writes them: "name", "name:1", "^control".
struct Node {
  std::string name;
  std::string op;
  std::string device;
  std::vector<std::string> inputs;
  std::map<std::string, AttrValue, std::less<>> attrs;
};

/// A GraphDef in our own form; node order is the file's.
/// @threading plain value.
struct Graph {
  std::vector<Node> nodes;
};

}  // namespace followspot::model
