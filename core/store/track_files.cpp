#include "core/store/track_files.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/output_file.h"
#include "core/base/text.h"
#include "core/store/csv_scanner.h"
#include "core/store/row_file.h"
#include "core/store/track_codecs.h"

namespace followspot {
namespace {

using nlohmann::json;

constexpr std::int64_t kMostFrame = 100'000'000;
constexpr std::int64_t kMostId = std::int64_t{1} << 53;  // whole in a double
constexpr std::int64_t kMostClass = 100'000;

/// Collects pictures by frame and names by class.
class TableBuilder {
 public:
  TrackSet& picture(std::int64_t frame, double seconds) {
    if (last_ == nullptr || numberOf(last_->frame) != frame) {
      last_ = &pictures_[frame];
      last_->frame = static_cast<FrameId>(frame - 1);
      constexpr double kMostSeconds = 1e9;
      last_->time = timestampAt(std::clamp(seconds, -kMostSeconds, kMostSeconds));
    }
    return *last_;
  }

  void trackName(TrackId id, std::string_view text) {
    if (!text.empty()) {
      extras_.names.emplace(id, text);
    }
  }
  void origin(FrameId frame, TrackId id, std::string_view word) {
    if (const BoxOrigin origin = originNamed(word); origin != BoxOrigin::Detected) {
      extras_.origins.emplace(std::pair(frame, id), origin);
    }
  }

  void name(std::int64_t classId, std::string_view text) {
    if (classId < 0) {
      return;
    }
    const auto index = static_cast<std::size_t>(classId);
    if (names_.size() <= index) {
      names_.resize(index + 1);
    }
    if (names_[index].empty()) {
      names_[index] = text;
    }
  }
  [[nodiscard]] bool isNamed(std::int64_t classId) const {
    const auto index = static_cast<std::size_t>(classId);
    return classId < 0 || (index < names_.size() && !names_[index].empty());
  }

  TrackTable finish() {
    TrackTable table = std::move(extras_);
    table.pictures.reserve(pictures_.size());
    for (auto& [frame, set] : pictures_) {
      table.pictures.push_back(std::move(set));
    }
    table.labels = LabelMap(std::move(names_));
    return table;
  }

