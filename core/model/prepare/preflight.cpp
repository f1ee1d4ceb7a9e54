#include "core/model/prepare/preflight.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/model/checkpoint/checkpoint_location.h"
#include "core/model/prepare/model_preparation.h"
#include "core/model/prepare/ssd_checkpoint.h"

namespace followspot::model {
namespace {

using Level = PreflightLine::Level;
using Path = std::filesystem::path;

/// Where parts of a training are looked for: the folder given or that of the file given, the one
/// above it, and "train" in it.
std::vector<Path> foldersAbout(const Path& given) {
  std::error_code problem;
  Path folder = std::filesystem::absolute(given, problem);
  if (folder.filename().empty()) {
    folder = folder.parent_path();
  }
  if (!std::filesystem::is_directory(folder, problem)) {
    folder = folder.parent_path();
  }
  return {folder, folder.parent_path(), folder / "train"};
}

std::optional<Path> firstFile(const std::vector<Path>& folders, std::string_view name) {
  std::error_code problem;
  for (const Path& folder : folders) {
    if (std::filesystem::is_regular_file(folder / name, problem)) {
      return folder / name;
    }
  }
  return std::nullopt;
}

/// A file of class names by its usual names, or by the one that the configuration tells.
std::optional<Path> labelsAbout(const std::vector<Path>& folders, const std::string& toldByConfig) {
  const std::string told = Path(toldByConfig).filename().string();
  for (const std::string& name : {told, std::string("labels.txt"), std::string("label_map.pbtxt"),
                                  std::string("labelmap.pbtxt")}) {
    if (!name.empty()) {
      if (auto found = firstFile(folders, name)) {
        return found;
      }
    }
  }
  return std::nullopt;
}

std::string sizeText(FrameSize size) {
  return std::to_string(size.width) + " x " + std::to_string(size.height);
}

class Inspection {
 public:
  explicit Inspection(const PreflightOptions& options)
      : options_(options), folders_(foldersAbout(options.given)) {}

  Preflight run() {
    lookAtConfig();
    lookAtCheckpoint();
    if (config_) {
      lookAtLabels();
    }
    if (result_.ready()) {
      makeModel();
    }
    return std::move(result_);
  }

 private:
  void add(Level level, std::string what, std::string why = {}, std::string fix = {}) {
    result_.lines.push_back({level, std::move(what), std::move(why), std::move(fix)});
  }

  void lookAtConfig() {
    Path file = options_.config;
    if (file.empty() && options_.given.extension() == ".config") {
      file = options_.given;
    }
    if (file.empty()) {
      const auto found = firstFile(folders_, "pipeline.config");
      if (!found) {
        add(Level::Problem, "There is no pipeline.config.",
            "It says which network was trained. Looked in " + folders_[0].string() + ", " +
                folders_[1].string() + " and " + folders_[2].string() + ".",
            "Copy the pipeline.config of the training beside the checkpoint, or name it.");
        return;
      }
      file = *found;
    }
    auto read = readPipelineConfig(file);
    if (!read) {
      add(Level::Problem, "The pipeline.config cannot be used.", read.error().message,
          read.error().code == ErrorCode::Unsupported
              ? "Only SSD networks of the TensorFlow 1 Object Detection API can be prepared: train "
                "one of these."
              : "Take the file as the training had it.");
      return;
    }
    config_ = std::move(*read);
    result_.config = file;
    result_.architecture = config_->extractor.type;
    result_.hasBackground = config_->addBackgroundClass;
    const Normalization normalization = normalizationOf(config_->extractor);
    result_.mean = normalization.mean;
    result_.scale = normalization.scale;
    add(Level::Good, "Configuration: " + file.filename().string() + ", " + result_.architecture +
                         ", " + std::to_string(config_->numClasses) + " classes.");
    const auto size = inputSizeOf(config_->resizer);
    if (!size) {
      add(Level::Problem, "The network takes pictures of many sizes.", size.error().message,
          "Train with a fixed_shape_resizer, or put one over it with --config-override.");
      return;
    }
    result_.inputSize = *size;
    add(Level::Good, "Pictures are brought to " + sizeText(*size) + ".");
  }

