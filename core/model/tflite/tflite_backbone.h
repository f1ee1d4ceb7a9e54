#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/model/graph_builder.h"
#include "core/model/tflite/tflite_model.h"

namespace followspot::model {

/// Name and place of an operator for messages: `CONV_2D "a/b" (operator 7)`.
[[nodiscard]] std::string placeOf(const TfliteModel& model, std::size_t operatorIndex);

/// Translates the convolutional part of a TensorFlow Lite graph, whose tensors are all
/// [1, height, width, channels], operator by operator.
/// @threading one thread at a time.
class TfliteBackbone {
 public:
  TfliteBackbone(const TfliteModel& model, GraphBuilder& builder);

  /// Translates all that the given tensors need, in the file's order.
  /// @param ends  tensor indices.
  /// @errors Unsupported, CorruptData: name the operator.
  [[nodiscard]] Result<void> translate(const std::vector<std::int32_t>& ends);

  /// Node of a translated tensor.
  [[nodiscard]] std::string nodeOf(std::int32_t tensor) const { return nodes_.at(tensor); }
  /// Index of the operator that makes a tensor; nothing for inputs and constants.
  [[nodiscard]] std::optional<std::size_t> producerOf(std::int32_t tensor) const;
  /// Numbers of a constant tensor, through a DEQUANTIZE from float16 where there is one; nothing
  /// for a computed one.
  [[nodiscard]] std::optional<Tensor> constantOf(std::int32_t tensor) const;
  /// A tensor's name without the names of what was fused into it, fit for a node.
  [[nodiscard]] std::string cleanName(std::int32_t tensor) const;

 private:
  using Attrs = GraphBuilder::Attrs;

  [[nodiscard]] std::vector<bool> neededOperators(const std::vector<std::int32_t>& ends) const;
  Result<void> translateOperator(std::size_t index);
  Result<void> convolution(std::size_t index);
  Result<std::string> kernel(std::size_t index);
  Result<void> arithmetic(std::size_t index);
  Result<void> hardSwish(std::size_t index);
  Result<void> pad(std::size_t index);
  Result<void> pool(std::size_t index);
  Result<void> concatenation(std::size_t index);
  Result<void> mean(std::size_t index);
  Result<void> resize(std::size_t index);
  Result<void> sameShape(std::size_t index);
  /// Gives the operator's output a node, with the fused activation behind `op`.
  Result<void> finish(std::size_t index, const std::string& op, std::vector<std::string> inputs,
                      Attrs attrs);
  /// Node of computed input `position`.
  Result<std::string> input(std::size_t index, std::size_t position) const;
  /// 32-bit integers of constant input `position`.
  Result<std::vector<std::int32_t>> integers(std::size_t index, std::size_t position) const;
  [[nodiscard]] tl::unexpected<Error> unsupported(std::size_t index, const std::string& what) const;

  const TfliteModel& model_;
  GraphBuilder& builder_;
  std::map<std::int32_t, std::size_t> producers_;
  std::map<std::int32_t, std::string> nodes_;
  std::map<std::pair<std::int32_t, TfliteOp>, std::string> kernels_;  ///< Shared by several heads.
};

}  // namespace followspot::model
