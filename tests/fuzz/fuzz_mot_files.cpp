#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "core/analytics/evaluation_setup.h"
#include "core/analytics/score_sheet.h"
#include "core/store/kitti_file.h"
#include "core/store/mot_file.h"

namespace {

using namespace followspot;

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

std::vector<LabelledBox> boxesOf(const MotFile& file) {
  std::vector<LabelledBox> boxes;
  for (const MotRow& row : file.rows) {
    LabelledBox box;
    box.frame = row.frame;
    box.id = row.id;
    box.box = row.box;
    box.classId = static_cast<int>(row.classId % 13);
    box.considered = row.confidence != 0;
    boxes.push_back(box);
  }
  return boxes;
}

void score(const std::vector<LabelledBox>& truths, const std::vector<LabelledBox>& tracks,
           Benchmark benchmark) {
  constexpr std::int64_t kPictures = 20'000'000;
  const auto ready = setUpEvaluation(truths, tracks, benchmark, kPictures);
  if (!ready) {
    return;
  }
  std::vector<TrackingErrorEvent> events;
  const SequenceScores scores = scoreSequence("fuzz", *ready, &events);
  for (const Figure& figure : figuresOf(scores)) {
    require(std::isfinite(figure.value) && figure.value <= (figure.count ? 1e9 : 100 + 1e-9));
  }
  // Whatever stands in the files: every truth is found or missed, every box right or wrong.
  const auto truthBoxes = static_cast<std::int64_t>(ready->truthBoxes());
  const auto trackBoxes = static_cast<std::int64_t>(ready->trackBoxes());
  require(scores.clear.truePositives + scores.clear.falseNegatives == truthBoxes);
  require(scores.clear.truePositives + scores.clear.falsePositives == trackBoxes);
  require(scores.identity.truePositives + scores.identity.falseNegatives == truthBoxes);
  require(scores.identity.truePositives <= scores.clear.truePositives + truthBoxes);
}

}  // namespace

/// Both halves of the input (parted by the first NUL) as ground truth and tracks: read and scored.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t middle = text.find('\0');
  const std::string_view first = text.substr(0, middle);
  const std::string_view second =
      middle == std::string_view::npos ? std::string_view() : text.substr(middle + 1);
  if (looksLikeKitti(first)) {
    const auto truths = parseKitti(first);
    const auto tracks = parseKitti(second);
    if (truths && tracks) {
      score(*truths, *tracks, Benchmark::Kitti);
    }
    return 0;
  }
  const auto truths = parseMot(first, MotBoxes::Finite);
  const auto tracks = parseMot(second);
  if (truths && tracks) {
    for (const MotRow& row : tracks->rows) {
      require(isProper(row.box) && row.frame >= 1);
    }
    score(boxesOf(*truths), boxesOf(*tracks), Benchmark::Mot17);
    score(boxesOf(*truths), boxesOf(*tracks), Benchmark::Mot15);
  }
  return 0;
}
