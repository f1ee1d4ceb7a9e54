#include "app/wiring/parent_model.h"

#include <system_error>
#include <utility>

namespace followspot::wiring {
namespace {

namespace fs = std::filesystem;

/// Whether OpenCV can load it as it is.
bool isModel(const ParentSpec& spec) {
  std::error_code ignored;
  const fs::path& given = spec.location.package;
  if (!spec.config.empty()) {
    return false;
  }
  if (fs::is_directory(given, ignored)) {
    return !fs::exists(given / "saved_model.pb", ignored) ||
           fs::exists(given / "model.json", ignored);
  }
  fs::path beside = given;
  beside.replace_extension(".pbtxt");
  return given.extension() != ".pb" || !spec.location.textGraph.empty() ||
         fs::exists(beside, ignored);
}

bool isGraphFile(const fs::path& given) {
  std::error_code ignored;
  return given.extension() == ".pb" || fs::exists(given / "saved_model.pb", ignored);
}

}  // namespace

Result<ParentModel> ParentModel::open(const ParentSpec& spec, const model::ModelPackage& like,
                                      const std::stop_token& stop) {
  ParentModel parent;
  if (isModel(spec)) {
    parent.runnable_ = spec.location;
    if (spec.witness == Witness::Executor) {
      const auto package = model::loadModelPackage(spec.location);
      if (!package) {
        return fail(package.error());
      }
      auto graph = model::parentOf(*package);
      if (!graph) {
        return fail(graph.error());
      }
      parent.graph_ = std::move(*graph);
    }
    return parent;
  }
  model::PreparationOptions options;
  options.config = spec.config;
  options.movingAverages = spec.averages;
  (isGraphFile(spec.location.package) ? options.graph : options.checkpoint) = spec.location.package;
  auto graph = model::readParentGraph(options, like.manifest.inputSize, stop);
  if (!graph) {
    return fail(graph.error());
  }
  const auto model = model::standInFor(*graph, like);
  if (!model) {
    return fail(model.error());
  }
  auto folder = TemporaryFolder::create();
  if (!folder) {
    return fail(folder.error());
  }
  parent.folder_ = std::move(*folder);
  parent.runnable_ = {.package = parent.folder_->path() / "parent"};
  if (auto saved = model::saveModelPackage(model->manifest, model->labels, model->binary,
                                           model->text, parent.runnable_.package);
      !saved) {
    return fail(saved.error().withContext(graph->name));
  }
  if (spec.witness != Witness::OpenCv) {
    parent.graph_ = std::move(*graph);
  }
  return parent;
}

}  // namespace followspot::wiring
