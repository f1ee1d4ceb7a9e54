#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "core/model/reference/operations.h"
#include "core/model/transforms/graph_view.h"

namespace followspot::model {
namespace {

std::int64_t integerOf(const Node& node, std::string_view name) {
  const auto* const value = attribute<std::int64_t>(node, name);
  return value == nullptr ? 0 : *value;
}

/// An input that is one whole number.
Result<std::int64_t> numberOf(const Node& node, const Array& array) {
  const auto numbers = wholeNumbers(node, array);
  if (!numbers) {
    return fail(numbers.error());
  }
  if (numbers->size() != 1) {
    return refuseNode(node, "several numbers where one is wanted");
  }
  return numbers->front();
}

/// An array of that shape, every number taken from where `place` says: the position of an output
/// (a number for each axis) to the position of an input.
template <class F>
Results gathered(const Node& node, const Array& in, Shape shape, F place) {
  auto out = filledArray(node, std::move(shape));
  if (!out) {
    return fail(out.error());
  }
  Shape position(out->shape.size(), 0);
  for (double& value : out->values) {
    const Shape from = place(position);
    std::int64_t flat = 0;
    for (std::size_t i = 0; i < from.size(); ++i) {
      flat = flat * in.shape[i] + from[i];
    }
    value = in.values[static_cast<std::size_t>(flat)];
    for (std::size_t i = position.size(); i-- > 0;) {
      if (++position[i] < out->shape[i]) {
        break;
      }
      position[i] = 0;
    }
  }
  return oneOutput(std::move(*out));
}

Results shapeOf(const Node& /*node*/, const ArrayInputs& in) {
  Array out{{static_cast<std::int64_t>(in[0]->shape.size())}, {}};
  for (const std::int64_t size : in[0]->shape) {
    out.values.push_back(static_cast<double>(size));
  }
  return oneOutput(std::move(out));
}

Results reshaped(const Node& node, const ArrayInputs& in) {
  auto shape = wholeNumbers(node, *in[1]);
  if (!shape) {
    return fail(shape.error());
  }
  const auto count = static_cast<std::int64_t>(in[0]->values.size());
  for (std::size_t i = 0; i < shape->size() && count > 0; ++i) {
    // In OpenCV's graphs "as it is"; in TensorFlow's it could not be.
    if ((*shape)[i] == 0 && i < in[0]->shape.size()) {
      (*shape)[i] = in[0]->shape[i];
    }
  }
  const auto open = std::ranges::find(*shape, -1);
  if (open != shape->end()) {
    *open = 1;
    const auto known = checkedElementCount(*shape);
    *open = known && *known > 0 ? count / *known : -1;
  }
  if (checkedElementCount(*shape) != count) {
    return refuseNode(node, describe(in[0]->shape) + " cannot become " + describe(*shape));
  }
  return oneOutput({std::move(*shape), in[0]->values});
}

Results joined(const Node& node, const ArrayInputs& parts, std::int64_t along) {
  Shape shape = parts[0]->shape;
  const auto axis = axisOf(node, along, shape.size());
  if (!axis) {
    return fail(axis.error());
  }
  shape[*axis] = 0;
  std::int64_t outer = 1;
  for (std::size_t i = 0; i < *axis; ++i) {
    outer *= shape[i];
  }
  std::int64_t sum = 0;
  for (const Array* const part : parts) {
    Shape others = part->shape;
    if (others.size() == shape.size()) {
      sum += others[*axis];
      others[*axis] = 0;
    }
    if (others != shape) {
      return refuseNode(node, describe(parts[0]->shape) + " and " + describe(part->shape) +
                                  " do not go together");
    }
  }
  shape[*axis] = sum;
  auto out = filledArray(node, std::move(shape));
  if (!out) {
    return fail(out.error());
  }
  auto to = out->values.begin();
  for (std::int64_t row = 0; row < outer; ++row) {
    for (const Array* const part : parts) {
      const auto run = static_cast<std::ptrdiff_t>(part->values.size()) / outer;
      to = std::copy_n(part->values.begin() + row * run, run, to);
    }
  }
  return oneOutput(std::move(*out));
}

Results concatenated(const Node& node, const ArrayInputs& in) {
  const auto axis = numberOf(node, *in.back());
  if (!axis) {
    return fail(axis.error());
  }
  return joined(node, {in.begin(), in.end() - 1}, *axis);
}

/// Equal arrays along a new axis.
Results packed(const Node& node, const ArrayInputs& in) {
  const auto axis = axisOf(node, integerOf(node, "axis"), in[0]->shape.size() + 1);
  if (!axis) {
    return fail(axis.error());
  }
  std::vector<Array> parts;
  for (const Array* const part : in) {
    if (part->shape != in[0]->shape) {
      return refuseNode(node, "parts of different shapes");
    }
    parts.push_back(*part);
    parts.back().shape.insert(parts.back().shape.begin() + static_cast<std::ptrdiff_t>(*axis), 1);
  }
  ArrayInputs pointers;
  for (const Array& part : parts) {
    pointers.push_back(&part);
  }
  return joined(node, pointers, static_cast<std::int64_t>(*axis));
}

Results unpacked(const Node& node, const ArrayInputs& in) {
  const auto axis = axisOf(node, integerOf(node, "axis"), in[0]->shape.size());
  if (!axis) {
    return fail(axis.error());
  }
  constexpr std::int64_t kMostParts = 1000;
  if (in[0]->shape[*axis] > kMostParts) {
    return refuseNode(node, "more than a thousand parts");
  }
  Shape shape = in[0]->shape;
  shape.erase(shape.begin() + static_cast<std::ptrdiff_t>(*axis));
  std::vector<Array> parts;
  for (std::int64_t i = 0; i < in[0]->shape[*axis]; ++i) {
    auto part = gathered(node, *in[0], shape, [&](Shape position) {
      position.insert(position.begin() + static_cast<std::ptrdiff_t>(*axis), i);
      return position;
    });
    if (!part) {
      return part;
    }
    parts.push_back(std::move(part->front()));
  }
  return parts;
}

Results expanded(const Node& node, const ArrayInputs& in) {
  const auto at = numberOf(node, *in[1]);
  if (!at) {
    return fail(at.error());
  }
  const auto axis = axisOf(node, *at, in[0]->shape.size() + 1);
  if (!axis) {
    return fail(axis.error());
  }
  Array out = *in[0];
  out.shape.insert(out.shape.begin() + static_cast<std::ptrdiff_t>(*axis), 1);
  return oneOutput(std::move(out));
}

Results squeezed(const Node& node, const ArrayInputs& in) {
  const auto* const dims = attribute<std::vector<std::int64_t>>(node, "squeeze_dims");
  const bool all = dims == nullptr || dims->empty();
  const auto rank = static_cast<std::int64_t>(in[0]->shape.size());
  Array out{{}, in[0]->values};
  for (std::int64_t i = 0; i < rank; ++i) {
    const std::int64_t size = in[0]->shape[static_cast<std::size_t>(i)];
    const bool named = !all && (std::ranges::find(*dims, i) != dims->end() ||
                                std::ranges::find(*dims, i - rank) != dims->end());
    if (named && size != 1) {
      return refuseNode(node, "an axis of the size " + std::to_string(size));
    }
    if (all ? size != 1 : !named) {
      out.shape.push_back(size);
    }
  }
  return oneOutput(std::move(out));
}

/// With zeros.
Results padded(const Node& node, const ArrayInputs& in) {
  const auto by = wholeNumbers(node, *in[1]);
  if (!by) {
    return fail(by.error());
  }
  const Array& from = *in[0];
  Shape shape = from.shape;
  if (by->size() != 2 * shape.size() ||
      std::ranges::any_of(*by, [](auto n) { return n < 0 || n > kMostNumbers; })) {
    return refuseNode(node, "its paddings");
  }
  for (std::size_t i = 0; i < shape.size(); ++i) {
    shape[i] += (*by)[2 * i] + (*by)[2 * i + 1];
  }
  auto out = filledArray(node, std::move(shape));
  if (!out) {
    return fail(out.error());
  }
  for (std::size_t flat = 0; flat < from.values.size(); ++flat) {
    auto rest = static_cast<std::int64_t>(flat);
    std::int64_t to = 0;
    std::int64_t stride = 1;
    for (std::size_t i = from.shape.size(); i-- > 0;) {
      to += (rest % from.shape[i] + (*by)[2 * i]) * stride;
      rest /= from.shape[i];
      stride *= out->shape[i];
    }
    out->values[static_cast<std::size_t>(to)] = from.values[flat];
  }
  return oneOutput(std::move(*out));
}

/// A box of an array: begins and sizes.
Results boxOf(const Node& node, const Array& in, const Shape& begin, const Shape& size) {
  for (std::size_t i = 0; i < in.shape.size(); ++i) {
    if (begin[i] < 0 || size[i] < 0 || begin[i] > in.shape[i] || size[i] > in.shape[i] - begin[i]) {
      return refuseNode(node, "a part that is not in " + describe(in.shape));
    }
  }
  return gathered(node, in, size, [&](Shape position) {
    for (std::size_t i = 0; i < position.size(); ++i) {
      position[i] += begin[i];
    }
    return position;
  });
}

Results sliced(const Node& node, const ArrayInputs& in) {
  const auto begin = wholeNumbers(node, *in[1]);
  auto size = wholeNumbers(node, *in[2]);
  if (!begin || !size) {
    return fail(begin ? size.error() : begin.error());
  }
  const Shape& shape = in[0]->shape;
  if (begin->size() != shape.size() || size->size() != shape.size()) {
    return refuseNode(node, "begins or sizes of another number than its axes");
  }
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if ((*size)[i] == -1) {
      (*size)[i] = shape[i] - std::clamp<std::int64_t>((*begin)[i], 0, shape[i]);
    }
  }
  return boxOf(node, *in[0], *begin, *size);
}

/// Steps of one only, without ellipsis and new axes: what the Object Detection API writes.
Results strided(const Node& node, const ArrayInputs& in) {
  const auto begin = wholeNumbers(node, *in[1]);
  const auto end = wholeNumbers(node, *in[2]);
  const auto step = wholeNumbers(node, *in[3]);
  if (!begin || !end || !step) {
    return fail(!begin ? begin.error() : !end ? end.error() : step.error());
  }
  const Shape& shape = in[0]->shape;
  const bool plain = integerOf(node, "ellipsis_mask") == 0 &&
                     integerOf(node, "new_axis_mask") == 0 && begin->size() == end->size() &&
                     begin->size() == step->size() && begin->size() <= shape.size() &&
                     std::ranges::all_of(*step, [](auto n) { return n == 1; });
  if (!plain) {
    return refuseNode(node, "its strides or masks");
  }
  const auto masked = [&](std::string_view name, std::size_t i) {
    constexpr std::size_t kBits = 63;
    return i < kBits && ((integerOf(node, name) >> i) & 1) != 0;
  };
  Shape from(shape.size(), 0);
  Shape size = shape;
  Shape kept;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (i >= begin->size()) {
      kept.push_back(shape[i]);
      continue;
    }
    const auto place = [&](std::int64_t at) {
      return std::clamp<std::int64_t>(at < 0 ? at + shape[i] : at, 0, shape[i]);
    };
    const bool single = masked("shrink_axis_mask", i);
    from[i] = masked("begin_mask", i) && !single ? 0 : place((*begin)[i]);
    const std::int64_t until = masked("end_mask", i) ? shape[i] : place((*end)[i]);
    size[i] = single ? 1 : std::max<std::int64_t>(until - from[i], 0);
    if (!single) {
      kept.push_back(size[i]);
    }
  }
  auto part = boxOf(node, *in[0], from, size);
  if (part) {
    part->front().shape = std::move(kept);
  }
  return part;
}

