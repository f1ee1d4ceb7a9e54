#include "app/cli/cmd_analyse.h"

#include <cmath>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/analysis_report.h"
#include "app/cli/exit_code.h"
#include "app/cli/project_run.h"
#include "app/cli/track_format_option.h"
#include "core/base/text.h"
#include "core/store/track_analysis.h"

namespace followspot::cli {
namespace {

struct AnalyseOptions {
  std::string input;
  std::string format;
  std::optional<std::int64_t> run;
  double rate = 25;
  std::vector<std::string> lines;
  std::vector<std::string> zones;
  std::vector<std::string> classes;
  std::optional<double> deadBand;
  bool everyCrossing = false;
  bool json = false;
  std::string counts;
  double interval = 60;
  std::string events;
};

/// A shape as it is written: NAME:x,y,x,y,...
struct NamedPoints {
  std::string name;
  std::vector<PicturePoint> points;
};

Result<NamedPoints> parseShape(const std::string& text, const char* option) {
  const auto wrong = [&] {
    return fail(ErrorCode::InvalidArgument,
                std::string(option) + " \"" + text + "\": give NAME:x,y,x,y,... in pixels.");
  };
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) {
    return wrong();
  }
  NamedPoints shape;
  shape.name = text.substr(0, colon);
  std::vector<double> numbers;
  for (const std::string_view cell : split(std::string_view(text).substr(colon + 1), ',')) {
    const auto number = parseDouble(trimmed(cell));
    if (!number || !std::isfinite(*number)) {
      return wrong();
    }
    numbers.push_back(*number);
  }
  if (numbers.size() % 2 != 0) {
    return wrong();
  }
  for (std::size_t k = 0; k < numbers.size(); k += 2) {
    shape.points.push_back({numbers[k], numbers[k + 1]});
  }
  return shape;
}

Result<AnalysisPlan> planOf(const AnalyseOptions& options, const LabelMap& labels) {
  AnalysisPlan plan;
  plan.deadBand = options.deadBand;
  plan.rule = options.everyCrossing ? CountRule::EveryCrossing : CountRule::OncePerDirection;
  for (const std::string& text : options.lines) {
    auto shape = parseShape(text, "--line");
    if (!shape) {
      return fail(shape.error());
    }
    if (shape->points.size() != 2) {
      return fail(ErrorCode::InvalidArgument, "--line \"" + text + "\": a line has two points.");
    }
    plan.lines.push_back({shape->name, shape->points[0], shape->points[1]});
  }
  for (const std::string& text : options.zones) {
    auto shape = parseShape(text, "--zone");
    if (!shape) {
      return fail(shape.error());
    }
    plan.zones.push_back({shape->name, std::move(shape->points)});
  }
  for (const std::string& name : options.classes) {
    const auto id = labels.find(name);
    if (!id) {
      return fail(ErrorCode::InvalidArgument,
                  "--class " + name +
                      ": the tracks have no such class. \"followspot-cli analyse\" "
                      "without it shows those there.");
    }
    plan.classes.push_back(*id);
  }
  if (plan.lines.empty() && plan.zones.empty()) {
    return fail(ErrorCode::InvalidArgument, "Give a --line or a --zone to count at.");
  }
  return plan;
}

Result<TrackDocument> readInput(const AnalyseOptions& options) {
  if (options.format.empty() && std::filesystem::path(options.input).extension() == ".followspot") {
    return readProjectRun(options.input, options.run);
  }
  const auto format = chosenFormat(options.format, options.input, "--format");
  if (!format) {
    return fail(format.error());
  }
  return readTrackDocument(options.input, *format, options.rate);
}

int runAnalyse(const AnalyseOptions& options, const CommandContext& /*context*/) {
  const auto document = readInput(options);
  if (!document) {
    return report(document.error(),
                  document.error().code == ErrorCode::InvalidArgument ? Usage : InputUnreadable);
  }
  const auto plan = planOf(options, document->labels);
  if (!plan) {
    return report(plan.error(), Usage);
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
      app, context, "analyse", "Counts tracks at lines and in zones.",
      "followspot-cli analyse tracks.csv --line door:100,400,500,400\n"
      "followspot-cli analyse street.followspot --zone yard:0,0,640,0,640,480 --class person\n"
      "followspot-cli analyse tracks.csv --line a:0,9,9,9 --counts counts.csv --interval 900",
      [options](const CommandContext& running) { return runAnalyse(*options, running); });
  command
      .add_option("INPUT", options->input,
                  "Project, or tracks: .csv, .jsonl, .txt (MOT), .json (COCO), .xml (CVAT).")
      ->required()
      ->type_name("FILE");
  command
      .add_option("--line", options->lines,
                  "NAME:x1,y1,x2,y2 in pixels; right and left as seen from the first point to "
                  "the second. Several may be given.")
      ->type_name("LINE")
      ->allow_extra_args(false);
  command.add_option("--zone", options->zones, "NAME:x,y,x,y,x,y,... in pixels. Several, too.")
      ->type_name("ZONE")
      ->allow_extra_args(false);
  command.add_option("--class", options->classes, "Only tracks of this class. Several, too.")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command
      .add_option("--dead-band", options->deadBand,
                  "Pixels on both sides in which nothing is decided; 2 % of the height without.")
      ->check(CLI::Range(0.0, 100'000.0));
  command.add_flag("--every-crossing", options->everyCrossing,
                   "Counts a track each time, not once each way.");
  command.add_option("--counts", options->counts, "CSV of counts by line, class and interval.")
      ->type_name("FILE");
  command.add_option("--interval", options->interval, "Seconds, for --counts.")
      ->check(CLI::Range(0.001, 1e9))
      ->capture_default_str();
  command.add_option("--events", options->events, "CSV of every crossing and visit.")
      ->type_name("FILE");
  command.add_flag("--json", options->json, "As one JSON document.");
  command.add_option("--run", options->run, "Run of a project; the last finished one without.")
      ->check(CLI::PositiveNumber);
  addFormatOption(command, "--format", options->format, "Format, where the name does not tell.");
  command.add_option("--fps", options->rate, "Pictures per second, where INPUT has no times.")
      ->check(CLI::Range(0.001, 10'000.0))
      ->capture_default_str();
}

}  // namespace followspot::cli
