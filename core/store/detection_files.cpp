#include "core/store/detection_files.h"

#include <cmath>
#include <string>
#include <utility>

#include "core/base/output_file.h"
#include "core/store/detection_csv.h"
#include "core/store/mot_file.h"

namespace followspot {
namespace {

constexpr double kUsualRate = 25;

bool hasColumnNames(std::string_view text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  return line.find("class_id") != std::string_view::npos;
}

bool isBox(const Detection& detection) {
  constexpr double kFarthest = 1e9;
  const Box& box = detection.box;
  return isProper(box) && std::abs(box.x) <= kFarthest && std::abs(box.y) <= kFarthest &&
         box.w <= kFarthest && box.h <= kFarthest;
}

Result<StoredDetections> fromCsv(std::string_view text, double rate) {
  auto table = parseDetectionCsv(text);
  if (!table) {
    return fail(table.error());
  }
  constexpr std::int64_t kMostFrame = 10'000'000;
  StoredDetections stored;
  stored.format = StoredDetections::Format::Csv;
  stored.labels = std::move(table->labels);
  stored.madeOf = std::move(table->madeOf);
  stored.pictures = std::move(table->pictures);
  stored.rate = rate;
  const std::int64_t last = stored.pictures.empty() ? 0 : numberOf(stored.pictures.back().frame);
  if (last > kMostFrame) {
    return fail(ErrorCode::CorruptData, "frame " + std::to_string(last) + " is over 10,000,000.");
  }
  for (DetectionSet& set : stored.pictures) {
    stored.leftOut += static_cast<std::int64_t>(
        std::erase_if(set.items, [](const Detection& item) { return !isBox(item); }));
    if (rate > 0) {
      set.time = timestampAt(static_cast<double>(numberOf(set.frame)) / rate);
    }
  }
  return stored;
}

Result<StoredDetections> fromMot(std::string text, double rate) {
  const auto file = parseMot(text);
  // Text, rows and detections of a file of millions need not be there together.
  text = std::string();
  if (!file) {
    return fail(file.error());
  }
  StoredDetections stored;
  stored.rate = rate > 0 ? rate : kUsualRate;
  stored.pictures = knownDetectionsOf(*file, stored.rate);
  stored.leftOut = file->report.skippedBoxes;
  return stored;
}

}  // namespace

DetectionSet* PictureWalk::next() {
  if (known_ == stored_.pictures.size()) {
    return nullptr;
  }
  DetectionSet& known = stored_.pictures[known_];
  if (indexOf(known.frame) == index_) {
    ++known_;
    ++index_;
    return &known;
  }
  empty_.frame = static_cast<FrameId>(index_);
  empty_.time = timeOfEmpty();
  empty_.items.clear();
  empty_.cameraMotion.reset();
  ++index_;
  return &empty_;
}

Timestamp PictureWalk::timeOfEmpty() const {
  if (stored_.rate > 0) {
    return timestampAt(static_cast<double>(index_ + 1) / stored_.rate);
  }
  // Before the first: the video begins at 0.
  const DetectionSet& after = stored_.pictures[known_];
  const std::int64_t from = known_ == 0 ? 0 : indexOf(stored_.pictures[known_ - 1].frame);
  const double begin = known_ == 0 ? 0 : secondsOf(stored_.pictures[known_ - 1].time);
  const double part =
      static_cast<double>(index_ - from) / static_cast<double>(indexOf(after.frame) - from);
  return timestampAt(begin + (secondsOf(after.time) - begin) * part);
}

Result<StoredDetections> readStoredDetections(const std::filesystem::path& path, double rate) {
  constexpr std::size_t kMaxBytes = std::size_t{1} << 32;
  auto text = readFile(path, kMaxBytes);
  if (!text) {
    return fail(text.error());
  }
  auto stored = hasColumnNames(*text) ? fromCsv(*text, rate) : fromMot(std::move(*text), rate);
  if (!stored) {
    return fail(stored.error().withContext(path.string()));
  }
  return stored;
}

}  // namespace followspot
