#include "app/cli/cmd_model.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/cli/cmd_model_export.h"
#include "app/cli/cmd_model_preflight.h"
#include "app/cli/cmd_model_prepare.h"
#include "app/cli/cmd_model_shrink.h"
#include "app/cli/cmd_model_textgraph.h"
#include "app/cli/exit_code.h"
#include "app/cli/source_report.h"
#include "app/cli/trial_option.h"
#include "core/model/import_model.h"
#include "core/model/model_package.h"
#include "core/model/model_summary.h"
#include "core/model/source_inspection.h"

namespace followspot::cli {
namespace {

struct ImportOptions {
  std::string file;
  std::string labels;
  std::string output;
  bool trial = false;
};

struct InspectOptions {
  std::string labels;
  std::string textGraph;
  std::string package;
  bool json = false;
  std::size_t layers = 10;
};

struct ListOptions {
  std::string folder;
  bool json = false;
};

/// Where models are installed: $XDG_DATA_HOME/followspot/models.
std::filesystem::path modelsFolder() {
  if (const char* const data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data != '\0') {
    return std::filesystem::path(data) / "followspot/models";
  }
  const char* const home = std::getenv("HOME");
  return std::filesystem::path(home != nullptr ? home : "/") / ".local/share/followspot/models";
}

int runImport(const ImportOptions& options, const CommandContext& context) {
  const auto package = model::importTfliteModel(options.file, options.labels);
  if (!package) {
    return report(package.error(), ModelInvalid);
  }
  if (context.stop.stop_requested()) {
    return Interrupted;
  }
  if (const auto saved = model::saveModelPackage(
          *package, options.output, trialCheck(options.trial, options.output, context));
      !saved) {
    return report(saved.error(), savingExitCode(saved.error()));
  }
  const auto made = model::loadModelPackage({.package = options.output});
  if (!made) {
    return report(made.error(), OutputUnwritable);
  }
  if (!context.quiet) {
    std::fprintf(stderr, "%s: %s, %dx%d, %d classes, %zu anchors (%s)\n", options.output.c_str(),
                 made->manifest.architecture.c_str(), made->manifest.inputSize.width,
                 made->manifest.inputSize.height, made->manifest.classCount, made->anchors.size(),
                 made->manifest.anchorsSource.c_str());
  }
  return Ok;
}

nlohmann::ordered_json asJson(const model::ModelPackage& package,
                              const model::ModelSummary& summary) {
  nlohmann::ordered_json json;
  const auto& manifest = package.manifest;
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
                     {"detection_output", manifest.detectionOutput}};
  json["anchors"] = package.anchors.size();
  json["anchors_source"] = manifest.anchorsSource;
  json["classes"] = package.labels.names();
  json["origin"] = manifest.origin;
  json["created"] = manifest.created;
  json["parameters"] = summary.parameters;
  json["macs"] = summary.macs;
  json["graph_bytes"] = package.graph.size();
  json["operations"] = summary.ops;
  json["layers"] = nlohmann::ordered_json::array();
  for (const auto& layer : summary.layers) {
    json["layers"].push_back({{"name", layer.name},
                              {"op", layer.op},
                              {"macs", layer.macs},
                              {"parameters", layer.parameters}});
  }
  return json;
}

void print(const model::ModelPackage& package, const model::ModelSummary& summary,
           std::size_t layers) {
  const auto& manifest = package.manifest;
  std::printf("%-14s %s\n", "name", manifest.name.c_str());
  std::printf("%-14s %s\n", "architecture", manifest.architecture.c_str());
  std::printf("%-14s %s, %dx%d, %s, (value - %g) * %g\n", "input", manifest.inputName.c_str(),
              manifest.inputSize.width, manifest.inputSize.height, manifest.rgb ? "RGB" : "BGR",
              static_cast<double>(manifest.mean[0]), static_cast<double>(manifest.scale));
  std::printf("%-14s %s, %s, %s\n", "outputs", manifest.boxEncodings.c_str(),
              manifest.classScores.c_str(), manifest.detectionOutput.c_str());
  std::printf("%-14s %zu (%s)\n", "anchors", package.anchors.size(),
              manifest.anchorsSource.c_str());
  std::printf("%-14s %zu%s\n", "classes", package.labels.size(),
              manifest.hasBackground ? ", first is background" : "");
  std::printf("%-14s %s\n", "origin", manifest.origin.c_str());
  std::printf("%-14s %s\n", "created", manifest.created.c_str());
  std::printf("%-14s %.2f M parameters, %.2f GMAC a picture, %.1f MB\n", "size",
              static_cast<double>(summary.parameters) / 1e6,
              static_cast<double>(summary.macs) / 1e9,
              static_cast<double>(package.graph.size()) / 1e6);
  std::printf("operations    ");
  for (const auto& [op, count] : summary.ops) {
    std::printf(" %s x%d", op.c_str(), count);
  }
  std::printf("\n\n%-64s %10s %8s %10s\n", "dearest layers", "MMAC", "share", "parameters");
  for (std::size_t i = 0; i < std::min(layers, summary.layers.size()); ++i) {
    const auto& layer = summary.layers[i];
    std::printf("%-64s %10.2f %7.1f%% %10lld\n", layer.name.c_str(),
                static_cast<double>(layer.macs) / 1e6,
                100.0 * static_cast<double>(layer.macs) /
                    static_cast<double>(std::max<std::int64_t>(summary.macs, 1)),
                static_cast<long long>(layer.parameters));
  }
}

/// Whether it is a model that OpenCV runs, not one that such a model is made from.
bool isRunnable(const InspectOptions& options) {
  const std::filesystem::path path = options.package;
  std::error_code problem;
  return !options.textGraph.empty() || std::filesystem::exists(path / "model.json", problem) ||
         (path.extension() == ".pb" &&
          std::filesystem::exists(std::filesystem::path(path).replace_extension(".pbtxt"),
                                  problem));
}

int runInspectSource(const InspectOptions& options) {
  const auto inspection = model::inspectSource(options.package);
  if (!inspection) {
    return report(inspection.error(), ModelInvalid);
  }
  std::fputs(
      (options.json ? sourceJson(*inspection) : sourceReport(*inspection, options.layers)).c_str(),
      stdout);
  return Ok;
}

int runInspect(const InspectOptions& options) {
  if (!isRunnable(options)) {
    return runInspectSource(options);
  }
  const auto package = model::loadModelPackage(
      {.package = options.package, .textGraph = options.textGraph, .labels = options.labels});
  if (!package) {
    return report(package.error(), ModelInvalid);
  }
  const auto summary = model::summarize(*package);
  if (!summary) {
    return report(summary.error(), ModelInvalid);
  }
  if (options.json) {
    std::printf("%s\n", asJson(*package, *summary)
                            .dump(2, ' ', false, nlohmann::json::error_handler_t::replace)
                            .c_str());
  } else {
    print(*package, *summary, options.layers);
  }
  return Ok;
}

int runList(const ListOptions& options) {
  const std::filesystem::path folder =
      options.folder.empty() ? modelsFolder() : std::filesystem::path(options.folder);
  std::vector<std::filesystem::path> packages;
  std::error_code problem;
  for (const auto& entry : std::filesystem::directory_iterator(folder, problem)) {
    if (std::filesystem::exists(entry.path() / "model.json", problem)) {
      packages.push_back(entry.path());
    }
  }
  std::ranges::sort(packages);
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const auto& path : packages) {
    const auto package = model::loadModelPackage({.package = path});
    if (options.json) {
      json.push_back({{"path", path.string()},
                      {"usable", package.has_value()},
                      {"architecture", package ? package->manifest.architecture : ""},
                      {"problem", package ? "" : package.error().message}});
    } else if (package) {
      std::printf("%s  %s %dx%d, %zu classes\n", path.c_str(),
                  package->manifest.architecture.c_str(), package->manifest.inputSize.width,
                  package->manifest.inputSize.height, package->labels.size());
    } else {
      std::printf("%s  not usable: %s\n", path.c_str(), package.error().message.c_str());
    }
  }
  if (options.json) {
    std::printf("%s\n", json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
  } else if (packages.empty()) {
    std::fprintf(stderr, "No models in %s. Import one with: followspot-cli model import\n",
                 folder.c_str());
  }
  return Ok;
}

}  // namespace

