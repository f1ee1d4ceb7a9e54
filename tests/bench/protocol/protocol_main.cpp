// Mean HOTA of all trackers on the development sets, and the sweep over auto's constants.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "tests/bench/protocol/protocol_sets.h"
#include "tracking/auto_tracker.h"
#include "tracking/byte_tracker.h"
#include "tracking/oc_sort_tracker.h"
#include "tracking/refine.h"
#include "tracking/sort_tracker.h"

using namespace followspot;
using namespace followspot::tracking;

namespace {

/// Makes a tracker that believes detections from such a score on; below 0: its own default.
using MakeTracker = std::function<std::unique_ptr<Tracker>(double minScore)>;

struct Contender {
  const char* name;
  MakeTracker make;
  bool refine = false;
};

/// Sort has no threshold of its own: weaker detections are not shown to it.
class Thresholded final : public Tracker {
 public:
  Thresholded(std::unique_ptr<Tracker> tracker, double minScore)
      : tracker_(std::move(tracker)), minScore_(minScore) {}
  const TrackSet& update(const DetectionSet& detections) override {
    strong_ = detections;
    std::erase_if(strong_.items, [&](const Detection& item) { return item.score < minScore_; });
    return tracker_->update(strong_);
  }
  void predict(FrameId frame, Timestamp time, TrackSet& out) const override {
    tracker_->predict(frame, time, out);
  }
  void reset() override { tracker_->reset(); }

