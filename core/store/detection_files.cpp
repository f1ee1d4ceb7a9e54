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

/// Gives pictures without detections a time between those of their neighbours.
void timeTheEmpty(std::vector<DetectionSet>& pictures, const std::vector<std::size_t>& known) {
  for (std::size_t k = 1; k < known.size(); ++k) {
    const double begin = secondsOf(pictures[known[k - 1]].time);
    const double end = secondsOf(pictures[known[k]].time);
    const auto steps = static_cast<double>(known[k] - known[k - 1]);
    for (std::size_t i = known[k - 1] + 1; i < known[k]; ++i) {
      const auto step = static_cast<double>(i - known[k - 1]);
      pictures[i].time = timestampAt(begin + (end - begin) * step / steps);
    }
  }
  if (known.empty() || known.front() == 0) {
    return;
  }
  // Before the first: the video begins at 0.
  const double begin = secondsOf(pictures[known.front()].time);
  for (std::size_t i = 0; i < known.front(); ++i) {
    pictures[i].time =
        timestampAt(begin * static_cast<double>(i) / static_cast<double>(known.front()));
  }
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
  const std::int64_t last = table->pictures.empty() ? 0 : numberOf(table->pictures.back().frame);
  if (last > kMostFrame) {
    return fail(ErrorCode::CorruptData, "frame " + std::to_string(last) + " is over 10,000,000.");
  }
  stored.pictures.resize(static_cast<std::size_t>(last));
  std::vector<std::size_t> known;
  for (DetectionSet& set : table->pictures) {
    stored.leftOut += static_cast<std::int64_t>(
        std::erase_if(set.items, [](const Detection& item) { return !isBox(item); }));
    known.push_back(static_cast<std::size_t>(indexOf(set.frame)));
    stored.pictures[known.back()] = std::move(set);
  }
  for (std::size_t i = 0; i < stored.pictures.size(); ++i) {
    stored.pictures[i].frame = static_cast<FrameId>(i);
    if (rate > 0) {
      stored.pictures[i].time = timestampAt(static_cast<double>(i + 1) / rate);
    }
  }
  if (!(rate > 0)) {
    timeTheEmpty(stored.pictures, known);
  }
  return stored;
}

Result<StoredDetections> fromMot(std::string_view text, double rate) {
  const auto file = parseMot(text);
  if (!file) {
    return fail(file.error());
  }
  StoredDetections stored;
  stored.pictures = detectionsOf(*file, rate > 0 ? rate : kUsualRate);
  stored.leftOut = file->report.skippedBoxes;
  return stored;
}

}  // namespace

Result<StoredDetections> readStoredDetections(const std::filesystem::path& path, double rate) {
  constexpr std::size_t kMaxBytes = std::size_t{1} << 32;
  const auto text = readFile(path, kMaxBytes);
  if (!text) {
    return fail(text.error());
  }
  auto stored = hasColumnNames(*text) ? fromCsv(*text, rate) : fromMot(*text, rate);
  if (!stored) {
    return fail(stored.error().withContext(path.string()));
  }
  return stored;
}

}  // namespace followspot
