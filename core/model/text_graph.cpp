#include "core/model/text_graph.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "core/model/graph_codec.h"
#include "core/model/text_format.h"
#include "core/model/wire_format.h"

// Text and wire format hold the same fields under names and numbers: one table translates, and the
// graph codec stays the only place that knows what they mean.

namespace followspot::model {
namespace {

enum class FieldType : std::uint8_t { Text, Integer, Bool, Real, Double, Type, Message, Ignored };
enum class MessageType : std::uint8_t {
  None,
  Graph,
  Node,
  Entry,
  Value,
  List,
  Tensor,
  Shape,
  Dim,
  Versions,
};

struct FieldRow {
  MessageType in;
  std::string_view name;
  std::uint32_t number;
  FieldType type;
  MessageType message = MessageType::None;
};

// @source graph.proto, node_def.proto, attr_value.proto, tensor.proto, tensor_shape.proto
constexpr std::array kRows = {
    FieldRow{MessageType::Graph, "node", 1, FieldType::Message, MessageType::Node},
    FieldRow{MessageType::Graph, "versions", 4, FieldType::Message, MessageType::Versions},
    FieldRow{MessageType::Graph, "version", 3, FieldType::Integer},
    FieldRow{MessageType::Graph, "library", 2, FieldType::Ignored},
    FieldRow{MessageType::Versions, "producer", 1, FieldType::Integer},
    FieldRow{MessageType::Versions, "min_consumer", 2, FieldType::Integer},
    FieldRow{MessageType::Versions, "bad_consumers", 3, FieldType::Integer},
    FieldRow{MessageType::Node, "name", 1, FieldType::Text},
    FieldRow{MessageType::Node, "op", 2, FieldType::Text},
    FieldRow{MessageType::Node, "input", 3, FieldType::Text},
    FieldRow{MessageType::Node, "device", 4, FieldType::Text},
    FieldRow{MessageType::Node, "attr", 5, FieldType::Message, MessageType::Entry},
    FieldRow{MessageType::Node, "experimental_debug_info", 6, FieldType::Ignored},
    FieldRow{MessageType::Entry, "key", 1, FieldType::Text},
    FieldRow{MessageType::Entry, "value", 2, FieldType::Message, MessageType::Value},
    FieldRow{MessageType::Value, "list", 1, FieldType::Message, MessageType::List},
    FieldRow{MessageType::Value, "s", 2, FieldType::Text},
    FieldRow{MessageType::Value, "i", 3, FieldType::Integer},
    FieldRow{MessageType::Value, "f", 4, FieldType::Real},
    FieldRow{MessageType::Value, "b", 5, FieldType::Bool},
    FieldRow{MessageType::Value, "type", 6, FieldType::Type},
    FieldRow{MessageType::Value, "shape", 7, FieldType::Message, MessageType::Shape},
    FieldRow{MessageType::Value, "tensor", 8, FieldType::Message, MessageType::Tensor},
    FieldRow{MessageType::Value, "placeholder", 9, FieldType::Text},
    FieldRow{MessageType::Value, "func", 10, FieldType::Ignored},
    FieldRow{MessageType::List, "s", 2, FieldType::Text},
    FieldRow{MessageType::List, "i", 3, FieldType::Integer},
    FieldRow{MessageType::List, "f", 4, FieldType::Real},
    FieldRow{MessageType::List, "b", 5, FieldType::Bool},
    FieldRow{MessageType::List, "type", 6, FieldType::Type},
    FieldRow{MessageType::List, "shape", 7, FieldType::Message, MessageType::Shape},
    FieldRow{MessageType::List, "tensor", 8, FieldType::Message, MessageType::Tensor},
    FieldRow{MessageType::List, "func", 9, FieldType::Ignored},
    FieldRow{MessageType::Tensor, "dtype", 1, FieldType::Type},
    FieldRow{MessageType::Tensor, "tensor_shape", 2, FieldType::Message, MessageType::Shape},
    FieldRow{MessageType::Tensor, "version_number", 3, FieldType::Integer},
    FieldRow{MessageType::Tensor, "tensor_content", 4, FieldType::Text},
    FieldRow{MessageType::Tensor, "float_val", 5, FieldType::Real},
    FieldRow{MessageType::Tensor, "double_val", 6, FieldType::Double},
    FieldRow{MessageType::Tensor, "int_val", 7, FieldType::Integer},
    FieldRow{MessageType::Tensor, "string_val", 8, FieldType::Text},
    FieldRow{MessageType::Tensor, "int64_val", 10, FieldType::Integer},
    FieldRow{MessageType::Tensor, "bool_val", 11, FieldType::Bool},
    FieldRow{MessageType::Tensor, "half_val", 13, FieldType::Integer},
    FieldRow{MessageType::Shape, "dim", 2, FieldType::Message, MessageType::Dim},
    FieldRow{MessageType::Shape, "unknown_rank", 3, FieldType::Bool},
    FieldRow{MessageType::Dim, "size", 1, FieldType::Integer},
    FieldRow{MessageType::Dim, "name", 2, FieldType::Text},
};

const FieldRow* rowOf(MessageType in, std::string_view name) {
  const auto* const found = std::ranges::find_if(
      kRows, [&](const FieldRow& row) { return row.in == in && row.name == name; });
  return found == kRows.end() ? nullptr : found;
}

const FieldRow* rowOf(MessageType in, std::uint32_t number) {
  const auto* const found = std::ranges::find_if(
      kRows, [&](const FieldRow& row) { return row.in == in && row.number == number; });
  return found == kRows.end() ? nullptr : found;
}

tl::unexpected<Error> wrong(const TextField& field, const std::string& what) {
  return fail(ErrorCode::CorruptData,
              "line " + std::to_string(field.line) + ": " + field.name + ": " + what);
}

std::optional<std::uint64_t> typeNumber(const TextField& field) {
  if (const auto number = field.integer()) {
    return *number >= 0 ? std::optional(static_cast<std::uint64_t>(*number)) : std::nullopt;
  }
  constexpr std::string_view kReference = "_REF";
  std::string_view name = field.value;
  if (name.ends_with(kReference)) {
    name.remove_suffix(kReference.size());
  }
  const auto type = dataTypeFromName(name);
  if (type) {
    return static_cast<std::uint64_t>(*type);
  }
  // Types that we have no use for (complex numbers, ...) are known to TensorFlow all the same.
  return name.starts_with("DT_") ? std::optional<std::uint64_t>(0) : std::nullopt;
}

// Recursion is as deep as the table's message types nest at most (Graph to Dim).
Result<void> toWire(const TextField& message, MessageType type, WireMessage& out) {
  for (const TextField& field : message.fields) {
    const FieldRow* const row = rowOf(type, field.name);
    if (row == nullptr) {
      return wrong(field, "no such field in a graph");
    }
    if ((row->type == FieldType::Message) != (field.kind == TextField::Kind::Message) &&
        row->type != FieldType::Ignored) {
      return wrong(field, "a value of another kind was expected");
    }
    switch (row->type) {
      case FieldType::Text:
        if (field.kind != TextField::Kind::Text) {
          return wrong(field, "a quoted string was expected");
        }
        out.addText(row->number, field.value);
        break;
      case FieldType::Integer:
        if (const auto number = field.integer()) {
          out.addInteger(row->number, *number);
        } else {
          return wrong(field, "a whole number was expected");
        }
        break;
      case FieldType::Bool:
        if (const auto flag = field.boolean()) {
          out.addVarint(row->number, *flag ? 1 : 0);
        } else {
          return wrong(field, "true or false was expected");
        }
        break;
      case FieldType::Real:
      case FieldType::Double:
        if (const auto number = field.real()) {
          if (row->type == FieldType::Real) {
            out.addReal(row->number, static_cast<float>(*number));
          } else {
            out.addDouble(row->number, *number);
          }
        } else {
          return wrong(field, "a number was expected");
        }
        break;
      case FieldType::Type:
        if (const auto number = typeNumber(field)) {
          out.addVarint(row->number, *number);
        } else {
          return wrong(field, "a type such as DT_FLOAT was expected");
        }
        break;
      case FieldType::Message: {
        WireMessage inner;
        if (auto added = toWire(field, row->message, inner); !added) {
          return added;
        }
        out.addMessage(row->number, inner);
        break;
      }
      case FieldType::Ignored:
        break;
    }
  }
  return {};
}

template <class Number>
std::string shortest(Number value) {
  std::array<char, 64> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), end};
}

