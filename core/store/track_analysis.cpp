#include "core/store/track_analysis.h"

#include <algorithm>
#include <utility>

#include "core/store/track_codecs.h"

namespace followspot {
namespace {

double deadBandFor(const TrackDocument& document, const AnalysisPlan& plan) {
  if (plan.deadBand) {
    return *plan.deadBand;
  }
  double height = document.media.size.height;
  if (height <= 0) {
    // Tracks without their video: the lowest that anything was.
    for (const BoxRow& row : document.boxes) {
      height = std::max(height, row.value.box.bottom());
    }
  }
  constexpr double kShare = 0.02;
  return height * kShare;
}

/// Lines and zones at work.
struct Watchers {
  std::vector<LineCounter> lines;
  std::vector<ZoneWatch> zones;
};

Result<Watchers> watchersFor(const AnalysisPlan& plan, double deadBand) {
  Watchers watchers;
  for (const CountingLine& line : plan.lines) {
    auto counter = LineCounter::create(line, {deadBand, plan.rule});
    if (!counter) {
      return fail(counter.error());
    }
    watchers.lines.push_back(std::move(*counter));
  }
  for (const Zone& zone : plan.zones) {
    auto watch = ZoneWatch::create(zone, deadBand);
    if (!watch) {
      return fail(watch.error());
    }
    watchers.zones.push_back(std::move(*watch));
  }
  return watchers;
}

void update(Watchers& watchers, const TrackPoint& point, TrackAnalysis& analysis) {
  for (std::size_t k = 0; k < watchers.lines.size(); ++k) {
    if (const auto crossing = watchers.lines[k].update(point)) {
      analysis.lines[k].crossings.push_back(*crossing);
    }
  }
  for (std::size_t k = 0; k < watchers.zones.size(); ++k) {
    ZoneResult& zone = analysis.zones[k];
    if (const auto visit = watchers.zones[k].update(point)) {
      zone.visits.push_back(*visit);
    }
  }
}

void endTrack(Watchers& watchers, TrackId track, TrackAnalysis& analysis) {
  for (LineCounter& line : watchers.lines) {
    line.endTrack(track);
  }
  for (std::size_t k = 0; k < watchers.zones.size(); ++k) {
    if (const auto visit = watchers.zones[k].endTrack(track)) {
      analysis.zones[k].visits.push_back(*visit);
    }
  }
}

}  // namespace

Result<TrackAnalysis> analyseTracks(const TrackDocument& document, const AnalysisPlan& plan) {
  TrackAnalysis analysis;
  analysis.deadBand = deadBandFor(document, plan);
  auto watchers = watchersFor(plan, analysis.deadBand);
  if (!watchers) {
    return fail(watchers.error());
  }
  for (const CountingLine& line : plan.lines) {
    analysis.lines.push_back({line.name, {}});
  }
  for (const Zone& zone : plan.zones) {
    analysis.zones.push_back({zone.name, {}});
  }
  const DocumentIndex index(document);
  std::vector<TrackId> ending;
  for (auto row = document.boxes.begin(); row != document.boxes.end();) {
    const FrameId frame = row->frame;
    const Timestamp time = index.time(frame);
    ending.clear();
    for (; row != document.boxes.end() && row->frame == frame; ++row) {
      const TrackInfo& track = index.track(row->track);
      if (!plan.classes.empty() &&
          std::ranges::find(plan.classes, track.classId) == plan.classes.end()) {
        continue;
      }
      update(*watchers, {row->track, track.classId, frame, time, footOf(row->value.box)}, analysis);
      if (track.last == frame) {
        ending.push_back(row->track);
      }
    }
    for (std::size_t k = 0; k < watchers->zones.size(); ++k) {
      ZoneResult& zone = analysis.zones[k];
      if (watchers->zones[k].occupancy() > zone.peak) {
        zone.peak = watchers->zones[k].occupancy();
        zone.peakTime = time;
      }
    }
    for (const TrackId track : ending) {
      endTrack(*watchers, track, analysis);
    }
  }
  return analysis;
}

}  // namespace followspot
