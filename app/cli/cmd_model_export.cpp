#include "app/cli/cmd_model_export.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "app/cli/exit_code.h"
#include "core/base/output_file.h"
#include "core/model/graph_codec.h"
#include "core/model/prepare/tflite_export.h"
#include "core/model/text_graph.h"

namespace followspot::cli {
namespace {

struct ExportOptions {
  model::TfliteExportOptions graph;
  std::string config;
  std::string checkpoint;
  std::string output;
  std::string addPostprocessing = "true";
  std::string useRegularNms = "false";
};

Result<void> writeBoth(const model::Graph& graph, const std::filesystem::path& folder) {
  std::error_code problem;
  std::filesystem::create_directories(folder, problem);
  auto binary = OutputFile::create(folder / "tflite_graph.pb");
  if (!binary) {
    return fail(binary.error());
  }
  if (auto written = model::writeGraph(graph, *binary); !written) {
    return written;
  }
  if (auto committed = binary->commit(); !committed) {
    return committed;
  }
  return writeFile(folder / "tflite_graph.pbtxt", model::writeTextGraph(graph));
}

int runExport(ExportOptions options, const CommandContext& context) {
  const auto truth = [](const std::string& word) { return word == "true" || word == "1"; };
  options.graph.config = options.config;
  options.graph.checkpoint = options.checkpoint;
  options.graph.addPostprocessing = truth(options.addPostprocessing);
  options.graph.useRegularNms = truth(options.useRegularNms);
  std::vector<model::StepReport> reports;
  model::RecipeContext recipe;
  recipe.stop = context.stop;
  const auto graph = model::exportTfliteGraph(options.graph, recipe, reports);
  if (!graph) {
    return report(graph.error(), modelExitCode(graph.error()));
  }
  if (context.stop.stop_requested()) {
    return Interrupted;
  }
  if (const auto written = writeBoth(*graph, options.output); !written) {
    return report(written.error(), OutputUnwritable);
  }
  if (!context.quiet) {
    for (const auto& step : reports) {
      for (const std::string& note : step.notes) {
        std::fprintf(stderr, "%s: %s\n", step.name.c_str(), note.c_str());
      }
    }
    std::fprintf(stderr, "%s: tflite_graph.pb and tflite_graph.pbtxt, %zu nodes\n",
                 options.output.c_str(), graph->nodes.size());
  }
  return Ok;
}

}  // namespace

void addModelExportCommand(CLI::App& group, CommandContext& context) {
  const auto options = std::make_shared<ExportOptions>();
  CLI::App& command =
      addCommand(group, context, "export-tflite-graph",
                 "Makes the frozen graph for the TFLite converter, as TensorFlow's "
                 "export_tflite_ssd_graph.py does and under its flags.",
                 "followspot-cli model export-tflite-graph --pipeline_config_path pipeline.config "
                 "--trained_checkpoint_prefix train/model.ckpt-1000 --output_directory exported",
                 [options](const CommandContext& running) { return runExport(*options, running); });
  const auto flag = [&](const char* name, std::string& value, const char* what) {
    command.add_option(name, value, what)
        ->check(CLI::IsMember({"true", "false", "1", "0"}))
        ->capture_default_str();
  };
  command.add_option("--pipeline_config_path", options->config, "pipeline.config of the training.")
      ->required()
      ->type_name("FILE");
  command
      .add_option("--trained_checkpoint_prefix", options->checkpoint,
                  "Checkpoint: its name without ending, any of its files, or its folder.")
      ->required()
      ->type_name("FILE");
  command.add_option("--output_directory", options->output, "Folder for the two files.")
      ->required()
      ->type_name("DIR");
  flag("--add_postprocessing_op", options->addPostprocessing,
       "Ends the graph with TFLite_Detection_PostProcess.");
  command
      .add_option("--max_detections", options->graph.maxDetections, "Detections for one picture.")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command
      .add_option("--max_classes_per_detection", options->graph.maxClassesPerDetection,
                  "Classes that one box may have.")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  command
      .add_option("--detections_per_class", options->graph.detectionsPerClass,
                  "Detections of one class, with regular NMS.")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  flag("--use_regular_nms", options->useRegularNms,
       "Non-maximum suppression class by class instead of the fast one.");
  command
      .add_option("--config_override", options->graph.configOverride,
                  "Text in pipeline.config's format, put over it.")
      ->type_name("TEXT");
}

}  // namespace followspot::cli
