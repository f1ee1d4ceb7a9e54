#include "core/store/mot_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "core/base/output_file.h"
#include "core/base/text.h"

namespace followspot {
namespace {

constexpr std::size_t kMaxRows = 20'000'000;
constexpr std::int64_t kMaxFrame = 10'000'000;
constexpr std::size_t kColumns = 10;
constexpr double kMaxCoordinate = 1e9;

tl::unexpected<Error> problem(std::int64_t line, const std::string& what) {
  return fail(ErrorCode::CorruptData, "line " + std::to_string(line) + ": " + what);
}

/// Up to ten numbers of a line; returns how many, or nothing where a cell is no number.
std::optional<std::size_t> numbersOf(std::string_view line, std::array<double, kColumns>& numbers) {
  std::size_t count = 0;
  const bool commas = line.find(',') != std::string_view::npos;
  while (!line.empty() && count < kColumns) {
    const std::size_t end = commas ? line.find(',') : line.find_first_of(" \t");
    const std::string_view cell = trimmed(line.substr(0, end));
    line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
    if (cell.empty() && !commas) {
      continue;
    }
    const auto value = parseDouble(cell);
    if (!value) {
      return std::nullopt;
    }
    numbers.at(count++) = *value;
  }
  return count;
}

bool isWhole(double value) {
  return std::isfinite(value) && value == std::floor(value) && std::abs(value) < 9e15;
}

bool isUsable(const Box& box, MotBoxes boxes) {
  // NaN fails every comparison.
  const bool finite = std::abs(box.x) <= kMaxCoordinate && std::abs(box.y) <= kMaxCoordinate &&
                      std::abs(box.w) <= kMaxCoordinate && std::abs(box.h) <= kMaxCoordinate;
  return finite && (boxes == MotBoxes::Finite || (box.w > 0 && box.h > 0));
}

}  // namespace

Result<MotFile> parseMot(std::string_view text, MotBoxes boxes) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  MotFile file;
  // Once, for what the file can hold: growing would need twice the memory and copies.
  file.rows.reserve(
      std::min(kMaxRows, static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1));
  std::int64_t line = 0;
  bool sorted = true;
  while (!text.empty()) {
    ++line;
    const std::size_t end = text.find('\n');
    const std::string_view row = trimmed(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (row.empty()) {
      continue;
    }
    std::array<double, kColumns> numbers{};
    const auto count = numbersOf(row, numbers);
    constexpr std::size_t kFewest = 6;
    if (!count) {
      return problem(line, "a cell is not a number. Give a MOTChallenge text file.");
    }
    if (*count < kFewest) {
      return problem(line, "has " + std::to_string(*count) +
                               " columns, at least 6 are needed. Give a MOTChallenge text file.");
    }
    if (!isWhole(numbers[0]) || numbers[0] < 1 || numbers[0] > static_cast<double>(kMaxFrame)) {
      return problem(line, "the frame is not a whole number from 1 to 10,000,000.");
    }
    if (!isWhole(numbers[1])) {
      return problem(line, "the id is not a whole number.");
    }
    if (file.rows.size() >= kMaxRows) {
      return problem(line, "more than " + std::to_string(kMaxRows) + " rows. Split the file.");
    }
    ++file.report.rows;
    MotRow parsed;
    parsed.frame = static_cast<std::int64_t>(numbers[0]);
    parsed.id = static_cast<std::int64_t>(numbers[1]);
    parsed.box = {numbers[2], numbers[3], numbers[4], numbers[5]};
    parsed.confidence = *count > 6 ? numbers[6] : 1;
    parsed.classId = *count > 7 && isWhole(numbers[7]) ? static_cast<std::int64_t>(numbers[7]) : -1;
    parsed.visibility = *count > 8 ? numbers[8] : -1;
    if (!isUsable(parsed.box, boxes) || !std::isfinite(parsed.confidence)) {
      if (++file.report.skippedBoxes == 1) {
        file.report.firstSkippedLine = line;
      }
      continue;
    }
    sorted = sorted && (file.rows.empty() || file.rows.back().frame <= parsed.frame);
    file.rows.push_back(parsed);
  }
  if (!sorted) {
    std::ranges::stable_sort(file.rows, {}, &MotRow::frame);
  }
  return file;
}

Result<MotFile> readMotFile(const std::filesystem::path& path) {
  constexpr std::size_t kMaxBytes = std::size_t{1} << 32;
  const auto text = readFile(path, kMaxBytes);
  if (!text) {
    return fail(text.error());
  }
  auto file = parseMot(*text);
  if (!file) {
    return fail(file.error().withContext(path.string()));
  }
  return file;
}

namespace {

/// What the numbers in the column of scores mean, seen from all of them.
enum class ScoreColumn { Probability, LogOdds, Empty };

ScoreColumn scoreColumnOf(const std::vector<MotRow>& rows) {
  const auto isMissing = [](const MotRow& row) { return row.confidence == -1; };
  const auto isOutside = [](const MotRow& row) { return row.confidence < 0 || row.confidence > 1; };
  return std::ranges::all_of(rows, isMissing)   ? ScoreColumn::Empty
         : std::ranges::any_of(rows, isOutside) ? ScoreColumn::LogOdds
                                                : ScoreColumn::Probability;
}

double scoreOf(double confidence, ScoreColumn column) {
  switch (column) {
    case ScoreColumn::Probability:
      return confidence;
    case ScoreColumn::LogOdds:
      return 1 / (1 + std::exp(-confidence));
    case ScoreColumn::Empty:
      break;
  }
  return 1;
}

}  // namespace

std::vector<DetectionSet> knownDetectionsOf(const MotFile& file, double rate) {
  std::vector<DetectionSet> pictures;
  const ScoreColumn column = scoreColumnOf(file.rows);
  for (auto place = file.rows.begin(); place != file.rows.end(); ++place) {
    const MotRow& row = *place;
    if (pictures.empty() || numberOf(pictures.back().frame) != row.frame) {
      const auto end = std::find_if(place, file.rows.end(),
                                    [&](const MotRow& other) { return other.frame != row.frame; });
      pictures.emplace_back();
      pictures.back().frame = static_cast<FrameId>(row.frame - 1);
      pictures.back().time = timestampAt(static_cast<double>(row.frame) / rate);
      // As much as it needs: files have millions of rows.
      pictures.back().items.reserve(static_cast<std::size_t>(end - place));
    }
    const ClassId classId = row.classId >= 0 && row.classId <= std::numeric_limits<int>::max()
                                ? static_cast<ClassId>(row.classId)
                                : ClassId::Unknown;
    pictures.back().items.push_back({row.box, scoreOf(row.confidence, column), classId});
  }
  return pictures;
}

std::vector<DetectionSet> detectionsOf(const MotFile& file, double rate) {
  const std::int64_t last = file.rows.empty() ? 0 : file.rows.back().frame;
  std::vector<DetectionSet> pictures(static_cast<std::size_t>(last));
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    pictures[i].frame = static_cast<FrameId>(i);
    pictures[i].time = timestampAt(static_cast<double>(i + 1) / rate);
  }
  for (DetectionSet& known : knownDetectionsOf(file, rate)) {
    const auto place = static_cast<std::size_t>(indexOf(known.frame));
    pictures[place] = std::move(known);
  }
  return pictures;
}

}  // namespace followspot
