#include "core/store/kitti_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "core/base/text.h"

namespace followspot {
namespace {

constexpr std::size_t kColumns = 10;
using Cells = std::array<std::string_view, kColumns>;

/// The first ten words of a line; how many there are, at most ten.
std::size_t wordsOf(std::string_view line, Cells& cells) {
  std::size_t count = 0;
  while (count < kColumns && !(line = trimmed(line)).empty()) {
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    cells.at(count++) = line.substr(0, end);
    line.remove_prefix(end);
  }
  return count;
}

int classOf(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, int>, 7> kNames = {
      {{"car", KittiCar},
       {"pedestrian", KittiPedestrian},
       {"cyclist", KittiCyclist},
       {"van", KittiVan},
       {"person", KittiPersonSitting},
       {"person_sitting", KittiPersonSitting},
       {"dontcare", KittiDontCare}}};
  std::string lower(name);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  const auto* const found =
      std::ranges::find(kNames, std::string_view(lower), &std::pair<std::string_view, int>::first);
  return found == kNames.end() ? KittiOther : found->second;
}

/// A size with low + size == high, where one exists: the file has both ends, and an overlap of
/// exactly a threshold must not be decided by the rounding of their difference.
double sizeBetween(double low, double high) {
  const double size = high - low;
  for (const double towards : {-HUGE_VAL, HUGE_VAL}) {
    const double near = std::nextafter(size, towards);
    if (low + size != high && low + near == high) {
      return near;
    }
  }
  return size;
}

/// What is wrong with a line; nothing where `box` is set.
std::optional<std::string> readBox(const Cells& cells, LabelledBox& box) {
  constexpr std::array<std::size_t, 8> kNumbers = {0, 1, 3, 4, 6, 7, 8, 9};
  std::array<double, kNumbers.size()> numbers{};
  for (std::size_t i = 0; i < kNumbers.size(); ++i) {
    const auto value = parseDouble(cells.at(kNumbers.at(i)));
    constexpr double kMost = 1e9;
    if (!value || !std::isfinite(*value) || std::abs(*value) > kMost) {
      return "column " + std::to_string(kNumbers.at(i) + 1) + " is not a number";
    }
    numbers.at(i) = *value;
  }
  constexpr double kMostFrame = 10'000'000;
  if (numbers[0] != std::floor(numbers[0]) || numbers[0] < 0 || numbers[0] > kMostFrame) {
    return "the frame is not a whole number from 0";
  }
  if (numbers[1] != std::floor(numbers[1])) {
    return "the id is not a whole number";
  }
  box.frame = static_cast<std::int64_t>(numbers[0]) + 1;
  box.id = static_cast<std::int64_t>(numbers[1]);
  box.classId = classOf(cells[2]);
  box.truncated = static_cast<int>(numbers[2]);
  box.occluded = static_cast<int>(numbers[3]);
  box.box = {numbers[4], numbers[5], sizeBetween(numbers[4], numbers[6]),
             sizeBetween(numbers[5], numbers[7])};
  return std::nullopt;
}

}  // namespace

bool looksLikeKitti(std::string_view text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  Cells cells;
  return line.find(',') == std::string_view::npos && wordsOf(line, cells) == kColumns &&
         !parseDouble(cells[2]);
}

Result<std::vector<LabelledBox>> parseKitti(std::string_view text) {
  std::vector<LabelledBox> boxes;
  for (std::int64_t line = 1; !text.empty(); ++line) {
    const std::size_t end = text.find('\n');
    const std::string_view row = trimmed(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (row.empty()) {
      continue;
    }
    Cells cells;
    LabelledBox box;
    constexpr std::size_t kMostRows = 20'000'000;
    std::optional<std::string> problem;
    if (const std::size_t count = wordsOf(row, cells); count < kColumns) {
      problem = "has " + std::to_string(count) + " columns, at least 10 are needed";
    } else if (boxes.size() >= kMostRows) {
      problem = "more than " + std::to_string(kMostRows) + " rows";
    } else {
      problem = readBox(cells, box);
    }
    if (problem) {
      return fail(ErrorCode::CorruptData, "line " + std::to_string(line) + ": " + *problem +
                                              ". Give a label file of KITTI tracking.");
    }
    boxes.push_back(box);
  }
  return boxes;
}

}  // namespace followspot
