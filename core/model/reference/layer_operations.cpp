#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "core/model/reference/operations.h"
#include "core/model/transforms/graph_view.h"

namespace followspot::model {
namespace {

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

/// A window that goes over a picture.
struct Sliding {
  Shape in;
  Window rows, columns;
  std::int64_t kernelH = 0, kernelW = 0, strideH = 0, strideW = 0;
};

/// Calls `f(output pixel, input pixel, kernel cell)` for every pair that meets; indices of pixels
/// count channels in.
template <class F>
void slide(const Sliding& s, F f) {
  for (std::int64_t n = 0; n < s.in[0]; ++n) {
    for (std::int64_t y = 0; y < s.rows.size; ++y) {
      for (std::int64_t x = 0; x < s.columns.size; ++x) {
        for (std::int64_t ky = 0; ky < s.kernelH; ++ky) {
          for (std::int64_t kx = 0; kx < s.kernelW; ++kx) {
            const std::int64_t iy = y * s.strideH + ky - s.rows.before;
            const std::int64_t ix = x * s.strideW + kx - s.columns.before;
            if (iy >= 0 && ix >= 0 && iy < s.in[1] && ix < s.in[2]) {
              f((n * s.rows.size + y) * s.columns.size + x, (n * s.in[1] + iy) * s.in[2] + ix,
                ky * s.kernelW + kx);
            }
          }
        }
      }
    }
  }
}

/// @param kernel  [h, w, channels in, ...]; null: the node's `ksize`.
Result<Sliding> slidingOf(const Node& node, const Array& in, const Array* kernel) {
  using Sizes = std::vector<std::int64_t>;
  const auto* const strides = attribute<Sizes>(node, "strides");
  const auto* const padding = attribute<std::string>(node, "padding");
  const auto* const ksize = attribute<Sizes>(node, "ksize");
  const auto* const dilations = attribute<Sizes>(node, "dilations");
  const auto* const format = attribute<std::string>(node, "data_format");
  if (in.shape.size() != 4 || (kernel != nullptr && kernel->shape.size() != 4)) {
    return refuseNode(node, "a picture or a kernel without four axes");
  }
  if (strides == nullptr || strides->size() != 4 || padding == nullptr ||
      (*padding != "SAME" && *padding != "VALID")) {
    return refuseNode(node, "its strides or its padding");
  }
  if (kernel == nullptr && (ksize == nullptr || ksize->size() != 4)) {
    return refuseNode(node, "its ksize");
  }
  if ((dilations != nullptr && std::ranges::any_of(*dilations, [](auto d) { return d != 1; })) ||
      (format != nullptr && *format != "NHWC")) {
    return refuseNode(node, "its dilations or its data_format");
  }
  Sliding s;
  s.in = in.shape;
  s.kernelH = kernel != nullptr ? kernel->shape[0] : (*ksize)[1];
  s.kernelW = kernel != nullptr ? kernel->shape[1] : (*ksize)[2];
  s.strideH = (*strides)[1];
  s.strideW = (*strides)[2];
  constexpr std::int64_t kFar = 1 << 20;
  for (const std::int64_t size : {s.kernelH, s.kernelW, s.strideH, s.strideW}) {
    if (size < 1 || size > kFar) {
      return refuseNode(node, "a window of the size " + std::to_string(size));
    }
  }
  const bool same = *padding == "SAME";
  if (in.shape[1] < (same ? 1 : s.kernelH) || in.shape[2] < (same ? 1 : s.kernelW)) {
    return refuseNode(node, "a window larger than its picture of " + describe(in.shape));
  }
  s.rows = windowOf(in.shape[1], s.kernelH, s.strideH, same);
  s.columns = windowOf(in.shape[2], s.kernelW, s.strideW, same);
  if (kernel != nullptr && kernel->shape[2] != in.shape[3]) {
    return refuseNode(
        node, "a kernel " + describe(kernel->shape) + " for a picture " + describe(in.shape));
  }
  return s;
}

std::size_t at(std::int64_t pixel, std::size_t width) {
  return static_cast<std::size_t>(pixel) * width;
}

Results convolution(const Node& node, const ArrayInputs& inputs) {
  const Array& in = *inputs[0];
  const Array& kernel = *inputs[1];
  const auto sliding = slidingOf(node, in, &kernel);
  if (!sliding) {
    return fail(sliding.error());
  }
  auto out =
      filledArray(node, {in.shape[0], sliding->rows.size, sliding->columns.size, kernel.shape[3]});
  if (!out) {
    return fail(out.error());
  }
  const auto channels = static_cast<std::size_t>(in.shape[3]);
  const auto outputs = static_cast<std::size_t>(kernel.shape[3]);
  slide(*sliding, [&](std::int64_t to, std::int64_t from, std::int64_t cell) {
    for (std::size_t c = 0; c < channels; ++c) {
      const double value = in.values[at(from, channels) + c];
      const double* const weights = kernel.values.data() + (at(cell, channels) + c) * outputs;
      double* const sums = out->values.data() + at(to, outputs);
      for (std::size_t o = 0; o < outputs; ++o) {
        sums[o] += value * weights[o];
      }
    }
  });
  return oneOutput(std::move(*out));
}

Results depthwise(const Node& node, const ArrayInputs& inputs) {
  const Array& in = *inputs[0];
  const Array& kernel = *inputs[1];
  const auto sliding = slidingOf(node, in, &kernel);
  if (!sliding) {
    return fail(sliding.error());
  }
  const auto width = checkedElementCount({in.shape[3], kernel.shape[3]});
  auto out = filledArray(node, {in.shape[0], sliding->rows.size, sliding->columns.size,
                                width.value_or(kMostNumbers + 1)});
  if (!out) {
    return fail(out.error());
  }
  const auto channels = static_cast<std::size_t>(in.shape[3]);
  const auto multiplier = static_cast<std::size_t>(kernel.shape[3]);
  slide(*sliding, [&](std::int64_t to, std::int64_t from, std::int64_t cell) {
    for (std::size_t c = 0; c < channels; ++c) {
      for (std::size_t m = 0; m < multiplier; ++m) {
        out->values[at(to, channels * multiplier) + c * multiplier + m] +=
            in.values[at(from, channels) + c] *
            kernel.values[(at(cell, channels) + c) * multiplier + m];
      }
    }
  });
  return oneOutput(std::move(*out));
}

Results largestOf(const Node& node, const ArrayInputs& inputs) {
  const Array& in = *inputs[0];
  const auto sliding = slidingOf(node, in, nullptr);
  if (!sliding) {
    return fail(sliding.error());
  }
  auto out =
      filledArray(node, {in.shape[0], sliding->rows.size, sliding->columns.size, in.shape[3]},
                  -std::numeric_limits<double>::infinity());
  if (!out) {
    return fail(out.error());
  }
  const auto channels = static_cast<std::size_t>(in.shape[3]);
  slide(*sliding, [&](std::int64_t to, std::int64_t from, std::int64_t /*cell*/) {
    for (std::size_t c = 0; c < channels; ++c) {
      double& best = out->values[at(to, channels) + c];
      best = std::max(best, in.values[at(from, channels) + c]);
    }
  });
  return oneOutput(std::move(*out));
}

/// Padding does not count.
Results averageOf(const Node& node, const ArrayInputs& inputs) {
  const Array& in = *inputs[0];
  const auto sliding = slidingOf(node, in, nullptr);
  if (!sliding) {
    return fail(sliding.error());
  }
  auto out =
      filledArray(node, {in.shape[0], sliding->rows.size, sliding->columns.size, in.shape[3]});
  if (!out) {
    return fail(out.error());
  }
  const auto channels = static_cast<std::size_t>(in.shape[3]);
  std::vector<double> counts(out->values.size(), 0.0);
  slide(*sliding, [&](std::int64_t to, std::int64_t from, std::int64_t /*cell*/) {
    for (std::size_t c = 0; c < channels; ++c) {
      out->values[at(to, channels) + c] += in.values[at(from, channels) + c];
      counts[at(to, channels) + c] += 1;
    }
  });
  for (std::size_t i = 0; i < counts.size(); ++i) {
    out->values[i] /= counts[i];
  }
  return oneOutput(std::move(*out));
}

/// Inputs: picture, gamma, beta, mean, variance.
Results batchNorm(const Node& node, const ArrayInputs& in) {
  const auto* const given = attribute<float>(node, "epsilon");
  const double epsilon = given != nullptr ? static_cast<double>(*given) : 1e-4;
  Array out = *in[0];
  const std::size_t channels = in[1]->values.size();
  for (const Array* const each : {in[2], in[3], in[4]}) {
    if (each->values.size() != channels) {
      return refuseNode(node, "statistics of different lengths");
    }
  }
  if (out.shape.size() != 4 || out.shape[3] != static_cast<std::int64_t>(channels)) {
    return refuseNode(
        node, std::to_string(channels) + " statistics for a picture " + describe(out.shape));
  }
  for (std::size_t i = 0; i < out.values.size(); ++i) {
    const std::size_t c = i % channels;
    out.values[i] = (out.values[i] - in[3]->values[c]) / std::sqrt(in[4]->values[c] + epsilon) *
                        in[1]->values[c] +
                    in[2]->values[c];
  }
  return oneOutput(std::move(out));
}

Results nearest(const Node& node, const ArrayInputs& inputs) {
  const Array& in = *inputs[0];
  const auto size = wholeNumbers(node, *inputs[1]);
  if (!size) {
    return fail(size.error());
  }
  if (in.shape.size() != 4 || size->size() != 2) {
    return refuseNode(node, "a picture or a size of another form");
  }
  auto out = filledArray(node, {in.shape[0], (*size)[0], (*size)[1], in.shape[3]});
  if (!out) {
    return fail(out.error());
  }
  const auto [height, width] = std::pair((*size)[0], (*size)[1]);
  const auto channels = static_cast<std::ptrdiff_t>(in.shape[3]);
  auto to = out->values.begin();
  for (std::int64_t row = 0; row < in.shape[0] * height; ++row) {
    const std::int64_t y = row / height * in.shape[1] + row % height * in.shape[1] / height;
    for (std::int64_t x = 0; x < width && in.shape[1] > 0 && in.shape[2] > 0; ++x) {
      const std::int64_t from = y * in.shape[2] + x * in.shape[2] / width;
      to = std::copy_n(in.values.begin() + from * channels, channels, to);
    }
  }
  return oneOutput(std::move(*out));
}

/// Over height and width of one picture.
Results mean(const Node& node, const ArrayInputs& inputs) {
  const Array& in = *inputs[0];
  const auto axes = wholeNumbers(node, *inputs[1]);
  if (!axes) {
    return fail(axes.error());
  }
  const auto isPlane = [](Shape at) {
    std::ranges::sort(at);
    return at == Shape{1, 2} || at == Shape{-3, -2};
  };
  if (in.shape.size() != 4 || in.shape[0] != 1 || in.values.empty() || !isPlane(*axes)) {
    return refuseNode(node, "another mean than over one picture's height and width");
  }
  const auto* const keep = attribute<bool>(node, "keep_dims");
  const auto channels = static_cast<std::size_t>(in.shape[3]);
  Array out{keep != nullptr && *keep ? Shape{1, 1, 1, in.shape[3]} : Shape{1, in.shape[3]},
            std::vector<double>(channels, 0.0)};
  for (std::size_t i = 0; i < in.values.size(); ++i) {
    out.values[i % channels] += in.values[i];
  }
  for (double& value : out.values) {
    value /= static_cast<double>(in.shape[1] * in.shape[2]);
  }
  return oneOutput(std::move(out));
}

}  // namespace

const ReferenceOperations& layerOperations() {
  static const ReferenceOperations kOperations = {
      {"Conv2D", {2, convolution}},
      {"DepthwiseConv2dNative", {2, depthwise}},
      {"MaxPool", {1, largestOf}},
      {"AvgPool", {1, averageOf}},
      {"FusedBatchNorm", {5, batchNorm}},
      {"FusedBatchNormV2", {5, batchNorm}},
      {"FusedBatchNormV3", {5, batchNorm}},
      {"ResizeNearestNeighbor", {2, nearest}},
      {"Mean", {2, mean}},
  };
  return kOperations;
}

}  // namespace followspot::model
