#include "app/cli/cmd_model_textgraph.h"

#include <cstdio>
#include <memory>
#include <string>

#include "app/cli/exit_code.h"
#include "core/base/output_file.h"
#include "core/model/checkpoint/meta_graph.h"
#include "core/model/prepare/text_graph_export.h"
#include "core/model/text_graph.h"

namespace followspot::cli {
namespace {

struct TextGraphOptions {
  std::string input;
  std::string config;
  std::string output;
};

int runTextGraph(const TextGraphOptions& options, const CommandContext& context) {
  const auto config = model::readPipelineConfig(options.config);
  if (!config) {
    return report(config.error(), modelExitCode(config.error()));
  }
  const auto frozen = model::readAnyGraph(options.input);
  if (!frozen) {
    return report(frozen.error(), modelExitCode(frozen.error()));
  }
  const auto text = model::makeScriptTextGraph(frozen->graph, *config);
  if (!text) {
    return report(text.error().withContext(options.input), modelExitCode(text.error()));
  }
  if (const auto written = writeFile(options.output, model::writeTextGraph(*text)); !written) {
    return report(written.error(), OutputUnwritable);
  }
  if (!context.quiet) {
    std::fprintf(stderr, "%s: %zu layers\n", options.output.c_str(), text->nodes.size());
  }
  return Ok;
}

}  // namespace

void addModelTextGraphCommand(CLI::App& group, CommandContext& context) {
  const auto options = std::make_shared<TextGraphOptions>();
  CLI::App& command = addCommand(
      group, context, "textgraph",
      "Makes the .pbtxt that OpenCV needs beside a frozen SSD graph, as its tf_text_graph_ssd.py "
      "does and under its flags.",
      "followspot-cli model textgraph --input frozen_inference_graph.pb --config pipeline.config "
      "--output graph.pbtxt",
      [options](const CommandContext& running) { return runTextGraph(*options, running); });
  command.add_option("--input", options->input, "Frozen graph (.pb).")
      ->required()
      ->type_name("FILE");
  command.add_option("--config", options->config, "pipeline.config of the training.")
      ->required()
      ->type_name("FILE");
  command.add_option("--output", options->output, "Text graph to write; \"-\": standard output.")
      ->required()
      ->type_name("FILE");
}

}  // namespace followspot::cli