void addToken(TextField& out, const FieldRow& row, std::uint64_t value) {
  TextField token;
  token.name = row.name;
  token.kind = TextField::Kind::Token;
  switch (row.type) {
    case FieldType::Bool:
      token.value = value != 0 ? "true" : "false";
      break;
    case FieldType::Real:
      token.value = shortest(std::bit_cast<float>(static_cast<std::uint32_t>(value)));
      break;
    case FieldType::Double:
      token.value = shortest(std::bit_cast<double>(value));
      break;
    case FieldType::Type:
      token.value = nameOf(static_cast<DataType>(value));
      break;
    default:
      token.value = std::to_string(static_cast<std::int64_t>(value));
  }
  out.fields.push_back(std::move(token));
}

// The bytes come from our own encoder: they hold nothing that the table does not know.
void toText(std::span<const std::byte> bytes, MessageType type, TextField& out) {
  WireReader reader(bytes);
  for (WireField field; reader.next(field);) {
    const FieldRow* const row = rowOf(type, field.number);
    if (row == nullptr) {
      continue;
    }
    if (row->type == FieldType::Message) {
      TextField inner;
      inner.name = row->name;
      toText(field.bytes, row->message, inner);
      out.fields.push_back(std::move(inner));
    } else if (row->type == FieldType::Text) {
      TextField text;
      text.name = row->name;
      text.kind = TextField::Kind::Text;
      text.value = field.text();
      out.fields.push_back(std::move(text));
    } else {
      addToken(out, *row, field.value);
    }
  }
}

}  // namespace

Result<Graph> parseTextGraph(std::string_view text) {
  auto tree = parseTextFormat(text);
  if (!tree) {
    return fail(tree.error());
  }
  WireMessage message;
  if (auto translated = toWire(*tree, MessageType::Graph, message); !translated) {
    return fail(translated.error());
  }
  return parseGraph(std::make_shared<const std::string>(message.toString()));
}

std::string writeTextGraph(const Graph& graph) {
  const std::string bytes = serializeGraph(graph);
  TextField root;
  toText(std::as_bytes(std::span(bytes)), MessageType::Graph, root);
  return writeTextFormat(root);
}

}  // namespace followspot::model
