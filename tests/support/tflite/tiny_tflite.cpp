#include "tests/support/tflite/tiny_tflite.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include <flatbuffers/flexbuffers.h>

namespace lite = followspot::tflite;

namespace {

// Numbers of BuiltinOperator. @source tensorflow/lite/schema/schema.fbs
constexpr int kAdd = 0;
constexpr int kAveragePool = 1;
constexpr int kConcatenation = 2;
constexpr int kConv = 3;
constexpr int kDepthwise = 4;
constexpr int kDequantize = 6;
constexpr int kLogistic = 14;
constexpr int kMul = 18;
constexpr int kRelu = 19;
constexpr int kRelu6 = 21;
constexpr int kReshape = 22;
constexpr int kResizeBilinear = 23;
constexpr int kSoftmax = 25;
constexpr int kCustom = 32;
constexpr int kPad = 34;
constexpr int kMean = 40;
constexpr int kSub = 41;
constexpr int kWideCode = 127;  // the old field ends here

double activated(double x, lite::Activation activation) {
  switch (activation) {
    case lite::Activation::Relu:
      return std::max(x, 0.0);
    case lite::Activation::Relu6:
      return std::clamp(x, 0.0, 6.0);
    default:
      return x;
  }
}

int outSize(int size, int kernel, int stride, lite::Padding padding) {
  return padding == lite::Padding::Same ? (size + stride - 1) / stride
                                        : (size - kernel) / stride + 1;
}

/// A window that slides over rows and columns.
struct Window {
  int kernel, stride, padY, padX, h, w;

  Window(const TinyTflite::Value& in, int size, int step, lite::Padding padding)
      : kernel(size),
        stride(step),
        padY(0),
        padX(0),
        h(outSize(in.h, size, step, padding)),
        w(outSize(in.w, size, step, padding)) {
    if (padding == lite::Padding::Same) {
      padY = std::max((h - 1) * stride + kernel - in.h, 0) / 2;
      padX = std::max((w - 1) * stride + kernel - in.w, 0) / 2;
    }
  }
  /// Calls `visit(sourceY, sourceX, kernelY, kernelX)` for what lies inside the picture.
  template <class Visit>
  void each(const TinyTflite::Value& in, int y, int x, Visit visit) const {
    for (int i = 0; i < kernel; ++i) {
      for (int j = 0; j < kernel; ++j) {
        const int sy = y * stride + i - padY;
        const int sx = x * stride + j - padX;
        if (sy >= 0 && sx >= 0 && sy < in.h && sx < in.w) {
          visit(sy, sx, i, j);
        }
      }
    }
  }
};

/// Nearest float16 of a number of ordinary size (no infinities, no subnormals).
std::uint16_t halfOf(float x) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &x, sizeof bits);
  const std::uint32_t sign = bits >> 16U & 0x8000U;
  const std::uint32_t rounded = (bits & 0x7FFFFFFFU) + 0x1000U;
  return static_cast<std::uint16_t>(rounded < 0x38800000U ? sign
                                                          : sign | (rounded - 0x38000000U) >> 13U);
}
float floatOf(std::uint16_t half) {
  const std::uint32_t rest = half & 0x7FFFU;
  const std::uint32_t bits =
      (half & 0x8000U) << 16U | (rest == 0 ? 0 : (rest << 13U) + 0x38000000U);
  float x = 0;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

double numberAt(const std::vector<float>& numbers, int index) {
  return static_cast<double>(numbers[static_cast<std::size_t>(index)]);
}

}  // namespace

TinyTflite::TinyTflite(int height, int width, const std::vector<float>& picture) {
  model_.version = 3;
  model_.subgraphs.push_back(std::make_unique<lite::SubGraphT>());
  model_.buffers.push_back(std::make_unique<lite::BufferT>());
  graph().inputs = {tensor("input", {1, height, width, 3}, lite::TensorType::Float32,
                           {height, width, 3, {picture.begin(), picture.end()}})};
}

int TinyTflite::tensor(const std::string& name, const Shape& shape, lite::TensorType type,
                       Value value) {
  auto item = std::make_unique<lite::TensorT>();
  item->name = name;
  item->shape = shape;
  item->type = type;
  graph().tensors.push_back(std::move(item));
  values_.push_back(std::move(value));
  return static_cast<int>(values_.size()) - 1;
}

int TinyTflite::result(const std::string& kind, Value value) {
  const Shape shape{1, value.h, value.w, value.c};
  return tensor(freshName(kind), shape, lite::TensorType::Float32, std::move(value));
}

