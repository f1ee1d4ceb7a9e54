#include <cmath>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "core/analytics/evaluation_setup.h"
#include "core/analytics/score_sheet.h"
#include "core/store/mot_file.h"
#include "tests/bench/bench.h"

namespace followspot::bench {
namespace {

/// People on a square that grows with their number, so that how crowded it is stays the same; one
/// box in ten is lost, one track in a hundred changes its id.
struct Scene {
  std::vector<LabelledBox> truths;
  std::vector<LabelledBox> tracks;
  std::int64_t frames = 0;
};

Scene makeScene(int objects, std::int64_t frames) {
  std::mt19937 random(7);
  const double side = 60 * std::sqrt(objects);
  std::uniform_real_distribution<double> place(0, side);
  std::normal_distribution<double> noise(0, 2);
  Scene scene;
  scene.frames = frames;
  std::vector<LabelledBox> people(static_cast<std::size_t>(objects));
  for (std::size_t i = 0; i < people.size(); ++i) {
    people[i].id = static_cast<std::int64_t>(i) + 1;
    people[i].box = {place(random), place(random), 30, 70};
  }
  std::vector<std::int64_t> ids(people.size());
  std::int64_t nextId = 0;
  for (std::int64_t& id : ids) {
    id = ++nextId;
  }
  for (std::int64_t frame = 1; frame <= frames; ++frame) {
    for (std::size_t i = 0; i < people.size(); ++i) {
      LabelledBox& person = people[i];
      person.frame = frame;
      person.box.x += noise(random);
      person.box.y += noise(random);
      scene.truths.push_back(person);
      if (random() % 100 == 0) {
        ids[i] = ++nextId;
      }
      if (random() % 10 != 0) {
        LabelledBox track = person;
        track.id = ids[i];
        track.box.x += noise(random);
        track.box.y += noise(random);
        scene.tracks.push_back(track);
      }
    }
  }
  return scene;
}

void score(const Scene& scene) {
  const auto ready = setUpEvaluation(scene.truths, scene.tracks, Benchmark::Mot17, scene.frames);
  if (!ready || scoreSequence("bench", *ready).clear.truePositives == 0) {
    std::abort();
  }
}

std::string rowsOfText(int rows) {
  std::string text;
  for (int i = 0; i < rows; ++i) {
    text += std::to_string(i / 20 + 1) + "," + std::to_string(i % 20) + ",794.27,247.59,71.245," +
            "174.88,0.972,-1,-1,-1\n";
  }
  return text;
}

/// `ours` and `theirs` as the cost of equally many boxes: 1 is linear.
BenchRow perBox(BenchRow row, double times) {
  row.ours /= times;
  row.ratio *= times;
  row.ratioLow *= times;
  row.ratioHigh *= times;
  return row;
}

}  // namespace

std::vector<BenchRow> benchEval(const BenchOptions& options) {
  std::vector<BenchRow> rows;
  constexpr double kNearLinear = 0.7;
  {
    constexpr int kTimes = 8;
    const Scene shortOne = makeScene(40, 100);
    const Scene longOne = makeScene(40, std::int64_t{100} * kTimes);
    rows.push_back(perBox(compare(
                              "eval, 40 objects, 800 frames", "100 frames, per box", options.rounds,
                              Clock::ProcessCpu, [&] { score(longOne); }, [&] { score(shortOne); }),
                          kTimes));
    rows.back().gate = kNearLinear;
  }
  const Scene fifty = makeScene(50, 40);
  for (const int times : {5, 20}) {
    const Scene many = makeScene(50 * times, 40);
    rows.push_back(perBox(
        compare(
            "eval, " + std::to_string(50 * times) + " objects, 40 frames", "50 objects, per box",
            options.rounds, Clock::ProcessCpu, [&] { score(many); }, [&] { score(fifty); }),
        times));
    // Up to 256 objects the whole matrix is solved, for the same choice among equals as others.
    rows.back().gate = kNearLinear / 4;
  }
  {
    constexpr int kTimes = 50;
    const std::string few = rowsOfText(2000);
    const std::string many = rowsOfText(2000 * kTimes);
    const auto parse = [](const std::string& text) {
      if (!parseMot(text)) {
        std::abort();
      }
    };
    rows.push_back(perBox(compare(
                              "read 100,000 MOT rows", "2,000 rows, per row", options.rounds,
                              Clock::ProcessCpu, [&] { parse(many); }, [&] { parse(few); }),
                          kTimes));
    rows.back().gate = kNearLinear / 2;
  }
  return rows;
}

}  // namespace followspot::bench
