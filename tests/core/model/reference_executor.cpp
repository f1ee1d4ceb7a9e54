#include "tests/core/model/reference_executor.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace followspot::test {
namespace {

using model::Node;
using model::Shape;

std::int64_t countOf(const Shape& shape) {
  std::int64_t count = 1;
  for (const std::int64_t size : shape) {
    count *= size;
  }
  return count;
}

template <class T>
const T* attr(const Node& node, std::string_view name) {
  const auto found = node.attrs.find(name);
  return found == node.attrs.end() ? nullptr : std::get_if<T>(&found->second);
}

tl::unexpected<Error> refuse(const Node& node, const std::string& what) {
  return fail(ErrorCode::Unsupported,
              "reference executor: " + node.name + " (" + node.op + "): " + what);
}

Result<Array> constant(const Node& node) {
  const auto* const tensor = attr<model::Tensor>(node, "value");
  if (tensor == nullptr) {
    return refuse(node, "no value");
  }
  Array array{tensor->shape(), {}};
  if (tensor->type() == model::DataType::Float) {
    array.values.assign(tensor->floats().begin(), tensor->floats().end());
  } else if (tensor->type() == model::DataType::Int32) {
    array.values.assign(tensor->ints().begin(), tensor->ints().end());
  } else {
    return refuse(node, "type");
  }
  return array;
}

Array elementwise(const Array& in, const std::function<double(double)>& f) {
  Array out = in;
  std::ranges::transform(out.values, out.values.begin(), f);
  return out;
}

Array broadcast(const Array& a, const Array& b, const std::function<double(double, double)>& f) {
  const std::size_t rank = std::max(a.shape.size(), b.shape.size());
  const auto padded = [&](const Shape& shape) {
    Shape full(rank - shape.size(), 1);
    full.insert(full.end(), shape.begin(), shape.end());
    return full;
  };
  const Shape x = padded(a.shape);
  const Shape y = padded(b.shape);
  Array out;
  for (std::size_t i = 0; i < rank; ++i) {
    out.shape.push_back(x[i] == 1 ? y[i] : x[i]);
  }
  const auto total = countOf(out.shape);
  for (std::int64_t flat = 0; flat < total; ++flat) {
    std::int64_t rest = flat;
    std::int64_t atX = 0;
    std::int64_t atY = 0;
    std::int64_t strideX = 1;
    std::int64_t strideY = 1;
    for (std::size_t i = rank; i-- > 0;) {
      const std::int64_t place = rest % out.shape[i];
      rest /= out.shape[i];
      atX += (x[i] == 1 ? 0 : place) * strideX;
      atY += (y[i] == 1 ? 0 : place) * strideY;
      strideX *= x[i];
      strideY *= y[i];
    }
    out.values.push_back(
        f(a.values[static_cast<std::size_t>(atX)], b.values[static_cast<std::size_t>(atY)]));
  }
  return out;
}

/// Output size and padding in front, as TensorFlow defines SAME and VALID.
struct Window {
  std::int64_t size = 0;
  std::int64_t before = 0;
};

Window windowOf(std::int64_t in, std::int64_t kernel, std::int64_t stride, bool same) {
  if (!same) {
    return {(in - kernel) / stride + 1, 0};
  }
  const std::int64_t out = (in + stride - 1) / stride;
  const std::int64_t padding = std::max<std::int64_t>(0, (out - 1) * stride + kernel - in);
  return {out, padding / 2};
}

/// Calls `f(output pixel, input pixel, kernel cell)` for every pair that meets; indices of pixels
/// count channels in.
template <class F>
void slide(const Shape& in, const Window& h, const Window& w, std::int64_t kernelH,
           std::int64_t kernelW, std::int64_t strideH, std::int64_t strideW, F f) {
  for (std::int64_t n = 0; n < in[0]; ++n) {
    for (std::int64_t y = 0; y < h.size; ++y) {
      for (std::int64_t x = 0; x < w.size; ++x) {
        for (std::int64_t ky = 0; ky < kernelH; ++ky) {
          for (std::int64_t kx = 0; kx < kernelW; ++kx) {
            const std::int64_t iy = y * strideH + ky - h.before;
            const std::int64_t ix = x * strideW + kx - w.before;
            if (iy >= 0 && ix >= 0 && iy < in[1] && ix < in[2]) {
              f((n * h.size + y) * w.size + x, (n * in[1] + iy) * in[2] + ix, ky * kernelW + kx);
            }
          }
        }
      }
    }
  }
}

Result<Array> windowed(const Node& node, const Array& in, const Array* kernel) {
  const auto* const strides = attr<std::vector<std::int64_t>>(node, "strides");
  const auto* const padding = attr<std::string>(node, "padding");
  const auto* const ksize = attr<std::vector<std::int64_t>>(node, "ksize");
  if (strides == nullptr || padding == nullptr || in.shape.size() != 4) {
    return refuse(node, "attributes");
  }
  const bool same = *padding == "SAME";
  const std::int64_t kh = kernel != nullptr ? kernel->shape[0] : (*ksize)[1];
  const std::int64_t kw = kernel != nullptr ? kernel->shape[1] : (*ksize)[2];
  const Window h = windowOf(in.shape[1], kh, (*strides)[1], same);
  const Window w = windowOf(in.shape[2], kw, (*strides)[2], same);
  const auto channels = static_cast<std::size_t>(in.shape[3]);
  const auto run = [&](auto f) { slide(in.shape, h, w, kh, kw, (*strides)[1], (*strides)[2], f); };
  const auto at = [](std::int64_t pixel, std::size_t width) {
    return static_cast<std::size_t>(pixel) * width;
  };
  Array out{{in.shape[0], h.size, w.size, in.shape[3]}, {}};
  if (node.op == "Conv2D") {
    const auto outputs = static_cast<std::size_t>(kernel->shape[3]);
    out.shape[3] = kernel->shape[3];
    out.values.assign(static_cast<std::size_t>(countOf(out.shape)), 0.0);
    run([&](std::int64_t to, std::int64_t from, std::int64_t cell) {
      for (std::size_t c = 0; c < channels; ++c) {
        const double value = in.values[at(from, channels) + c];
        const double* const weights =
            &kernel->values[(static_cast<std::size_t>(cell) * channels + c) * outputs];
        double* const sums = &out.values[at(to, outputs)];
        for (std::size_t o = 0; o < outputs; ++o) {
          sums[o] += value * weights[o];
        }
      }
    });
  } else if (node.op == "DepthwiseConv2dNative") {
    const auto multiplier = static_cast<std::size_t>(kernel->shape[3]);
    out.shape[3] = in.shape[3] * kernel->shape[3];
    out.values.assign(static_cast<std::size_t>(countOf(out.shape)), 0.0);
    run([&](std::int64_t to, std::int64_t from, std::int64_t cell) {
      for (std::size_t c = 0; c < channels; ++c) {
        for (std::size_t m = 0; m < multiplier; ++m) {
          out.values[at(to, channels * multiplier) + c * multiplier + m] +=
              in.values[at(from, channels) + c] *
              kernel->values[(static_cast<std::size_t>(cell) * channels + c) * multiplier + m];
        }
      }
    });
  } else if (node.op == "MaxPool") {
    out.values.assign(static_cast<std::size_t>(countOf(out.shape)),
                      -std::numeric_limits<double>::infinity());
    run([&](std::int64_t to, std::int64_t from, std::int64_t /*cell*/) {
      for (std::size_t c = 0; c < channels; ++c) {
        double& best = out.values[at(to, channels) + c];
        best = std::max(best, in.values[at(from, channels) + c]);
      }
    });
  } else {  // AvgPool: padding does not count
    out.values.assign(static_cast<std::size_t>(countOf(out.shape)), 0.0);
    std::vector<double> counts(out.values.size(), 0.0);
    run([&](std::int64_t to, std::int64_t from, std::int64_t /*cell*/) {
      for (std::size_t c = 0; c < channels; ++c) {
        out.values[at(to, channels) + c] += in.values[at(from, channels) + c];
        counts[at(to, channels) + c] += 1;
      }
    });
    for (std::size_t i = 0; i < counts.size(); ++i) {
      out.values[i] /= counts[i];
    }
  }
  return out;
}

Array batchNorm(const Node& node, const std::vector<const Array*>& in) {
  const auto* const given = attr<float>(node, "epsilon");
  const double epsilon = given != nullptr ? static_cast<double>(*given) : 1e-4;
  Array out = *in[0];
  const std::size_t channels = in[1]->values.size();
  for (std::size_t i = 0; i < out.values.size(); ++i) {
    const std::size_t c = i % channels;
    out.values[i] = (out.values[i] - in[3]->values[c]) / std::sqrt(in[4]->values[c] + epsilon) *
                        in[1]->values[c] +
                    in[2]->values[c];
  }
  return out;
}

Array reshaped(const Array& in, const Array& to) {
  Array out{{}, in.values};
  std::int64_t known = 1;
  for (const double size : to.values) {
    out.shape.push_back(static_cast<std::int64_t>(size));
    known *= size < 0 ? 1 : static_cast<std::int64_t>(size);
  }
  std::ranges::replace(out.shape, -1, static_cast<std::int64_t>(in.values.size()) / known);
  return out;
}

Array concatenated(const std::vector<const Array*>& parts, std::int64_t axis) {
  Array out{parts[0]->shape, {}};
  const auto dim = static_cast<std::size_t>(
      axis < 0 ? axis + static_cast<std::int64_t>(out.shape.size()) : axis);
  out.shape[dim] = 0;
  std::int64_t outer = 1;
  for (std::size_t i = 0; i < dim; ++i) {
    outer *= out.shape[i];
  }
  for (const Array* const part : parts) {
    out.shape[dim] += part->shape[dim];
  }
  for (std::int64_t row = 0; row < outer; ++row) {
    for (const Array* const part : parts) {
      const auto run = static_cast<std::ptrdiff_t>(part->values.size()) / outer;
      out.values.insert(out.values.end(), part->values.begin() + row * run,
                        part->values.begin() + (row + 1) * run);
    }
  }
  return out;
}

Array squeezed(const Node& node, const Array& in) {
  const auto* const dims = attr<std::vector<std::int64_t>>(node, "squeeze_dims");
  Array out{{}, in.values};
  for (std::size_t i = 0; i < in.shape.size(); ++i) {
    const bool all = dims == nullptr || dims->empty();
    const bool named =
        !all && std::ranges::find(*dims, static_cast<std::int64_t>(i)) != dims->end();
    if (all ? in.shape[i] != 1 : !named) {
      out.shape.push_back(in.shape[i]);
    }
  }
  return out;
}

Array padded(const Array& in, const Array& by) {
  Array out{in.shape, {}};
  for (std::size_t i = 0; i < 4; ++i) {
    out.shape[i] += static_cast<std::int64_t>(by.values[2 * i] + by.values[2 * i + 1]);
  }
  out.values.assign(static_cast<std::size_t>(countOf(out.shape)), 0.0);
  const auto top = static_cast<std::int64_t>(by.values[2]);
  const auto left = static_cast<std::int64_t>(by.values[4]);
  for (std::int64_t y = 0; y < in.shape[1]; ++y) {
    for (std::int64_t x = 0; x < in.shape[2]; ++x) {
      for (std::int64_t c = 0; c < in.shape[3]; ++c) {
        out.values[static_cast<std::size_t>(((y + top) * out.shape[2] + x + left) * out.shape[3] +
                                            c)] =
            in.values[static_cast<std::size_t>((y * in.shape[2] + x) * in.shape[3] + c)];
      }
    }
  }
  return out;
}

Array nearest(const Array& in, const Array& size) {
  const auto height = static_cast<std::int64_t>(size.values[0]);
  const auto width = static_cast<std::int64_t>(size.values[1]);
  Array out{{in.shape[0], height, width, in.shape[3]}, {}};
  for (std::int64_t y = 0; y < height; ++y) {
    for (std::int64_t x = 0; x < width; ++x) {
      const std::int64_t from =
          ((y * in.shape[1] / height) * in.shape[2] + x * in.shape[2] / width) * in.shape[3];
      out.values.insert(out.values.end(), in.values.begin() + from,
                        in.values.begin() + from + in.shape[3]);
    }
  }
  return out;
}

/// Over height and width.
Array mean(const Node& node, const Array& in) {
  const auto* const keep = attr<bool>(node, "keep_dims");
  const auto channels = static_cast<std::size_t>(in.shape[3]);
  Array out{keep != nullptr && *keep ? Shape{in.shape[0], 1, 1, in.shape[3]}
                                     : Shape{in.shape[0], in.shape[3]},
            std::vector<double>(channels, 0.0)};
  for (std::size_t i = 0; i < in.values.size(); ++i) {
    out.values[i % channels] += in.values[i];
  }
  for (double& value : out.values) {
    value /= static_cast<double>(in.shape[1] * in.shape[2]);
  }
  return out;
}

/// `Pack` of equal arrays along an axis.
Array packed(const Node& node, std::vector<Array> parts) {
  const auto* const axis = attr<std::int64_t>(node, "axis");
  std::vector<const Array*> pointers;
  const std::int64_t at = axis == nullptr ? 0 : *axis;
  for (Array& part : parts) {
    part.shape.insert(part.shape.begin() + at, 1);
    pointers.push_back(&part);
  }
  return concatenated(pointers, at);
}

}  // namespace

