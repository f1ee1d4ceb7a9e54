#include <algorithm>
#include <cmath>
#include <cstring>
#include <span>
#include <string>
#include <utility>

#include "core/model/reference/operations.h"
#include "core/model/transforms/graph_view.h"

namespace followspot::model {
namespace {

/// IEEE 754 half precision.
double numberOfHalf(std::uint16_t half) {
  const int exponent = (half >> 10U) & 0x1F;
  const int fraction = half & 0x3FF;
  const double size = exponent == 0      ? std::ldexp(fraction, -24)
                      : exponent != 0x1F ? std::ldexp(fraction + 0x400, exponent - 25)
                      : fraction == 0    ? HUGE_VAL
                                         : NAN;
  return (half & 0x8000U) != 0 ? -size : size;
}

/// Numbers of a type as they lie in memory.
template <class T>
void appendAs(std::span<const std::byte> bytes, std::vector<double>& values) {
  for (std::size_t at = 0; at + sizeof(T) <= bytes.size(); at += sizeof(T)) {
    T number{};
    std::memcpy(&number, &bytes[at], sizeof(T));
    values.push_back(static_cast<double>(number));
  }
}

Results constant(const Node& node, const ArrayInputs& /*inputs*/) {
  const Tensor* const tensor = constantOf(node);
  if (tensor == nullptr) {
    return refuseNode(node, "a constant without value");
  }
  Array array{tensor->shape(), {}};
  if (tensor->elementCount() > kMostNumbers) {
    return refuseNode(node, "a constant of the size " + describe(tensor->shape()));
  }
  array.values.reserve(static_cast<std::size_t>(tensor->elementCount()));
  const auto bytes = tensor->bytes();
  switch (tensor->type()) {
    case DataType::Float:
      appendAs<float>(bytes, array.values);
      break;
    case DataType::Double:
      appendAs<double>(bytes, array.values);
      break;
    case DataType::Int32:
      appendAs<std::int32_t>(bytes, array.values);
      break;
    case DataType::Int64:
      appendAs<std::int64_t>(bytes, array.values);
      break;
    case DataType::UInt8:
    case DataType::QUInt8:
    case DataType::Bool:
      appendAs<std::uint8_t>(bytes, array.values);
      break;
    case DataType::Half:
      for (std::size_t at = 0; at + 2 <= bytes.size(); at += 2) {
        std::uint16_t half = 0;
        std::memcpy(&half, &bytes[at], sizeof(half));
        array.values.push_back(numberOfHalf(half));
      }
      break;
    default:
      return refuseNode(node, "a constant of type " + std::string(nameOf(tensor->type())));
  }
  return oneOutput(std::move(array));
}

template <double (*f)(double)>
Results eachNumber(const Node& /*node*/, const ArrayInputs& in) {
  Array out = *in[0];
  std::ranges::transform(out.values, out.values.begin(), f);
  return oneOutput(std::move(out));
}

double same(double v) { return v; }
double relu(double v) { return std::max(v, 0.0); }
double relu6(double v) { return std::clamp(v, 0.0, 6.0); }
double sigmoid(double v) { return 1 / (1 + std::exp(-v)); }
double inverseRoot(double v) { return 1 / std::sqrt(v); }
double root(double v) { return std::sqrt(v); }
double exponential(double v) { return std::exp(v); }
double square(double v) { return v * v; }
double negative(double v) { return -v; }

/// Both sides of the same shape, or one of them repeated along axes of size 1.
Results broadcast(const Node& node, const ArrayInputs& in, double (*f)(double, double)) {
  const Array& a = *in[0];
  const Array& b = *in[1];
  const std::size_t rank = std::max(a.shape.size(), b.shape.size());
  const auto padded = [&](const Shape& shape) {
    Shape full(rank - shape.size(), 1);
    full.insert(full.end(), shape.begin(), shape.end());
    return full;
  };
  const Shape x = padded(a.shape);
  const Shape y = padded(b.shape);
  Shape shape;
  for (std::size_t i = 0; i < rank; ++i) {
    if (x[i] != y[i] && x[i] != 1 && y[i] != 1) {
      return refuseNode(node, "shapes " + describe(a.shape) + " and " + describe(b.shape) +
                                  " do not go together");
    }
    shape.push_back(x[i] == 1 ? y[i] : x[i]);
  }
  auto out = filledArray(node, std::move(shape));
  if (!out) {
    return fail(out.error());
  }
  for (std::size_t flat = 0; flat < out->values.size(); ++flat) {
    auto rest = static_cast<std::int64_t>(flat);
    std::int64_t atX = 0;
    std::int64_t atY = 0;
    std::int64_t strideX = 1;
    std::int64_t strideY = 1;
    for (std::size_t i = rank; i-- > 0;) {
      const std::int64_t place = rest % out->shape[i];
      rest /= out->shape[i];
      atX += (x[i] == 1 ? 0 : place) * strideX;
      atY += (y[i] == 1 ? 0 : place) * strideY;
      strideX *= x[i];
      strideY *= y[i];
    }
    out->values[flat] =
        f(a.values[static_cast<std::size_t>(atX)], b.values[static_cast<std::size_t>(atY)]);
  }
  return oneOutput(std::move(*out));
}

template <double (*f)(double, double)>
Results eachPair(const Node& node, const ArrayInputs& in) {
  return broadcast(node, in, f);
}

double sum(double a, double b) { return a + b; }
double difference(double a, double b) { return a - b; }
double product(double a, double b) { return a * b; }
double quotient(double a, double b) { return a / b; }
double larger(double a, double b) { return std::max(a, b); }
double smaller(double a, double b) { return std::min(a, b); }

bool isWhole(DataType type) {
  return type == DataType::Int32 || type == DataType::Int64 || type == DataType::UInt8 ||
         type == DataType::Int8 || type == DataType::Int16;
}

Results cast(const Node& node, const ArrayInputs& in) {
  const auto* const to = attribute<DataType>(node, "DstT");
  Array out = *in[0];
  if (to != nullptr && isWhole(*to)) {
    std::ranges::transform(out.values, out.values.begin(), [](double v) { return std::trunc(v); });
  }
  return oneOutput(std::move(out));
}

/// Over the last axis.
Results softmax(const Node& node, const ArrayInputs& in) {
  Array out = *in[0];
  if (out.shape.empty() || out.shape.back() <= 0) {
    return refuseNode(node, "no axis");
  }
  const auto width = static_cast<std::ptrdiff_t>(out.shape.back());
  for (auto row = out.values.begin(); row != out.values.end(); row += width) {
    const double greatest = *std::max_element(row, row + width);
    double total = 0;
    for (auto value = row; value != row + width; ++value) {
      *value = std::exp(*value - greatest);
      total += *value;
    }
    std::for_each(row, row + width, [total](double& value) { value /= total; });
  }
  return oneOutput(std::move(out));
}

/// Numbers of 0..255 between two limits, as OpenCV's importer reads them.
/// @source opencv/modules/dnn/src/tensorflow/tf_importer.cpp
Results dequantize(const Node& node, const ArrayInputs& in) {
  if (in[1]->values.size() != 1 || in[2]->values.size() != 1) {
    return refuseNode(node, "limits that are not one number each");
  }
  constexpr double kSteps = 255;
  const double least = in[1]->values[0];
  const double step = (in[2]->values[0] - least) / kSteps;
  Array out = *in[0];
  for (double& value : out.values) {
    value = value * step + least;
  }
  return oneOutput(std::move(out));
}

}  // namespace

const ReferenceOperations& arithmeticOperations() {
  static const ReferenceOperations kOperations = {
      {"Const", {0, constant}},
      {"Identity", {1, eachNumber<same>}},
      {"StopGradient", {1, eachNumber<same>}},
      {"Relu", {1, eachNumber<relu>}},
      {"Relu6", {1, eachNumber<relu6>}},
      {"Sigmoid", {1, eachNumber<sigmoid>}},
      {"Rsqrt", {1, eachNumber<inverseRoot>}},
      {"Sqrt", {1, eachNumber<root>}},
      {"Exp", {1, eachNumber<exponential>}},
      {"Square", {1, eachNumber<square>}},
      {"Neg", {1, eachNumber<negative>}},
      {"Add", {2, eachPair<sum>}},
      {"AddV2", {2, eachPair<sum>}},
      {"BiasAdd", {2, eachPair<sum>}},
      {"Sub", {2, eachPair<difference>}},
      {"Mul", {2, eachPair<product>}},
      {"RealDiv", {2, eachPair<quotient>}},
      {"Maximum", {2, eachPair<larger>}},
      {"Minimum", {2, eachPair<smaller>}},
      {"Cast", {1, cast}},
      {"Softmax", {1, softmax}},
      {"Dequantize", {3, dequantize}},
  };
  return kOperations;
}

}  // namespace followspot::model
