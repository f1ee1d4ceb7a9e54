#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/model/graph.h"

namespace followspot::model {

/// Size of a graph.
struct GraphCost {
  std::size_t nodes = 0;
  std::int64_t bytes = 0;  ///< Of its constants.
  std::int64_t macs = 0;   ///< Multiply-accumulates for one picture, where shapes are known.
};

/// What one step did.
struct StepReport {
  std::string name;  ///< "fold batch norm"
  GraphCost before;
  GraphCost after;
  double milliseconds = 0;
  std::size_t touched = 0;  ///< Nodes that were changed, replaced or removed on purpose.
  /// Sentences about what the user should know: a choice made, something left out.
  std::vector<std::string> notes;
};

/// Counts a graph; MACs of convolutions whose output shape follows from the placeholder.
[[nodiscard]] GraphCost costOf(const Graph& graph);

}  // namespace followspot::model
