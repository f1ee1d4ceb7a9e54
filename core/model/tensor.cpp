#include "core/model/tensor.h"

#include <cstring>
#include <utility>

#include "core/base/contracts.h"

namespace followspot::model {

std::string_view nameOf(DataType type) {
  switch (type) {
    case DataType::Invalid:
      return "DT_INVALID";
    case DataType::Float:
      return "DT_FLOAT";
    case DataType::Double:
      return "DT_DOUBLE";
    case DataType::Int32:
      return "DT_INT32";
    case DataType::UInt8:
      return "DT_UINT8";
    case DataType::Int16:
      return "DT_INT16";
    case DataType::Int8:
      return "DT_INT8";
    case DataType::String:
      return "DT_STRING";
    case DataType::Int64:
      return "DT_INT64";
    case DataType::Bool:
      return "DT_BOOL";
    case DataType::QInt8:
      return "DT_QINT8";
    case DataType::QUInt8:
      return "DT_QUINT8";
    case DataType::QInt32:
      return "DT_QINT32";
    case DataType::BFloat16:
      return "DT_BFLOAT16";
    case DataType::Half:
      return "DT_HALF";
    case DataType::Resource:
      return "DT_RESOURCE";
    case DataType::Variant:
      return "DT_VARIANT";
  }
  return "DT_INVALID";
}

std::size_t elementBytes(DataType type) {
  switch (type) {
    case DataType::Double:
    case DataType::Int64:
      return 8;
    case DataType::Float:
    case DataType::Int32:
    case DataType::QInt32:
      return 4;
    case DataType::Int16:
    case DataType::BFloat16:
    case DataType::Half:
      return 2;
    case DataType::UInt8:
    case DataType::Int8:
    case DataType::Bool:
    case DataType::QInt8:
    case DataType::QUInt8:
      return 1;
    case DataType::Invalid:
    case DataType::String:
    case DataType::Resource:
    case DataType::Variant:
      return 0;
  }
  return 0;
}

Tensor::Tensor(DataType type, Shape shape, std::vector<std::byte> bytes)
    : type_(type), shape_(std::move(shape)) {
  auto owner = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
  bytes_ = *owner;
  owner_ = std::move(owner);
}

Tensor::Tensor(DataType type, Shape shape, std::shared_ptr<const void> owner,
               std::span<const std::byte> bytes)
    : type_(type), shape_(std::move(shape)), owner_(std::move(owner)), bytes_(bytes) {}

Tensor Tensor::ofFloats(Shape shape, std::span<const float> values) {
  const auto bytes = std::as_bytes(values);
  return {DataType::Float, std::move(shape), {bytes.begin(), bytes.end()}};
}

Tensor Tensor::ofInts(Shape shape, std::span<const std::int32_t> values) {
  const auto bytes = std::as_bytes(values);
  return {DataType::Int32, std::move(shape), {bytes.begin(), bytes.end()}};
}

std::int64_t Tensor::elementCount() const {
  const std::size_t bytes = elementBytes(type_);
  return bytes == 0 ? 0 : static_cast<std::int64_t>(bytes_.size() / bytes);
}

std::vector<float> Tensor::toFloats() const {
  FS_EXPECTS(type_ == DataType::Float, "a float tensor");
  std::vector<float> values(bytes_.size() / sizeof(float));
  std::memcpy(values.data(), bytes_.data(), values.size() * sizeof(float));
  return values;
}

std::vector<std::int32_t> Tensor::toInts() const {
  FS_EXPECTS(type_ == DataType::Int32, "an int32 tensor");
  std::vector<std::int32_t> values(bytes_.size() / sizeof(std::int32_t));
  std::memcpy(values.data(), bytes_.data(), values.size() * sizeof(std::int32_t));
  return values;
}

}  // namespace followspot::model
