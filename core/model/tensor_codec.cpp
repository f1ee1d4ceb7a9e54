#include "core/model/tensor_codec.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

namespace followspot::model {
namespace {

/// Longest integer tensor that is written as `int_val`: axes, shapes, paddings, sizes.
constexpr std::int64_t kMaxIntVals = 64;

/// How a TensorProto's repeated number field is laid out, and which field it is.
struct ValueField {
  std::uint32_t number = 0;
  WireField::Kind element = WireField::Kind::Varint;
};

/// The `*_val` field that belongs to a type. @source tensor.proto
std::optional<ValueField> valueFieldOf(DataType type) {
  using Kind = WireField::Kind;
  switch (type) {
    case DataType::Float:
      return ValueField{5, Kind::Fixed32};
    case DataType::Double:
      return ValueField{6, Kind::Fixed64};
    case DataType::Int32:
    case DataType::UInt8:
    case DataType::Int16:
    case DataType::Int8:
    case DataType::QInt8:
    case DataType::QUInt8:
    case DataType::QInt32:
      return ValueField{7, Kind::Varint};
    case DataType::Int64:
      return ValueField{10, Kind::Varint};
    case DataType::Bool:
      return ValueField{11, Kind::Varint};
    case DataType::BFloat16:
    case DataType::Half:
      return ValueField{13, Kind::Varint};
    default:
      return std::nullopt;
  }
}

tl::unexpected<Error> corrupt(std::string what) {
  return fail(ErrorCode::CorruptData, std::move(what));
}

/// The numbers of a `*_val` field as little-endian elements of `elementSize` bytes.
class ValueCollector {
 public:
  ValueCollector(ValueField field, std::size_t elementSize, std::size_t maxCount)
      : field_(field), elementSize_(elementSize), maxCount_(maxCount) {}

  [[nodiscard]] bool wants(std::uint32_t number) const { return number == field_.number; }

  /// Takes one number or a packed run; false on damage or too many.
  [[nodiscard]] bool take(const WireField& field) {
    if (field.kind == field_.element) {
      return append(field.value);
    }
    if (field.kind != WireField::Kind::Bytes) {
      return false;
    }
    WireReader packed(field.bytes);
    std::uint64_t value = 0;
    std::uint32_t half = 0;
    if (field_.element == WireField::Kind::Varint) {
      while (packed.nextVarint(value)) {
        if (!append(value)) {
          return false;
        }
      }
    } else if (field_.element == WireField::Kind::Fixed32) {
      while (packed.nextFixed32(half)) {
        if (!append(half)) {
          return false;
        }
      }
    } else {
      while (packed.nextFixed64(value)) {
        if (!append(value)) {
          return false;
        }
      }
    }
    return !packed.failed();
  }

  [[nodiscard]] std::vector<std::byte> expanded() && {
    // The last number fills the rest.
    const std::size_t total = maxCount_ * elementSize_;
    const std::size_t given = bytes_.size();
    bytes_.resize(total);
    if (given > 0) {
      for (std::size_t at = given; at < total; at += elementSize_) {
        std::memcpy(bytes_.data() + at, bytes_.data() + given - elementSize_, elementSize_);
      }
    }
    return std::move(bytes_);
  }

 private:
  bool append(std::uint64_t value) {
    if (bytes_.size() / elementSize_ >= maxCount_) {
      return false;
    }
    const std::size_t at = bytes_.size();
    bytes_.resize(at + elementSize_);
    std::memcpy(bytes_.data() + at, &value, elementSize_);
    return true;
  }

