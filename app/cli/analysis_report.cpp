#include "app/cli/analysis_report.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <tuple>

#include <nlohmann/json.hpp>

#include "core/store/row_file.h"

namespace followspot::cli {
namespace {

using Counts = LineCounter::Counts;

std::map<ClassId, Counts> countsOf(const LineResult& line) {
  std::map<ClassId, Counts> counts;
  for (const Crossing& crossing : line.crossings) {
    ++counts[crossing.classId].at(static_cast<std::size_t>(crossing.direction));
  }
  return counts;
}

/// Seconds that the visits of a class lasted, ascending.
std::map<ClassId, std::vector<double>> dwellsOf(const ZoneResult& zone) {
  std::map<ClassId, std::vector<double>> dwells;
  for (const ZoneVisit& visit : zone.visits) {
    dwells[visit.classId].push_back(visit.dwell().count());
  }
  for (auto& [classId, seconds] : dwells) {
    std::ranges::sort(seconds);
  }
  return dwells;
}

double medianOf(const std::vector<double>& ascending) {
  const std::size_t half = ascending.size() / 2;
  return ascending.size() % 2 == 1 ? ascending[half] : (ascending[half - 1] + ascending[half]) / 2;
}

}  // namespace

void printAnalysis(const TrackAnalysis& analysis, const LabelMap& labels) {
  if (!analysis.lines.empty()) {
    std::printf("%-20s  %-16s  %8s  %8s\n", "line", "class", "to right", "to left");
  }
  for (const LineResult& line : analysis.lines) {
    const auto counts = countsOf(line);
    if (counts.empty()) {
      std::printf("%-20s  %-16s  %8d  %8d\n", line.name.c_str(), "-", 0, 0);
    }
    for (const auto& [classId, count] : counts) {
      std::printf("%-20s  %-16s  %8lld  %8lld\n", line.name.c_str(), labels.nameOf(classId).c_str(),
                  static_cast<long long>(count[0]), static_cast<long long>(count[1]));
    }
  }
  if (!analysis.zones.empty()) {
    std::printf("%-20s  %-16s  %8s  %8s  %8s  %8s\n", "zone", "class", "visits", "median s",
                "most s", "at once");
  }
  for (const ZoneResult& zone : analysis.zones) {
    const auto dwells = dwellsOf(zone);
    if (dwells.empty()) {
      std::printf("%-20s  %-16s  %8d  %8s  %8s  %8d\n", zone.name.c_str(), "-", 0, "-", "-", 0);
    }
    for (const auto& [classId, seconds] : dwells) {
      std::printf("%-20s  %-16s  %8zu  %8.2f  %8.2f  %8zu\n", zone.name.c_str(),
                  labels.nameOf(classId).c_str(), seconds.size(), medianOf(seconds), seconds.back(),
                  zone.peak);
    }
  }
}

void printAnalysisJson(const TrackAnalysis& analysis, const LabelMap& labels) {
  nlohmann::ordered_json json;
  json["dead_band"] = analysis.deadBand;
  json["lines"] = nlohmann::ordered_json::array();
  for (const LineResult& line : analysis.lines) {
    nlohmann::ordered_json classes = nlohmann::ordered_json::array();
    for (const auto& [classId, count] : countsOf(line)) {
      classes.push_back(
          {{"class", labels.nameOf(classId)}, {"to_right", count[0]}, {"to_left", count[1]}});
    }
    json["lines"].push_back({{"name", line.name}, {"classes", classes}});
  }
  json["zones"] = nlohmann::ordered_json::array();
  for (const ZoneResult& zone : analysis.zones) {
    nlohmann::ordered_json classes = nlohmann::ordered_json::array();
    for (const auto& [classId, seconds] : dwellsOf(zone)) {
      classes.push_back({{"class", labels.nameOf(classId)},
                         {"visits", seconds.size()},
                         {"median_s", medianOf(seconds)},
                         {"longest_s", seconds.back()}});
    }
    json["zones"].push_back({{"name", zone.name},
                             {"most_at_once", zone.peak},
                             {"most_at_s", secondsOf(zone.peakTime)},
                             {"classes", classes}});
  }
  std::printf("%s\n", json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

Result<void> writeCounts(const std::filesystem::path& path, const TrackAnalysis& analysis,
                         const LabelMap& labels, double seconds) {
  auto file = RowFile::create(path);
  if (!file) {
    return fail(file.error());
  }
  file->row() += "line,class,from_s,to_s,to_right,to_left";
  if (auto written = file->endRow(); !written) {
    return written;
  }
  for (const LineResult& line : analysis.lines) {
    std::map<std::pair<double, ClassId>, Counts> counts;
    for (const Crossing& crossing : line.crossings) {
      const double interval = std::floor(secondsOf(crossing.time) / seconds);
      ++counts[{interval, crossing.classId}].at(static_cast<std::size_t>(crossing.direction));
    }
    for (const auto& [key, count] : counts) {
      file->cell(line.name);
      file->row() += ',';
      file->classCell(labels, key.second);
      for (const double edge : {key.first * seconds, (key.first + 1) * seconds}) {
        file->row() += ',';
        file->shortest(edge);
      }
      for (const std::int64_t number : count) {
        file->row() += ',';
        file->integer(number);
      }
      if (auto written = file->endRow(); !written) {
        return written;
      }
    }
  }
  return file->finish();
}

namespace {

/// The columns that crossings and visits share.
void beginEvent(RowFile& file, std::string_view kind, std::string_view name, TrackId track,
                ClassId classId, const LabelMap& labels, FrameId frame, Timestamp time) {
  constexpr int kDecimals = 3;
  file.row().append(kind).append(",");
  file.cell(name);
  file.row() += ',';
  file.integer(static_cast<std::int64_t>(numberOf(track)));
  file.row() += ',';
  file.classCell(labels, classId);
  file.row() += ',';
  file.integer(numberOf(frame));
  file.row() += ',';
  file.number(secondsOf(time), kDecimals);
  file.row() += ',';
}

}  // namespace

Result<void> writeEvents(const std::filesystem::path& path, const TrackAnalysis& analysis,
                         const LabelMap& labels) {
  constexpr int kDecimals = 3;
  auto file = RowFile::create(path);
  if (!file) {
    return fail(file.error());
  }
  file->row() += "kind,name,track_id,class,frame,time_s,direction,dwell_s,left";
  if (auto written = file->endRow(); !written) {
    return written;
  }
  for (const LineResult& line : analysis.lines) {
    for (const Crossing& crossing : line.crossings) {
      beginEvent(*file, "crossing", line.name, crossing.track, crossing.classId, labels,
                 crossing.frame, crossing.time);
      file->row().append(nameOf(crossing.direction)).append(",,");
      if (auto written = file->endRow(); !written) {
        return written;
      }
    }
  }
  for (const ZoneResult& zone : analysis.zones) {
    for (const ZoneVisit& visit : zone.visits) {
      beginEvent(*file, "visit", zone.name, visit.track, visit.classId, labels, visit.firstFrame,
                 visit.enter);
      file->row() += ',';
      file->number(visit.dwell().count(), kDecimals);
      file->row() += visit.left ? ",yes" : ",no";
      if (auto written = file->endRow(); !written) {
        return written;
      }
    }
  }
  return file->finish();
}

}  // namespace followspot::cli
