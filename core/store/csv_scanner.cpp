#include "core/store/csv_scanner.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"

namespace followspot {

Result<CsvScanner> CsvScanner::open(std::string_view text,
                                    std::span<const std::string_view> columns,
                                    std::string_view madeBy) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  CsvScanner scanner(text, columns);
  scanner.readLine();
  for (const std::string_view name : columns) {
    const auto found = std::ranges::find(scanner.cells_, name);
    if (found == scanner.cells_.end()) {
      return scanner.problem("no column \"" + std::string(name) +
                             "\". Give a file of: " + std::string(madeBy));
    }
    scanner.at_.push_back(static_cast<std::size_t>(found - scanner.cells_.begin()));
  }
  return scanner;
}

Result<bool> CsvScanner::next() {
  constexpr std::int64_t kMostRows = 50'000'000;
  while (readLine()) {
    if (cells_.size() == 1 && cells_.front().empty()) {
      continue;
    }
    if (++rows_ > kMostRows) {
      return problem("more than " + std::to_string(kMostRows) + " rows. Split the file.");
    }
    return true;
  }
  return false;
}

bool CsvScanner::readLine() {
  cells_.clear();
  if (rest_.empty()) {
    return false;
  }
  ++line_;
  const std::size_t end = rest_.find('\n');
  const std::string_view line = rest_.substr(0, end);
  rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
  // What stands behind the widest table that makes sense is not looked at.
  constexpr std::size_t kMostCells = 1000;
  std::size_t begin = 0;
  bool quoted = false;
  for (std::size_t i = 0; i <= line.size() && cells_.size() < kMostCells; ++i) {
    if (i == line.size() || (line[i] == ',' && !quoted)) {
      cells_.push_back(trimmed(line.substr(begin, i - begin)));
      begin = i + 1;
    } else if (line[i] == '"') {
      quoted = !quoted;
    }
  }
  return true;
}

std::string_view CsvScanner::cell(std::size_t column) const {
  const std::size_t place = at_[column];
  return place < cells_.size() ? cells_[place] : std::string_view();
}

Result<double> CsvScanner::number(std::size_t column) const {
  const auto value = parseDouble(cell(column));
  if (!value || !std::isfinite(*value)) {
    return problem("\"" + std::string(columns_[column]) + "\" is not a number");
  }
  return *value;
}

Result<std::int64_t> CsvScanner::integer(std::size_t column, std::int64_t least,
                                         std::int64_t most) const {
  const auto value = parseDouble(cell(column));
  if (!value || *value != std::floor(*value) || *value < static_cast<double>(least) ||
      *value > static_cast<double>(most)) {
    return problem("\"" + std::string(columns_[column]) + "\" is not a whole number from " +
                   std::to_string(least) + " to " + std::to_string(most));
  }
  return static_cast<std::int64_t>(*value);
}

tl::unexpected<Error> CsvScanner::problem(const std::string& what) const {
  return fail(ErrorCode::CorruptData, "line " + std::to_string(line_) + ": " + what);
}

}  // namespace followspot
