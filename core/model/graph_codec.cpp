#include "core/model/graph_codec.h"

#include <optional>
#include <span>
#include <utility>

namespace followspot::model {
namespace {

using Kind = WireField::Kind;

// Field numbers. @source graph.proto, node_def.proto, attr_value.proto
constexpr std::uint32_t kGraphNode = 1;
constexpr std::uint32_t kNodeName = 1;
constexpr std::uint32_t kNodeOp = 2;
constexpr std::uint32_t kNodeInput = 3;
constexpr std::uint32_t kNodeDevice = 4;
constexpr std::uint32_t kNodeAttr = 5;
constexpr std::uint32_t kEntryKey = 1;
constexpr std::uint32_t kEntryValue = 2;
constexpr std::uint32_t kValueList = 1;
constexpr std::uint32_t kValueText = 2;
constexpr std::uint32_t kValueInteger = 3;
constexpr std::uint32_t kValueReal = 4;
constexpr std::uint32_t kValueBool = 5;
constexpr std::uint32_t kValueType = 6;
constexpr std::uint32_t kValueShape = 7;
constexpr std::uint32_t kValueTensor = 8;

tl::unexpected<Error> corrupt(std::string what) {
  return fail(ErrorCode::CorruptData, std::move(what));
}

bool spend(std::size_t& budget) {
  if (budget == 0) {
    return false;
  }
  --budget;
  return true;
}

class GraphDecoder {
 public:
  explicit GraphDecoder(std::shared_ptr<const void> owner) : owner_(std::move(owner)) {}

  Result<Node> node(std::span<const std::byte> message) {
    Node node;
    bool hasName = false;
    bool hasOp = false;
    WireReader reader(message);
    for (WireField field; reader.next(field);) {
      if (field.kind != Kind::Bytes) {
        continue;
      }
      if (!spend(budget_.entries)) {
        return corrupt("more nodes, inputs and attributes than any real graph has");
      }
      switch (field.number) {
        case kNodeName:
          if (std::exchange(hasName, true)) {
            return corrupt("a node with two names (\"" + node.name + "\")");
          }
          node.name = field.text();
          break;
        case kNodeOp:
          if (std::exchange(hasOp, true)) {
            return corrupt("node \"" + node.name + "\" has two operations");
          }
          node.op = field.text();
          break;
        case kNodeInput:
          node.inputs.emplace_back(field.text());
          break;
        case kNodeDevice:
          node.device = field.text();
          break;
        case kNodeAttr:
          if (auto added = addAttribute(field.bytes, node); !added) {
            return fail(added.error().withContext("node \"" + node.name + "\""));
          }
          break;
        default:
          break;
      }
    }
    if (reader.failed()) {
      return corrupt("node \"" + node.name + "\" is damaged");
    }
    return node;
  }

 private:
  Result<void> addAttribute(std::span<const std::byte> entry, Node& node) {
    std::optional<std::string_view> key;
    std::optional<std::span<const std::byte>> value;
    WireReader reader(entry);
    for (WireField field; reader.next(field);) {
      if (field.number == kEntryKey && field.kind == Kind::Bytes && !key) {
        key = field.text();
      } else if (field.number == kEntryValue && field.kind == Kind::Bytes && !value) {
        value = field.bytes;
      } else {
        return corrupt("an attribute of unknown form");
      }
    }
    if (reader.failed() || !key) {
      return corrupt("a damaged attribute");
    }
    auto decoded = attributeValue(value.value_or(std::span<const std::byte>{}));
    if (!decoded) {
      return fail(decoded.error().withContext("attribute \"" + std::string(*key) + "\""));
    }
    if (!node.attrs.emplace(*key, std::move(*decoded)).second) {
      return corrupt("attribute \"" + std::string(*key) + "\" is given twice");
    }
    return {};
  }

  Result<AttrValue> attributeValue(std::span<const std::byte> message) {
    AttrValue result;
    bool given = false;
    WireReader reader(message);
    for (WireField field; reader.next(field);) {
      if (std::exchange(given, true)) {
        return corrupt("more than one value");
      }
      auto value = field.number == kValueList && field.kind == Kind::Bytes ? list(field.bytes)
                                                                           : scalar(field);
      if (!value) {
        return fail(value.error());
      }
      result = std::move(*value);
    }
    if (reader.failed()) {
      return corrupt("damaged");
    }
    return result;
  }

