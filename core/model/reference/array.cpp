#include "core/model/reference/array.h"

#include <cmath>
#include <utility>

namespace followspot::model {

tl::unexpected<Error> refuseNode(const Node& node, const std::string& what) {
  return fail(ErrorCode::Unsupported, "node " + node.name + " (" + node.op + "): " + what +
                                          "; the reference executor cannot run it.");
}

Result<Array> filledArray(const Node& node, Shape shape, double value) {
  const auto count = checkedElementCount(shape);
  if (!count || *count > kMostNumbers) {
    return refuseNode(node, "a result of the size " + describe(shape));
  }
  return Array{std::move(shape), std::vector<double>(static_cast<std::size_t>(*count), value)};
}

Result<Shape> wholeNumbers(const Node& node, const Array& array) {
  constexpr double kFar = 1e15;  // exact in double precision, and no size that could be used
  Shape numbers;
  numbers.reserve(array.values.size());
  for (const double value : array.values) {
    if (!(std::abs(value) < kFar) || value != std::trunc(value)) {
      return refuseNode(node, "a size or a place that is no whole number");
    }
    numbers.push_back(static_cast<std::int64_t>(value));
  }
  return numbers;
}

Result<std::size_t> axisOf(const Node& node, std::int64_t axis, std::size_t rank) {
  const auto size = static_cast<std::int64_t>(rank);
  if (axis < -size || axis >= size) {
    return refuseNode(node,
                      "axis " + std::to_string(axis) + " of " + std::to_string(rank) + " axes");
  }
  return static_cast<std::size_t>(axis < 0 ? axis + size : axis);
}

}  // namespace followspot::model
