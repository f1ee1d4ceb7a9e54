#include "core/store/row_file.h"

#include <array>
#include <charconv>

#include "core/base/text.h"

namespace followspot {
namespace {

bool looksLikeFormula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@").find(text.front()) != std::string_view::npos;
}

/// The class's line of the map; null where it has none.
const std::string* lineOf(const LabelMap& labels, ClassId id) {
  const auto index = static_cast<std::size_t>(indexOf(id));
  return indexOf(id) >= 0 && index < labels.size() ? &labels.names()[index] : nullptr;
}

}  // namespace

Result<RowFile> RowFile::create(const std::filesystem::path& path) {
  auto file = OutputFile::create(path);
  if (!file) {
    return fail(file.error());
  }
  return RowFile(std::move(*file));
}

void RowFile::number(double value, int decimals) { appendFixed(row_, value, decimals); }

void RowFile::shortest(double value) {
  std::array<char, 32> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  row_.append(digits.data(), end);
}

void RowFile::classCell(const LabelMap& labels, ClassId id) {
  if (const std::string* const name = lineOf(labels, id)) {
    cell(*name);
  } else {
    cell(labels.nameOf(id));
  }
}

void RowFile::classJson(const LabelMap& labels, ClassId id) {
  if (const std::string* const name = lineOf(labels, id)) {
    jsonString(*name);
  } else {
    jsonString(labels.nameOf(id));
  }
}

void RowFile::integer(std::int64_t value) {
  std::array<char, 24> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  row_.append(digits.data(), end);
}

void RowFile::cell(std::string_view text) {
  const bool guard = looksLikeFormula(text);
  if (!guard && text.find_first_of(",\"\r\n") == std::string_view::npos) {
    row_ += text;
    return;
  }
  row_ += '"';
  if (guard) {
    row_ += '\'';
  }
  for (const char c : text) {
    row_ += c;
    if (c == '"') {
      row_ += '"';
    }
  }
  row_ += '"';
}

void RowFile::jsonString(std::string_view text) {
  row_ += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      row_ += '\\';
      row_ += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      constexpr std::string_view kDigits = "0123456789abcdef";
      row_ += "\\u00";
      row_ += kDigits[static_cast<unsigned char>(c) >> 4U];
      row_ += kDigits[static_cast<unsigned char>(c) & 15U];
    } else {
      row_ += c;
    }
  }
  row_ += '"';
}

Result<void> RowFile::endRow() {
  row_ += '\n';
  return flushRow();
}

Result<void> RowFile::flushRow() {
  auto written = file_.write(row_);
  row_.clear();
  return written;
}

std::string unguarded(std::string_view cell) {
  std::string text;
  if (cell.size() < 2 || cell.front() != '"' || cell.back() != '"') {
    return std::string(cell);
  }
  for (std::size_t i = 1; i + 1 < cell.size(); ++i) {
    text += cell[i];
    if (cell[i] == '"') {
      ++i;  // doubled
    }
  }
  if (text.size() > 1 && text.front() == '\'' &&
      looksLikeFormula(std::string_view(text).substr(1))) {
    text.erase(0, 1);
  }
  return text;
}

}  // namespace followspot