  ValueField field_;
  std::size_t elementSize_;
  std::size_t maxCount_;
  std::vector<std::byte> bytes_;
};

/// The parts of a TensorProto that come before its numbers.
struct TensorHead {
  DataType type = DataType::Invalid;
  Shape shape;
  std::optional<std::span<const std::byte>> content;
};

Result<TensorHead> readHead(std::span<const std::byte> message) {
  TensorHead head;
  bool hasType = false;
  bool hasShape = false;
  WireReader reader(message);
  for (WireField field; reader.next(field);) {
    if (field.number == 1 && field.kind == WireField::Kind::Varint) {
      if (std::exchange(hasType, true)) {
        return corrupt("a tensor with two types");
      }
      head.type = dataTypeFromNumber(field.value);
    } else if (field.number == 2 && field.kind == WireField::Kind::Bytes) {
      if (std::exchange(hasShape, true)) {
        return corrupt("a tensor with two shapes");
      }
      auto shape = parseShape(field.bytes);
      if (!shape) {
        return fail(shape.error());
      }
      if (shape->unknownRank) {
        return corrupt("a tensor of unknown rank");
      }
      head.shape = std::move(shape->dims);
    } else if (field.number == 4 && field.kind == WireField::Kind::Bytes) {
      if (head.content) {
        return corrupt("a tensor with two contents");
      }
      head.content = field.bytes;
    }
  }
  if (reader.failed()) {
    return corrupt("a damaged tensor");
  }
  return head;
}

}  // namespace

DataType dataTypeFromNumber(std::uint64_t number) {
  constexpr std::uint64_t kReference = 100;
  if (number > kReference) {
    number -= kReference;
  }
  return number < kReference ? static_cast<DataType>(number) : DataType::Invalid;
}

Result<PartialShape> parseShape(std::span<const std::byte> message) {
  PartialShape shape;
  WireReader reader(message);
  for (WireField field; reader.next(field);) {
    if (field.number == 2 && field.kind == WireField::Kind::Bytes) {
      std::int64_t size = 0;
      WireReader dim(field.bytes);
      for (WireField part; dim.next(part);) {
        if (part.number == 1 && part.kind == WireField::Kind::Varint) {
          size = part.integer();
        }
      }
      if (dim.failed()) {
        return corrupt("a damaged shape");
      }
      if (size < -1) {
        return corrupt("a shape with a negative size (" + std::to_string(size) + ")");
      }
      if (shape.dims.size() == kMaxRank) {
        return corrupt("a shape of more than " + std::to_string(kMaxRank) + " dimensions");
      }
      shape.dims.push_back(size);
    } else if (field.number == 3 && field.kind == WireField::Kind::Varint) {
      shape.unknownRank = field.value != 0;
    }
  }
  if (reader.failed()) {
    return corrupt("a damaged shape");
  }
  return shape;
}

WireMessage encodeShape(const PartialShape& shape) {
  WireMessage message;
  for (const std::int64_t size : shape.dims) {
    WireMessage dim;
    dim.addInteger(1, size);
    message.addMessage(2, dim);
  }
  if (shape.unknownRank) {
    message.addVarint(3, 1);
  }
  return message;
}

Result<Tensor> parseTensor(std::span<const std::byte> message,
                           const std::shared_ptr<const void>& owner, ParseBudget& budget) {
  auto head = readHead(message);
  if (!head) {
    return fail(head.error());
  }
  const std::size_t elementSize = elementBytes(head->type);
  const auto count = checkedElementCount(head->shape);
  std::size_t bytes = 0;
  if (!count || __builtin_mul_overflow(static_cast<std::size_t>(*count), elementSize, &bytes)) {
    return corrupt("a tensor of an impossible shape " + describe(head->shape));
  }
  if (elementSize == 0) {
    return Tensor(head->type, std::move(head->shape), std::vector<std::byte>{});
  }
  if (head->content && !head->content->empty()) {
    if (head->content->size() != bytes) {
      return corrupt("a tensor of shape " + describe(head->shape) + " with " +
                     std::to_string(head->content->size()) + " bytes instead of " +
                     std::to_string(bytes));
    }
    return Tensor(head->type, std::move(head->shape), owner, *head->content);
  }
  if (bytes > budget.expandedBytes) {
    return corrupt("a tensor of shape " + describe(head->shape) +
                   " whose numbers are abbreviated and would take " + std::to_string(bytes) +
                   " bytes, more than allowed");
  }
  budget.expandedBytes -= bytes;
  const auto valueField = valueFieldOf(head->type);
  ValueCollector values(valueField.value_or(ValueField{}), elementSize,
                        static_cast<std::size_t>(*count));
  WireReader reader(message);
  for (WireField field; reader.next(field);) {
    if (values.wants(field.number) && !values.take(field)) {
      return corrupt("a tensor of shape " + describe(head->shape) +
                     " with damaged or too many numbers");
    }
  }
  return Tensor(head->type, std::move(head->shape), std::move(values).expanded());
}

WireMessage encodeTensor(const Tensor& tensor) {
  WireMessage message;
  message.addVarint(1, static_cast<std::uint64_t>(tensor.type()));
  message.addMessage(2, encodeShape({false, tensor.shape()}));
  if (tensor.type() == DataType::Int32 && tensor.elementCount() <= kMaxIntVals) {
    for (const std::int32_t value : tensor.ints()) {
      message.addInteger(7, value);
    }
  } else if (!tensor.bytes().empty()) {
    message.addBorrowed(4, tensor.bytes());
  }
  return message;
}

}  // namespace followspot::model