 private:
  std::map<std::int64_t, TrackSet> pictures_;
  TrackSet* last_ = nullptr;
  std::vector<std::string> names_;
  TrackTable extras_;
};

enum Column : std::size_t {
  Frame,
  Time,
  Id,
  ClassNumber,
  ClassName,
  Score,
  Left,
  Top,
  W,
  H,
  Origin,
  TrackName
};
/// `origin` where predicted tracks were asked for and in exports of edited tracks, `name` in these.
constexpr std::array<std::string_view, 12> kColumns = {"frame", "time_s", "track_id", "class_id",
                                                       "class", "score",  "left",     "top",
                                                       "width", "height", "origin",   "name"};
constexpr std::size_t kColumnsOfTracking = 10;
constexpr std::string_view kPredicted = "predicted";  // an origin that edited tracks do not have

/// @param columns  how many of kColumns the file has.
Result<void> readRow(const CsvScanner& row, std::size_t columns, TableBuilder& table) {
  const auto frame = row.integer(Frame, 1, kMostFrame);
  const auto id = row.integer(Id, 1, kMostId);
  const auto classId = row.integer(ClassNumber, -1, kMostClass);
  for (const auto* const whole : {&frame, &id, &classId}) {
    if (!*whole) {
      return fail(whole->error());
    }
  }
  std::array<double, 6> numbers{};
  constexpr std::array<std::size_t, 6> kNumbers = {Time, Score, Left, Top, W, H};
  for (std::size_t i = 0; i < kNumbers.size(); ++i) {
    const auto value = row.number(kNumbers.at(i));
    if (!value) {
      return fail(value.error());
    }
    numbers.at(i) = *value;
  }
  Track track;
  track.id = static_cast<TrackId>(*id);
  track.classId = static_cast<ClassId>(*classId);
  track.score = numbers[1];
  track.box = {numbers[2], numbers[3], numbers[4], numbers[5]};
  if (columns > Origin && row.cell(Origin) == kPredicted) {
    track.state = TrackState::Coasting;
  }
  table.picture(*frame, numbers[0]).items.push_back(track);
  if (!table.isNamed(*classId)) {
    table.name(*classId, unguarded(row.cell(ClassName)));
  }
  if (columns > TrackName) {
    table.trackName(track.id, unguarded(row.cell(TrackName)));
    table.origin(static_cast<FrameId>(*frame - 1), track.id, row.cell(Origin));
  }
  return {};
}

std::optional<double> numberIn(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number() ? std::optional(found->get<double>())
                                                     : std::nullopt;
}

std::optional<std::int64_t> wholeIn(const json& object, const char* key, std::int64_t least,
                                    std::int64_t most) {
  const auto value = numberIn(object, key);
  if (!value || *value != std::floor(*value) || *value < static_cast<double>(least) ||
      *value > static_cast<double>(most)) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(*value);
}

std::optional<Box> boxIn(const json& object) {
  const auto found = object.find("box");
  if (found == object.end() || !found->is_array() || found->size() != 4 ||
      !std::ranges::all_of(*found, [](const json& value) { return value.is_number(); })) {
    return std::nullopt;
  }
  return Box{(*found)[0].get<double>(), (*found)[1].get<double>(), (*found)[2].get<double>(),
             (*found)[3].get<double>()};
}

/// What is wrong with a line; nothing where it was taken.
std::optional<std::string> readObject(const json& object, TableBuilder& table) {
  if (!object.is_object()) {
    return "is not a JSON object";
  }
  const auto frame = wholeIn(object, "frame", 1, kMostFrame);
  const auto seconds = numberIn(object, "time_s");
  const auto tracks = object.find("tracks");
  if (!frame || !seconds || tracks == object.end() || !tracks->is_array()) {
    return R"(lacks "frame" (a whole number from 1), "time_s" or "tracks")";
  }
  TrackSet& picture = table.picture(*frame, *seconds);
  for (const json& item : *tracks) {
    const auto id = item.is_object() ? wholeIn(item, "id", 1, kMostId) : std::nullopt;
    const auto classId = id ? wholeIn(item, "class_id", -1, kMostClass) : std::nullopt;
    const auto score = classId ? numberIn(item, "score") : std::nullopt;
    const auto box = score ? boxIn(item) : std::nullopt;
    if (!box) {
      return R"(has a track without a proper "id", "class_id", "score" or "box")";
    }
    Track track;
    track.id = static_cast<TrackId>(*id);
    track.classId = static_cast<ClassId>(*classId);
    track.score = *score;
    track.box = *box;
    const auto origin = item.find("origin");
    const std::string_view made = origin != item.end() && origin->is_string()
                                      ? std::string_view(origin->get_ref<const std::string&>())
                                      : std::string_view();
    track.state = made == kPredicted ? TrackState::Coasting : TrackState::Confirmed;
    picture.items.push_back(track);
    if (const auto name = item.find("class");
        name != item.end() && name->is_string() && !table.isNamed(*classId)) {
      table.name(*classId, name->get_ref<const std::string&>());
    }
    if (const auto name = item.find("name"); name != item.end() && name->is_string()) {
      table.trackName(track.id, name->get_ref<const std::string&>());
    }
    table.origin(picture.frame, track.id, made);
  }
  return std::nullopt;
}

}  // namespace

Result<TrackTable> parseTrackCsv(std::string_view text) {
  constexpr std::string_view kMadeBy = "followspot-cli track --csv";
  std::size_t columns = kColumns.size();
  auto rows = CsvScanner::open(text, kColumns, kMadeBy);
  while (!rows && columns > kColumnsOfTracking) {
    --columns;
    rows = CsvScanner::open(text, std::span(kColumns).first(columns), kMadeBy);
  }
  if (!rows) {
    return fail(rows.error());
  }
  TableBuilder table;
  while (true) {
    const auto more = rows->next();
    if (!more) {
      return fail(more.error());
    }
    if (!*more) {
      return table.finish();
    }
    if (auto read = readRow(*rows, columns, table); !read) {
      return fail(read.error());
    }
  }
}

Result<TrackTable> parseTrackJsonl(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  TableBuilder table;
  for (std::int64_t line = 1; !text.empty(); ++line) {
    const std::size_t end = text.find('\n');
    const std::string_view row = trimmed(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (row.empty()) {
      continue;
    }
    // NaN and infinity are no JSON, so that every number is finite.
    const json object = json::parse(row, nullptr, false);
    const auto problem = object.is_discarded() ? std::optional<std::string>("is not JSON")
                                               : readObject(object, table);
    if (problem) {
      return fail(ErrorCode::CorruptData, "line " + std::to_string(line) + ": " + *problem +
                                              ". Give a file of: followspot-cli track --jsonl");
    }
  }
  return table.finish();
}

Result<TrackTable> readTrackFile(const std::filesystem::path& path) {
  constexpr std::size_t kMostBytes = std::size_t{1} << 32;
  const auto text = readFile(path, kMostBytes);
  if (!text) {
    return fail(text.error());
  }
  auto table = path.extension() == ".jsonl" ? parseTrackJsonl(*text) : parseTrackCsv(*text);
  if (!table) {
    return fail(table.error().withContext(path.string()));
  }
  return table;
}

}  // namespace followspot