void TinyTflite::setBytes(int tensor, const void* bytes, std::size_t size) {
  auto buffer = std::make_unique<lite::BufferT>();
  const auto* const from = static_cast<const std::uint8_t*>(bytes);
  buffer->data.assign(from, from + size);
  model_.buffers.push_back(std::move(buffer));
  graph().tensors[static_cast<std::size_t>(tensor)]->buffer =
      static_cast<std::uint32_t>(model_.buffers.size()) - 1;
}

int TinyTflite::constant(const std::string& name, const Shape& shape,
                         const std::vector<float>& numbers) {
  const int index = tensor(name, shape, lite::TensorType::Float32, {});
  setBytes(index, numbers.data(), numbers.size() * sizeof(float));
  return index;
}

int TinyTflite::halfConstant(const std::string& name, const Shape& shape,
                             std::vector<float>& numbers) {
  std::vector<std::uint16_t> halves;
  for (float& number : numbers) {
    halves.push_back(halfOf(number));
    number = floatOf(halves.back());
  }
  const int half = tensor(name, shape, lite::TensorType::Float16, {});
  setBytes(half, halves.data(), halves.size() * sizeof(std::uint16_t));
  const int whole = tensor(name + "_dequantize", shape, lite::TensorType::Float32, {});
  op(kDequantize, {half}, whole);
  return whole;
}

int TinyTflite::integers(const std::string& name, const std::vector<std::int32_t>& numbers) {
  const int index =
      tensor(name, {static_cast<std::int32_t>(numbers.size())}, lite::TensorType::Int32, {});
  setBytes(index, numbers.data(), numbers.size() * sizeof(std::int32_t));
  return index;
}

lite::OperatorT& TinyTflite::op(int code, const std::vector<int>& inputs, int output,
                                const std::string& custom) {
  auto item = std::make_unique<lite::OperatorT>();
  auto kind = std::make_unique<lite::OperatorCodeT>();
  kind->deprecated_builtin_code = static_cast<std::int8_t>(std::min(code, kWideCode));
  kind->builtin_code = code;
  kind->custom_code = custom;
  model_.operator_codes.push_back(std::move(kind));
  item->opcode_index = static_cast<std::uint32_t>(model_.operator_codes.size()) - 1;
  item->inputs.assign(inputs.begin(), inputs.end());
  item->outputs = {output};
  graph().operators.push_back(std::move(item));
  return *graph().operators.back();
}

std::vector<float> TinyTflite::random(std::size_t count, float scale) {
  std::uniform_real_distribution<float> distribution(-scale, scale);
  std::vector<float> numbers(count);
  for (float& number : numbers) {
    number = distribution(engine_);
  }
  return numbers;
}

std::string TinyTflite::freshName(const std::string& kind) {
  return "net/" + kind + "_" + std::to_string(names_++) + ";fused/away";
}

int TinyTflite::conv(int input, const Conv& o) {
  const Value in = value(input);
  const int patch = o.kernel * o.kernel * in.c;
  auto weights = random(static_cast<std::size_t>(o.outputs * patch),
                        1.5F / std::sqrt(static_cast<float>(patch)));
  auto bias = random(static_cast<std::size_t>(o.outputs), o.bias ? 0.5F : 0.0F);
  const std::string name = freshName("weights");
  const Shape shape{o.outputs, o.kernel, o.kernel, in.c};
  const int w =
      o.half ? halfConstant(name + "/w", shape, weights) : constant(name + "/w", shape, weights);
  const int b = !o.bias  ? -1
                : o.half ? halfConstant(name + "/b", {o.outputs}, bias)
                         : constant(name + "/b", {o.outputs}, bias);
  const Window window(in, o.kernel, o.stride, o.padding);
  Value out{window.h, window.w, o.outputs, {}};
  for (int y = 0; y < out.h; ++y) {
    for (int x = 0; x < out.w; ++x) {
      for (int k = 0; k < out.c; ++k) {
        double sum = numberAt(bias, k);
        window.each(in, y, x, [&](int sy, int sx, int i, int j) {
          for (int c = 0; c < in.c; ++c) {
            sum += in.at(sy, sx, c) *
                   numberAt(weights, ((k * o.kernel + i) * o.kernel + j) * in.c + c);
          }
        });
        out.data.push_back(activated(sum, o.activation));
      }
    }
  }
  const int made = result("conv", std::move(out));
  lite::Conv2DOptionsT options;
  options.padding = o.padding;
  options.stride_h = options.stride_w = o.stride;
  options.activation = o.activation;
  op(kConv, o.bias ? std::vector{input, w, b} : std::vector{input, w}, made)
      .builtin_options.Set(std::move(options));
  return made;
}

