#include "tests/bench/protocol/protocol_sets.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/store/benchmark_files.h"
#include "core/store/detection_csv.h"

namespace followspot::protocol {
namespace {

/// PETS09-S2L1 as our own detector sees it.
Result<mot::Sequence> loadVtest(const std::filesystem::path& data,
                                const std::filesystem::path& detections) {
  mot::Sequence sequence;
  sequence.name = "vtest";
  sequence.rate = 10;  // what the file says; the scene was taken at 7
  sequence.frames = 795;
  auto truth = readGroundTruth(data / "mot/MOT15/PETS09-S2L1/gt/gt.txt");
  if (!truth) {
    return fail(truth.error());
  }
  auto table = readDetectionCsv(detections);
  if (!table) {
    return fail(table.error());
  }
  sequence.truth = std::move(truth->boxes);
  sequence.pictures.resize(static_cast<std::size_t>(sequence.frames));
  for (std::size_t i = 0; i < sequence.pictures.size(); ++i) {
    sequence.pictures[i].frame = static_cast<FrameId>(i);
    sequence.pictures[i].time = timestampAt(static_cast<double>(i) / sequence.rate);
  }
  for (DetectionSet& seen : table->pictures) {
    const auto index = static_cast<std::size_t>(indexOf(seen.frame));
    if (index < sequence.pictures.size()) {
      for (Detection& item : seen.items) {
        item.box.x += 1;  // the benchmark counts pixels from 1
        item.box.y += 1;
      }
      sequence.pictures[index].items = std::move(seen.items);
    }
  }
  return sequence;
}

/// The pictures from one on, up to another, as a sequence of its own.
mot::Sequence partOf(const mot::Sequence& whole, std::string name, std::int64_t first,
                     std::int64_t end) {
  mot::Sequence part = whole;
  part.name = std::move(name);
  part.frames = end - first;
  std::erase_if(part.pictures, [&](const DetectionSet& picture) {
    return indexOf(picture.frame) < first || indexOf(picture.frame) >= end;
  });
  for (DetectionSet& picture : part.pictures) {
    picture.frame = static_cast<FrameId>(indexOf(picture.frame) - first);
  }
  std::erase_if(part.truth, [&](const LabelledBox& box) {
    return box.frame <= first || box.frame > end;  // counted from 1
  });
  for (LabelledBox& box : part.truth) {
    box.frame -= first;
  }
  return part;
}

}  // namespace

Result<std::vector<mot::Dataset>> loadSets(const std::filesystem::path& data,
                                           const std::filesystem::path& vtest) {
  auto sets = mot::loadDatasets(data / "mot");
  if (sets && !vtest.empty()) {
    auto sequence = loadVtest(data, vtest);
    if (!sequence) {
      return fail(sequence.error());
    }
    const std::int64_t middle = sequence->frames / 2;
    sets->push_back({"vtest-halves",
                     {partOf(*sequence, "vtest-first", 0, middle),
                      partOf(*sequence, "vtest-second", middle, sequence->frames)}});
    sets->push_back({"vtest", {std::move(*sequence)}});
  }
  return sets;
}

bool isForTuning(const std::string& sequence) {
  constexpr std::array kTuning = {"MOT17-02",    "MOT17-05", "ADL-Rundle-6", "KITTI-13",
                                  "PETS09-S2L1", "0001",     "vtest-first"};
  return std::ranges::find(kTuning, sequence) != kTuning.end();
}

}  // namespace followspot::protocol
