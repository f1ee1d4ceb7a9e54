#include "core/model/text_graph.h"

#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "core/base/text.h"
#include "core/model/text_format.h"

namespace followspot::model {
namespace {

constexpr std::int64_t kAsNumbers = 64;
constexpr std::size_t kMaxNodes = 100'000;

constexpr std::array kTypes = {
    DataType::Float,    DataType::Double, DataType::Int32,    DataType::UInt8,
    DataType::Int16,    DataType::Int8,   DataType::String,   DataType::Int64,
    DataType::Bool,     DataType::QInt8,  DataType::QUInt8,   DataType::QInt32,
    DataType::BFloat16, DataType::Half,   DataType::Resource, DataType::Variant};

std::optional<DataType> typeNamed(std::string_view name) {
  for (const DataType type : kTypes) {
    if (nameOf(type) == name) {
      return type;
    }
  }
  return std::nullopt;
}

/// Indented lines.
class Writer {
 public:
  void open(std::string_view name) {
    line(std::string(name) + " {");
    ++depth_;
  }
  void close() {
    --depth_;
    line("}");
  }
  void field(std::string_view name, std::string_view value) {
    line(std::string(name) + ": " + std::string(value));
  }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void line(std::string_view text) {
    text_.append(2 * depth_, ' ');
    text_ += text;
    text_ += '\n';
  }
  std::string text_;
  std::size_t depth_ = 0;
};

std::string floatText(float value) {
  if (std::isnan(value)) {
    return "nan";
  }
  if (std::isinf(value)) {
    return value < 0 ? "-inf" : "inf";
  }
  return formatNumber(static_cast<double>(value));
}

void writeShape(Writer& writer, std::string_view name, const PartialShape& shape) {
  writer.open(name);
  for (const std::int64_t size : shape.dims) {
    writer.open("dim");
    writer.field("size", std::to_string(size));
    writer.close();
  }
  if (shape.unknownRank) {
    writer.field("unknown_rank", "true");
  }
  writer.close();
}

struct ValueWriter {
  Writer& out;