Results tiled(const Node& node, const ArrayInputs& in) {
  const auto times = wholeNumbers(node, *in[1]);
  if (!times) {
    return fail(times.error());
  }
  Shape shape = in[0]->shape;
  if (times->size() != shape.size()) {
    return refuseNode(node, "multiples of another number than its axes");
  }
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const auto size = checkedElementCount({shape[i], (*times)[i]});
    if (!size) {
      return refuseNode(node, "its multiples");
    }
    shape[i] = *size;
  }
  return gathered(node, *in[0], std::move(shape), [&](Shape position) {
    for (std::size_t i = 0; i < position.size(); ++i) {
      position[i] %= in[0]->shape[i];
    }
    return position;
  });
}

Results transposed(const Node& node, const ArrayInputs& in) {
  const auto order = wholeNumbers(node, *in[1]);
  if (!order) {
    return fail(order.error());
  }
  Shape sorted = *order;
  std::ranges::sort(sorted);
  Shape shape;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (sorted.size() != in[0]->shape.size() || sorted[i] != static_cast<std::int64_t>(i)) {
      return refuseNode(node, "its order of axes");
    }
    shape.push_back(in[0]->shape[static_cast<std::size_t>((*order)[i])]);
  }
  return gathered(node, *in[0], std::move(shape), [&](const Shape& position) {
    Shape from(position.size(), 0);
    for (std::size_t i = 0; i < position.size(); ++i) {
      from[static_cast<std::size_t>((*order)[i])] = position[i];
    }
    return from;
  });
}

