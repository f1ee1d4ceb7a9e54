#include "app/cli/cmd_convert.h"

#include <memory>
#include <string>

#include "app/cli/exit_code.h"
#include "app/cli/track_format_option.h"

namespace followspot::cli {
namespace {

struct ConvertOptions {
  std::string input;
  std::string output;
  std::string from;
  std::string to;
  double rate = 25;
};

int runConvert(const ConvertOptions& options, const CommandContext& context) {
  const auto from = chosenFormat(options.from, options.input, "--from");
  if (!from) {
    return report(from.error(), Usage);
  }
  const auto to = chosenFormat(options.to, options.output, "--to");
  if (!to) {
    return report(to.error(), Usage);
  }
  const auto document = readTrackDocument(options.input, *from, options.rate);
  if (!document) {
    return report(document.error(), InputUnreadable);
  }
  if (const auto written = writeTrackDocument(options.output, *to, *document); !written) {
    return report(written.error(), OutputUnwritable);
  }
  if (!context.quiet) {
    printSummary(*document);
  }
  return Ok;
}

}  // namespace

void addConvertCommand(CLI::App& app, CommandContext& context) {
  const auto options = std::make_shared<ConvertOptions>();
  CLI::App& command = addCommand(
      app, context, "convert", "Brings tracks from one format to another.",
      "followspot-cli convert tracks.csv tracks.xml\n"
      "followspot-cli convert gt.txt annotations.json --fps 30\n"
      "followspot-cli convert export.xml tracks.csv --from cvat",
      [options](const CommandContext& running) { return runConvert(*options, running); });
  command
      .add_option("IN", options->input,
                  "Tracks: .csv, .jsonl, .txt (MOT), .json (COCO), .xml (CVAT).")
      ->required()
      ->type_name("FILE");
  command.add_option("OUT", options->output, "Tracks, by the same names.")
      ->required()
      ->type_name("FILE");
  addFormatOption(command, "--from", options->from, "Format of IN, where its name does not tell.");
  addFormatOption(command, "--to", options->to, "Format of OUT, where its name does not tell.");
  command.add_option("--fps", options->rate, "Pictures per second, where IN has no times.")
      ->check(CLI::Range(0.001, 10'000.0))
      ->capture_default_str();
}

}  // namespace followspot::cli
