#include "core/model/tflite/tflite_model.h"

#include <algorithm>
#include <array>
#include <utility>

#include "tflite_subset_generated.h"
#include <flatbuffers/flatbuffers.h>
#include <flatbuffers/flexbuffers.h>

#include "core/model/tensor_codec.h"

namespace followspot::model {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{1} << 30;
constexpr std::size_t kMinFileBytes = 32;
constexpr unsigned kMaxTables = 1'000'000;
constexpr std::size_t kMaxTensors = 100'000;
constexpr std::size_t kMaxOperators = 50'000;
constexpr std::size_t kMaxOperands = 1'000;
constexpr std::size_t kMaxNameBytes = 10'000;

struct OpName {
  TfliteOp op;
  const char* name;
};
constexpr std::array kOpNames = {
    OpName{TfliteOp::Add, "ADD"},
    OpName{TfliteOp::AveragePool2D, "AVERAGE_POOL_2D"},
    OpName{TfliteOp::Concatenation, "CONCATENATION"},
    OpName{TfliteOp::Conv2D, "CONV_2D"},
    OpName{TfliteOp::DepthwiseConv2D, "DEPTHWISE_CONV_2D"},
    OpName{TfliteOp::Dequantize, "DEQUANTIZE"},
    OpName{TfliteOp::Logistic, "LOGISTIC"},
    OpName{TfliteOp::MaxPool2D, "MAX_POOL_2D"},
    OpName{TfliteOp::Mul, "MUL"},
    OpName{TfliteOp::Relu, "RELU"},
    OpName{TfliteOp::Relu6, "RELU6"},
    OpName{TfliteOp::Reshape, "RESHAPE"},
    OpName{TfliteOp::ResizeBilinear, "RESIZE_BILINEAR"},
    OpName{TfliteOp::Softmax, "SOFTMAX"},
    OpName{TfliteOp::Custom, "CUSTOM"},
    OpName{TfliteOp::Pad, "PAD"},
    OpName{TfliteOp::Mean, "MEAN"},
    OpName{TfliteOp::Sub, "SUB"},
    OpName{TfliteOp::Squeeze, "SQUEEZE"},
    OpName{TfliteOp::ResizeNearestNeighbor, "RESIZE_NEAREST_NEIGHBOR"},
    OpName{TfliteOp::Quantize, "QUANTIZE"},
    OpName{TfliteOp::HardSwish, "HARD_SWISH"},
};

DataType dataTypeOf(tflite::TensorType type) {
  switch (type) {
    case tflite::TensorType::Float32:
      return DataType::Float;
    case tflite::TensorType::Float16:
      return DataType::Half;
    case tflite::TensorType::Float64:
      return DataType::Double;
    case tflite::TensorType::Int32:
      return DataType::Int32;
    case tflite::TensorType::Int64:
      return DataType::Int64;
    case tflite::TensorType::UInt8:
      return DataType::UInt8;
    case tflite::TensorType::Int16:
      return DataType::Int16;
    case tflite::TensorType::Int8:
      return DataType::Int8;
    case tflite::TensorType::Bool:
      return DataType::Bool;
    default:
      return DataType::Invalid;
  }
}

tl::unexpected<Error> corrupt(std::string what) {
  return fail(ErrorCode::CorruptData,
              std::move(what) + ". Check that the file is whole and a TensorFlow Lite model.");
}

/// Names go into messages: strange characters are replaced.
std::string printable(const flatbuffers::String& text) {
  std::string name(text.c_str(), std::min<std::size_t>(text.size(), kMaxNameBytes));
  std::ranges::replace_if(
      name, [](char c) { return c < ' ' || c > '~'; }, '?');
  return name;
}

/// Reads enumerators by number: a file may hold any.
TfliteActivation activationOf(tflite::Activation value) {
  const auto number = static_cast<unsigned>(value);
  return number <= static_cast<unsigned>(TfliteActivation::SignBit)
             ? static_cast<TfliteActivation>(number)
             : TfliteActivation::SignBit;
}
TflitePadding paddingOf(tflite::Padding value) {
  return value == tflite::Padding::Valid ? TflitePadding::Valid : TflitePadding::Same;
}

class ModelReader {
 public:
  explicit ModelReader(const tflite::Model& model) : model_(model) {}

  Result<void> read(TfliteModel& out) {
    const auto* const subgraphs = model_.subgraphs();
    if (subgraphs == nullptr || subgraphs->size() == 0 || subgraphs->Get(0) == nullptr) {
      return corrupt("no graph in it");
    }
    if (subgraphs->size() != 1) {
      return fail(ErrorCode::Unsupported, "it has " + std::to_string(subgraphs->size()) +
                                              " subgraphs (control flow). Give a plain SSD model.");
    }
    const tflite::SubGraph& graph = *subgraphs->Get(0);
    if (auto tensors = readTensors(graph, out); !tensors) {
      return tensors;
    }
    if (auto operators = readOperators(graph, out); !operators) {
      return operators;
    }
    if (!indices(graph.inputs(), out.tensors.size(), 0, out.inputs) ||
        !indices(graph.outputs(), out.tensors.size(), 0, out.outputs)) {
      return corrupt("an input or output that is no tensor of the graph");
    }
    return {};
  }

