#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/graph.h"

namespace followspot::test {

/// Numbers in double precision, row-major.
struct Array {
  model::Shape shape;
  std::vector<double> values;
};

/// Runs a TensorFlow graph as its operations are defined, in double precision and without
/// cleverness: the measure for everything that is folded, fused or run elsewhere.
///
/// Shares no code with what it checks but the graph itself: shapes come from the numbers.
class ReferenceExecutor {
 public:
  explicit ReferenceExecutor(const model::Graph& graph);

  /// Sets what a placeholder (or any node in its place) gives.
  void feed(const std::string& node, Array value);

  /// Value of a node's first output. @errors Unsupported: an operation that is not known here.
  Result<Array> run(const std::string& node);

 private:
  Result<Array> compute(const model::Node& node, const std::vector<const Array*>& inputs) const;

  std::map<std::string, const model::Node*, std::less<>> nodes_;
  std::map<std::string, Array, std::less<>> known_;
};

}  // namespace followspot::test