int TinyTflite::depthwise(int input, const Conv& o) {
  const Value in = value(input);
  const int channels = in.c * o.outputs;
  auto weights = random(static_cast<std::size_t>(o.kernel * o.kernel * channels),
                        1.5F / static_cast<float>(o.kernel));
  const auto bias = random(static_cast<std::size_t>(channels), 0.5F);
  const std::string name = freshName("weights");
  const Shape shape{1, o.kernel, o.kernel, channels};
  const int w =
      o.half ? halfConstant(name + "/w", shape, weights) : constant(name + "/w", shape, weights);
  const int b = constant(name + "/b", {channels}, bias);
  const Window window(in, o.kernel, o.stride, o.padding);
  Value out{window.h, window.w, channels, {}};
  for (int y = 0; y < out.h; ++y) {
    for (int x = 0; x < out.w; ++x) {
      for (int k = 0; k < channels; ++k) {
        double sum = numberAt(bias, k);
        window.each(in, y, x, [&](int sy, int sx, int i, int j) {
          sum +=
              in.at(sy, sx, k / o.outputs) * numberAt(weights, (i * o.kernel + j) * channels + k);
        });
        out.data.push_back(activated(sum, o.activation));
      }
    }
  }
  const int made = result("depthwise", std::move(out));
  lite::DepthwiseConv2DOptionsT options;
  options.padding = o.padding;
  options.stride_h = options.stride_w = o.stride;
  options.depth_multiplier = o.outputs;
  options.activation = o.activation;
  op(kDepthwise, {input, w, b}, made).builtin_options.Set(std::move(options));
  return made;
}

int TinyTflite::unary(int code, int input) {
  Value out = value(input);
  for (double& x : out.data) {
    x = code == kRelu       ? std::max(x, 0.0)
        : code == kRelu6    ? std::clamp(x, 0.0, 6.0)
        : code == kLogistic ? 1 / (1 + std::exp(-x))
                            : x * std::clamp(x + 3, 0.0, 6.0) / 6;
  }
  const int made = result("unary", std::move(out));
  op(code, {input}, made);
  return made;
}

int TinyTflite::binary(int code, int a, int b, Activation activation) {
  Value out = value(a);
  const Value& other = value(b);
  for (int y = 0; y < out.h; ++y) {
    for (int x = 0; x < out.w; ++x) {
      for (int k = 0; k < out.c; ++k) {
        const double right = other.at(other.h == 1 ? 0 : y, other.w == 1 ? 0 : x, k);
        double& left = out.data[static_cast<std::size_t>((y * out.w + x) * out.c + k)];
        left = activated(code == kAdd   ? left + right
                         : code == kSub ? left - right
                                        : left * right,
                         activation);
      }
    }
  }
  const int made = result("binary", std::move(out));
  auto& options = op(code, {a, b}, made).builtin_options;
  if (code == kAdd) {
    lite::AddOptionsT add;
    add.activation = activation;
    options.Set(std::move(add));
  } else if (code == kMul) {
    lite::MulOptionsT mul;
    mul.activation = activation;
    options.Set(std::move(mul));
  } else {
    lite::SubOptionsT sub;
    sub.activation = activation;
    options.Set(std::move(sub));
  }
  return made;
}

int TinyTflite::withConstant(int code, int input, int count, bool constantFirst) {
  Value out = value(input);
  const auto numbers = random(static_cast<std::size_t>(count), 1.0F);
  for (std::size_t i = 0; i < out.data.size(); ++i) {
    const double number = numberAt(numbers, count == 1 ? 0 : static_cast<int>(i) % out.c);
    double& x = out.data[i];
    x = code == kAdd ? x + number : code == kMul ? x * number : x - number;
  }
  const int operand = constant(freshName("operand"), {count}, numbers);
  const int made = result("constant", std::move(out));
  op(code, constantFirst ? std::vector{operand, input} : std::vector{input, operand}, made);
  return made;
}

