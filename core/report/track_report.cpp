#include "core/report/track_report.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <map>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/analytics/heatmap.h"
#include "core/analytics/histogram.h"
#include "core/base/text.h"
#include "core/report/heat_picture.h"
#include "core/report/svg.h"
#include "core/store/track_paths.h"

namespace followspot {
namespace {

using Paths = std::map<TrackId, std::vector<TrackPoint>>;

std::string fixed(double value, int decimals) {
  std::string text;
  appendFixed(text, value, decimals);
  return text;
}

std::string utcText(UtcTime time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  std::array<char, 32> text{};
  if (seconds <= 0 || ::gmtime_r(&seconds, &parts) == nullptr ||
      std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S UTC", &parts) == 0) {
    return "unknown";
  }
  return text.data();
}

/// The settings of a run as rows; texts as they are.
void addSettings(ReportTable& table, const std::string& settings) {
  const auto json = nlohmann::ordered_json::parse(settings, nullptr, false);
  if (!json.is_object()) {
    return;
  }
  for (const auto& [key, value] : json.items()) {
    std::string text =
        value.is_string()
            ? value.get<std::string>()
            : value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    table.rows.push_back({key == "model_sha256" ? "model's SHA-256" : key,
                          text.empty() ? "(all)" : std::move(text)});
  }
}

void addSource(ReportDocument& report, const TrackReportInput& input) {
  const MediaFile& media = input.document.media;
  ReportTable table;
  table.rows = {{"what", "is"}};
  table.rows.push_back({"video", media.location.empty() ? "unknown" : media.location});
  if (media.size.width > 0) {
    table.rows.push_back({"picture size", std::to_string(media.size.width) + " x " +
                                              std::to_string(media.size.height) + " pixels"});
  }
  if (media.frameRate > 0) {
    table.rows.push_back({"picture rate", fixed(media.frameRate, 3) + " per second"});
  }
  table.rows.push_back({"tracks from", input.source});
  if (input.run) {
    table.rows.push_back(
        {"run", std::to_string(static_cast<std::int64_t>(input.run->id)) + ", " + input.run->name});
    table.rows.push_back({"tracked", utcText(input.run->made)});
    table.rows.push_back({"model", input.run->model.empty() ? "imported" : input.run->model});
    table.rows.push_back({"tracker", input.run->tracker.empty() ? "imported" : input.run->tracker});
    addSettings(table, input.run->settings);
  }
  table.rows.push_back({"report made", input.made});
  report.blocks.emplace_back(ReportHeading{"Source and settings"});
  report.blocks.emplace_back(std::move(table));
}

/// Ids of tracks by class, in the order of classes.
std::map<ClassId, std::vector<TrackId>> byClass(const Paths& paths) {
  std::map<ClassId, std::vector<TrackId>> classes;
  for (const auto& [track, points] : paths) {
    classes[points.front().classId].push_back(track);
  }
  return classes;
}

/// How many were in the picture, by class: means over equal parts of the time.
std::vector<PlotSeries> presence(const Paths& paths, const LabelMap& labels) {
  constexpr std::size_t kParts = 120;
  double end = 0;
  for (const auto& [track, points] : paths) {
    end = std::max(end, secondsOf(points.back().time));
  }
  const double part = end > 0 ? end / kParts : 1;
  std::map<ClassId, std::vector<double>> sums;
  for (const auto& [track, points] : paths) {
    auto& seconds = sums.try_emplace(points.front().classId, kParts).first->second;
    const double from = std::max(0.0, secondsOf(points.front().time));
    const double to = secondsOf(points.back().time);
    for (auto k = static_cast<std::size_t>(from / part);
         k < kParts && static_cast<double>(k) * part < to; ++k) {
      const double begin = static_cast<double>(k) * part;
      seconds[k] += std::max(0.0, std::min(to, begin + part) - std::max(from, begin));
    }
  }
  std::vector<PlotSeries> series;
  for (const auto& [classId, seconds] : sums) {
    PlotSeries one;
    one.name = labels.nameOf(classId);
    for (std::size_t k = 0; k < kParts; ++k) {
      one.points.emplace_back((static_cast<double>(k) + 0.5) * part, seconds[k] / part);
    }
    series.push_back(std::move(one));
  }
  return series;
}

void addTracks(ReportDocument& report, const TrackReportInput& input, const Paths& paths) {
  report.blocks.emplace_back(ReportHeading{"Tracks"});
  if (paths.empty()) {
    report.blocks.emplace_back(ReportText{"There are no tracks."});
    return;
  }
  ReportTable table;
  table.rows = {{"class", "tracks", "boxes", "median length, s", "longest, s"}};
  for (const auto& [classId, tracks] : byClass(paths)) {
    std::vector<double> lengths;
    std::size_t boxes = 0;
    for (const TrackId track : tracks) {
      const auto& points = paths.at(track);
      boxes += points.size();
      lengths.push_back(Seconds(points.back().time - points.front().time).count());
    }
    std::ranges::sort(lengths);
    table.rows.push_back({input.document.labels.nameOf(classId), std::to_string(tracks.size()),
                          std::to_string(boxes), fixed(quantileOf(lengths, 0.5), 1),
                          fixed(lengths.back(), 1)});
  }
  report.blocks.emplace_back(std::move(table));
  report.blocks.emplace_back(ReportFigure{
      timePlot(presence(paths, input.document.labels), "Objects in the picture"),
      "How many tracks were there at a time, by class; means over 1/120 of the time."});
}

void addLines(ReportDocument& report, const TrackReportInput& input) {
  if (input.analysis.lines.empty()) {
    return;
  }
  report.blocks.emplace_back(ReportHeading{"Counting lines"});
  ReportTable table;
  table.rows = {{"line", "class", "to right", "to left"}};
  std::vector<PlotSeries> series;
  for (const LineResult& line : input.analysis.lines) {
    std::map<ClassId, LineCounter::Counts> counts;
    std::array<std::int64_t, 2> sofar{};
    std::array<PlotSeries, 2> sums;
    for (const CrossingDirection way : {CrossingDirection::ToRight, CrossingDirection::ToLeft}) {
      sums.at(static_cast<std::size_t>(way)).name = line.name + ", " + std::string(nameOf(way));
      sums.at(static_cast<std::size_t>(way)).points.emplace_back(0, 0);
    }
    for (const Crossing& crossing : line.crossings) {
      const auto way = static_cast<std::size_t>(crossing.direction);
      ++counts[crossing.classId].at(way);
      // A stair: the count before and after, at one time.
      auto& points = sums.at(way).points;
      points.emplace_back(secondsOf(crossing.time), static_cast<double>(sofar.at(way)));
      points.emplace_back(secondsOf(crossing.time), static_cast<double>(++sofar.at(way)));
    }
    for (const auto& [classId, count] : counts) {
      table.rows.push_back({line.name, input.document.labels.nameOf(classId),
                            std::to_string(count[0]), std::to_string(count[1])});
    }
    if (counts.empty()) {
      table.rows.push_back({line.name, "(none)", "0", "0"});
    }
    series.insert(series.end(), sums.begin(), sums.end());
  }
  report.blocks.emplace_back(std::move(table));
  report.blocks.emplace_back(ReportFigure{
      timePlot(series, "Crossings so far"),
      "Right and left as seen from a line's first point to its second. A track counts when it is " +
          fixed(input.analysis.deadBand, 1) + " pixels beyond the line" +
          (input.plan.rule == CountRule::OncePerDirection ? ", once each way." : ", each time.")});
}

void addZones(ReportDocument& report, const TrackReportInput& input) {
  if (input.analysis.zones.empty()) {
    return;
  }
  report.blocks.emplace_back(ReportHeading{"Zones"});
  ReportTable table;
  table.rows = {
      {"zone", "class", "visits", "median stay, s", "9 of 10 stay up to, s", "longest, s"}};
  std::vector<ReportFigure> figures;
  for (const ZoneResult& zone : input.analysis.zones) {
    std::map<ClassId, std::vector<double>> dwells;
    std::vector<double> all;
    for (const ZoneVisit& visit : zone.visits) {
      dwells[visit.classId].push_back(visit.dwell().count());
      all.push_back(visit.dwell().count());
    }
    for (auto& [classId, seconds] : dwells) {
      std::ranges::sort(seconds);
      constexpr double kNineOfTen = 0.9;
      table.rows.push_back({zone.name, input.document.labels.nameOf(classId),
                            std::to_string(seconds.size()), fixed(quantileOf(seconds, 0.5), 1),
                            fixed(quantileOf(seconds, kNineOfTen), 1), fixed(seconds.back(), 1)});
    }
    if (dwells.empty()) {
      table.rows.push_back({zone.name, "(none)", "0", "", "", ""});
      continue;
    }
    constexpr int kMostBins = 20;
    figures.push_back(
        {histogramPlot(histogramOf(all, kMostBins), "Stays in " + zone.name, "seconds"),
         "How many visits lasted how long; at most " + std::to_string(zone.peak) +
             " at once, first at " + formatTime(std::max(0.0, secondsOf(zone.peakTime))) + "."});
  }
  report.blocks.emplace_back(std::move(table));
  for (ReportFigure& figure : figures) {
    report.blocks.emplace_back(std::move(figure));
  }
}

void addMaps(ReportDocument& report, const TrackReportInput& input, const Paths& paths) {
  if (paths.empty()) {
    return;
  }
  std::vector<TrailPlotItem> trails;
  for (const auto& [track, points] : paths) {
    TrailPlotItem item;
    item.label = input.document.labels.nameOf(points.front().classId) + " " +
                 std::to_string(numberOf(track));
    item.color = static_cast<std::size_t>(numberOf(track));
    for (const TrackPoint& point : points) {
      item.points.push_back(point.at);
    }
    trails.push_back(std::move(item));
  }
  // Thousands of paths are a blot, and a file that no viewer likes.
  constexpr std::size_t kMostTrails = 500;
  const std::size_t allTrails = trails.size();
  if (allTrails > kMostTrails) {
    std::ranges::stable_sort(trails, std::ranges::greater{},
                             [](const TrailPlotItem& item) { return item.points.size(); });
    trails.resize(kMostTrails);
  }
  std::vector<PlotShape> shapes;
  for (const CountingLine& line : input.plan.lines) {
    shapes.push_back({line.name, {line.from, line.to}, false});
  }
  for (const Zone& zone : input.plan.zones) {
    shapes.push_back({zone.name, zone.corners, true});
  }
  const FrameSize size = pictureSizeOf(input.document);
  report.blocks.emplace_back(ReportHeading{"Where"});
  report.blocks.emplace_back(ReportFigure{
      trailPlot(size, trails, shapes),
      "Paths of the places where objects stand; a ring is the beginning, a dot the end." +
          (allTrails > kMostTrails ? " The " + std::to_string(kMostTrails) + " longest of " +
                                         std::to_string(allTrails) + "."
                                   : std::string())});
  constexpr int kColumns = 240;
  auto map = Heatmap::create(size, std::max(1, size.width / kColumns));
  if (map) {
    for (const auto& [track, points] : paths) {
      map->add(points);
    }
    constexpr double kSigma = 0.01;
    map->smooth(kSigma * map->columns());
    report.blocks.emplace_back(
        ReportFigure{picturePlot(size, heatPicture(*map, size), "Time spent", shapes),
                     "Where time was spent: pale is little, dark is much (by the square root)."});
  }
}

void addSpeeds(ReportDocument& report, const TrackReportInput& input, const Paths& paths) {
  if (!input.ground) {
    return;
  }
  report.blocks.emplace_back(ReportHeading{"Speed"});
  ReportTable table;
  table.rows = {{"class", "measured tracks", "median, m/s", "median error, m/s", "median, km/h",
                 "fastest second, m/s"}};
  std::vector<double> all;
  constexpr double kKilometresPerHour = 3.6;
  for (const auto& [classId, tracks] : byClass(paths)) {
    std::vector<double> means;
    std::vector<double> errors;
    std::pair<double, double> fastest;
    for (const TrackId track : tracks) {
      if (const auto speed = speedOf(paths.at(track), *input.ground, input.speed)) {
        means.push_back(speed->mean);
        errors.push_back(speed->meanError);
        fastest = std::max(fastest, {speed->fastest, speed->fastestError});
        all.push_back(speed->mean);
      }
    }
    if (means.empty()) {
      continue;
    }
    std::ranges::sort(means);
    std::ranges::sort(errors);
    const double median = quantileOf(means, 0.5);
    table.rows.push_back({input.document.labels.nameOf(classId), std::to_string(means.size()),
                          fixed(median, 2), fixed(quantileOf(errors, 0.5), 2),
                          fixed(median * kKilometresPerHour, 1),
                          fixed(fastest.first, 2) + " \xC2\xB1 " + fixed(fastest.second, 2)});
  }
  report.blocks.emplace_back(std::move(table));
  constexpr int kMostBins = 20;
  report.blocks.emplace_back(ReportFigure{
      histogramPlot(histogramOf(all, kMostBins), "Mean speeds of tracks", "metres per second"),
      "Errors are one standard deviation: of the boxes' trembling, and of marks that are " +
          fixed(input.speed.markError, 1) + " pixels off."});
}

void addScores(ReportDocument& report, const TrackReportInput& input) {
  if (!input.scores) {
    return;
  }
  report.blocks.emplace_back(ReportHeading{"Against ground truth"});
  report.blocks.emplace_back(ReportText{"Truth: " + input.truth});
  ReportTable table;
  table.rows = {{"figure", "value", "figure", "value"}};
  const auto figures = figuresOf(*input.scores);
  const std::size_t half = (figures.size() + 1) / 2;
  for (std::size_t k = 0; k < half; ++k) {
    std::vector<std::string> row;
    for (const std::size_t at : {k, k + half}) {
      const bool there = at < figures.size();
      row.push_back(there ? std::string(figures[at].name) : std::string());
      row.push_back(there ? fixed(figures[at].value, figures[at].count ? 0 : 2) : std::string());
    }
    table.rows.push_back(std::move(row));
  }
  report.blocks.emplace_back(std::move(table));
}

}  // namespace

ReportDocument reportOf(const TrackReportInput& input) {
  ReportDocument report;
  const std::string& location = input.document.media.location;
  report.title = "Tracks of " + (location.empty() ? input.source : location);
  const Paths paths = pathsOf(input.document, input.plan.classes);
  addSource(report, input);
  addTracks(report, input, paths);
  addLines(report, input);
  addZones(report, input);
  addMaps(report, input, paths);
  addSpeeds(report, input, paths);
  addScores(report, input);
  return report;
}

std::vector<LabelledBox> labelledBoxesOf(const TrackDocument& document,
                                         const std::vector<ClassId>& classes, float shift) {
  std::map<TrackId, ClassId> classOf;
  for (const TrackInfo& track : document.tracks) {
    classOf[track.id] = track.classId;
  }
  std::vector<LabelledBox> boxes;
  boxes.reserve(document.boxes.size());
  for (const BoxRow& row : document.boxes) {
    if (!classes.empty() && std::ranges::find(classes, classOf[row.track]) == classes.end()) {
      continue;
    }
    LabelledBox box;
    box.frame = numberOf(row.frame) + 1;
    box.id = static_cast<std::int64_t>(numberOf(row.track));
    box.box = row.value.box;
    box.box.x += shift;
    box.box.y += shift;
    boxes.push_back(box);
  }
  return boxes;
}

}  // namespace followspot
