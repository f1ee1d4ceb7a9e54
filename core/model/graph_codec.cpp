#include "core/model/graph_codec.h"

#include <bit>
#include <cstring>
#include <optional>
#include <utility>

#include "core/model/wire_format.h"

namespace followspot::model {
namespace {

constexpr std::int64_t kMaxElements = std::int64_t{1} << 40;

Result<PartialShape> parseShape(std::string_view message) {
  PartialShape shape;
  WireReader reader(message);
  constexpr std::size_t kMaxRank = 254;
  while (reader.next()) {
    if (reader.field() == 2) {
      std::int64_t size = 0;
      WireReader dim(reader.bytes());
      while (dim.next()) {
        if (dim.field() == 1) {
          size = dim.int64();
        }
      }
      if (!dim.ok() || size < -1 || shape.dims.size() >= kMaxRank) {
        return fail(ErrorCode::CorruptData, "a shape with an impossible dimension");
      }
      shape.dims.push_back(size);
    } else if (reader.field() == 3) {
      shape.unknownRank = reader.boolean();
    }
  }
  if (!reader.ok()) {
    return fail(ErrorCode::CorruptData, "a damaged shape");
  }
  return shape;
}

/// Number of elements; nothing for unknown or absurd sizes.
std::optional<std::int64_t> countOf(const Shape& shape) {
  std::int64_t count = 1;
  for (const std::int64_t size : shape) {
    if (size < 0 || (size > 0 && count > kMaxElements / size)) {
      return std::nullopt;
    }
    count *= size;
  }
  return count;
}

template <class T>
void appendElement(std::vector<std::byte>& bytes, T value) {
  const auto* const raw = reinterpret_cast<const std::byte*>(&value);
  bytes.insert(bytes.end(), raw, raw + sizeof value);
}

/// One number of a TensorProto's *_val field, in the tensor's own element form.
void appendVarintElement(std::vector<std::byte>& bytes, DataType type, std::uint64_t value) {
  switch (elementBytes(type)) {
    case 1:
      appendElement(bytes, static_cast<std::uint8_t>(value));
      break;
    case 2:
      appendElement(bytes, static_cast<std::uint16_t>(value));
      break;
    case 4:
      appendElement(bytes, static_cast<std::uint32_t>(value));
      break;
    default:
      appendElement(bytes, value);
      break;
  }
}

/// Field of TensorProto that holds numbers of this type; 0: none.
int valueFieldOf(DataType type) {
  switch (type) {
    case DataType::Float:
      return 5;
    case DataType::Double:
      return 6;
    case DataType::Int64:
      return 10;
    case DataType::Bool:
      return 11;
    case DataType::Half:
    case DataType::BFloat16:
      return 13;
    case DataType::Int32:
    case DataType::Int16:
    case DataType::Int8:
    case DataType::UInt8:
    case DataType::QInt8:
    case DataType::QUInt8:
    case DataType::QInt32:
      return 7;
    default:
      return 0;
  }
}

/// The numbers of a TensorProto that came one by one. The last one stands for all that are missing.
Result<std::vector<std::byte>> readValues(std::string_view message, DataType type,
                                          std::int64_t count) {
  std::vector<std::byte> bytes;
  const std::size_t size = elementBytes(type);
  const std::size_t wanted = static_cast<std::size_t>(count) * size;
  const int field = valueFieldOf(type);
  WireReader reader(message);
  while (reader.next()) {
    if (reader.field() != field) {
      continue;
    }
    const bool fixed = type == DataType::Float || type == DataType::Double;
    reader.each(fixed, static_cast<int>(size), [&](WireReader& number) {
      if (type == DataType::Float) {
        appendElement(bytes, number.float32());
      } else if (type == DataType::Double) {
        appendElement(bytes, number.float64());
      } else {
        appendVarintElement(bytes, type, number.varint());
      }
    });
  }
  if (!reader.ok()) {
    return fail(ErrorCode::CorruptData, "damaged numbers");
  }
  if (bytes.size() > wanted) {
    return fail(ErrorCode::CorruptData, "more numbers than its shape has");
  }
  if (bytes.empty()) {
    bytes.resize(wanted);  // zeros
    return bytes;
  }
  bytes.reserve(wanted);
  while (bytes.size() < wanted) {
    const std::size_t last = bytes.size() - size;
    for (std::size_t i = 0; i < size; ++i) {
      bytes.push_back(bytes[last + i]);
    }
  }
  return bytes;
}

class GraphParser {
 public:
  GraphParser(std::shared_ptr<const void> owner, const GraphLimits& limits)
      : owner_(std::move(owner)), limits_(limits), expanded_(limits.expandedBytes) {}