int TinyTflite::pad(int input, int top, int bottom, int left, int right) {
  const Value in = value(input);
  Value out{in.h + top + bottom, in.w + left + right, in.c, {}};
  out.data.resize(static_cast<std::size_t>(out.h * out.w * out.c));
  for (int y = 0; y < in.h; ++y) {
    for (int x = 0; x < in.w; ++x) {
      for (int k = 0; k < in.c; ++k) {
        out.data[static_cast<std::size_t>(((y + top) * out.w + x + left) * out.c + k)] =
            in.at(y, x, k);
      }
    }
  }
  const int paddings = integers(freshName("paddings"), {0, 0, top, bottom, left, right, 0, 0});
  graph().tensors[static_cast<std::size_t>(paddings)]->shape = {4, 2};
  const int made = result("pad", std::move(out));
  op(kPad, {input, paddings}, made);
  return made;
}

int TinyTflite::pool(int code, int input, int size, int stride, Padding padding) {
  const Value in = value(input);
  const Window window(in, size, stride, padding);
  Value out{window.h, window.w, in.c, {}};
  for (int y = 0; y < out.h; ++y) {
    for (int x = 0; x < out.w; ++x) {
      for (int k = 0; k < in.c; ++k) {
        double largest = -1e30;
        double sum = 0;
        int count = 0;
        window.each(in, y, x, [&](int sy, int sx, int /*i*/, int /*j*/) {
          largest = std::max(largest, in.at(sy, sx, k));
          sum += in.at(sy, sx, k);
          ++count;
        });
        out.data.push_back(code == kAveragePool ? sum / count : largest);
      }
    }
  }
  const int made = result("pool", std::move(out));
  lite::Pool2DOptionsT options;
  options.padding = padding;
  options.stride_h = options.stride_w = stride;
  options.filter_h = options.filter_w = size;
  op(code, {input}, made).builtin_options.Set(std::move(options));
  return made;
}

int TinyTflite::mean(int input) {
  const Value in = value(input);
  Value out{1, 1, in.c, std::vector<double>(static_cast<std::size_t>(in.c), 0.0)};
  for (std::size_t i = 0; i < in.data.size(); ++i) {
    out.data[i % static_cast<std::size_t>(in.c)] += in.data[i] / (in.h * in.w);
  }
  const int axes = integers(freshName("axes"), {1, 2});
  const int made = result("mean", std::move(out));
  lite::ReducerOptionsT options;
  options.keep_dims = true;
  op(kMean, {input, axes}, made).builtin_options.Set(std::move(options));
  return made;
}

int TinyTflite::resize(int code, int input, int height, int width, bool alignCorners,
                       bool halfPixelCenters) {
  const Value in = value(input);
  Value out{height, width, in.c, {}};
  const auto source = [&](int at, int from, int to) {
    const double scale = alignCorners && to > 1 ? static_cast<double>(from - 1) / (to - 1)
                                                : static_cast<double>(from) / to;
    return std::max(halfPixelCenters ? (at + 0.5) * scale - 0.5 : at * scale, 0.0);
  };
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int k = 0; k < in.c; ++k) {
        const double sy = source(y, in.h, height);
        const double sx = source(x, in.w, width);
        const int y0 = std::min(static_cast<int>(sy), in.h - 1);
        const int x0 = std::min(static_cast<int>(sx), in.w - 1);
        if (code != kResizeBilinear) {
          out.data.push_back(in.at(y0, x0, k));
          continue;
        }
        const int y1 = std::min(y0 + 1, in.h - 1);
        const int x1 = std::min(x0 + 1, in.w - 1);
        const double top = in.at(y0, x0, k) + (in.at(y0, x1, k) - in.at(y0, x0, k)) * (sx - x0);
        const double low = in.at(y1, x0, k) + (in.at(y1, x1, k) - in.at(y1, x0, k)) * (sx - x0);
        out.data.push_back(top + (low - top) * (sy - y0));
      }
    }
  }
  const int size = integers(freshName("size"), {height, width});
  const int made = result("resize", std::move(out));
  auto& options = op(code, {input, size}, made).builtin_options;
  if (code == kResizeBilinear) {
    lite::ResizeBilinearOptionsT bilinear;
    bilinear.align_corners = alignCorners;
    bilinear.half_pixel_centers = halfPixelCenters;
    options.Set(std::move(bilinear));
  } else {
    lite::ResizeNearestNeighborOptionsT nearest;
    nearest.align_corners = alignCorners;
    nearest.half_pixel_centers = halfPixelCenters;
    options.Set(std::move(nearest));
  }
  return made;
}

