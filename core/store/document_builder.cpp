#include "core/store/document_builder.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/text.h"

namespace followspot {
namespace {

constexpr std::size_t kMostBoxes = 50'000'000;
constexpr double kMostCoordinate = 1e9;
constexpr std::size_t kLongestName = 200;

bool isUsable(const StoredBox& value) {
  // NaN fails every comparison.
  return std::abs(value.box.x) <= kMostCoordinate && std::abs(value.box.y) <= kMostCoordinate &&
         value.box.w >= 0 && value.box.w <= kMostCoordinate && value.box.h >= 0 &&
         value.box.h <= kMostCoordinate && std::isfinite(value.score);
}

/// A name as it may be stored: UTF-8 without control characters, not endless.
std::string tidy(std::string_view name, std::size_t most = kLongestName) {
  const bool isText = isUtf8(name);
  std::size_t size = std::min(name.size(), most);
  // Not in the middle of a character.
  while (size < name.size() && size > 0 &&
         (static_cast<unsigned char>(name[size]) & 0xc0U) == 0x80U) {
    --size;
  }
  std::string text;
  for (const char c : name.substr(0, size)) {
    const auto byte = static_cast<unsigned char>(c);
    text += byte < ' ' || byte == 0x7f ? ' ' : byte >= 0x80 && !isText ? '?' : c;
  }
  return std::string(trimmed(text));
}

}  // namespace

std::string DocumentBuilder::add(std::int64_t frame, std::int64_t id, std::int64_t classId,
                                 const StoredBox& value) {
  if (frame < 0 || frame >= kMostFrame) {
    return "the frame is not in 1 to 100,000,000";
  }
  if (id < 1 || id > kMostId) {
    return "the track's id is not a whole number from 1";
  }
  if (classId < -1 || classId > kMostClass) {
    return "the class is not in 0 to 100,000";
  }
  if (!isUsable(value)) {
    return "the box has numbers that make no sense in a picture";
  }
  if (document_.boxes.size() >= kMostBoxes) {
    return "more than 50,000,000 boxes. Split the file";
  }
  const auto [known, isNew] = classes_.emplace(id, ClassId{static_cast<int>(classId)});
  document_.otherClasses += !isNew && indexOf(known->second) != classId ? 1 : 0;
  document_.boxes.push_back({FrameId{frame}, TrackId{static_cast<std::uint64_t>(id)}, value});
  return {};
}

void DocumentBuilder::picture(std::int64_t frame, Timestamp time) {
  if (frame >= 0 && frame < kMostFrame) {
    document_.pictures.push_back({FrameId{frame}, time});
  }
}

void DocumentBuilder::name(std::int64_t id, std::string_view name) {
  if (!name.empty()) {
    names_.emplace(id, tidy(name));
  }
}

void DocumentBuilder::label(std::int64_t classId, std::string_view name) {
  if (classId < 0 || classId > kMostClass || name.empty()) {
    return;
  }
  const auto index = static_cast<std::size_t>(classId);
  if (labels_.size() <= index) {
    labels_.resize(index + 1);
  }
  if (labels_[index].empty()) {
    labels_[index] = tidy(name);
  }
}

Result<TrackDocument> DocumentBuilder::finish() {
  const auto place = [](const BoxRow& row) { return std::pair(row.frame, row.track); };
  std::vector<BoxRow>& boxes = document_.boxes;
  if (!std::ranges::is_sorted(boxes, {}, place)) {
    std::ranges::sort(boxes, {}, place);
  }
  const auto twice =
      std::adjacent_find(boxes.begin(), boxes.end(),
                         [&](const BoxRow& a, const BoxRow& b) { return place(a) == place(b); });
  if (twice != boxes.end()) {
    return fail(ErrorCode::CorruptData,
                "track " + std::to_string(numberOf(twice->track)) + " has two boxes on picture " +
                    std::to_string(numberOf(twice->frame)) + ". Leave one of them.");
  }
  std::map<TrackId, TrackInfo> tracks;
  for (const BoxRow& row : boxes) {
    TrackInfo& info = tracks[row.track];
    info.first = info.boxes == 0 ? row.frame : info.first;
    info.last = row.frame;
    ++info.boxes;
  }
  for (auto& [id, info] : tracks) {
    const auto number = static_cast<std::int64_t>(numberOf(id));
    info.id = id;
    info.classId = classes_.at(number);
    if (const auto named = names_.find(number); named != names_.end()) {
      info.name = named->second;
    }
    document_.tracks.push_back(std::move(info));
  }
  std::vector<PictureTime>& pictures = document_.pictures;
  std::ranges::stable_sort(pictures, {}, &PictureTime::frame);
  pictures.erase(
      std::unique(pictures.begin(), pictures.end(),
                  [](const PictureTime& a, const PictureTime& b) { return a.frame == b.frame; }),
      pictures.end());
  constexpr std::size_t kLongestLocation = 4096;
  document_.media.location = tidy(document_.media.location, kLongestLocation);
  document_.labels = LabelMap(std::move(labels_));
  return std::move(document_);
}

}  // namespace followspot