ReferenceExecutor::ReferenceExecutor(const model::Graph& graph) {
  for (const Node& node : graph.nodes) {
    nodes_[node.name] = &node;
  }
}

void ReferenceExecutor::feed(const std::string& node, Array value) {
  known_.clear();
  known_[node] = std::move(value);
}

Result<Array> ReferenceExecutor::run(const std::string& node) {
  std::vector<std::string> open = {node};
  while (!open.empty()) {
    const std::string name = open.back();
    const auto found = nodes_.find(name);
    if (found == nodes_.end()) {
      return fail(ErrorCode::NotFound, "reference executor: no node " + name);
    }
    std::vector<const Array*> inputs;
    bool ready = true;
    for (const std::string& input : found->second->inputs) {
      const auto value = known_.find(input);
      if (value == known_.end()) {
        open.push_back(input);
        ready = false;
      } else {
        inputs.push_back(&value->second);
      }
    }
    if (!ready) {
      if (open.size() > 1'000'000) {
        return fail(ErrorCode::Unsupported, "reference executor: a cycle");
      }
      continue;
    }
    open.pop_back();
    if (!known_.contains(name)) {
      auto value = compute(*found->second, inputs);
      if (!value) {
        return value;
      }
      known_[name] = std::move(*value);
    }
  }
  return known_[node];
}

