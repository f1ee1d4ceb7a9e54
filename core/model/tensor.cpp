#include "core/model/tensor.h"

#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "core/base/contracts.h"

namespace followspot::model {
namespace {

static_assert(std::endian::native == std::endian::little,
              "tensor bytes are little-endian and are read in place");

struct TypeFacts {
  DataType type;
  std::string_view name;
  std::size_t bytes;
};

constexpr std::array kTypes = {
    TypeFacts{DataType::Float, "DT_FLOAT", 4},       TypeFacts{DataType::Double, "DT_DOUBLE", 8},
    TypeFacts{DataType::Int32, "DT_INT32", 4},       TypeFacts{DataType::UInt8, "DT_UINT8", 1},
    TypeFacts{DataType::Int16, "DT_INT16", 2},       TypeFacts{DataType::Int8, "DT_INT8", 1},
    TypeFacts{DataType::String, "DT_STRING", 0},     TypeFacts{DataType::Int64, "DT_INT64", 8},
    TypeFacts{DataType::Bool, "DT_BOOL", 1},         TypeFacts{DataType::QInt8, "DT_QINT8", 1},
    TypeFacts{DataType::QUInt8, "DT_QUINT8", 1},     TypeFacts{DataType::QInt32, "DT_QINT32", 4},
    TypeFacts{DataType::BFloat16, "DT_BFLOAT16", 2}, TypeFacts{DataType::Half, "DT_HALF", 2},
    TypeFacts{DataType::Resource, "DT_RESOURCE", 0}, TypeFacts{DataType::Variant, "DT_VARIANT", 0},
};

const TypeFacts* factsOf(DataType type) {
  for (const TypeFacts& facts : kTypes) {
    if (facts.type == type) {
      return &facts;
    }
  }
  return nullptr;
}

template <class T>
std::vector<std::byte> bytesOf(std::span<const T> values) {
  const auto bytes = std::as_bytes(values);
  return {bytes.begin(), bytes.end()};
}

}  // namespace

std::string_view nameOf(DataType type) {
  const TypeFacts* const facts = factsOf(type);
  return facts != nullptr ? facts->name : "DT_INVALID";
}

std::optional<DataType> dataTypeFromName(std::string_view name) {
  for (const TypeFacts& facts : kTypes) {
    if (facts.name == name) {
      return facts.type;
    }
  }
  return std::nullopt;
}

std::size_t elementBytes(DataType type) {
  const TypeFacts* const facts = factsOf(type);
  return facts != nullptr ? facts->bytes : 0;
}

std::optional<std::int64_t> checkedElementCount(const Shape& shape) {
  std::int64_t count = 1;
  for (const std::int64_t dim : shape) {
    if (dim < 0 || __builtin_mul_overflow(count, dim, &count)) {
      return std::nullopt;
    }
  }
  return count;
}

std::string describe(const Shape& shape) {
  std::string text = "[";
  for (std::size_t i = 0; i < shape.size(); ++i) {
    text += i == 0 ? "" : ",";
    text += shape[i] < 0 ? "?" : std::to_string(shape[i]);
  }
  return text + "]";
}

Tensor::Tensor(DataType type, Shape shape, std::vector<std::byte> bytes)
    : type_(type), shape_(std::move(shape)) {
  auto kept = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
  bytes_ = *kept;
  owner_ = std::move(kept);
  checkSize();
}

Tensor::Tensor(DataType type, Shape shape, std::shared_ptr<const void> owner,
               std::span<const std::byte> bytes)
    : type_(type), shape_(std::move(shape)), owner_(std::move(owner)), bytes_(bytes) {
  const std::size_t alignment = elementBytes(type);
  if (alignment > 1 && reinterpret_cast<std::uintptr_t>(bytes.data()) % alignment != 0) {
    auto copy = std::make_shared<const std::vector<std::byte>>(bytes.begin(), bytes.end());
    bytes_ = *copy;
    owner_ = std::move(copy);
  }
  checkSize();
}

Tensor Tensor::ofFloats(Shape shape, std::span<const float> values) {
  return {DataType::Float, std::move(shape), bytesOf(values)};
}

Tensor Tensor::ofInts(Shape shape, std::span<const std::int32_t> values) {
  return {DataType::Int32, std::move(shape), bytesOf(values)};
}

void Tensor::checkSize() const {
  const auto count = checkedElementCount(shape_);
  std::size_t expected = 0;
  FS_EXPECTS(count &&
                 !__builtin_mul_overflow(static_cast<std::size_t>(*count), elementBytes(type_),
                                         &expected) &&
                 bytes_.size() == expected,
             "a tensor's bytes fill its shape");
}

std::int64_t Tensor::elementCount() const { return checkedElementCount(shape_).value_or(0); }

std::span<const float> Tensor::floats() const {
  FS_EXPECTS(type_ == DataType::Float, "the tensor holds floats");
  // The constructors made sure of size and alignment; the bytes are immutable from here on.
  return {static_cast<const float*>(static_cast<const void*>(bytes_.data())), bytes_.size() / 4};
}

std::span<const std::int32_t> Tensor::ints() const {
  FS_EXPECTS(type_ == DataType::Int32, "the tensor holds 32-bit integers");
  return {static_cast<const std::int32_t*>(static_cast<const void*>(bytes_.data())),
          bytes_.size() / 4};
}

}  // namespace followspot::model
