#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/graph.h"

namespace followspot::model {

/// Numbers in double precision, row-major; integers and truth values are numbers as well.
struct Array {
  Shape shape;
  std::vector<double> values;
};

/// What an operation of the reference executor sees: first outputs, or the one that was named.
using ArrayInputs = std::vector<const Array*>;

/// The most numbers of one array: 1 GiB.
inline constexpr std::int64_t kMostNumbers = std::int64_t{1} << 27U;

/// A failure that names the node and its operation.
[[nodiscard]] tl::unexpected<Error> refuseNode(const Node& node, const std::string& what);

/// An array of that shape, all the same number. @errors Unsupported: a negative or a huge size.
[[nodiscard]] Result<Array> filledArray(const Node& node, Shape shape, double value = 0);

/// Numbers that are sizes, places or axes. @errors CorruptData: other ones are among them.
[[nodiscard]] Result<Shape> wholeNumbers(const Node& node, const Array& array);

/// An axis counted from the front. @errors CorruptData: there is no such axis.
[[nodiscard]] Result<std::size_t> axisOf(const Node& node, std::int64_t axis, std::size_t rank);

}  // namespace followspot::model
