#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "tflite_subset_objects_generated.h"

/// Builds TensorFlow Lite files operator by operator, and computes at the same time what each
/// tensor must be, by plain loops over the formulas of TensorFlow Lite's documentation.
///
/// Tensors are [1, h, w, c]; weights are random numbers of a fixed seed.
class TinyTflite {
 public:
  using Activation = followspot::tflite::Activation;
  using Padding = followspot::tflite::Padding;

  struct Value {
    int h = 1;
    int w = 1;
    int c = 1;
    std::vector<double> data;  ///< [h, w, c]
    [[nodiscard]] double at(int y, int x, int k) const {
      return data[static_cast<std::size_t>((y * w + x) * c + k)];
    }
  };

  struct Conv {
    int kernel = 1;
    int outputs = 1;  ///< Depthwise: the multiplier.
    int stride = 1;
    Padding padding = Padding::Same;
    Activation activation = Activation::None;
    bool half = false;  ///< Weights in float16 through a DEQUANTIZE.
    bool bias = true;
  };

  /// @param picture  numbers of the input, [height, width, 3].
  TinyTflite(int height, int width, const std::vector<float>& picture);

  // Each adds one operator (and its constants) and returns its output tensor.
  int conv(int input, const Conv& options);
  int depthwise(int input, const Conv& options);
  int unary(int code, int input);  ///< RELU, RELU6, LOGISTIC, HARD_SWISH
  int binary(int code, int a, int b, Activation activation = Activation::None);
  /// With a constant of `count` numbers (1 or one a channel) on the given side.
  int withConstant(int code, int input, int count, bool constantFirst = false);
  int pad(int input, int top, int bottom, int left, int right);
  int pool(int code, int input, int size, int stride, Padding padding);
  int mean(int input);
  int resize(int code, int input, int height, int width, bool alignCorners = false,
             bool halfPixelCenters = false);
  int join(const std::vector<int>& inputs);
  /// The convolutions of a head, reshaped and joined to [1, A, columns].
  int head(const std::vector<int>& layers, int columns, const std::string& name);
  int score(int code, int input, const std::string& name);  ///< LOGISTIC or SOFTMAX on [1, A, C]
  /// Box coder 8, 9, 4, 6; NMS at 0.5.
  void postProcess(int boxes, int scores, const std::vector<float>& anchors, int classes);
  void setOutputs(const std::vector<int>& tensors) {
    graph().outputs.assign(tensors.begin(), tensors.end());
  }

  [[nodiscard]] const Value& value(int tensor) const {
    return values_[static_cast<std::size_t>(tensor)];
  }
  [[nodiscard]] followspot::tflite::ModelT& model() { return model_; }
  [[nodiscard]] followspot::tflite::SubGraphT& graph() { return *model_.subgraphs[0]; }
  [[nodiscard]] std::shared_ptr<const std::string> file() const;

 private:
  using Shape = std::vector<std::int32_t>;

  int tensor(const std::string& name, const Shape& shape, followspot::tflite::TensorType type,
             Value value);
  int result(const std::string& kind, Value value);  ///< Named, shaped as its value.
  int constant(const std::string& name, const Shape& shape, const std::vector<float>& numbers);
  /// Rounds the numbers, too.
  int halfConstant(const std::string& name, const Shape& shape, std::vector<float>& numbers);
  int integers(const std::string& name, const std::vector<std::int32_t>& numbers);
  void setBytes(int tensor, const void* bytes, std::size_t size);
  followspot::tflite::OperatorT& op(int code, const std::vector<int>& inputs, int output,
                                    const std::string& custom = "");
  std::vector<float> random(std::size_t count, float scale);
  std::string freshName(const std::string& kind);

  followspot::tflite::ModelT model_;
  std::vector<Value> values_;  ///< By tensor.
  std::mt19937 engine_{7};
  int names_ = 0;
};

/// An SSD network for pictures of 24x16 as a file: background and two classes, 288 boxes.
[[nodiscard]] std::string tinySsd();