Result<Array> ReferenceExecutor::compute(const Node& node,
                                         const std::vector<const Array*>& in) const {
  static const std::map<std::string_view, std::function<double(double)>> kUnary = {
      {"Identity", [](double v) { return v; }},
      {"Relu", [](double v) { return std::max(v, 0.0); }},
      {"Relu6", [](double v) { return std::clamp(v, 0.0, 6.0); }},
      {"Sigmoid", [](double v) { return 1 / (1 + std::exp(-v)); }},
      {"Rsqrt", [](double v) { return 1 / std::sqrt(v); }}};
  static const std::map<std::string_view, std::function<double(double, double)>> kBinary = {
      {"Add", [](double a, double b) { return a + b; }},
      {"AddV2", [](double a, double b) { return a + b; }},
      {"BiasAdd", [](double a, double b) { return a + b; }},
      {"Sub", [](double a, double b) { return a - b; }},
      {"Mul", [](double a, double b) { return a * b; }},
      {"RealDiv", [](double a, double b) { return a / b; }},
      {"Maximum", [](double a, double b) { return std::max(a, b); }},
      {"Minimum", [](double a, double b) { return std::min(a, b); }}};
  const std::string& op = node.op;
  if (op == "Const") {
    return constant(node);
  }
  if (const auto found = kUnary.find(op); found != kUnary.end()) {
    return elementwise(*in[0], found->second);
  }
  if (const auto found = kBinary.find(op); found != kBinary.end()) {
    return broadcast(*in[0], *in[1], found->second);
  }
  if (op == "Conv2D" || op == "DepthwiseConv2dNative") {
    return windowed(node, *in[0], in[1]);
  }
  if (op == "MaxPool" || op == "AvgPool") {
    return windowed(node, *in[0], nullptr);
  }
  if (op.starts_with("FusedBatchNorm")) {
    return batchNorm(node, in);
  }
  if (op == "Reshape") {
    return reshaped(*in[0], *in[1]);
  }
  if (op == "ConcatV2") {
    return concatenated({in.begin(), in.end() - 1},
                        static_cast<std::int64_t>(in.back()->values[0]));
  }
  if (op == "Pack") {
    std::vector<Array> parts;
    parts.reserve(in.size());
    for (const Array* const part : in) {
      parts.push_back(*part);
    }
    return packed(node, std::move(parts));
  }
  if (op == "Squeeze") {
    return squeezed(node, *in[0]);
  }
  if (op == "Pad") {
    return padded(*in[0], *in[1]);
  }
  if (op == "ResizeNearestNeighbor") {
    return nearest(*in[0], *in[1]);
  }
  if (op == "Mean") {
    return mean(node, *in[0]);
  }
  return refuse(node, "operation not known");
}

}  // namespace followspot::test
