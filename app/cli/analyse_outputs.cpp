#include "app/cli/analyse_outputs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <span>
#include <string_view>

#include "core/analytics/heatmap.h"
#include "core/base/output_file.h"
#include "core/base/text.h"
#include "core/report/heat_picture.h"
#include "core/report/svg.h"
#include "core/store/row_file.h"
#include "core/store/track_paths.h"

namespace followspot::cli {
namespace {

using Paths = std::map<TrackId, std::vector<TrackPoint>>;

/// The numbers of "a,b=c,d"; nothing where there are others than asked for.
std::optional<std::vector<double>> numbersOf(const std::string& text, std::size_t before,
                                             std::size_t after) {
  const auto sides = split(text, '=');
  if (sides.size() != 2) {
    return std::nullopt;
  }
  std::vector<double> numbers;
  for (std::size_t side = 0; side < 2; ++side) {
    const auto cells = split(sides[side], ',');
    if (cells.size() != (side == 0 ? before : after)) {
      return std::nullopt;
    }
    for (const std::string_view cell : cells) {
      const auto number = parseDouble(trimmed(cell));
      if (!number || !std::isfinite(*number)) {
        return std::nullopt;
      }
      numbers.push_back(*number);
    }
  }
  return numbers;
}

Result<void> writeHeatmap(const std::string& file, const TrackDocument& document,
                          const Paths& paths) {
  const FrameSize size = pictureSizeOf(document);
  // Fine enough to look smooth, coarse enough to be quick.
  constexpr int kColumns = 480;
  auto map = Heatmap::create(size, std::max(1, size.width / kColumns));
  if (!map) {
    return fail(map.error());
  }
  for (const auto& [track, points] : paths) {
    map->add(points);
  }
  // About the width of a foot in the scene: 1 % of the picture's.
  constexpr double kSigma = 0.01;
  map->smooth(kSigma * map->columns());
  return writeFile(file, heatPicture(*map, size));
}

Result<void> writeTrails(const std::string& file, const TrackDocument& document,
                         const AnalysisPlan& plan, const Paths& paths) {
  std::vector<TrailPlotItem> trails;
  for (const auto& [track, points] : paths) {
    TrailPlotItem item;
    const ClassId classId = points.front().classId;
    item.label = document.labels.nameOf(classId) + " " + std::to_string(numberOf(track));
    item.color = static_cast<std::size_t>(numberOf(track));
    for (const TrackPoint& point : points) {
      item.points.push_back(point.at);
    }
    trails.push_back(std::move(item));
  }
  std::vector<PlotShape> shapes;
  for (const CountingLine& line : plan.lines) {
    shapes.push_back({line.name, {line.from, line.to}, false});
  }
  for (const Zone& zone : plan.zones) {
    shapes.push_back({zone.name, zone.corners, true});
  }
  return writeFile(file, trailPlot(pictureSizeOf(document), trails, shapes));
}

/// How long visits lasted: `zone,class,from_s,to_s,visits`.
Result<void> writeDwell(const std::string& file, const TrackAnalysis& analysis,
                        const LabelMap& labels) {
  auto rows = RowFile::create(file);
  if (!rows) {
    return fail(rows.error());
  }
  rows->row() += "zone,class,from_s,to_s,visits";
  if (auto written = rows->endRow(); !written) {
    return written;
  }
  for (const ZoneResult& zone : analysis.zones) {
    std::map<ClassId, std::vector<double>> dwells;
    for (const ZoneVisit& visit : zone.visits) {
      dwells[visit.classId].push_back(visit.dwell().count());
    }
    for (const auto& [classId, seconds] : dwells) {
      constexpr int kMostBins = 20;
      const Histogram histogram = histogramOf(seconds, kMostBins);
      for (std::size_t k = 0; k < histogram.counts.size(); ++k) {
        rows->cell(zone.name);
        rows->row() += ',';
        rows->classCell(labels, classId);
        for (const std::size_t edge : {k, k + 1}) {
          rows->row() += ',';
          constexpr int kDecimals = 3;
          rows->number(static_cast<double>(edge) * histogram.width, kDecimals);
        }
        rows->row() += ',';
        rows->integer(histogram.counts[k]);
        if (auto written = rows->endRow(); !written) {
          return written;
        }
      }
    }
  }
  return rows->finish();
}

Result<void> writeSpeed(const std::string& file, const TrackDocument& document, const Paths& paths,
                        const GroundPlane& ground, const SpeedSettings& settings) {
  auto rows = RowFile::create(file);
  if (!rows) {
    return fail(rows.error());
  }
  rows->row() +=
      "track_id,class,measured_s,mean_m_s,mean_error_m_s,fastest_m_s,fastest_error_m_s,mean_km_h";
  if (auto written = rows->endRow(); !written) {
    return written;
  }
  constexpr int kDecimals = 3;
  constexpr double kKilometresPerHour = 3.6;
  for (const auto& [track, points] : paths) {
    const auto speed = speedOf(points, ground, settings);
    rows->integer(static_cast<std::int64_t>(numberOf(track)));
    rows->row() += ',';
    rows->classCell(document.labels, points.front().classId);
    // What could not be measured is empty, and not 0.
    const std::array<double, 6> numbers =
        speed ? std::array<double, 6>{speed->measured.count(), speed->mean,
                                      speed->meanError,        speed->fastest,
                                      speed->fastestError,     speed->mean * kKilometresPerHour}
              : std::array<double, 6>{};
    for (const double number : numbers) {
      rows->row() += ',';
      if (speed) {
        rows->number(number, kDecimals);
      }
    }
    if (auto written = rows->endRow(); !written) {
      return written;
    }
  }
  return rows->finish();
}

}  // namespace

void addAnalyseOutputOptions(CLI::App& command, AnalyseOutputs& outputs) {
  command
      .add_option("--heatmap", outputs.heatmap,
                  "PNG of where tracks stood for how long, clear elsewhere: lay it over a picture.")
      ->type_name("FILE");
  command.add_option("--trails", outputs.trails, "SVG of all paths, lines and zones.")
      ->type_name("FILE");
  command.add_option("--dwell", outputs.dwell, "CSV of how many visits lasted how long.")
      ->type_name("FILE");
  command
      .add_option("--speed", outputs.speed,
                  "CSV of how fast each track was, with the error; needs --ground or --scale.")
      ->type_name("FILE");
  addGroundOptions(command, outputs.ground);
}

void addGroundOptions(CLI::App& command, GroundOptions& options) {
  auto* const marks =
      command
          .add_option("--ground", options.marks,
                      "PX,PY=MX,MY: a mark on the ground, in pixels and in metres; at least four.")
          ->type_name("MARK")
          ->allow_extra_args(false);
  command
      .add_option("--scale", options.scale,
                  "X1,Y1,X2,Y2=METRES: a known length, where the camera looks straight down.")
      ->type_name("LENGTH")
      ->excludes(marks);
  command
      .add_option("--mark-error", options.markError,
                  "How far marks may be off, in pixels: a part of the error of speeds.")
      ->check(CLI::Range(0.0, 1000.0))
      ->capture_default_str();
  command.add_option("--speed-window", options.window, "Seconds over which speed is measured.")
      ->check(CLI::Range(0.05, 3600.0))
      ->capture_default_str();
}

Result<std::optional<GroundPlane>> groundOf(const GroundOptions& options) {
  const auto found = [](Result<GroundPlane> plane) -> Result<std::optional<GroundPlane>> {
    if (!plane) {
      return fail(plane.error());
    }
    return std::optional<GroundPlane>(std::move(*plane));
  };
  if (!options.scale.empty()) {
    const auto numbers = numbersOf(options.scale, 4, 1);
    if (!numbers) {
      return fail(ErrorCode::InvalidArgument,
                  "--scale \"" + options.scale + "\": give X1,Y1,X2,Y2=METRES.");
    }
    const auto& n = *numbers;
    return found(GroundPlane::fromLength({n[0], n[1]}, {n[2], n[3]}, n[4]));
  }
  if (!options.marks.empty()) {
    std::vector<GroundMark> marks;
    for (const std::string& text : options.marks) {
      const auto numbers = numbersOf(text, 2, 2);
      if (!numbers) {
        return fail(ErrorCode::InvalidArgument,
                    "--ground \"" + text + "\": give PX,PY=MX,MY, pixels and metres.");
      }
      const auto& n = *numbers;
      marks.push_back({{n[0], n[1]}, {n[2], n[3]}});
    }
    return found(GroundPlane::fromMarks(marks));
  }
  return std::optional<GroundPlane>();
}

Result<void> writeAnalyseOutputs(const AnalyseOutputs& outputs, const TrackDocument& document,
                                 const AnalysisPlan& plan, const TrackAnalysis& analysis,
                                 const std::optional<GroundPlane>& ground) {
  if (!outputs.any()) {
    return {};
  }
  const Paths paths = pathsOf(document, plan.classes);
  Result<void> written;
  if (!outputs.heatmap.empty()) {
    written = writeHeatmap(outputs.heatmap, document, paths);
  }
  if (written && !outputs.trails.empty()) {
    written = writeTrails(outputs.trails, document, plan, paths);
  }
  if (written && !outputs.dwell.empty()) {
    written = writeDwell(outputs.dwell, analysis, document.labels);
  }
  if (written && !outputs.speed.empty() && ground) {
    written = writeSpeed(outputs.speed, document, paths, *ground, outputs.ground.speed());
  }
  return written;
}

}  // namespace followspot::cli
