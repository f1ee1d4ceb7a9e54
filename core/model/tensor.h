#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace followspot::model {

/// Element types, numbered as TensorFlow's DataType. @source tensorflow/core/framework/types.proto
enum class DataType : std::uint8_t {
  Invalid = 0,
  Float = 1,
  Double = 2,
  Int32 = 3,
  UInt8 = 4,
  Int16 = 5,
  Int8 = 6,
  String = 7,
  Int64 = 9,
  Bool = 10,
  QInt8 = 11,
  QUInt8 = 12,
  QInt32 = 13,
  BFloat16 = 14,
  Half = 19,
  Resource = 20,
  Variant = 21,
};

/// "DT_FLOAT", ...; "DT_INVALID" for a number that is none of the above (files may hold one).
[[nodiscard]] std::string_view nameOf(DataType type);
/// The reverse; nothing for an unknown name.
[[nodiscard]] std::optional<DataType> dataTypeFromName(std::string_view name);
/// Bytes of one element; 0 for types without a fixed size (String, Resource, Variant).
[[nodiscard]] std::size_t elementBytes(DataType type);

/// Sizes of the dimensions, all >= 0 in a tensor; -1 = unknown in a placeholder's shape. Empty: a
/// scalar.
using Shape = std::vector<std::int64_t>;

/// Product of the sizes; nothing where one is negative or the product overflows.
[[nodiscard]] std::optional<std::int64_t> checkedElementCount(const Shape& shape);
/// "[1,300,300,3]", "?" for an unknown size.
[[nodiscard]] std::string describe(const Shape& shape);

/// Dense row-major little-endian numbers. Copies share the bytes: cheap, and immutable once shared.
///
/// Tensors of a type without a fixed size (strings) keep their type and shape but no bytes.
class Tensor {
 public:
  Tensor() = default;
  /// @param bytes  exactly the product of `shape` times the element size.
  Tensor(DataType type, Shape shape, std::vector<std::byte> bytes);
  /// Shares bytes that somebody else keeps (a mapped file, a larger buffer); copies them only where
  /// they do not lie on a multiple of the element size, so that `floats` can always read in place.
  Tensor(DataType type, Shape shape, std::shared_ptr<const void> owner,
         std::span<const std::byte> bytes);
  [[nodiscard]] static Tensor ofFloats(Shape shape, std::span<const float> values);
  [[nodiscard]] static Tensor ofInts(Shape shape, std::span<const std::int32_t> values);

  [[nodiscard]] DataType type() const { return type_; }
  [[nodiscard]] const Shape& shape() const { return shape_; }
  [[nodiscard]] std::int64_t elementCount() const;
  [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }
  /// The elements in place; the type must be Float (Int32 for `ints`).
  [[nodiscard]] std::span<const float> floats() const;
  [[nodiscard]] std::span<const std::int32_t> ints() const;

 private:
  void checkSize() const;

  DataType type_ = DataType::Invalid;
  Shape shape_;
  std::shared_ptr<const void> owner_;
  std::span<const std::byte> bytes_;
};

}  // namespace followspot::model