int TinyTflite::join(const std::vector<int>& inputs) {
  Value out{value(inputs[0]).h, value(inputs[0]).w, 0, {}};
  for (const int input : inputs) {
    out.c += value(input).c;
  }
  for (int y = 0; y < out.h; ++y) {
    for (int x = 0; x < out.w; ++x) {
      for (const int input : inputs) {
        for (int k = 0; k < value(input).c; ++k) {
          out.data.push_back(value(input).at(y, x, k));
        }
      }
    }
  }
  const int made = result("join", std::move(out));
  lite::ConcatenationOptionsT options;
  options.axis = 3;
  op(kConcatenation, inputs, made).builtin_options.Set(std::move(options));
  return made;
}

int TinyTflite::head(const std::vector<int>& layers, int columns, const std::string& name) {
  std::vector<int> parts;
  Value all{1, 0, columns, {}};
  for (const int layer : layers) {
    const Value in = value(layer);
    const int rows = static_cast<int>(in.data.size()) / columns;
    const int shape = integers(freshName("shape"), {1, rows, columns});
    const int part = tensor(freshName("reshape"), {1, rows, columns}, lite::TensorType::Float32,
                            {1, rows, columns, in.data});
    op(kReshape, {layer, shape}, part);
    parts.push_back(part);
    all.w += rows;
    all.data.insert(all.data.end(), in.data.begin(), in.data.end());
  }
  const Shape shape{1, all.w, columns};
  const int made = tensor(name, shape, lite::TensorType::Float32, std::move(all));
  lite::ConcatenationOptionsT options;
  options.axis = 1;
  op(kConcatenation, parts, made).builtin_options.Set(std::move(options));
  return made;
}

int TinyTflite::score(int code, int input, const std::string& name) {
  Value out = value(input);
  for (int row = 0; row < out.w; ++row) {
    double* const scores = &out.data[static_cast<std::size_t>(row * out.c)];
    double sum = 0;
    for (int k = 0; k < out.c; ++k) {
      sum += std::exp(scores[k]);
    }
    for (int k = 0; k < out.c; ++k) {
      scores[k] = code == kSoftmax ? std::exp(scores[k]) / sum : 1 / (1 + std::exp(-scores[k]));
    }
  }
  const Shape shape{1, out.w, out.c};
  const int made = tensor(name, shape, lite::TensorType::Float32, std::move(out));
  auto& operation = op(code, {input}, made);
  if (code == kSoftmax) {
    lite::SoftmaxOptionsT options;
    options.beta = 1;
    operation.builtin_options.Set(std::move(options));
  }
  return made;
}

void TinyTflite::postProcess(int boxes, int scores, const std::vector<float>& anchors,
                             int classes) {
  const int priors =
      constant("anchors", {static_cast<std::int32_t>(anchors.size() / 4), 4}, anchors);
  const int made = tensor("detections", {1, 10, 4}, lite::TensorType::Float32, {});
  flexbuffers::Builder options;
  options.Map([&] {
    options.Int("max_detections", 10);
    options.Int("num_classes", classes);
    options.Float("nms_iou_threshold", 0.5F);
    options.Float("nms_score_threshold", 1e-8F);
    options.Float("y_scale", 8.0F);
    options.Float("x_scale", 9.0F);
    options.Float("h_scale", 4.0F);
    options.Float("w_scale", 6.0F);
    options.Bool("use_regular_nms", false);
  });
  options.Finish();
  op(kCustom, {boxes, scores, priors}, made, "TFLite_Detection_PostProcess").custom_options =
      options.GetBuffer();
  setOutputs({made});
}

std::shared_ptr<const std::string> TinyTflite::file() const {
  flatbuffers::FlatBufferBuilder builder;
  builder.Finish(lite::Model::Pack(builder, &model_), "TFL3");
  const auto* const bytes = builder.GetBufferPointer();
  return std::make_shared<const std::string>(bytes, bytes + builder.GetSize());
}

std::string tinySsd() {
  constexpr int kHeight = 16;
  constexpr int kWidth = 24;
  TinyTflite file(kHeight, kWidth, std::vector<float>(std::size_t{kHeight} * kWidth * 3, 0.5F));
  const int map = file.conv(0, {3, 8, 2, lite::Padding::Same, lite::Activation::Relu6});
  const int boxes = file.head({file.conv(map, {1, 12})}, 4, "raw_outputs/box_encodings");
  const int scores = file.head({file.conv(map, {1, 9})}, 3, "raw_outputs/class_predictions");
  file.setOutputs({boxes, scores});
  return *file.file();
}