  Result<Graph> parse(std::string_view message) {
    Graph graph;
    WireReader reader(message);
    while (reader.next()) {
      if (reader.field() != 1) {
        continue;
      }
      if (graph.nodes.size() >= limits_.nodes) {
        return fail(ErrorCode::CorruptData,
                    "more than " + std::to_string(limits_.nodes) + " nodes");
      }
      auto node = parseNode(reader.bytes());
      if (!node) {
        return fail(node.error());
      }
      graph.nodes.push_back(std::move(*node));
    }
    if (!reader.ok()) {
      return fail(ErrorCode::CorruptData, "not a TensorFlow graph, or damaged, after node " +
                                              std::to_string(graph.nodes.size()));
    }
    return graph;
  }

 private:
  Result<Node> parseNode(std::string_view message) {
    Node node;
    WireReader reader(message);
    while (reader.next()) {
      switch (reader.field()) {
        case 1:
          node.name = reader.bytes();
          break;
        case 2:
          node.op = reader.bytes();
          break;
        case 3:
          if (node.inputs.size() >= limits_.inputsOfNode) {
            return fail(ErrorCode::CorruptData, "node " + node.name + ": too many inputs");
          }
          node.inputs.emplace_back(reader.bytes());
          break;
        case 4:
          node.device = reader.bytes();
          break;
        case 5:
          if (auto attr = parseAttr(reader.bytes(), node); !attr) {
            return fail(attr.error().withContext("node " + node.name));
          }
          break;
        default:
          break;
      }
    }
    if (!reader.ok()) {
      return fail(ErrorCode::CorruptData, "node " + node.name + " is damaged");
    }
    return node;
  }

  Result<void> parseAttr(std::string_view message, Node& node) {
    std::string key;
    std::string_view value;
    WireReader reader(message);
    while (reader.next()) {
      if (reader.field() == 1) {
        key = reader.bytes();
      } else if (reader.field() == 2) {
        value = reader.bytes();
      }
    }
    if (!reader.ok()) {
      return fail(ErrorCode::CorruptData, "a damaged attribute");
    }
    auto parsed = parseValue(value);
    if (!parsed) {
      return fail(parsed.error().withContext("attribute " + key));
    }
    node.attrs.insert_or_assign(std::move(key), std::move(*parsed));
    return {};
  }

  Result<AttrValue> parseValue(std::string_view message) {
    AttrValue value;
    WireReader reader(message);
    while (reader.next()) {
      switch (reader.field()) {
        case 1: {
          auto list = parseList(reader.bytes());
          if (!list) {
            return fail(list.error());
          }
          value = std::move(*list);
          break;
        }
        case 2:
          value = std::string(reader.bytes());
          break;
        case 3:
          value = reader.int64();
          break;
        case 4:
          value = reader.float32();
          break;
        case 5:
          value = reader.boolean();
          break;
        case 6:
          value = static_cast<DataType>(reader.varint() & 0xFFU);
          break;
        case 7: {
          auto shape = parseShape(reader.bytes());
          if (!shape) {
            return fail(shape.error());
          }
          value = std::move(*shape);
          break;
        }
        case 8: {
          auto tensor = parseTensor(reader.bytes(), owner_, limits_, expanded_);
          if (!tensor) {
            return fail(tensor.error());
          }
          value = std::move(*tensor);
          break;
        }
        default:
          break;
      }
    }
    if (!reader.ok()) {
      return fail(ErrorCode::CorruptData, "a damaged value");
    }
    return value;
  }

