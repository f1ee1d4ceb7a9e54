#include "app/cli/cmd_analyse.h"

#include <memory>
#include <string>

#include "app/cli/analyse_outputs.h"
#include "app/cli/analysis_options.h"
#include "app/cli/analysis_report.h"
#include "app/cli/exit_code.h"
#include "app/cli/output_check.h"
#include "core/store/track_analysis.h"

namespace followspot::cli {
namespace {

struct AnalyseOptions {
  AnalysisOptions tracks;
  bool json = false;
  std::string counts;
  double interval = 60;
  std::string events;
  AnalyseOutputs outputs;
};

/// Something to do must have been said.
Result<void> checkPlan(const AnalyseOptions& options, const AnalysisPlan& plan) {
  const bool counts = !options.counts.empty() || !options.events.empty() || options.json;
  if (plan.lines.empty() && plan.zones.empty() && (counts || !options.outputs.any())) {
    return fail(ErrorCode::InvalidArgument, "Give a --line or a --zone to count at.");
  }
  if (plan.zones.empty() && !options.outputs.dwell.empty()) {
    return fail(ErrorCode::InvalidArgument, "--dwell: give a --zone to stay in.");
  }
  return {};
}

int runAnalyse(const AnalyseOptions& options, const CommandContext& /*context*/) {
  const auto ground = groundOf(options.outputs.ground);
  if (!ground) {
    return report(ground.error(), Usage);
  }
  if (!options.outputs.speed.empty() && !*ground) {
    return report({ErrorCode::InvalidArgument,
                   "--speed: pixels alone tell no speed. Mark four places on the ground with "
                   "--ground, or a known length with --scale."},
                  Usage);
  }
  const AnalyseOutputs& files = options.outputs;
  if (const auto fine = checkOutputs(
          {options.tracks.input},
          {options.counts, options.events, files.heatmap, files.trails, files.dwell, files.speed});
      !fine) {
    return report(fine.error(), Usage);
  }
  const auto document = readAnalysisInput(options.tracks);
  if (!document) {
    return report(document.error(),
                  document.error().code == ErrorCode::InvalidArgument ? Usage : InputUnreadable);
  }
  const auto plan = planOf(options.tracks, document->labels);
  if (!plan) {
    return report(plan.error(), Usage);
  }
  if (const auto fine = checkPlan(options, *plan); !fine) {
    return report(fine.error(), Usage);
  }
  const auto analysis = analyseTracks(*document, *plan);
  if (!analysis) {
    return report(analysis.error(), Usage);
  }
  if (!options.counts.empty()) {
    if (const auto written =
            writeCounts(options.counts, *analysis, document->labels, options.interval);
        !written) {
      return report(written.error(), OutputUnwritable);
    }
  }
  if (!options.events.empty()) {
    if (const auto written = writeEvents(options.events, *analysis, document->labels); !written) {
      return report(written.error(), OutputUnwritable);
    }
  }
  if (const auto written =
          writeAnalyseOutputs(options.outputs, *document, *plan, *analysis, *ground);
      !written) {
    return report(written.error(), OutputUnwritable);
  }
  if (options.json) {
    printAnalysisJson(*analysis, document->labels);
  } else {
    printAnalysis(*analysis, document->labels);
  }
  return Ok;
}

}  // namespace

void addAnalyseCommand(CLI::App& app, CommandContext& context) {
  const auto options = std::make_shared<AnalyseOptions>();
  CLI::App& command = addCommand(
      app, context, "analyse", "Counts tracks at lines and in zones; maps, paths and speeds.",
      "followspot-cli analyse tracks.csv --line door:100,400,500,400\n"
      "followspot-cli analyse street.followspot --zone yard:0,0,640,0,640,480 --class person\n"
      "followspot-cli analyse tracks.csv --line a:0,9,9,9 --counts counts.csv --interval 900\n"
      "followspot-cli analyse tracks.csv --heatmap heat.png --trails paths.svg\n"
      "followspot-cli analyse tracks.csv --speed speed.csv --ground 100,400=0,0 \\\n"
      "  --ground 500,400=7,0 --ground 420,200=7,20 --ground 220,200=0,20",
      [options](const CommandContext& running) { return runAnalyse(*options, running); });
  addAnalysisOptions(command, options->tracks);
  command.add_option("--counts", options->counts, "CSV of counts by line, class and interval.")
      ->type_name("FILE");
  command.add_option("--interval", options->interval, "Seconds, for --counts.")
      ->check(CLI::Range(0.001, 1e9))
      ->capture_default_str();
  command.add_option("--events", options->events, "CSV of every crossing and visit.")
      ->type_name("FILE");
  addAnalyseOutputOptions(command, options->outputs);
  command.add_flag("--json", options->json, "As one JSON document.");
}

}  // namespace followspot::cli
