#include "core/model/manifest.h"

#include <cmath>

#include <nlohmann/json.hpp>

namespace followspot::model {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormatVersion = 1;

/// What is wrong with a field; caught below. nlohmann's own exceptions are caught beside it.
struct BadField {
  std::string what;
};

const Json& need(const Json& parent, const char* key) {
  const auto found = parent.find(key);
  if (found == parent.end()) {
    throw BadField{std::string("\"") + key + "\" is missing"};
  }
  return *found;
}

std::string text(const Json& parent, const char* key) {
  const Json& value = need(parent, key);
  constexpr std::size_t kMaxBytes = 10'000;
  if (!value.is_string() || value.get_ref<const std::string&>().size() > kMaxBytes) {
    throw BadField{std::string("\"") + key + "\" is not a short text"};
  }
  return value.get<std::string>();
}

int integer(const Json& parent, const char* key, int low, int high) {
  const Json& value = need(parent, key);
  if (!value.is_number_integer() || value.get<std::int64_t>() < low ||
      value.get<std::int64_t>() > high) {
    throw BadField{std::string("\"") + key + "\" is not a whole number from " +
                   std::to_string(low) + " to " + std::to_string(high)};
  }
  return value.get<int>();
}

bool boolean(const Json& parent, const char* key) {
  const Json& value = need(parent, key);
  if (!value.is_boolean()) {
    throw BadField{std::string("\"") + key + "\" is not true or false"};
  }
  return value.get<bool>();
}

float number(const Json& value, const std::string& what) {
  if (!value.is_number() || !std::isfinite(value.get<float>())) {
    throw BadField{what + " is not a number"};
  }
  return value.get<float>();
}

template <std::size_t N>
std::array<float, N> numbers(const Json& parent, const char* key) {
  const Json& list = need(parent, key);
  if (!list.is_array() || list.size() != N) {
    throw BadField{std::string("\"") + key + "\" is not a list of " + std::to_string(N) +
                   " numbers"};
  }
  std::array<float, N> values{};
  for (std::size_t i = 0; i < N; ++i) {
    values.at(i) = number(list[i], std::string("\"") + key + "\"");
  }
  return values;
}

std::string hashOf(const Json& files, const char* part) {
  const auto file = files.find(part);
  return file == files.end() ? std::string() : text(*file, "sha256");
}

ReadManifest readFields(const Json& json) {
  ReadManifest read;
  ModelManifest& manifest = read.manifest;
  manifest.name = text(json, "name");
  manifest.architecture = text(json, "architecture");
  const Json& input = need(json, "input");
  constexpr int kMaxSide = 8192;
  manifest.inputName = text(input, "name");
  manifest.inputSize = {integer(input, "width", 1, kMaxSide),
                        integer(input, "height", 1, kMaxSide)};
  manifest.mean = numbers<3>(input, "mean");
  manifest.scale = number(need(input, "scale"), "\"scale\"");
  const std::string order = text(input, "color_order");
  if (order != "RGB" && order != "BGR") {
    throw BadField{"\"color_order\" is neither RGB nor BGR"};
  }
  manifest.rgb = order == "RGB";
  const Json& outputs = need(json, "outputs");
  manifest.boxEncodings = text(outputs, "box_encodings");
  manifest.classScores = text(outputs, "class_scores");
  manifest.scoresAreLogits = boolean(outputs, "scores_are_logits");
  manifest.detectionOutput = text(outputs, "detection_output");
  manifest.boxCoder = numbers<4>(json, "box_coder");
  manifest.anchorsSource = text(json, "anchors_source");
  constexpr int kMaxClasses = 100'000;
  const Json& classes = need(json, "classes");
  manifest.classCount = integer(classes, "count", 1, kMaxClasses);
  manifest.hasBackground = boolean(classes, "background");
  manifest.origin = text(json, "origin");
  manifest.created = text(json, "created");
  for (const Json& step : need(json, "steps")) {
    manifest.steps.push_back({text(step, "name"), text(step, "detail")});
  }
  const Json& files = need(json, "files");
  read.hashes = {hashOf(files, "model.pb"), hashOf(files, "model.pbtxt"),
                 hashOf(files, "labels.txt")};
  return read;
}

}  // namespace

std::string writeManifest(const ModelManifest& manifest, const PartHashes& hashes) {
  Json json;
  json["format_version"] = kFormatVersion;
  json["name"] = manifest.name;
  json["architecture"] = manifest.architecture;
  json["input"] = {{"name", manifest.inputName},
                   {"width", manifest.inputSize.width},
                   {"height", manifest.inputSize.height},
                   {"mean", manifest.mean},
                   {"scale", manifest.scale},
                   {"color_order", manifest.rgb ? "RGB" : "BGR"}};
  json["outputs"] = {{"box_encodings", manifest.boxEncodings},
                     {"class_scores", manifest.classScores},
                     {"scores_are_logits", manifest.scoresAreLogits},
                     {"detection_output", manifest.detectionOutput}};
  json["box_coder"] = manifest.boxCoder;
  json["anchors_source"] = manifest.anchorsSource;
  json["classes"] = {{"count", manifest.classCount}, {"background", manifest.hasBackground}};
  json["origin"] = manifest.origin;
  json["created"] = manifest.created;
  json["steps"] = Json::array();
  for (const ManifestStep& step : manifest.steps) {
    json["steps"].push_back({{"name", step.name}, {"detail", step.detail}});
  }
  Json files;
  const auto put = [&](const char* part, const std::string& hash) {
    if (!hash.empty()) {
      files[part] = {{"sha256", hash}};
    }
  };
  put("model.pb", hashes.graph);
  put("model.pbtxt", hashes.textGraph);
  put("labels.txt", hashes.labels);
  json["files"] = std::move(files);
  // Foreign names may hold bytes that are no UTF-8.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<ReadManifest> readManifest(std::string_view content) {
  try {
    const Json json = Json::parse(content);
    if (!json.is_object()) {
      return fail(ErrorCode::CorruptData, "model.json: is not a JSON object");
    }
    if (const int version = integer(json, "format_version", 1, 1'000'000);
        version > kFormatVersion) {
      return fail(ErrorCode::Unsupported,
                  "model.json: format version " + std::to_string(version) +
                      " is newer than this program knows. Update Followspot.");
    }
    return readFields(json);
  } catch (const BadField& bad) {
    return fail(ErrorCode::CorruptData, "model.json: " + bad.what + ". Import the model again.");
  } catch (const nlohmann::json::exception& problem) {
    return fail(ErrorCode::CorruptData, std::string("model.json: is damaged (") + problem.what() +
                                            "). Import the model again.");
  }
}

}  // namespace followspot::model
