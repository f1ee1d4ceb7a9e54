#include "app/cli/analysis_options.h"

#include <cmath>
#include <filesystem>

#include "app/cli/project_run.h"
#include "app/cli/track_format_option.h"
#include "core/base/text.h"

namespace followspot::cli {
namespace {

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

}  // namespace

bool isProject(const AnalysisOptions& options) {
  return options.format.empty() &&
         std::filesystem::path(options.input).extension() == ".followspot";
}

Result<AnalysisPlan> planOf(const AnalysisOptions& options, const LabelMap& labels) {
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
                      ": the tracks have no such class. Without it, the classes there are "
                      "shown.");
    }
    plan.classes.push_back(*id);
  }
  return plan;
}

Result<TrackDocument> readAnalysisInput(const AnalysisOptions& options) {
  if (isProject(options)) {
    return readProjectRun(options.input, options.run);
  }
  const auto format = chosenFormat(options.format, options.input, "--format");
  if (!format) {
    return fail(format.error());
  }
  return readTrackDocument(options.input, *format, options.rate);
}

void addAnalysisOptions(CLI::App& command, AnalysisOptions& options) {
  command
      .add_option("INPUT", options.input,
                  "Project, or tracks: .csv, .jsonl, .txt (MOT), .json (COCO), .xml (CVAT).")
      ->required()
      ->type_name("FILE");
  command
      .add_option("--line", options.lines,
                  "NAME:x1,y1,x2,y2 in pixels; right and left as seen from the first point to "
                  "the second. Several may be given.")
      ->type_name("LINE")
      ->allow_extra_args(false);
  command.add_option("--zone", options.zones, "NAME:x,y,x,y,x,y,... in pixels. Several, too.")
      ->type_name("ZONE")
      ->allow_extra_args(false);
  command.add_option("--class", options.classes, "Only tracks of this class. Several, too.")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command
      .add_option("--dead-band", options.deadBand,
                  "Pixels on both sides in which nothing is decided; 2 % of the height without.")
      ->check(CLI::Range(0.0, 100'000.0));
  command.add_flag("--every-crossing", options.everyCrossing,
                   "Counts a track each time, not once each way.");
  command.add_option("--run", options.run, "Run of a project; the last finished one without.")
      ->check(CLI::PositiveNumber);
  addFormatOption(command, "--format", options.format, "Format, where the name does not tell.");
  command.add_option("--fps", options.rate, "Pictures per second, where INPUT has no times.")
      ->check(CLI::Range(0.001, 10'000.0))
      ->capture_default_str();
}

}  // namespace followspot::cli
