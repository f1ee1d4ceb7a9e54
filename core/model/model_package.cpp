#include "core/model/model_package.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <functional>
#include <memory>
#include <span>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "core/base/output_file.h"
#include "core/base/sha256.h"
#include "core/model/graph_codec.h"
#include "core/model/graph_validator.h"
#include "core/model/manifest.h"
#include "core/model/narrow_kernels.h"
#include "core/model/package_check.h"
#include "core/model/text_graph.h"

namespace followspot::model {
namespace {

constexpr std::size_t kMaxPackagedGraphBytes = std::size_t{1} << 30;
constexpr std::size_t kMaxTextBytes = std::size_t{1} << 26;
constexpr std::size_t kMaxLabelBytes = std::size_t{1} << 24;

std::string hashOf(const std::string& bytes) {
  return bytes.empty() ? "" : sha256Hex(std::as_bytes(std::span(bytes)));
}

/// Completes a sentence about a graph with what to do.
Error advised(Error error, const char* advice) {
  if (!error.message.ends_with('.')) {
    error.message += std::string(". ") + advice;
  }
  return error;
}

constexpr const char* kMakeAgain =
    "Make the package again with followspot-cli model prepare or import.";
constexpr const char* kCheckExport = "Check how the model was exported.";

Result<void> readParts(const std::filesystem::path& graph, const std::filesystem::path& text,
                       const std::filesystem::path& labels, ModelPackage& package) {
  auto graphBytes = readFile(graph, kMaxPackagedGraphBytes);
  if (!graphBytes) {
    return fail(graphBytes.error());
  }
  package.graph = std::move(*graphBytes);
  if (!text.empty()) {
    auto textBytes = readFile(text, kMaxTextBytes);
    if (!textBytes) {
      return fail(textBytes.error());
    }
    package.textGraph = std::move(*textBytes);
  }
  const auto labelBytes = readFile(labels, kMaxLabelBytes);
  if (!labelBytes) {
    return fail(labelBytes.error());
  }
  auto parsed = LabelMap::parse(*labelBytes);
  if (!parsed) {
    return fail(parsed.error().withContext(labels.string()));
  }
  package.labels = std::move(*parsed);
  return {};
}

Result<ModelPackage> loadFolder(const std::filesystem::path& folder) {
  constexpr std::size_t kMaxManifestBytes = std::size_t{1} << 22;
  const auto content = readFile(folder / "model.json", kMaxManifestBytes);
  if (!content) {
    return fail(ErrorCode::NotFound,
                folder.string() + ": is no model package (" +
                    (content.error().code == ErrorCode::NotFound ? "it has no model.json"
                                                                 : content.error().message) +
                    "). Make one with followspot-cli model prepare or import.");
  }
  auto read = readManifest(*content);
  if (!read) {
    return fail(read.error().withContext(folder.string()));
  }
  ModelPackage package;
  package.location = folder;
  package.manifest = std::move(read->manifest);
  const bool single = read->hashes.textGraph.empty();
  if (auto parts =
          readParts(folder / "model.pb", single ? std::filesystem::path() : folder / "model.pbtxt",
                    folder / "labels.txt", package);
      !parts) {
    return fail(parts.error());
  }
  const auto labelBytes = readFile(folder / "labels.txt", kMaxLabelBytes);
  const auto check = [&](const char* part, const std::string& hash,
                         const std::string& expected) -> Result<void> {
    if (hash != expected) {
      return fail(ErrorCode::CorruptData,
                  folder.string() + ": " + part +
                      " is not the file that the package was made with (its SHA-256 differs). "
                      "Import the model again.");
    }
    return {};
  };
  if (auto same = check("model.pb", hashOf(package.graph), read->hashes.graph); !same) {
    return fail(same.error());
  }
  if (auto same = check("model.pbtxt", hashOf(package.textGraph), read->hashes.textGraph); !same) {
    return fail(same.error());
  }
  if (auto same = check("labels.txt", labelBytes ? hashOf(*labelBytes) : "", read->hashes.labels);
      !same) {
    return fail(same.error());
  }
  package.graphHash = std::move(read->hashes.graph);
  return package;
}

/// A bare pair of graphs: what model.json would say is taken from the text graph, the rest is
/// MobileNet's usual.
Result<ModelPackage> loadBare(const ModelLocation& location) {
  ModelPackage package;
  package.location = location.package;
  std::filesystem::path text = location.textGraph;
  if (text.empty()) {
    text = std::filesystem::path(location.package).replace_extension(".pbtxt");
  }
  const std::filesystem::path labels =
      location.labels.empty() ? location.package.parent_path() / "labels.txt" : location.labels;
  if (auto parts = readParts(location.package, text, labels, package); !parts) {
    return fail(parts.error());
  }
  const auto graph = parseTextGraph(package.textGraph);
  if (!graph) {
    return fail(advised(graph.error().withContext(text.string()),
                        "Give the text graph of an SSD network."));
  }
  ModelManifest& manifest = package.manifest;
  manifest.name = location.package.stem().string();
  constexpr float kMiddle = 127.5F;
  manifest.mean = {kMiddle, kMiddle, kMiddle};
  manifest.scale = 1 / kMiddle;
  for (const Node& node : graph->nodes) {
    const auto shape = node.attrs.find("shape");
    if (node.op == "Placeholder" && shape != node.attrs.end()) {
      const auto* const partial = std::get_if<PartialShape>(&shape->second);
      constexpr std::int64_t kMaxSide = 8192;
      if (partial != nullptr && partial->dims.size() == 4 && partial->dims[1] > 0 &&
          partial->dims[2] > 0 && partial->dims[1] <= kMaxSide && partial->dims[2] <= kMaxSide) {
        manifest.inputName = node.name;
        manifest.inputSize = {static_cast<int>(partial->dims[2]),
                              static_cast<int>(partial->dims[1])};
      }
    }
    // A graph that does its own preprocessing wants plain 0..255 values.
    if (node.name.starts_with("Preprocessor/")) {
      manifest.mean = {};
      manifest.scale = 1;
    }
    if (node.op == "DetectionOutput") {
      manifest.detectionOutput = node.name;
      const auto classes = node.attrs.find("num_classes");
      if (classes != node.attrs.end() && std::holds_alternative<std::int64_t>(classes->second)) {
        manifest.classCount = static_cast<int>(
            std::clamp<std::int64_t>(std::get<std::int64_t>(classes->second), 0, 100'000));
      }
    }
  }
  if (manifest.inputSize.width == 0 || manifest.detectionOutput.empty()) {
    return fail(ErrorCode::Unsupported,
                text.string() +
                    ": has no input of known size or no DetectionOutput. Give the "
                    "text graph of an SSD network.");
  }
  if (static_cast<int>(package.labels.size()) + 1 == manifest.classCount) {
    // The usual label files leave out the background.
    std::vector<std::string> names = {"???"};
    names.insert(names.end(), package.labels.names().begin(), package.labels.names().end());
    package.labels = LabelMap(std::move(names));
  }
  return package;
}

std::string joined(const LabelMap& labels) {
  std::string text;
  for (const std::string& name : labels.names()) {
    text += name + "\n";
  }
  return text;
}

/// What a package is saved from.
struct SavedParts {
  ModelManifest manifest;
  std::string labels;
  std::string textGraph;
  /// Hands over the bytes of model.pb, in pieces, until it is told to stop.
  std::function<bool(const std::function<bool(std::span<const std::byte>)>&)> graph;
};

/// Writes all parts into a folder of their own; the manifest last, with their hashes.
Result<void> writeParts(const SavedParts& parts, const std::filesystem::path& folder) {
  auto file = OutputFile::create(folder / "model.pb");
  if (!file) {
    return fail(file.error());
  }
  Sha256 hash;
  Result<void> written;
  parts.graph([&](std::span<const std::byte> piece) {
    hash.update(piece);
    written = file->write(piece);
    return written.has_value();
  });
  if (written) {
    written = file->commit();
  }
  if (!written) {
    return written;
  }
  const PartHashes hashes{hash.hex(), hashOf(parts.textGraph), hashOf(parts.labels)};
  const std::string manifest = writeManifest(parts.manifest, hashes);
  const std::array<std::pair<const char*, const std::string*>, 3> texts = {
      {{"model.pbtxt", &parts.textGraph},
       {"labels.txt", &parts.labels},
       {"model.json", &manifest}}};
  for (const auto& [part, bytes] : texts) {
    if (bytes->empty()) {
      continue;  // a single-file model has no text graph
    }
    if (auto saved = writeFile(folder / part, *bytes); !saved) {
      return saved;
    }
  }
  return {};
}

/// In one step where the file system can, so that whenever the program is ended `target` is the
/// old folder or the new one; else the old one steps aside and comes back if anything fails.
std::error_code exchangeFolders(const std::filesystem::path& work,
                                const std::filesystem::path& target) {
  if (::renameat2(AT_FDCWD, work.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) == 0) {
    return {};
  }
  std::error_code problem;
  const std::filesystem::path old = work.string() + "-old";
  std::filesystem::rename(target, old, problem);
  if (!problem) {
    std::filesystem::rename(work, target, problem);
    std::error_code ignored;
    std::filesystem::rename(old, problem ? target : work, ignored);
  }
  return problem;
}

/// Whether somebody stands in a folder, or below it: replacing it would take the ground away.
bool isUnderfoot(const std::filesystem::path& folder) {
  std::error_code problem;
  const auto target = std::filesystem::weakly_canonical(folder, problem);
  auto here = std::filesystem::current_path(problem);
  for (; !problem && here.has_relative_path(); here = here.parent_path()) {
    if (here == target) {
      return true;
    }
  }
  return here == target;
}

/// Puts a package in place, whole or not at all.
Result<void> replaceFolder(SavedParts parts, const std::filesystem::path& folder,
                           const PackageCheck& check) {
  std::error_code problem;
  std::filesystem::path target = std::filesystem::absolute(folder, problem).lexically_normal();
  if (!target.has_filename()) {
    target = target.parent_path();
  }
  if (isUnderfoot(target)) {
    return fail(ErrorCode::InvalidArgument,
                target.string() +
                    ": is the folder that you are in, or one above it, and a package replaces its "
                    "folder as a whole. Name a folder in it.");
  }
  if (parts.manifest.name.empty()) {
    parts.manifest.name = target.filename().string();
  }
  if (std::filesystem::exists(target, problem) &&
      !(std::filesystem::is_directory(target, problem) &&
        (std::filesystem::is_empty(target, problem) ||
         std::filesystem::exists(target / "model.json", problem)))) {
    return fail(ErrorCode::InvalidArgument,
                target.string() + ": is there and is no model package. Choose another name.");
  }
  const std::filesystem::path work = target.string() + "." + std::to_string(::getpid()) + ".part";
  std::filesystem::remove_all(work, problem);
  if (!std::filesystem::create_directories(work, problem)) {
    return fail(ErrorCode::Unavailable, work.string() + ": cannot be created (" +
                                            problem.message() +
                                            "). Choose a folder that can be written.");
  }
  auto written = writeParts(parts, work);
  if (written && check) {
    written = check(work);
  }
  if (!written) {
    std::filesystem::remove_all(work, problem);
    return written;
  }
  if (std::filesystem::exists(target, problem)) {
    problem = exchangeFolders(work, target);
  } else {
    std::filesystem::rename(work, target, problem);
  }
  if (problem) {
    const std::string why = problem.message();
    std::filesystem::remove_all(work, problem);
    return fail(ErrorCode::Unavailable,
                target.string() + ": cannot be put in place (" + why + ").");
  }
  std::filesystem::remove_all(work, problem);
  return {};
}

}  // namespace

Result<ModelPackage> loadModelPackage(const ModelLocation& location) {
  std::error_code problem;
  if (!std::filesystem::exists(location.package, problem)) {
    return fail(ErrorCode::NotFound,
                location.package.string() + ": is not there. Give a model package.");
  }
  auto package = std::filesystem::is_directory(location.package, problem)
                     ? loadFolder(location.package)
                     : loadBare(location);
  if (!package) {
    return package;
  }
  auto graphs = checkGraphs(*package);
  if (!graphs) {
    return fail(advised(graphs.error().withContext(location.package.string()), kMakeAgain));
  }
  if (auto taken = takeFromGraphs(*graphs, *package); !taken) {
    return fail(taken.error().withContext(location.package.string()));
  }
  // Our own packages have this done; graphs from elsewhere would be computed wrongly.
  const auto narrowed = narrowKernels(graphs->binary, graphs->text);
  if (!narrowed) {
    return fail(advised(narrowed.error().withContext(location.package.string()), kMakeAgain));
  }
  if (*narrowed > 0) {
    package->graph = serializeGraph(graphs->binary);  // Reads the old bytes until it is done.
    if (!package->textGraph.empty()) {
      package->textGraph = writeTextGraph(graphs->text);
    }
  }
  return package;
}

Result<void> saveModelPackage(const ModelPackage& package, const std::filesystem::path& folder,
                              const PackageCheck& check) {
  const auto graphs = checkGraphs(package);
  if (!graphs) {
    return fail(advised(graphs.error(), kCheckExport));
  }
  ModelPackage checked;
  checked.manifest = package.manifest;
  checked.labels = package.labels;
  if (auto taken = takeFromGraphs(*graphs, checked); !taken) {
    return taken;
  }
  return replaceFolder(
      {package.manifest, joined(package.labels), package.textGraph,
       [&](const auto& sink) { return sink(std::as_bytes(std::span(package.graph))); }},
      folder, check);
}

Result<void> saveModelPackage(const ModelManifest& manifest, const LabelMap& labels,
                              const Graph& binary, const Graph& text,
                              const std::filesystem::path& folder, const PackageCheck& check) {
  if (auto valid = validateForOpenCv(binary, text); !valid) {
    return fail(advised(valid.error(), kCheckExport));
  }
  ModelPackage checked;
  checked.manifest = manifest;
  checked.labels = labels;
  const CheckedGraphs graphs{binary, text};
  if (auto taken = takeFromGraphs(graphs, checked); !taken) {
    return taken;
  }
  const WireMessage encoded = encodeGraph(binary);
  if (encoded.size() > kMaxPackagedGraphBytes) {
    return fail(ErrorCode::Unsupported, "model.pb would have " + std::to_string(encoded.size()) +
                                            " bytes, which no package may have.");
  }
  return replaceFolder({manifest, joined(labels), text.nodes.empty() ? "" : writeTextGraph(text),
                        [&](const auto& sink) { return encoded.forEachPiece(sink); }},
                       folder, check);
}

}  // namespace followspot::model