CLI::App& addModelCommands(CLI::App& app, CommandContext& context, model::NetworkAccess* networks) {
  CLI::App& group = addCommandGroup(app, "model", "Prepares, imports and looks at models.");

  addModelPreflightCommand(group, context);
  addModelPrepareCommand(group, context, networks);
  addModelShrinkCommand(group, context, networks);
  addModelExportCommand(group, context);
  addModelTextGraphCommand(group, context);

  const auto importing = std::make_shared<ImportOptions>();
  CLI::App& import = addCommand(
      group, context, "import", "Turns a TensorFlow Lite SSD network into a model package.",
      "followspot-cli model import detect.tflite --labels labels.txt -o people",
      [importing](const CommandContext& running) { return runImport(*importing, running); });
  import.add_option("FILE", importing->file, "TensorFlow Lite file (.tflite).")
      ->required()
      ->type_name("FILE");
  import.add_option("--labels", importing->labels, "Class names, one a line, background first.")
      ->required()
      ->type_name("FILE");
  addTrialOption(import, importing->trial);
  import.add_option("-o,--output", importing->output, "Folder for the package.")
      ->required()
      ->type_name("DIR");

  const auto inspecting = std::make_shared<InspectOptions>();
  CLI::App& inspect =
      addCommand(group, context, "inspect",
                 "Says what a model, or a file to make one from, is made of and costs.",
                 "followspot-cli model inspect people\n"
                 "followspot-cli model inspect people --json\n"
                 "followspot-cli model inspect train/model.ckpt-1000.meta",
                 [inspecting](const CommandContext&) { return runInspect(*inspecting); });
  inspect
      .add_option("MODEL", inspecting->package,
                  "Model package, frozen graph (.pb, .pbtxt), SavedModel, .tflite, checkpoint, "
                  ".meta or pipeline.config.")
      ->required()
      ->type_name("PKG");
  inspect.add_option("--text-graph", inspecting->textGraph, "With a bare .pb: its text graph.")
      ->type_name("FILE");
  inspect.add_option("--labels", inspecting->labels, "With a bare .pb: its class names.")
      ->type_name("FILE");
  inspect.add_option("--layers", inspecting->layers, "How many of the dearest layers to show.")
      ->capture_default_str();
  inspect.add_flag("--json", inspecting->json, "As one JSON document, all layers.");

  const auto listing = std::make_shared<ListOptions>();
  CLI::App& list = addCommand(group, context, "list", "Lists the model packages in a folder.",
                              "followspot-cli model list",
                              [listing](const CommandContext&) { return runList(*listing); });
  list.add_option("DIR", listing->folder,
                  "Folder to look in (default: where models are installed).")
      ->type_name("DIR");
  list.add_flag("--json", listing->json, "As one JSON document.");
  return group;
}

}  // namespace followspot::cli
