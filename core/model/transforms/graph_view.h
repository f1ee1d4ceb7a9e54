#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/result.h"
#include "core/model/graph.h"

namespace followspot::model {

/// A node's input taken apart: "name:1" is output 1 of `name`, "^name" only its control.
struct InputName {
  std::string_view node;
  int port = 0;
  bool control = false;
};
[[nodiscard]] InputName splitInput(std::string_view input);

/// An attribute of that name and type; null where there is none.
template <class T>
[[nodiscard]] const T* attribute(const Node& node, std::string_view name) {
  const auto found = node.attrs.find(name);
  return found == node.attrs.end() ? nullptr : std::get_if<T>(&found->second);
}

/// Value of a Const; null for any other node.
[[nodiscard]] const Tensor* constantOf(const Node& node);
[[nodiscard]] Node makeConst(std::string name, Tensor value);
[[nodiscard]] Node makeNode(std::string name, std::string op, std::vector<std::string> inputs);

/// Finds nodes by name and by what they feed. It points into the graph, whose nodes must stay where
/// they are (their fields may change, their names not).
/// @threading as the graph.
class GraphIndex {
 public:
  /// @errors CorruptData: an empty name, or one that is used twice.
  [[nodiscard]] static Result<GraphIndex> build(const Graph& graph);

  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;
  /// The node behind an input; nothing where it is not in the graph.
  [[nodiscard]] std::optional<std::size_t> source(std::string_view input) const {
    return find(splitInput(input).node);
  }
  [[nodiscard]] const Graph& graph() const { return *graph_; }

  /// For each node, those that take it as data; once for each input.
  [[nodiscard]] std::vector<std::vector<std::size_t>> consumers() const;
  /// For each node, how many inputs take it as data.
  [[nodiscard]] std::vector<std::size_t> useCounts() const;

 private:
  const Graph* graph_ = nullptr;
  std::unordered_map<std::string_view, std::size_t> byName_;
};

/// Positions of all nodes, inputs first, else as in the graph. Control inputs count.
/// @errors CorruptData: an input that is not there, or a node that depends on itself; names it.
[[nodiscard]] Result<std::vector<std::size_t>> topologicalOrder(const GraphIndex& index);

/// Which nodes are needed, through data inputs, for those named.
/// @param stopAt  nodes whose inputs are not followed; may be empty.
[[nodiscard]] Result<std::vector<bool>> reachableFrom(
    const GraphIndex& index, const std::vector<std::string>& outputs,
    const std::function<bool(const Node&)>& stopAt = {});

/// Inputs to be replaced: every use of the key becomes a use of the value.
using Reconnections = std::unordered_map<std::string, std::string>;

/// Replaces inputs all over the graph; values that are keys themselves are followed (a circle of
/// them ends where it closes). Control inputs stay.
void reconnect(Graph& graph, const Reconnections& reconnections);

}  // namespace followspot::model
