#include "core/types/label_map.h"

#include <algorithm>
#include <cctype>

#include "core/base/text.h"

namespace followspot {
namespace {

constexpr std::size_t kMaxLabels = 100'000;
constexpr std::size_t kMaxLabelBytes = 200;

bool sameIgnoringCase(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

}  // namespace

Result<LabelMap> LabelMap::parse(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  if (text.ends_with('\n')) {
    text.remove_suffix(1);
  }
  std::vector<std::string> names;
  for (std::string_view rest = text; !text.empty();) {
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    const std::string place = "line " + std::to_string(names.size() + 1);
    if (names.size() == kMaxLabels) {
      return fail(ErrorCode::CorruptData, "more than " + std::to_string(kMaxLabels) +
                                              " labels. Give a file with one class name a line.");
    }
    if (line.size() > kMaxLabelBytes) {
      return fail(ErrorCode::CorruptData, place + " is longer than " +
                                              std::to_string(kMaxLabelBytes) +
                                              " bytes. Give a file with one class name a line.");
    }
    if (std::ranges::any_of(line, [](unsigned char c) { return c < 0x20 || c == 0x7F; }) ||
        !isUtf8(line)) {
      return fail(ErrorCode::CorruptData,
                  place + " is not plain UTF-8 text. Give a file with one class name a line.");
    }
    names.emplace_back(trimmed(line));
    if (end == std::string_view::npos) {
      break;
    }
    rest.remove_prefix(end + 1);
  }
  if (names.empty()) {
    return fail(ErrorCode::CorruptData, "no labels in it. Give a file with one class name a line.");
  }
  return LabelMap(std::move(names));
}

std::string LabelMap::nameOf(ClassId id) const {
  const auto index = static_cast<std::size_t>(indexOf(id));
  return indexOf(id) >= 0 && index < names_.size() ? names_[index]
                                                   : "class " + std::to_string(indexOf(id));
}

std::optional<ClassId> LabelMap::find(std::string_view name) const {
  auto found = std::ranges::find(names_, name);
  if (found == names_.end()) {
    found = std::ranges::find_if(
        names_, [&](const std::string& other) { return sameIgnoringCase(other, name); });
  }
  if (found == names_.end()) {
    return std::nullopt;
  }
  return static_cast<ClassId>(found - names_.begin());
}

}  // namespace followspot