  Result<AttrValue> scalar(const WireField& field) {
    if (field.number == kValueText && field.kind == Kind::Bytes) {
      return AttrValue(std::string(field.text()));
    }
    if (field.number == kValueInteger && field.kind == Kind::Varint) {
      return AttrValue(field.integer());
    }
    if (field.number == kValueReal && field.kind == Kind::Fixed32) {
      return AttrValue(field.real());
    }
    if (field.number == kValueBool && field.kind == Kind::Varint) {
      return AttrValue(field.value != 0);
    }
    if (field.number == kValueType && field.kind == Kind::Varint) {
      return AttrValue(dataTypeFromNumber(field.value));
    }
    if (field.number == kValueShape && field.kind == Kind::Bytes) {
      auto shape = parseShape(field.bytes);
      if (!shape) {
        return fail(shape.error());
      }
      return AttrValue(std::move(*shape));
    }
    if (field.number == kValueTensor && field.kind == Kind::Bytes) {
      auto tensor = parseTensor(field.bytes, owner_, budget_);
      if (!tensor) {
        return fail(tensor.error());
      }
      return AttrValue(std::move(*tensor));
    }
    return AttrValue();  // a function, a placeholder, or newer than we know
  }

  /// Adds one item to a list that may hold items of one kind only.
  template <class T>
  Result<void> append(AttrValue& list, T item) {
    if (!spend(budget_.entries)) {
      return corrupt("more list items than any real graph has");
    }
    if (std::holds_alternative<std::monostate>(list)) {
      list = std::vector<T>();
    }
    auto* const items = std::get_if<std::vector<T>>(&list);
    if (items == nullptr) {
      return corrupt("a list of mixed kinds");
    }
    items->push_back(std::move(item));
    return {};
  }

  /// Adds the numbers of a packed or single varint field, each turned into an item by `make`.
  template <class Make>
  Result<void> appendVarints(AttrValue& list, const WireField& field, Make make) {
    if (field.kind == Kind::Varint) {
      return append(list, make(field.value));
    }
    if (field.kind != Kind::Bytes) {
      return corrupt("a damaged list");
    }
    WireReader packed(field.bytes);
    for (std::uint64_t value = 0; packed.nextVarint(value);) {
      if (auto added = append(list, make(value)); !added) {
        return added;
      }
    }
    return packed.failed() ? Result<void>(corrupt("a damaged list")) : Result<void>();
  }

  Result<void> appendReals(AttrValue& list, const WireField& field) {
    if (field.kind == Kind::Fixed32) {
      return append(list, field.real());
    }
    if (field.kind != Kind::Bytes) {
      return corrupt("a damaged list");
    }
    WireReader packed(field.bytes);
    for (std::uint32_t value = 0; packed.nextFixed32(value);) {
      WireField item;
      item.value = value;
      if (auto added = append(list, item.real()); !added) {
        return added;
      }
    }
    return packed.failed() ? Result<void>(corrupt("a damaged list")) : Result<void>();
  }

  Result<void> appendItem(AttrValue& list, const WireField& field) {
    switch (field.number) {
      case kValueText:
        return field.kind == Kind::Bytes ? append(list, std::string(field.text()))
                                         : Result<void>(corrupt("a damaged list"));
      case kValueInteger:
        return appendVarints(list, field,
                             [](std::uint64_t value) { return static_cast<std::int64_t>(value); });
      case kValueReal:
        return appendReals(list, field);
      case kValueBool:
        return appendVarints(list, field, [](std::uint64_t value) { return value != 0; });
      case kValueType:
        return appendVarints(list, field, dataTypeFromNumber);
      case kValueShape: {
        auto shape = field.kind == Kind::Bytes ? parseShape(field.bytes)
                                               : Result<PartialShape>(corrupt("a damaged list"));
        return shape ? append(list, std::move(*shape)) : Result<void>(fail(shape.error()));
      }
      default:
        return {};  // lists of tensors and functions: nothing that we can run has them
    }
  }

