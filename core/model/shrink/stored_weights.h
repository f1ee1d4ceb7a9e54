#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/model/tensor.h"
#include "core/model/transforms/graph_view.h"
#include "core/model/transforms/step_report.h"

namespace followspot::model {

/// How a network's weights are kept in its file. OpenCV turns all of them into 32-bit floats when
/// it loads: the file gets smaller, the network neither faster nor smaller in memory.
enum class WeightType {
  Float32,
  Float16,  ///< All weights and biases; half the size.
  /// Kernels of at least `kFewestQuantized` numbers in 256 steps between their least and greatest;
  /// depthwise kernels, whose channels differ too much for that, and the rest as Float16.
  UInt8,
};

/// "none", "float16", "uint8", as `--quantize` names them.
[[nodiscard]] std::string_view nameOf(WeightType type);

/// Smaller kernels are not worth steps of their own.
inline constexpr std::int64_t kFewestQuantized = 1024;

/// Stores the weights of a network (kernels, biases, batch norm) in another form, from whatever
/// form they are in.
///
/// UInt8: a kernel `w` becomes a Dequantize node of that name (mode MIN_FIRST) on DT_QUINT8
/// numbers, the only form of 8-bit weights that OpenCV's importer reads. Value = (q + zero) * step,
/// where `step` has 16 significant bits, so that OpenCV's and TensorFlow's arithmetic give it
/// exactly.
/// Numbers that a half cannot hold stay 32 bits wide.
/// @param binary   model.pb; its own network (where there is a text graph) reads narrow weights
///                 through Cast, which TensorFlow needs and OpenCV does not look at.
/// @param network  what OpenCV runs: the text graph, or nothing where that is `binary` itself.
/// @errors CorruptData: weights that are not there.
/// @source behaviour: tensorflow/core/kernels/dequantize_op.cc (MIN_FIRST)
[[nodiscard]] Result<Graph> storeWeights(Graph binary, const Graph* network, WeightType type,
                                         StepReport& report);

/// Numbers of a Const or Dequantize as 32-bit floats; nothing for any other node.
/// @param binary  where a Dequantize's numbers are.
[[nodiscard]] std::optional<Tensor> weightsOf(const GraphIndex& binary, const Node& node);

/// The nearest half, ties to even; infinite where |value| rounds above 65504.
[[nodiscard]] std::uint16_t halfFromFloat(float value);

}  // namespace followspot::model