 private:
  Result<void> readTensors(const tflite::SubGraph& graph, TfliteModel& out) {
    const auto* const tensors = graph.tensors();
    if (tensors == nullptr || tensors->size() > kMaxTensors) {
      return corrupt("no tensors, or more than " + std::to_string(kMaxTensors));
    }
    out.tensors.reserve(tensors->size());
    for (const tflite::Tensor* const tensor : *tensors) {
      TfliteTensor item;
      if (tensor->name() != nullptr) {
        item.name = printable(*tensor->name());
      }
      const std::string place =
          "tensor " + std::to_string(out.tensors.size()) + " (\"" + item.name + "\")";
      item.type = dataTypeOf(tensor->type());
      if (tensor->shape() != nullptr) {
        if (tensor->shape()->size() > kMaxRank) {
          return corrupt(place + " has more than " + std::to_string(kMaxRank) + " dimensions");
        }
        item.shape.assign(tensor->shape()->begin(), tensor->shape()->end());
      }
      const auto* const quantization = tensor->quantization();
      item.quantized = quantization != nullptr && quantization->scale() != nullptr &&
                       quantization->scale()->size() > 0;
      if (auto data = readData(*tensor, item); !data) {
        return fail(data.error().withContext(place));
      }
      out.tensors.push_back(std::move(item));
    }
    return {};
  }

  Result<void> readData(const tflite::Tensor& tensor, TfliteTensor& item) {
    const auto* const buffers = model_.buffers();
    if (buffers == nullptr || tensor.buffer() >= buffers->size()) {
      return corrupt("its buffer is not in the file");
    }
    const auto* const data = buffers->Get(tensor.buffer())->data();
    if (data == nullptr || data->size() == 0) {
      return {};
    }
    const auto count = checkedElementCount(item.shape);
    const std::size_t elementSize = elementBytes(item.type);
    std::size_t bytes = 0;
    if (!count || __builtin_mul_overflow(static_cast<std::size_t>(*count), elementSize, &bytes) ||
        (elementSize != 0 && bytes != data->size())) {
      return corrupt("its " + std::to_string(data->size()) + " bytes do not fit its shape " +
                     describe(item.shape));
    }
    item.data = std::as_bytes(std::span(data->data(), data->size()));
    return {};
  }

  /// Copies tensor indices; false where one is no tensor (`lowest` may be -1).
  template <class Vector>
  static bool indices(const Vector* from, std::size_t tensors, std::int32_t lowest,
                      std::vector<std::int32_t>& to) {
    if (from == nullptr) {
      return true;
    }
    if (from->size() > kMaxOperands) {
      return false;
    }
    to.assign(from->begin(), from->end());
    return std::ranges::all_of(to, [&](std::int32_t index) {
      return index >= lowest && index < static_cast<std::int64_t>(tensors);
    });
  }

  Result<void> readOperators(const tflite::SubGraph& graph, TfliteModel& out) {
    const auto* const operators = graph.operators();
    const auto* const codes = model_.operator_codes();
    if (operators == nullptr || codes == nullptr || operators->size() > kMaxOperators) {
      return corrupt("no operators, or more than " + std::to_string(kMaxOperators));
    }
    out.operators.reserve(operators->size());
    for (const tflite::Operator* const from : *operators) {
      const std::string place = "operator " + std::to_string(out.operators.size());
      if (from->opcode_index() >= codes->size()) {
        return corrupt(place + " is of no known kind");
      }
      const tflite::OperatorCode& code = *codes->Get(from->opcode_index());
      TfliteOperator item;
      // Old files have only the byte, new ones both; numbers above 127 only the wide one.
      item.op = static_cast<TfliteOp>(
          std::max<std::int32_t>(code.deprecated_builtin_code(), code.builtin_code()));
      if (code.custom_code() != nullptr) {
        item.customCode = printable(*code.custom_code());
      }
      if (!indices(from->inputs(), out.tensors.size(), -1, item.inputs) ||
          !indices(from->outputs(), out.tensors.size(), 0, item.outputs)) {
        return corrupt(place + " (" + nameOf(item.op) + ") names a tensor that is not there");
      }
      readOptions(*from, item);
      if (item.op == TfliteOp::Custom && from->custom_options() != nullptr &&
          !readCustomOptions(*from->custom_options(), item)) {
        return corrupt(place + " (" + item.customCode + ") has damaged options");
      }
      out.operators.push_back(std::move(item));
    }
    return {};
  }