  Result<AttrValue> list(std::span<const std::byte> message) {
    AttrValue result;
    WireReader reader(message);
    for (WireField field; reader.next(field);) {
      if (auto added = appendItem(result, field); !added) {
        return fail(added.error());
      }
    }
    if (reader.failed()) {
      return corrupt("a damaged list");
    }
    if (message.empty()) {
      return AttrValue(std::vector<std::int64_t>());
    }
    return result;
  }

  std::shared_ptr<const void> owner_;
  ParseBudget budget_;
};

/// Writes an AttrValue's content by its kind.
struct AttributeEncoder {
  WireMessage message;

  void operator()(std::monostate) {}
  void operator()(const std::string& value) { message.addText(kValueText, value); }
  void operator()(std::int64_t value) { message.addInteger(kValueInteger, value); }
  void operator()(float value) { message.addReal(kValueReal, value); }
  void operator()(bool value) { message.addVarint(kValueBool, value ? 1 : 0); }
  void operator()(DataType value) {
    message.addVarint(kValueType, static_cast<std::uint64_t>(value));
  }
  void operator()(const PartialShape& value) {
    message.addMessage(kValueShape, encodeShape(value));
  }
  void operator()(const Tensor& value) { message.addMessage(kValueTensor, encodeTensor(value)); }
  template <class T>
  void operator()(const std::vector<T>& items) {
    AttributeEncoder list;
    for (const T& item : items) {
      list(item);
    }
    message.addMessage(kValueList, list.message);
  }
};

WireMessage encodeNode(const Node& node) {
  WireMessage message;
  message.addText(kNodeName, node.name);
  message.addText(kNodeOp, node.op);
  for (const std::string& input : node.inputs) {
    message.addText(kNodeInput, input);
  }
  if (!node.device.empty()) {
    message.addText(kNodeDevice, node.device);
  }
  for (const auto& [key, value] : node.attrs) {
    AttributeEncoder encoder;
    std::visit(encoder, value);
    WireMessage entry;
    entry.addText(kEntryKey, key);
    entry.addMessage(kEntryValue, encoder.message);
    message.addMessage(kNodeAttr, entry);
  }
  return message;
}

}  // namespace

Result<Graph> parseGraph(std::string_view bytes, std::shared_ptr<const void> owner) {
  if (bytes.size() > kMaxGraphBytes) {
    return corrupt("a graph of " + std::to_string(bytes.size()) + " bytes is larger than any real");
  }
  Graph graph;
  GraphDecoder decoder(std::move(owner));
  WireReader reader(std::as_bytes(std::span(bytes)));
  for (WireField field; reader.next(field);) {
    if (field.number != kGraphNode || field.kind != Kind::Bytes) {
      continue;
    }
    if (graph.nodes.size() == kMaxNodes) {
      return corrupt("more than " + std::to_string(kMaxNodes) + " nodes");
    }
    auto node = decoder.node(field.bytes);
    if (!node) {
      return fail(node.error());
    }
    graph.nodes.push_back(std::move(*node));
  }
  if (reader.failed()) {
    return corrupt("not a GraphDef, or damaged at byte " + std::to_string(reader.position()));
  }
  return graph;
}

Result<Graph> parseGraph(std::shared_ptr<const std::string> bytes) {
  const std::string_view message = *bytes;
  return parseGraph(message, std::move(bytes));
}

WireMessage encodeGraph(const Graph& graph) {
  WireMessage message;
  for (const Node& node : graph.nodes) {
    message.addMessage(kGraphNode, encodeNode(node));
  }
  return message;
}

std::string serializeGraph(const Graph& graph) { return encodeGraph(graph).toString(); }

Result<void> writeGraph(const Graph& graph, OutputFile& file) {
  const WireMessage message = encodeGraph(graph);
  if (message.size() > kMaxGraphBytes) {
    return corrupt("the graph would take " + std::to_string(message.size()) +
                   " bytes, more than a GraphDef may have");
  }
  Result<void> result;
  message.forEachPiece([&](std::span<const std::byte> piece) {
    result = file.write(piece);
    return result.has_value();
  });
  return result;
}

}  // namespace followspot::model