  void lookAtCheckpoint() {
    auto location = locateCheckpoint(options_.given);
    std::error_code problem;
    for (const Path& folder : {folders_[2], folders_[0]}) {
      if (!location && std::filesystem::is_directory(folder, problem)) {
        if (auto other = locateCheckpoint(folder)) {
          location = std::move(other);
        }
      }
    }
    if (!location) {
      add(Level::Problem, "No checkpoint was found.", location.error().message,
          "Name the training's folder, or one of the checkpoint's files (model.ckpt-1000.index).");
      return;
    }
    result_.checkpoint = location->prefix;
    const auto opened = openSsdCheckpoint(location->prefix);
    if (!opened) {
      add(Level::Problem, "Checkpoint " + location->prefix.filename().string() + " cannot be used.",
          opened.error().message,
          opened.error().code == ErrorCode::Unsupported
              ? "Train an SSD network with the TensorFlow 1 Object Detection API."
              : "Copy the checkpoint again, with all its files (.index, .data-..., .meta).");
      return;
    }
    add(Level::Good, "Checkpoint: " + location->prefix.filename().string() + ", " +
                         std::to_string((*opened)->variables().size()) + " variables, format " +
                         (location->format == CheckpointFormat::Bundle ? "2" : "1") + ".");
    if (location->metaGraph.empty()) {
      add(Level::Note, "There is no .meta file beside the checkpoint.",
          "The graph is built from pipeline.config instead.");
    }
  }

  void lookAtLabels() {
    Path file = options_.labels;
    if (file.empty()) {
      file = labelsAbout(folders_, config_->labelMapPath).value_or(Path());
    }
    if (file.empty()) {
      add(Level::Note, "No class names were found.", "Classes get numbers for names.",
          "Name a labels.txt (one name a line) or a label map (.pbtxt).");
      return;
    }
    const auto labels = readLabels(file, *config_);
    if (!labels) {
      add(Level::Problem, "The class names do not fit.", labels.error().message,
          "Name the label file that the training used, or go without.");
      return;
    }
    result_.labels = file;
    add(Level::Good, "Class names: " + file.filename().string() + ", " +
                         std::to_string(labels->size()) +
                         (result_.hasBackground ? " with the background." : "."));
  }

  void makeModel() {
    PreparationOptions preparation;
    preparation.config = result_.config;
    preparation.checkpoint = result_.checkpoint;
    preparation.labels = result_.labels;
    RecipeContext recipe;
    recipe.stop = options_.stop;
    const auto model = prepareModel(preparation, recipe);
    if (!model) {
      add(Level::Problem, "No model can be made of them.", model.error().message,
          "Checkpoint and pipeline.config must come from the same training.");
      return;
    }
    result_.classes = model->labels.names();
    add(Level::Good,
        "The model was made once, in memory: " + std::to_string(model->steps.front().before.nodes) +
            " nodes became " + std::to_string(model->binary.nodes.size()) +
            ", and every shape in it is right.");
    for (const StepReport& step : model->steps) {
      for (const std::string& note : step.notes) {
        add(Level::Good, "In \"" + step.name + "\": " + note + ".");
      }
    }
  }

  const PreflightOptions& options_;
  const std::vector<Path> folders_;
  std::optional<PipelineConfig> config_;
  Preflight result_;
};

}  // namespace

std::string_view nameOf(PreflightLine::Level level) {
  switch (level) {
    case Level::Good:
      return "good";
    case Level::Note:
      return "note";
    case Level::Problem:
      break;
  }
  return "problem";
}

bool Preflight::ready() const {
  return std::ranges::none_of(
      lines, [](const PreflightLine& line) { return line.level == Level::Problem; });
}

Preflight preflight(const PreflightOptions& options) { return Inspection(options).run(); }

}  // namespace followspot::model
