#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/bench.h"
#include "tests/support/allocation_counter.h"
#include "tests/support/dense_forms.h"
#include "tests/support/dense_tracker.h"
#include "tests/support/tracking_scene.h"
#include "tests/tracking/mot_sets.h"
#include "tracking/tracker_factory.h"

namespace followspot::bench {
namespace {

using scenes::SceneOptions;
using tracking::TrackerKind;

using Pictures = std::vector<DetectionSet>;

constexpr std::array kKinds = {TrackerKind::Auto, TrackerKind::Sort, TrackerKind::ByteTrack,
                               TrackerKind::OcSort};

std::unique_ptr<Tracker> trackerOf(TrackerKind kind) {
  tracking::TrackerSettings settings;
  settings.kind = kind;
  return tracking::makeTracker(settings);
}

/// Every sequence from its beginning; whatever tracks.
template <class AnyTracker>
void run(AnyTracker& tracker, const std::vector<Pictures>& sequences) {
  std::size_t seen = 0;
  for (const Pictures& pictures : sequences) {
    tracker.reset();
    for (const DetectionSet& picture : pictures) {
      seen += tracker.update(picture).items.size();
    }
  }
  if (seen == 0) {
    std::abort();  // and so the work cannot be left out
  }
}

double picturesOf(const std::vector<Pictures>& sequences) {
  std::size_t count = 0;
  for (const Pictures& pictures : sequences) {
    count += pictures.size();
  }
  return static_cast<double>(count);
}

/// Milliseconds for `pictures` as pictures per second.
void asRate(BenchRow& row, double pictures) {
  row.ours = pictures / (row.ours * 1e-3);
  row.theirs = row.theirs > 0 ? pictures / (row.theirs * 1e-3) : 0;
  row.unit = "frames/s";
}

BenchRow againstDense(const std::string& name, TrackerKind kind,
                      const std::vector<Pictures>& sequences, int rounds) {
  const auto tracker = trackerOf(kind);
  DenseTracker dense;
  BenchRow row = compare(
      name + ", " + std::string(nameOf(kind)), "plain SORT, dense", rounds, Clock::ProcessCpu,
      [&] { run(*tracker, sequences); }, [&] { run(dense, sequences); });
  asRate(row, picturesOf(sequences));
  return row;
}

/// The same measurement against a rate that must be reached.
BenchRow againstBar(const BenchRow& measured, double bar) {
  BenchRow row = measured;
  row.reference = "the bar";
  row.theirs = bar;
  row.ratio = measured.ours / bar;
  row.ratioLow = row.ratioHigh = row.ratio;
  row.gate = 1;
  return row;
}

struct Subject {
  std::string name;
  std::vector<Pictures> sequences;
  double bar = 0;           ///< Frames per second of `auto`; 0: none.
  double againstDense = 0;  ///< Ratio of `auto` to its dense form; 0: not compared.
};

/// `auto` as it is and built upon plain parts: the same tracks, by full matrices.
BenchRow againstItsDenseForm(const Subject& subject, int rounds) {
  const auto tracker = trackerOf(TrackerKind::Auto);
  const auto dense = makeDenseAutoTracker();
  BenchRow row = compare(
      subject.name + ", auto", "its dense form", rounds, Clock::ProcessCpu,
      [&] { run(*tracker, subject.sequences); }, [&] { run(*dense, subject.sequences); });
  asRate(row, picturesOf(subject.sequences));
  row.gate = subject.againstDense;
  return row;
}

void measure(const Subject& subject, int rounds, std::vector<BenchRow>& rows) {
  for (const TrackerKind kind : kKinds) {
    BenchRow row = againstDense(subject.name, kind, subject.sequences, rounds);
    if (kind == TrackerKind::Auto) {
      if (subject.bar > 0) {
        rows.push_back(againstBar(row, subject.bar));
      }
      if (subject.againstDense > 0) {
        rows.push_back(againstItsDenseForm(subject, rounds));
      }
    }
    rows.push_back(row);
  }
}

void measureSets(const BenchOptions& options, std::vector<BenchRow>& rows) {
  if (!options.data) {
    rows.push_back({.name = "MOT15, MOT17", .reference = "dense", .note = "needs --data"});
    return;
  }
  const auto sets = mot::loadDatasets(*options.data / "mot");
  if (!sets) {
    rows.push_back({.name = "MOT15, MOT17", .reference = "dense", .note = sets.error().message});
    return;
  }
  for (const mot::Dataset& set : *sets) {
    if (set.name != "mot17" && set.name != "mot15") {
      continue;
    }
    Subject subject;
    subject.name = set.name == "mot17" ? "MOT17 val half" : "MOT15";
    subject.bar = set.name == "mot17" ? 50'000 : 150'000;
    for (const mot::Sequence& sequence : set.sequences) {
      subject.sequences.push_back(sequence.pictures);
    }
    measure(subject, options.rounds, rows);
  }
}

/// How the time for a picture grows with the number of objects where the crowd stays as dense.
BenchRow growth(const BenchOptions& options, int few, int many, int pictures) {
  const std::vector<Pictures> small{makeScene(scenes::atConstantDensity(few, pictures))};
  const std::vector<Pictures> large{makeScene(scenes::atConstantDensity(many, pictures))};
  const auto one = trackerOf(TrackerKind::Auto);
  const auto other = trackerOf(TrackerKind::Auto);
  BenchRow row = compare(
      "auto, exponent " + std::to_string(few) + ".." + std::to_string(many), "1 is linear",
      options.rounds, Clock::ProcessCpu, [&] { run(*one, large); }, [&] { run(*other, small); });
  const double exponent = std::log(1 / row.ratio) / std::log(static_cast<double>(many) / few);
  row.ours = exponent;
  row.theirs = 1;
  row.unit = "exponent";
  row.ratio = row.ratioLow = row.ratioHigh = 0;
  row.gate = 1.1;
  return row;
}

/// What it costs that any track can be asked why it is where it is: nothing, as the tracker keeps
/// what it needs for its next picture anyway (allocations: below). Against it the same with every
/// track asked.
std::vector<BenchRow> explanations(const BenchOptions& options) {
  const Pictures pictures{makeScene(scenes::atConstantDensity(50, 300))};
  const std::vector<Pictures> sequences{pictures};
  const auto silent = trackerOf(TrackerKind::Auto);
  const auto asked = trackerOf(TrackerKind::Auto);
  MatchExplanation why;
  const auto askAll = [&] {
    asked->reset();
    for (const DetectionSet& picture : pictures) {
      for (const Track& track : asked->update(picture).items) {
        static_cast<void>(asked->explain(track.id, why));
      }
    }
  };
  BenchRow row = compare(
      "50 objects, auto, nobody asks why", "every track explained", options.rounds,
      Clock::ProcessCpu, [&] { run(*silent, sequences); }, askAll);
  asRate(row, picturesOf(sequences));
  // Nothing is kept for the asking: a tracker that was asked is as fast afterwards as one that
  // never was.
  BenchRow after = compare(
      "50 objects, auto, never asked why", "asked before", options.rounds, Clock::ProcessCpu,
      [&] { run(*silent, sequences); }, [&] { run(*asked, sequences); });
  asRate(after, picturesOf(sequences));
  return {row, after};
}

/// Calls of operator new a picture, after a first pass over the same pictures.
BenchRow allocations(TrackerKind kind) {
  const std::vector<Pictures> sequences{makeScene(scenes::atConstantDensity(100, 300))};
  const auto tracker = trackerOf(kind);
  run(*tracker, sequences);
  const std::size_t before = allocationCount.load();
  run(*tracker, sequences);
  const std::size_t calls = allocationCount.load() - before;
  BenchRow row;
  row.name = std::string(nameOf(kind)) + ", allocations a frame";
  row.reference = "none";
  row.ours = static_cast<double>(calls) / picturesOf(sequences);
  row.unit = "calls";
  row.gate = 0;
  return row;
}

}  // namespace

std::vector<BenchRow> benchTracker(const BenchOptions& options) {
  std::vector<BenchRow> rows;
  measureSets(options, rows);
  SceneOptions crowd;
  crowd.pictures = 100;
  crowd.objects = 300;
  SceneOptions throng = crowd;
  throng.objects = 1000;
  throng.pictures = 30;
  const std::vector<Subject> subjects = {
      {"50 objects", {makeScene(scenes::atConstantDensity(50, 300))}, 0, 4.5},
      {"300 objects", {makeScene(scenes::atConstantDensity(300, 100))}, 3'000, 0},
      {"1000 objects", {makeScene(scenes::atConstantDensity(1000, 30))}, 600, 14},
      {"300 objects in 1080p", {makeScene(crowd)}, 3'000, 0},
      {"1000 objects in 1080p", {makeScene(throng)}, 600, 0},
  };
  for (const Subject& subject : subjects) {
    measure(subject, options.rounds, rows);
  }
  rows.push_back(growth(options, 100, 1000, 60));
  rows.push_back(growth(options, 300, 3000, 30));
  for (BenchRow& row : explanations(options)) {
    rows.push_back(std::move(row));
  }
  for (const TrackerKind kind : kKinds) {
    rows.push_back(allocations(kind));
  }
  return rows;
}

}  // namespace followspot::bench
