#include "core/model/checkpoint/meta_graph.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/base/output_file.h"
#include "core/model/graph_codec.h"
#include "core/model/wire_format.h"

namespace followspot::model {
namespace {

constexpr std::uint32_t kGraphInMeta = 2;
constexpr std::uint32_t kMetaInSavedModel = 2;

/// The first message in field `number`, inside of `bytes`.
std::optional<std::string_view> messageIn(std::string_view bytes, std::uint32_t number) {
  WireReader reader(std::as_bytes(std::span(bytes)));
  for (WireField field; reader.next(field);) {
    if (field.number == number && field.kind == WireField::Kind::Bytes) {
      return field.text();
    }
  }
  return std::nullopt;
}

Result<Graph> parsed(std::string_view message, std::shared_ptr<const void> owner,
                     const std::filesystem::path& file) {
  auto graph = parseGraph(message, std::move(owner));
  if (!graph) {
    return fail(graph.error().withContext(file.string()));
  }
  return graph;
}

Result<std::shared_ptr<const std::string>> load(const std::filesystem::path& file) {
  auto bytes = readFile(file, kMaxGraphBytes);
  if (!bytes) {
    return fail(bytes.error());
  }
  return std::make_shared<const std::string>(std::move(*bytes));
}

/// Whether the first field of a message is a graph's node: a message whose first field is a name.
bool startsLikeGraph(std::string_view bytes) {
  WireReader reader(std::as_bytes(std::span(bytes)));
  WireField field;
  if (!reader.next(field) || field.number != 1 || field.kind != WireField::Kind::Bytes) {
    return false;
  }
  WireReader node(field.bytes);
  return node.next(field) && field.number == 1 && field.kind == WireField::Kind::Bytes;
}

}  // namespace

Result<Graph> readMetaGraph(const std::filesystem::path& file) {
  const auto bytes = load(file);
  if (!bytes) {
    return fail(bytes.error());
  }
  const auto message = messageIn(**bytes, kGraphInMeta);
  if (!message) {
    return fail(ErrorCode::CorruptData,
                file.string() + ": holds no graph. Give the .meta file of a checkpoint.");
  }
  return parsed(*message, *bytes, file);
}

Result<ReadGraph> readAnyGraph(const std::filesystem::path& file) {
  std::error_code problem;
  const bool folder = std::filesystem::is_directory(file, problem);
  const std::filesystem::path path = folder ? file / "saved_model.pb" : file;
  const auto bytes = load(path);
  if (!bytes) {
    return fail(bytes.error());
  }
  GraphFile kind = GraphFile::GraphDef;
  std::optional<std::string_view> message = **bytes;
  if (!startsLikeGraph(**bytes)) {
    const auto meta = messageIn(**bytes, kMetaInSavedModel);
    // A SavedModel holds a MetaGraphDef where a MetaGraphDef holds the graph.
    if (meta && !startsLikeGraph(*meta)) {
      kind = GraphFile::SavedModel;
      message = messageIn(*meta, kGraphInMeta);
    } else {
      kind = GraphFile::MetaGraph;
      message = meta;
    }
  }
  if (!message) {
    return fail(ErrorCode::CorruptData,
                path.string() +
                    ": is no TensorFlow graph. Give a frozen .pb, a saved_model folder or a "
                    ".meta file.");
  }
  auto graph = parsed(*message, *bytes, path);
  if (!graph) {
    return fail(graph.error());
  }
  return ReadGraph{std::move(*graph), kind};
}

}  // namespace followspot::model