 private:
  std::unique_ptr<Tracker> tracker_;
  double minScore_;
  DetectionSet strong_;
};

std::vector<Contender> contenders() {
  const auto makeAuto = [](double) { return std::make_unique<AutoTracker>(AutoSettings{}); };
  return {{"sort",
           [](double minScore) {
             constexpr double kUsual = 0.6;  // as the public program was run on MOT17
             return std::make_unique<Thresholded>(std::make_unique<SortTracker>(SortSettings{}),
                                                  minScore < 0 ? kUsual : minScore);
           }},
          {"bytetrack",
           [](double minScore) {
             ByteTrackSettings settings;
             settings.highScore = minScore < 0 ? settings.highScore : minScore;
             return std::make_unique<ByteTracker>(settings);
           }},
          {"ocsort",
           [](double minScore) {
             OcSortSettings settings;
             settings.minScore = minScore < 0 ? settings.minScore : minScore;
             return std::make_unique<OcSortTracker>(settings);
           }},
          {"auto", makeAuto},
          {"auto --refine", makeAuto, true}};
}

double hotaOf(const mot::Sequence& sequence, Tracker& tracker, bool refine) {
  std::vector<TrackSet> pictures;
  for (const DetectionSet& detections : sequence.pictures) {
    pictures.push_back(tracker.update(detections));
  }
  if (refine) {
    pictures = refineTracks(pictures, RefineSettings()).pictures;
  }
  std::vector<LabelledBox> rows;
  for (const TrackSet& picture : pictures) {
    mot::append(picture, rows);
  }
  const auto score = mot::scoreOf(sequence, rows);
  if (!score) {
    std::fprintf(stderr, "%s: %s\n", sequence.name.c_str(), score.error().message.c_str());
    std::exit(1);
  }
  return score->hota;
}

/// On our own detector's boxes the others get the threshold that is best for them.
double hotaOf(const mot::Sequence& sequence, const Contender& contender) {
  if (!sequence.name.starts_with("vtest")) {
    return hotaOf(sequence, *contender.make(-1), contender.refine);
  }
  double best = 0;
  for (const double minScore : {0.3, 0.35, 0.4, 0.45, 0.5}) {
    best = std::max(best, hotaOf(sequence, *contender.make(minScore), contender.refine));
  }
  return best;
}

/// Means over the sequences for tuning, those for the report, and all.
struct Means {
  void add(const std::string& sequence, double hota) {
    const std::size_t part = protocol::isForTuning(sequence) ? 0 : 1;
    for (const std::size_t i : {part, std::size_t{2}}) {
      sum[i] += hota;
      count[i] += 1;
    }
  }
  [[nodiscard]] std::string text(std::size_t i) const {
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.2f", sum.at(i) / count.at(i));
    return count.at(i) > 0 ? buffer.data() : "-";
  }
  std::array<double, 3> sum{}, count{};
};

void printTable(const std::vector<mot::Dataset>& sets, bool sequences) {
  std::printf("| set |");
  for (const Contender& contender : contenders()) {
    std::printf(" %s |", contender.name);
  }
  std::printf("\n| --- | --- | --- | --- | --- | --- |\n");
  for (const mot::Dataset& set : sets) {
    std::vector<Means> means(contenders().size());
    for (const mot::Sequence& sequence : set.sequences) {
      std::string row;
      for (std::size_t k = 0; k < means.size(); ++k) {
        const double hota = hotaOf(sequence, contenders()[k]);
        means[k].add(sequence.name, hota);
        Means one;
        one.add(sequence.name, hota);
        row += " " + one.text(2) + " |";
      }
      if (sequences) {
        std::printf("| %s |%s\n", sequence.name.c_str(), row.c_str());
      }
    }
    std::printf("| **%s** (tuning / report) |", set.name.c_str());
    for (const Means& mean : means) {
      std::printf(" **%s** (%s / %s) |", mean.text(2).c_str(), mean.text(0).c_str(),
                  mean.text(1).c_str());
    }
    std::printf("\n");
  }
}

struct Constant {
  const char* name;
  std::function<double&(AutoModel&, AutoSettings&)> of;
};

/// Constants that belong together and are varied together.
struct Measurements {
  const char* name;
  BoxNoise AutoModel::*noise;
};

std::vector<Constant> constants() {
  return {
      {"noise.position", [](AutoModel& m, AutoSettings&) -> double& { return m.noise.position; }},
      {"noise.velocity", [](AutoModel& m, AutoSettings&) -> double& { return m.noise.velocity; }},
      {"noise.sizeVelocity",
       [](AutoModel& m, AutoSettings&) -> double& { return m.noise.sizeVelocity; }},
      {"weakNoise.position",
       [](AutoModel& m, AutoSettings&) -> double& { return m.weakNoise.position; }},
      {"weakNoise.velocity",
       [](AutoModel& m, AutoSettings&) -> double& { return m.weakNoise.velocity; }},
      {"weakNoise.sizeVelocity",
       [](AutoModel& m, AutoSettings&) -> double& { return m.weakNoise.sizeVelocity; }},
      {"weakNoise.lowScoreDoubt",
       [](AutoModel& m, AutoSettings&) -> double& { return m.weakNoise.lowScoreDoubt; }},
      {"weakNewObject", [](AutoModel& m, AutoSettings&) -> double& { return m.weakNewObject; }},
      {"tail", [](AutoModel& m, AutoSettings&) -> double& { return m.tail; }},
      {"newObject", [](AutoModel& m, AutoSettings&) -> double& { return m.newObject; }},
      {"scoreWeight", [](AutoModel& m, AutoSettings&) -> double& { return m.scoreWeight; }},
      {"learningRate", [](AutoModel& m, AutoSettings&) -> double& { return m.learningRate; }},
      {"highScore", [](AutoModel&, AutoSettings& s) -> double& { return s.highScore; }},
      {"birthScore", [](AutoModel&, AutoSettings& s) -> double& { return s.birthScore; }},
  };
}

/// Each constant a fifth lower and higher: mean HOTA over all sets.
void printSweep(const std::vector<mot::Dataset>& sets) {
  std::printf("| constant | times | tuning | report |\n| --- | --- | --- | --- |\n");
  const auto print = [&](const char* name, double factor, const AutoModel& model,
                         const AutoSettings& settings) {
    Means means;
    for (const mot::Dataset& set : sets) {
      for (const mot::Sequence& sequence : set.sequences) {
        AutoTracker tracker(settings, model);
        means.add(sequence.name, hotaOf(sequence, tracker, false));
      }
    }
    std::printf("| %s | %.1f | %s | %s |\n", name, factor, means.text(0).c_str(),
                means.text(1).c_str());
  };
  print("as it is", 1, AutoModel{}, AutoSettings{});
  for (const Constant& constant : constants()) {
    for (const double factor : {0.8, 1.2}) {
      AutoModel model;
      AutoSettings settings;
      constant.of(model, settings) *= factor;
      print(constant.name, factor, model, settings);
    }
  }
  for (const Measurements& group : {Measurements{"noise.measurement", &AutoModel::noise},
                                    Measurements{"weakNoise.measurement", &AutoModel::weakNoise}}) {
    for (const double factor : {0.8, 1.2}) {
      AutoModel model;
      for (double& deviation : (model.*group.noise).measurement) {
        deviation *= factor;
      }
      print(group.name, factor, model, AutoSettings{});
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Mean HOTA of all trackers on the development sets.");
  std::string data;
  std::string vtest;
  bool sequences = false;
  bool sweep = false;
  app.add_option("--data", data, "Folder with the folder \"mot\".")
      ->envname("FOLLOWSPOT_TEST_DATA")
      ->required();
  app.add_option("--vtest", vtest, "Detections of vtest.avi: detect --score 0.05 --csv.");
  app.add_flag("--sequences", sequences, "A line for each sequence, too.");
  app.add_flag("--sweep", sweep, "Instead: auto with each constant lower and higher.");
  CLI11_PARSE(app, argc, argv);
  const auto sets = protocol::loadSets(data, vtest);
  if (!sets) {
    std::fprintf(stderr, "%s\n", sets.error().message.c_str());
    return 1;
  }
  sweep ? printSweep(*sets) : printTable(*sets, sequences);
  return 0;
}