  Result<AttrValue> parseList(std::string_view message) {
    std::vector<std::string> strings;
    std::vector<std::int64_t> ints;
    std::vector<float> floats;
    std::vector<bool> bools;
    std::vector<DataType> types;
    std::vector<PartialShape> shapes;
    WireReader reader(message);
    while (reader.next()) {
      switch (reader.field()) {
        case 2:
          strings.emplace_back(reader.bytes());
          break;
        case 3:
          reader.each(false, 0, [&](WireReader& number) { ints.push_back(number.int64()); });
          break;
        case 4:
          reader.each(true, 4, [&](WireReader& number) { floats.push_back(number.float32()); });
          break;
        case 5:
          reader.each(false, 0, [&](WireReader& number) { bools.push_back(number.boolean()); });
          break;
        case 6:
          reader.each(false, 0, [&](WireReader& number) {
            types.push_back(static_cast<DataType>(number.varint() & 0xFFU));
          });
          break;
        case 7: {
          auto shape = parseShape(reader.bytes());
          if (!shape) {
            return fail(shape.error());
          }
          shapes.push_back(std::move(*shape));
          break;
        }
        default:
          break;
      }
      if (strings.size() + ints.size() + floats.size() + bools.size() + types.size() +
              shapes.size() >
          limits_.listElements) {
        return fail(ErrorCode::CorruptData, "a list that is too long");
      }
    }
    if (!reader.ok()) {
      return fail(ErrorCode::CorruptData, "a damaged list");
    }
    if (!strings.empty()) {
      return AttrValue(std::move(strings));
    }
    if (!floats.empty()) {
      return AttrValue(std::move(floats));
    }
    if (!bools.empty()) {
      return AttrValue(std::move(bools));
    }
    if (!types.empty()) {
      return AttrValue(std::move(types));
    }
    if (!shapes.empty()) {
      return AttrValue(std::move(shapes));
    }
    return AttrValue(std::move(ints));
  }