  void operator()(std::monostate /*none*/) const {}
  void operator()(const std::string& value) const { out.field("s", quoted(value)); }
  void operator()(std::int64_t value) const { out.field("i", std::to_string(value)); }
  void operator()(float value) const { out.field("f", floatText(value)); }
  void operator()(bool value) const { out.field("b", value ? "true" : "false"); }
  void operator()(DataType value) const { out.field("type", nameOf(value)); }
  void operator()(const PartialShape& value) const { writeShape(out, "shape", value); }
  void operator()(const Tensor& tensor) const {
    out.open("tensor");
    out.field("dtype", nameOf(tensor.type()));
    writeShape(out, "tensor_shape", {false, tensor.shape()});
    if (tensor.elementCount() <= kAsNumbers && tensor.type() == DataType::Float) {
      for (const float value : tensor.toFloats()) {
        out.field("float_val", floatText(value));
      }
    } else if (tensor.elementCount() <= kAsNumbers && tensor.type() == DataType::Int32) {
      for (const std::int32_t value : tensor.toInts()) {
        out.field("int_val", std::to_string(value));
      }
    }
    out.close();
  }
  template <class T>
  void operator()(const std::vector<T>& values) const {
    out.open("list");
    for (const auto& value : values) {
      (*this)(static_cast<T>(value));
    }
    out.close();
  }
};

// Reading
// ------------------------------------------------------------------------------------------------------------

Error badField(const TextField& field) {
  return {ErrorCode::CorruptData,
          "line " + std::to_string(field.line) + ": " + field.name + " has an impossible value"};
}

Result<PartialShape> readShape(const TextMessage& message) {
  PartialShape shape;
  for (const TextField& field : message.fields) {
    if (field.name == "dim" && field.asMessage() != nullptr) {
      const TextField* const size = field.asMessage()->find("size");
      const auto value = size != nullptr && size->asScalar() != nullptr
                             ? parseInteger(size->asScalar()->text)
                             : std::optional<std::int64_t>(0);
      if (!value || *value < -1) {
        return fail(badField(field));
      }
      shape.dims.push_back(*value);
    } else if (field.name == "unknown_rank") {
      shape.unknownRank = true;
    }
  }
  return shape;
}

Result<Tensor> readTensor(const TextMessage& message) {
  DataType type = DataType::Invalid;
  PartialShape shape;
  std::vector<float> floats;
  std::vector<std::int32_t> ints;
  for (const TextField& field : message.fields) {
    if (field.name == "tensor_shape" && field.asMessage() != nullptr) {
      auto read = readShape(*field.asMessage());
      if (!read) {
        return fail(read.error());
      }
      shape = std::move(*read);
      continue;
    }
    const TextScalar* const scalar = field.asScalar();
    if (scalar == nullptr) {
      continue;
    }
    if (field.name == "dtype") {
      const auto named = typeNamed(scalar->text);
      if (!named) {
        return fail(badField(field));
      }
      type = *named;
    } else if (field.name == "float_val") {
      const auto value = parseDouble(scalar->text);
      if (!value) {
        return fail(badField(field));
      }
      floats.push_back(static_cast<float>(*value));
    } else if (field.name == "int_val") {
      const auto value = parseInteger(scalar->text);
      if (!value || *value < std::numeric_limits<std::int32_t>::min() ||
          *value > std::numeric_limits<std::int32_t>::max()) {
        return fail(badField(field));
      }
      ints.push_back(static_cast<std::int32_t>(*value));
    }
  }
  if (type == DataType::Float && !floats.empty()) {
    return Tensor::ofFloats(std::move(shape.dims), floats);
  }
  if (type == DataType::Int32 && !ints.empty()) {
    return Tensor::ofInts(std::move(shape.dims), ints);
  }
  return Tensor(type, std::move(shape.dims), nullptr, {});
}

Result<AttrValue> readScalar(const TextField& field) {
  const TextScalar* const scalar = field.asScalar();
  if (scalar == nullptr) {
    return fail(badField(field));
  }
  if (field.name == "s") {
    return AttrValue(scalar->text);
  }
  if (field.name == "i") {
    if (const auto value = parseInteger(scalar->text)) {
      return AttrValue(*value);
    }
  } else if (field.name == "f") {
    std::string_view text = scalar->text;
    if (text.ends_with('f') && !text.ends_with("inf")) {
      text.remove_suffix(1);
    }
    if (const auto value = parseDouble(text)) {
      return AttrValue(static_cast<float>(*value));
    }
  } else if (field.name == "b") {
    if (scalar->text == "true" || scalar->text == "false" || scalar->text == "1" ||
        scalar->text == "0") {
      return AttrValue(scalar->text == "true" || scalar->text == "1");
    }
  } else if (field.name == "type") {
    if (const auto value = typeNamed(scalar->text)) {
      return AttrValue(*value);
    }
  } else {
    return AttrValue();
  }
  return fail(badField(field));
}

template <class T>
Result<AttrValue> readListOf(const TextMessage& list) {
  std::vector<T> values;
  for (const TextField& field : list.fields) {
    auto value = readScalar(field);
    if (!value) {
      return fail(value.error());
    }
    auto* const held = std::get_if<T>(&*value);
    if (held == nullptr) {
      return fail(badField(field));
    }
    values.push_back(std::move(*held));
  }
  return AttrValue(std::move(values));
}

Result<AttrValue> readList(const TextMessage& list) {
  const std::string kind = list.fields.empty() ? "i" : list.fields.front().name;
  if (kind == "s") {
    return readListOf<std::string>(list);
  }
  if (kind == "f") {
    return readListOf<float>(list);
  }
  if (kind == "b") {
    return readListOf<bool>(list);
  }
  if (kind == "type") {
    return readListOf<DataType>(list);
  }
  if (kind == "shape") {
    std::vector<PartialShape> shapes;
    for (const TextField& field : list.fields) {
      if (field.asMessage() == nullptr) {
        return fail(badField(field));
      }
      auto shape = readShape(*field.asMessage());
      if (!shape) {
        return fail(shape.error());
      }
      shapes.push_back(std::move(*shape));
    }
    return AttrValue(std::move(shapes));
  }
  return readListOf<std::int64_t>(list);
}

Result<AttrValue> readValue(const TextMessage& message) {
  for (const TextField& field : message.fields) {
    const TextMessage* const inner = field.asMessage();
    if (inner == nullptr) {
      return readScalar(field);
    }
    if (field.name == "list") {
      return readList(*inner);
    }
    if (field.name == "shape") {
      auto shape = readShape(*inner);
      return shape ? Result<AttrValue>(AttrValue(std::move(*shape))) : fail(shape.error());
    }
    if (field.name == "tensor") {
      auto tensor = readTensor(*inner);
      return tensor ? Result<AttrValue>(AttrValue(std::move(*tensor))) : fail(tensor.error());
    }
  }
  return AttrValue();
}

Result<Node> readNode(const TextMessage& message) {
  Node node;
  for (const TextField& field : message.fields) {
    if (const TextScalar* const scalar = field.asScalar()) {
      if (field.name == "name") {
        node.name = scalar->text;
      } else if (field.name == "op") {
        node.op = scalar->text;
      } else if (field.name == "input") {
        node.inputs.push_back(scalar->text);
      } else if (field.name == "device") {
        node.device = scalar->text;
      }
      continue;
    }
    if (field.name != "attr") {
      continue;
    }
    const TextMessage& entry = *field.asMessage();
    const TextField* const key = entry.find("key");
    if (key == nullptr || key->asScalar() == nullptr) {
      return fail(badField(field));
    }
    AttrValue value;
    if (const TextMessage* const body = entry.message("value")) {
      auto read = readValue(*body);
      if (!read) {
        return fail(read.error());
      }
      value = std::move(*read);
    }
    node.attrs.insert_or_assign(key->asScalar()->text, std::move(value));
  }
  return node;
}

}  // namespace

std::string writeTextGraph(const Graph& graph) {
  Writer writer;
  for (const Node& node : graph.nodes) {
    writer.open("node");
    writer.field("name", quoted(node.name));
    writer.field("op", quoted(node.op));
    for (const std::string& input : node.inputs) {
      writer.field("input", quoted(input));
    }
    for (const auto& [key, value] : node.attrs) {
      writer.open("attr");
      writer.field("key", quoted(key));
      writer.open("value");
      std::visit(ValueWriter{writer}, value);
      writer.close();
      writer.close();
    }
    writer.close();
  }
  return writer.take();
}

Result<Graph> parseTextGraph(std::string_view text) {
  const auto message = parseText(text);
  if (!message) {
    return fail(message.error());
  }
  Graph graph;
  for (const TextField& field : message->fields) {
    if (field.name != "node") {
      continue;  // versions, library: nothing that runs
    }
    if (field.asMessage() == nullptr || graph.nodes.size() >= kMaxNodes) {
      return fail(badField(field));
    }
    auto node = readNode(*field.asMessage());
    if (!node) {
      return fail(node.error());
    }
    graph.nodes.push_back(std::move(*node));
  }
  if (graph.nodes.empty()) {
    return fail(ErrorCode::CorruptData, "no nodes in it");
  }
  return graph;
}

}  // namespace followspot::model
