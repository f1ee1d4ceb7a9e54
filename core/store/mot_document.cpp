#include <array>
#include <cmath>
#include <optional>
#include <string>

#include "core/base/text.h"
#include "core/store/decimal_text.h"
#include "core/store/document_builder.h"
#include "core/store/row_file.h"
#include "core/store/track_codecs.h"

namespace followspot {
namespace {

/// Classes of the ground truth of MOT16 to MOT20, from 1.
constexpr std::array<std::string_view, 13> kMotClasses = {
    "",           "pedestrian", "person on vehicle",      "car",
    "bicycle",    "motorbike",  "non motorized vehicle",  "static person",
    "distractor", "occluder",   "occluder on the ground", "occluder full",
    "reflection"};

constexpr std::size_t kMostCells = 10;

/// The cells of a row, separated by commas or blanks.
std::size_t cellsOf(std::string_view row, std::array<std::string_view, kMostCells>& cells) {
  const bool commas = row.find(',') != std::string_view::npos;
  std::size_t count = 0;
  while (!row.empty() && count < kMostCells) {
    const std::size_t end = commas ? row.find(',') : row.find_first_of(" \t");
    const std::string_view cell = trimmed(row.substr(0, end));
    row.remove_prefix(end == std::string_view::npos ? row.size() : end + 1);
    if (!cell.empty() || commas) {
      cells.at(count++) = cell;
    }
  }
  return count;
}

std::optional<std::int64_t> wholeOf(double value) {
  constexpr double kMost = 9e15;
  return value == std::floor(value) && std::abs(value) < kMost
             ? std::optional(static_cast<std::int64_t>(value))
             : std::nullopt;
}

/// A corner, counted from 0; digit by digit where it is plainly written.
double fromOne(std::string_view cell) {
  if (cell.find_first_not_of("+-.0123456789") == std::string_view::npos) {
    return parseDouble(decimalDifference(cell, "1")).value_or(0);
  }
  return parseDouble(cell).value_or(0) - 1;
}

/// What is wrong with a row; empty where it was taken.
std::string readRow(std::string_view row, double rate, DocumentBuilder& builder) {
  std::array<std::string_view, kMostCells> cells;
  const std::size_t count = cellsOf(row, cells);
  constexpr std::size_t kFewest = 6;
  if (count < kFewest) {
    return "fewer than 6 columns";
  }
  std::array<double, kMostCells> numbers{};
  for (std::size_t k = 0; k < count; ++k) {
    const auto value = parseDouble(cells.at(k));
    if (!value || !std::isfinite(*value)) {
      return "column " + std::to_string(k + 1) + " is not a number";
    }
    numbers.at(k) = *value;
  }
  const auto frame = wholeOf(numbers[0]);
  const auto id = wholeOf(numbers[1]);
  if (!frame || !id) {
    return "the frame or the id is not a whole number";
  }
  // 9 columns are ground truth: consider, class, visibility. 10 are results.
  constexpr std::size_t kTruthColumns = 9;
  const std::int64_t classId = count == kTruthColumns ? wholeOf(numbers[7]).value_or(-1) : -1;
  const double score = count > kFewest ? numbers[6] : 1;
  const StoredBox value = {{fromOne(cells[2]), fromOne(cells[3]), numbers[4], numbers[5]}, score};
  std::string problem = builder.add(*frame - 1, *id, classId, value);
  if (problem.empty()) {
    builder.picture(*frame - 1, timestampAt(static_cast<double>(*frame - 1) / rate));
    if (classId > 0 && classId < std::ssize(kMotClasses)) {
      builder.label(classId, kMotClasses.at(static_cast<std::size_t>(classId)));
    }
  }
  return problem;
}

}  // namespace

Result<TrackDocument> parseMotDocument(std::string_view text, double rate) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  DocumentBuilder builder;
  for (std::int64_t line = 1; !text.empty(); ++line) {
    const std::size_t end = text.find('\n');
    const std::string_view row = trimmed(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (row.empty()) {
      continue;
    }
    if (const std::string problem = readRow(row, rate, builder); !problem.empty()) {
      return fail(ErrorCode::CorruptData, "line " + std::to_string(line) + ": " + problem +
                                              ". Give a MOTChallenge file with tracks.");
    }
  }
  return builder.finish();
}

Result<void> writeMotDocument(const std::filesystem::path& path, const TrackDocument& document) {
  auto file = RowFile::create(path);
  if (!file) {
    return fail(file.error());
  }
  for (const BoxRow& row : document.boxes) {
    const Box& box = row.value.box;
    file->integer(numberOf(row.frame));
    file->row() += ',';
    file->integer(static_cast<std::int64_t>(numberOf(row.track)));
    for (const double corner : {box.x, box.y}) {
      file->row() += ',';
      file->row() += decimalSum(decimalText(corner), "1");
    }
    for (const double size : {box.w, box.h}) {
      file->row() += ',';
      file->row() += decimalText(size);
    }
    file->row() += ',';
    file->shortest(row.value.score);
    file->row() += ",-1,-1,-1";
    if (auto written = file->endRow(); !written) {
      return written;
    }
  }
  return file->finish();
}

}  // namespace followspot