  std::shared_ptr<const void> owner_;
  GraphLimits limits_;
  std::int64_t expanded_;
};

void writeShape(std::string& out, int field, const PartialShape& shape) {
  std::string message;
  WireWriter writer(message);
  for (const std::int64_t size : shape.dims) {
    std::string dim;
    WireWriter(dim).int64(1, size);
    writer.bytes(2, dim);
  }
  if (shape.unknownRank) {
    writer.varint(3, 1);
  }
  WireWriter(out).bytes(field, message);
}

void writeTensor(std::string& out, const Tensor& tensor) {
  std::string message;
  WireWriter writer(message);
  writer.varint(1, static_cast<std::uint64_t>(tensor.type()));
  writeShape(message, 2, {false, tensor.shape()});
  constexpr std::int64_t kAsNumbers = 64;
  const auto bytes = tensor.bytes();
  if (tensor.type() == DataType::Int32 && tensor.elementCount() <= kAsNumbers) {
    std::string numbers;
    for (const std::int32_t value : tensor.toInts()) {
      WireWriter(numbers).rawVarint(static_cast<std::uint64_t>(std::int64_t{value}));
    }
    writer.bytes(7, numbers);
  } else {
    writer.bytes(4, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }
  WireWriter(out).bytes(8, message);
}

template <class T, class Write>
std::string listOf(int field, const std::vector<T>& values, Write write) {
  std::string packed;
  for (const auto& value : values) {
    write(packed, value);
  }
  std::string message;
  if (!values.empty()) {
    WireWriter(message).bytes(field, packed);
  }
  return message;
}

struct ValueWriter {
  std::string& out;

  void operator()(std::monostate /*none*/) const {}
  void operator()(const std::string& value) const { WireWriter(out).bytes(2, value); }
  void operator()(std::int64_t value) const { WireWriter(out).int64(3, value); }
  void operator()(float value) const { WireWriter(out).float32(4, value); }
  void operator()(bool value) const { WireWriter(out).varint(5, value ? 1 : 0); }
  void operator()(DataType value) const {
    WireWriter(out).varint(6, static_cast<std::uint64_t>(value));
  }
  void operator()(const PartialShape& value) const { writeShape(out, 7, value); }
  void operator()(const Tensor& value) const { writeTensor(out, value); }
  void operator()(const std::vector<std::string>& values) const {
    std::string message;
    for (const std::string& value : values) {
      WireWriter(message).bytes(2, value);
    }
    WireWriter(out).bytes(1, message);
  }
  void operator()(const std::vector<std::int64_t>& values) const {
    WireWriter(out).bytes(1, listOf(3, values, [](std::string& packed, std::int64_t value) {
                            WireWriter(packed).rawVarint(static_cast<std::uint64_t>(value));
                          }));
  }
  void operator()(const std::vector<float>& values) const {
    WireWriter(out).bytes(1, listOf(4, values, [](std::string& packed, float value) {
                            WireWriter(packed).rawFloat(value);
                          }));
  }
  void operator()(const std::vector<bool>& values) const {
    WireWriter(out).bytes(1, listOf(5, values, [](std::string& packed, bool value) {
                            packed.push_back(value ? '\1' : '\0');
                          }));
  }
  void operator()(const std::vector<DataType>& values) const {
    WireWriter(out).bytes(1, listOf(6, values, [](std::string& packed, DataType value) {
                            WireWriter(packed).rawVarint(static_cast<std::uint64_t>(value));
                          }));
  }
  void operator()(const std::vector<PartialShape>& values) const {
    std::string message;
    for (const PartialShape& value : values) {
      writeShape(message, 7, value);
    }
    WireWriter(out).bytes(1, message);
  }
};

/// One node as a field of GraphDef.
std::string serializeNode(const Node& node) {
  std::string message;
  WireWriter writer(message);
  writer.bytes(1, node.name);
  writer.bytes(2, node.op);
  for (const std::string& input : node.inputs) {
    writer.bytes(3, input);
  }
  if (!node.device.empty()) {
    writer.bytes(4, node.device);
  }
  for (const auto& [key, value] : node.attrs) {
    std::string body;
    std::visit(ValueWriter{body}, value);
    std::string entry;
    WireWriter(entry).bytes(1, key);
    WireWriter(entry).bytes(2, body);
    writer.bytes(5, entry);
  }
  std::string field;
  WireWriter(field).bytes(1, message);
  return field;
}

}  // namespace

Result<Tensor> parseTensor(std::string_view message, const std::shared_ptr<const void>& owner,
                           const GraphLimits& limits, std::int64_t& expanded) {
  DataType type = DataType::Invalid;
  PartialShape shape;
  std::optional<std::string_view> content;
  WireReader reader(message);
  while (reader.next()) {
    switch (reader.field()) {
      case 1:
        type = static_cast<DataType>(reader.varint() & 0xFFU);
        break;
      case 2: {
        auto parsed = parseShape(reader.bytes());
        if (!parsed) {
          return fail(parsed.error());
        }
        shape = std::move(*parsed);
        break;
      }
      case 4:
        content = reader.bytes();
        break;
      default:
        break;
    }
  }
  if (!reader.ok()) {
    return fail(ErrorCode::CorruptData, "a damaged tensor");
  }
  const std::size_t size = elementBytes(type);
  if (size == 0) {
    return Tensor(type, shape.dims, nullptr, {});  // strings and handles: only that they are there
  }
  const auto count = countOf(shape.dims);
  if (shape.unknownRank || !count ||
      *count * static_cast<std::int64_t>(size) > limits.tensorBytes) {
    return fail(ErrorCode::CorruptData, "a tensor of impossible size");
  }
  const std::size_t wanted = static_cast<std::size_t>(*count) * size;
  if (content && !content->empty()) {
    if (content->size() != wanted) {
      return fail(ErrorCode::CorruptData, "a tensor with " + std::to_string(content->size()) +
                                              " bytes where its shape "
                                              "needs " +
                                              std::to_string(wanted));
    }
    return Tensor(type, std::move(shape.dims), owner,
                  std::as_bytes(std::span(content->data(), content->size())));
  }
  expanded -= static_cast<std::int64_t>(wanted);
  if (expanded < 0) {
    return fail(ErrorCode::CorruptData, "more constants than make sense");
  }
  auto bytes = readValues(message, type, *count);
  if (!bytes) {
    return fail(bytes.error());
  }
  return Tensor(type, std::move(shape.dims), std::move(*bytes));
}

Result<Graph> parseGraph(std::string_view message, std::shared_ptr<const void> owner,
                         const GraphLimits& limits) {
  return GraphParser(std::move(owner), limits).parse(message);
}

Result<Graph> parseGraph(std::shared_ptr<const std::string> bytes, const GraphLimits& limits) {
  const std::string_view message = *bytes;
  return parseGraph(message, std::move(bytes), limits);
}

std::string serializeGraph(const Graph& graph) {
  std::string bytes;
  for (const Node& node : graph.nodes) {
    bytes += serializeNode(node);
  }
  return bytes;
}

Result<void> writeGraph(const Graph& graph, OutputFile& file) {
  for (const Node& node : graph.nodes) {
    if (auto written = file.write(serializeNode(node)); !written) {
      return written;
    }
  }
  return {};
}

}  // namespace followspot::model