Results filled(const Node& node, const ArrayInputs& in) {
  auto shape = wholeNumbers(node, *in[0]);
  if (!shape || in[1]->values.size() != 1) {
    return shape ? Results(refuseNode(node, "no single value")) : Results(fail(shape.error()));
  }
  auto out = filledArray(node, std::move(*shape), in[1]->values[0]);
  if (!out) {
    return fail(out.error());
  }
  return oneOutput(std::move(*out));
}

/// start, limit, step.
Results range(const Node& node, const ArrayInputs& in) {
  for (const Array* const each : in) {
    if (each->values.size() != 1) {
      return refuseNode(node, "several numbers where one is wanted");
    }
  }
  const double start = in[0]->values[0];
  const double step = in[2]->values[0];
  const double count = std::ceil((in[1]->values[0] - start) / step);
  if (!(std::max(count, 0.0) <= static_cast<double>(kMostNumbers))) {
    return refuseNode(node, "its limits");
  }
  Array out{{static_cast<std::int64_t>(std::max(count, 0.0))}, {}};
  for (std::int64_t i = 0; i < out.shape[0]; ++i) {
    out.values.push_back(start + static_cast<double>(i) * step);
  }
  return oneOutput(std::move(out));
}

/// All axes but the first become one: an operation of OpenCV's graphs.
Results flattened(const Node& node, const ArrayInputs& in) {
  if (in[0]->shape.empty() || in[0]->shape[0] < 1) {
    return refuseNode(node, "no picture");
  }
  const std::int64_t first = in[0]->shape[0];
  return oneOutput(
      {{first, static_cast<std::int64_t>(in[0]->values.size()) / first}, in[0]->values});
}

}  // namespace

const ReferenceOperations& shapeOperations() {
  static const ReferenceOperations kOperations = {
      {"Shape", {1, shapeOf}},        {"Reshape", {2, reshaped}}, {"ConcatV2", {2, concatenated}},
      {"Pack", {1, packed}},          {"Unpack", {1, unpacked}},  {"ExpandDims", {2, expanded}},
      {"Squeeze", {1, squeezed}},     {"Pad", {2, padded}},       {"Slice", {3, sliced}},
      {"StridedSlice", {4, strided}}, {"Tile", {2, tiled}},       {"Transpose", {2, transposed}},
      {"Fill", {2, filled}},          {"Range", {3, range}},      {"Flatten", {1, flattened}},
  };
  return kOperations;
}

}  // namespace followspot::model
