#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/model/graph.h"

namespace followspot::model {

/// Puts a graph together node by node; names that are taken get a number.
/// @threading one thread at a time.
class GraphBuilder {
 public:
  using Attrs = std::map<std::string, AttrValue, std::less<>>;

  /// @return  the node's name: `name`, or `name_1`, ... where that is taken.
  std::string add(std::string_view name, std::string_view op, std::vector<std::string> inputs,
                  Attrs attrs = {});
  std::string addConst(std::string_view name, Tensor value);
  /// A 32-bit integer Const, such as an axis (`shape` {}) or paddings.
  std::string addInts(std::string_view name, Shape shape, const std::vector<std::int32_t>& values);
  std::string addScalar(std::string_view name, float value);

  [[nodiscard]] Graph take() && { return std::move(graph_); }

 private:
  Graph graph_;
  std::unordered_set<std::string> taken_;
};

}  // namespace followspot::model
