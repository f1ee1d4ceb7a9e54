#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/tensor.h"

namespace followspot::model {

/// Operators that SSD networks use, numbered as in the file (BuiltinOperator).
/// @source tensorflow/lite/schema/schema.fbs
enum class TfliteOp : std::int32_t {
  Add = 0,
  AveragePool2D = 1,
  Concatenation = 2,
  Conv2D = 3,
  DepthwiseConv2D = 4,
  Dequantize = 6,
  Logistic = 14,
  MaxPool2D = 17,
  Mul = 18,
  Relu = 19,
  Relu6 = 21,
  Reshape = 22,
  ResizeBilinear = 23,
  Softmax = 25,
  Custom = 32,
  Pad = 34,
  Mean = 40,
  Sub = 41,
  Squeeze = 43,
  ResizeNearestNeighbor = 97,
  Quantize = 114,
  HardSwish = 117,
};

/// "CONV_2D", ...; "operator 123" for one that is none of the above.
[[nodiscard]] std::string nameOf(TfliteOp op);

enum class TflitePadding : std::uint8_t { Same, Valid };
enum class TfliteActivation : std::uint8_t { None, Relu, ReluN1To1, Relu6, Tanh, SignBit };

/// A tensor of the file. `data` is empty for one that is computed.
struct TfliteTensor {
  std::string name;
  Shape shape;
  DataType type = DataType::Invalid;
  bool quantized = false;  ///< Has scales: whole numbers that stand for real ones.
  std::span<const std::byte> data;
};

/// An operator with those of its options that it has; the others keep their defaults.
struct TfliteOperator {
  TfliteOp op = TfliteOp::Custom;
  std::string customCode;
  std::vector<std::int32_t> inputs;  ///< Tensor indices; -1: an optional input that is not given.
  std::vector<std::int32_t> outputs;
  TflitePadding padding = TflitePadding::Same;
  TfliteActivation activation = TfliteActivation::None;
  std::int32_t strideH = 1;
  std::int32_t strideW = 1;
  std::int32_t dilationH = 1;
  std::int32_t dilationW = 1;
  std::int32_t filterH = 1;  ///< Pooling.
  std::int32_t filterW = 1;
  std::int32_t depthMultiplier = 1;
  std::int32_t axis = 0;  ///< Concatenation.
  float beta = 1;         ///< Softmax.
  bool keepDims = false;  ///< Mean.
  bool alignCorners = false;
  bool halfPixelCenters = false;
  std::map<std::string, double, std::less<>> customOptions;  ///< Numbers and flags by name.
};

/// The only (or first) subgraph of a TensorFlow Lite file, in plain form.
/// @threading plain value.
struct TfliteModel {
  std::shared_ptr<const std::string> file;  ///< Keeps the tensors' data alive.
  std::vector<TfliteTensor> tensors;
  std::vector<TfliteOperator> operators;
  std::vector<std::int32_t> inputs;  ///< Indices into `tensors`, all valid, as in operators.
  std::vector<std::int32_t> outputs;
};

/// Reads a file after the flatbuffers verifier has passed it; all indices, shapes and sizes of data
/// are checked.
/// @errors CorruptData: no TensorFlow Lite file, or damaged. Unsupported: data outside the file,
/// more than one subgraph.
[[nodiscard]] Result<TfliteModel> readTflite(std::shared_ptr<const std::string> file);

}  // namespace followspot::model
