#include "tests/tracking/mot_sets.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "core/analytics/clear_metrics.h"
#include "core/analytics/hota.h"
#include "core/base/text.h"
#include "core/store/benchmark_files.h"
#include "core/store/mot_file.h"

namespace followspot::mot {
namespace {

namespace fs = std::filesystem;

constexpr std::array kMot15 = {"ADL-Rundle-6", "ETH-Sunnyday",   "KITTI-13", "PETS09-S2L1",
                               "TUD-Campus",   "TUD-Stadtmitte", "Venice-2"};
constexpr std::array kMot17 = {"MOT17-02", "MOT17-04", "MOT17-05", "MOT17-09"};
constexpr std::array kKitti = {"0001", "0012"};

Result<Sequence> load(const fs::path& folder, Benchmark benchmark, int kittiClass = KittiCar) {
  Sequence sequence;
  sequence.name = folder.filename().string();
  sequence.benchmark = benchmark;
  sequence.kittiClass = kittiClass;
  const fs::path info = folder / "seqinfo.ini";
  const auto rate = parseDouble(sequenceInfo(info, "frameRate").value_or(""));
  const auto length = parseInteger(sequenceInfo(info, "seqLength").value_or(""));
  if (!rate || !length) {
    return fail(ErrorCode::NotFound, info.string() + ": no frameRate and seqLength.");
  }
  sequence.rate = *rate;
  sequence.frames = *length;
  const bool kitti = benchmark == Benchmark::Kitti;
  const auto detections = readMotFile(folder / "det" / (kitti ? "pointrcnn.txt" : "det.txt"));
  if (!detections) {
    return fail(detections.error());
  }
  auto truth = readGroundTruth(folder / "gt" / (kitti ? "label_02_2d.txt" : "gt.txt"));
  if (!truth) {
    return fail(truth.error());
  }
  sequence.truth = std::move(truth->boxes);
  sequence.pictures = detectionsOf(*detections, sequence.rate);
  sequence.pictures.resize(static_cast<std::size_t>(sequence.frames));
  for (std::size_t i = 0; i < sequence.pictures.size(); ++i) {
    DetectionSet& picture = sequence.pictures[i];
    picture.frame = static_cast<FrameId>(i);
    picture.time = timestampAt(static_cast<double>(i + 1) / sequence.rate);
  }
  return sequence;
}

Sequence keep(const Sequence& whole, KeptFrames kept) {
  Sequence part = whole;
  part.pictures.clear();
  for (const DetectionSet& picture : whole.pictures) {
    if (kept.keeps(numberOf(picture.frame))) {
      part.pictures.push_back(picture);
    }
  }
  part.kept = std::move(kept);
  return part;
}

Sequence withCameraMotion(const Sequence& whole, const fs::path& file) {
  Sequence moved = whole;
  std::ifstream text(file);
  for (std::string line; std::getline(text, line);) {
    std::istringstream cells(line);
    std::size_t frame = 0;
    Affine m;
    if (cells >> frame >> m.xx >> m.xy >> m.tx >> m.yx >> m.yy >> m.ty &&
        frame < moved.pictures.size()) {
      moved.pictures[frame].cameraMotion = m;
    }
  }
  return moved;
}

}  // namespace

Result<std::vector<Dataset>> loadDatasets(const fs::path& data) {
  constexpr std::array kNames = {"mot17",  "mot17-gmc", "step2", "step3",     "step5",
                                 "drop30", "burst",     "mot15", "kitti-car", "kitti-ped"};
  std::vector<Dataset> sets(kNames.size());
  for (std::size_t i = 0; i < sets.size(); ++i) {
    sets[i].name = kNames.at(i);
  }
  for (const char* const name : kMot17) {
    const fs::path folder = data / "MOT17-valhalf" / name;
    auto whole = load(folder, Benchmark::Mot17);
    const std::string list = std::string(name) + ".frames.txt";
    auto drop = readFrameList(data / "MOT17-variants/drop30" / list);
    auto burst = readFrameList(data / "MOT17-variants/burst" / list);
    if (!whole || !drop || !burst) {
      return fail(!whole ? whole.error() : !drop ? drop.error() : burst.error());
    }
    sets[0].sequences.push_back(*whole);
    sets[1].sequences.push_back(withCameraMotion(*whole, folder / "gmc/gmc.txt"));
    sets[2].sequences.push_back(keep(*whole, {2, {}}));
    sets[3].sequences.push_back(keep(*whole, {3, {}}));
    sets[4].sequences.push_back(keep(*whole, {5, {}}));
    sets[5].sequences.push_back(keep(*whole, {1, *drop}));
    sets[6].sequences.push_back(keep(*whole, {1, *burst}));
  }
  for (const char* const name : kMot15) {
    auto whole = load(data / "MOT15" / name, Benchmark::Mot15);
    if (!whole) {
      return fail(whole.error());
    }
    sets[7].sequences.push_back(std::move(*whole));
  }
  for (const char* const name : kKitti) {
    auto car = load(data / "KITTI" / name, Benchmark::Kitti, KittiCar);
    auto pedestrian = load(data / "KITTI" / name, Benchmark::Kitti, KittiPedestrian);
    if (!car || !pedestrian) {
      return fail((!car ? car : pedestrian).error());
    }
    sets[8].sequences.push_back(std::move(*car));
    sets[9].sequences.push_back(std::move(*pedestrian));
  }
  return sets;
}

Result<Score> scoreOf(const Sequence& sequence, std::span<const LabelledBox> tracks) {
  const auto data = setUpEvaluation(sequence.truth, tracks, sequence.benchmark, sequence.frames,
                                    sequence.kept, sequence.kittiClass);
  if (!data) {
    return fail(data.error());
  }
  const HotaScores hota = evaluateHota(*data);
  const ClearScores clear = evaluateClear(*data);
  Score score;
  score.hota = 100 * HotaScores::mean(hota.hota());
  score.detA = 100 * HotaScores::mean(hota.detA());
  score.assA = 100 * HotaScores::mean(hota.assA);
  score.mota = 100 * clear.mota();
  score.idf1 = 100 * evaluateIdentity(*data).f1();
  score.switches = clear.identitySwitches;
  score.falsePositives = clear.falsePositives;
  score.falseNegatives = clear.falseNegatives;
  return score;
}

Result<Score> publishedScore(const fs::path& data, std::string_view set, std::string_view tracker,
                             std::string_view sequence) {
  std::ifstream text(data / "reference/scores.json");
  const auto all = nlohmann::json::parse(text, nullptr, false);
  const auto path = nlohmann::json::json_pointer(
      "/" + std::string(set) + "/" + std::string(tracker) + "/" + std::string(sequence));
  if (all.is_discarded() || !all.contains(path)) {
    return fail(ErrorCode::NotFound, "reference/scores.json: no such score.");
  }
  const auto& row = all.at(path);
  return Score{row.value("HOTA", 0.0),           row.value("DetA", 0.0),
               row.value("AssA", 0.0),           row.value("MOTA", 0.0),
               row.value("IDF1", 0.0),           row.value("IDSW", std::int64_t{0}),
               row.value("FP", std::int64_t{0}), row.value("FN", std::int64_t{0})};
}

void append(const TrackSet& tracks, std::vector<LabelledBox>& out) {
  for (const Track& track : tracks.items) {
    if (track.state == TrackState::Confirmed) {
      LabelledBox row;
      row.frame = numberOf(tracks.frame);
      row.id = static_cast<std::int64_t>(numberOf(track.id));
      row.box = track.box;
      row.classId = indexOf(track.classId);
      out.push_back(row);
    }
  }
}

}  // namespace followspot::mot