  static void readOptions(const tflite::Operator& from, TfliteOperator& to) {
    if (const auto* const conv = from.builtin_options_as_Conv2DOptions()) {
      to.padding = paddingOf(conv->padding());
      to.activation = activationOf(conv->activation());
      to.strideH = conv->stride_h();
      to.strideW = conv->stride_w();
      to.dilationH = conv->dilation_h();
      to.dilationW = conv->dilation_w();
    } else if (const auto* const depthwise = from.builtin_options_as_DepthwiseConv2DOptions()) {
      to.padding = paddingOf(depthwise->padding());
      to.activation = activationOf(depthwise->activation());
      to.strideH = depthwise->stride_h();
      to.strideW = depthwise->stride_w();
      to.dilationH = depthwise->dilation_h();
      to.dilationW = depthwise->dilation_w();
      to.depthMultiplier = depthwise->depth_multiplier();
    } else if (const auto* const pool = from.builtin_options_as_Pool2DOptions()) {
      to.padding = paddingOf(pool->padding());
      to.activation = activationOf(pool->activation());
      to.strideH = pool->stride_h();
      to.strideW = pool->stride_w();
      to.filterH = pool->filter_h();
      to.filterW = pool->filter_w();
    } else if (const auto* const concat = from.builtin_options_as_ConcatenationOptions()) {
      to.axis = concat->axis();
      to.activation = activationOf(concat->activation());
    } else if (const auto* const softmax = from.builtin_options_as_SoftmaxOptions()) {
      to.beta = softmax->beta();
    } else if (const auto* const add = from.builtin_options_as_AddOptions()) {
      to.activation = activationOf(add->activation());
    } else if (const auto* const mul = from.builtin_options_as_MulOptions()) {
      to.activation = activationOf(mul->activation());
    } else if (const auto* const sub = from.builtin_options_as_SubOptions()) {
      to.activation = activationOf(sub->activation());
    } else if (const auto* const mean = from.builtin_options_as_ReducerOptions()) {
      to.keepDims = mean->keep_dims();
    } else if (const auto* const bilinear = from.builtin_options_as_ResizeBilinearOptions()) {
      to.alignCorners = bilinear->align_corners();
      to.halfPixelCenters = bilinear->half_pixel_centers();
    } else if (const auto* const nearest = from.builtin_options_as_ResizeNearestNeighborOptions()) {
      to.alignCorners = nearest->align_corners();
      to.halfPixelCenters = nearest->half_pixel_centers();
    }
  }

  static bool readCustomOptions(const flatbuffers::Vector<std::uint8_t>& bytes,
                                TfliteOperator& to) {
    constexpr std::size_t kMaxOptionBytes = 100'000;
    if (bytes.size() == 0 || bytes.size() > kMaxOptionBytes) {
      return bytes.size() == 0;
    }
    // A copy of its own: the numbers in it must be aligned, which the file does not promise.
    const std::vector<std::uint8_t> aligned(bytes.begin(), bytes.end());
    std::vector<std::uint8_t> tracker;
    if (!flexbuffers::VerifyBuffer(aligned.data(), aligned.size(), &tracker)) {
      return false;
    }
    const flexbuffers::Reference root = flexbuffers::GetRoot(aligned);
    if (!root.IsMap()) {
      return false;
    }
    const flexbuffers::Map map = root.AsMap();
    const flexbuffers::TypedVector keys = map.Keys();
    const flexbuffers::Vector values = map.Values();
    for (std::size_t i = 0; i < std::min(keys.size(), values.size()); ++i) {
      const flexbuffers::Reference value = values[i];
      if (value.IsBool()) {
        to.customOptions.emplace(keys[i].AsKey(), value.AsBool() ? 1 : 0);
      } else if (value.IsNumeric()) {
        to.customOptions.emplace(keys[i].AsKey(), value.AsDouble());
      }
    }
    return true;
  }

  const tflite::Model& model_;
};

}  // namespace

std::string nameOf(TfliteOp op) {
  for (const OpName& row : kOpNames) {
    if (row.op == op) {
      return row.name;
    }
  }
  return "operator " + std::to_string(static_cast<std::int32_t>(op));
}

Result<TfliteModel> readTflite(std::shared_ptr<const std::string> file) {
  if (file->size() < kMinFileBytes || file->size() > kMaxFileBytes) {
    return corrupt("its " + std::to_string(file->size()) + " bytes are no model");
  }
  const auto* const bytes =
      static_cast<const std::uint8_t*>(static_cast<const void*>(file->data()));
  flatbuffers::Verifier verifier(bytes, file->size(), 32, kMaxTables);
  if (!tflite::ModelBufferHasIdentifier(bytes) || !tflite::VerifyModelBuffer(verifier)) {
    return corrupt("not a TensorFlow Lite model, or damaged");
  }
  TfliteModel model;
  model.file = std::move(file);
  if (auto read = ModelReader(*tflite::GetModel(bytes)).read(model); !read) {
    return fail(read.error());
  }
  return model;
}

}  // namespace followspot::model
