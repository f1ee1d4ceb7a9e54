#pragma once

#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/model/reference/array.h"

namespace followspot::model {

/// What the results of operations are kept in.
enum class Precision {
  Double,
  Single  ///< Every result is rounded to 32 bits: shows what rounding alone does to a network.
};

/// Runs a TensorFlow graph as its operations are defined, in double precision and without
/// cleverness: the measure for everything that is folded, fused or run elsewhere. Some hundred
/// times slower than what it measures.
///
/// Shares no code with what it checks but the graph itself: shapes come from the numbers. Graphs
/// may be hostile: what does not fit together is refused, and no array is larger than
/// `kMostNumbers`.
/// @threading one thread at a time. The graph must outlive it.
class ReferenceExecutor {
 public:
  explicit ReferenceExecutor(const Graph& graph, Precision precision = Precision::Double);

  /// Sets what a placeholder (or any node in its place) gives, until it is set anew.
  void feed(const std::string& node, Array value);

  /// Values of some tensors, named as in nodes' inputs ("name", "name:1"). Control inputs are not
  /// followed. What is not needed any more is given back on the way.
  /// @errors NotFound: no such node. Unsupported, with the node's name: an operation that is not
  /// known here, or inputs that do not fit it. CorruptData: a cycle. Cancelled.
  [[nodiscard]] Result<std::vector<Array>> run(const std::vector<std::string>& outputs,
                                               const std::stop_token& stop = {});
  /// The same for one.
  [[nodiscard]] Result<Array> run(const std::string& output);

 private:
  /// Nodes that are to be computed, inputs first.
  [[nodiscard]] Result<std::vector<const Node*>> orderFor(
      const std::vector<std::string>& outputs) const;

  Precision precision_;
  std::map<std::string_view, const Node*> nodes_;
  std::map<std::string, Array, std::less<>> fed_;
};

}  // namespace followspot::model
