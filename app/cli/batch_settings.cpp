#include "app/cli/batch_settings.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace followspot::cli {
namespace {

using Json = nlohmann::ordered_json;

/// Calls `visit` with the key and the field of everything that is kept: one list for both ways.
template <class Settings, class Visit>
void visitFields(Settings& settings, const Visit& visit) {
  visit("model", settings.run.model);
  visit("model_sha256", settings.modelHash);
  visit("text_graph", settings.run.textGraph);
  visit("labels", settings.run.labels);
  visit("classes", settings.run.classes);
  visit("score", settings.run.minScore);
  visit("nms_iou", settings.run.nmsIou);
  visit("min_size", settings.run.minBoxSide);
  visit("from", settings.run.from);
  visit("to", settings.run.to);
  visit("fps", settings.run.rate);
  visit("every", settings.run.every);
  visit("tracker", settings.run.tracker);
  visit("write", settings.writes);
  visit("project", settings.project);
  visit("coasting", settings.refine.coasting);
  visit("refine", settings.refine.refine);
  visit("refine_join", settings.refine.joinOver);
  visit("refine_fill", settings.refine.fillUpTo);
  visit("refine_shortest", settings.refine.shortest);
  visit("refine_smooth", settings.refine.smoothOver);
}

template <class T>
void put(Json& json, const char* key, const T& value) {
  json[key] = value;
}
void put(Json& json, const char* key, const std::optional<double>& value) {
  json[key] = value ? Json(*value) : Json();
}

template <class T>
void take(const Json& json, T& value) {
  json.get_to(value);
}
void take(const Json& json, std::optional<double>& value) {
  value = json.is_null() ? std::nullopt : std::optional(json.get<double>());
}

bool isKnown(const std::string& kind) {
  return std::ranges::any_of(kBatchOutputs,
                             [&](const BatchOutput& output) { return kind == output.kind; });
}

}  // namespace

std::string textOf(const BatchSettings& settings) {
  Json json;
  visitFields(settings, [&](const char* key, const auto& field) { put(json, key, field); });
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<BatchSettings> batchSettingsFrom(const std::string& text) {
  BatchSettings settings;
  try {
    const Json json = Json::parse(text);
    visitFields(settings, [&](const char* key, auto& field) { take(json.at(key), field); });
  } catch (const Json::exception& problem) {
    return fail(ErrorCode::CorruptData, std::string("The queue's settings cannot be read (") +
                                            problem.what() + "). Take another folder.");
  }
  if (!std::ranges::all_of(settings.writes, isKnown)) {
    return fail(ErrorCode::CorruptData,
                "The queue's settings name an output that is not known. Take another folder.");
  }
  return settings;
}

RunFiles filesOf(const BatchSettings& settings, const std::string& folder,
                 const std::string& name) {
  RunFiles files;
  files.tracks = settings.refine;
  files.project = settings.project;
  std::string* const places[] = {&files.tracks.csv, &files.tracks.mot, &files.tracks.jsonl,
                                 &files.saveDetections, &files.annotated};
  for (std::size_t k = 0; k < std::size(kBatchOutputs); ++k) {
    if (std::ranges::find(settings.writes, kBatchOutputs[k].kind) != settings.writes.end()) {
      *places[k] = folder + "/" + name + kBatchOutputs[k].ending;
    }
  }
  return files;
}

}  // namespace followspot::cli
