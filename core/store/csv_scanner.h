#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace followspot {

/// Walks over the rows of a CSV text whose first line names its columns.
///
/// Tolerates CRLF, a byte-order mark, empty lines, columns in another order and further columns.
/// Quoted cells may hold commas, but no line ends. Allocates nothing once the longest row was seen.
/// @threading one thread at a time.
class CsvScanner {
 public:
  /// @param text     outlives the scanner.
  /// @param columns  names that must be there; their position here is their number below. Outlives
  ///                 the scanner.
  /// @param madeBy   the command that writes such files, for the error's sentence.
  /// @errors CorruptData: a column is missing (names it).
  [[nodiscard]] static Result<CsvScanner> open(std::string_view text,
                                               std::span<const std::string_view> columns,
                                               std::string_view madeBy);

  /// Goes to the next row; false at the end.
  /// @errors CorruptData: more than 50,000,000 rows.
  Result<bool> next();

  /// A cell of the row, blanks at its ends removed, quotes left on; empty where the row is shorter.
  [[nodiscard]] std::string_view cell(std::size_t column) const;
  /// @errors CorruptData: with line and column: no number, or not finite.
  [[nodiscard]] Result<double> number(std::size_t column) const;
  /// A whole number, also when written "3.0".
  /// @errors CorruptData: with line and column: no whole number, or outside [least, most].
  [[nodiscard]] Result<std::int64_t> integer(std::size_t column, std::int64_t least,
                                             std::int64_t most) const;
  [[nodiscard]] std::int64_t line() const { return line_; }  ///< From 1.

 private:
  CsvScanner(std::string_view text, std::span<const std::string_view> columns)
      : rest_(text), columns_(columns) {}
  bool readLine();
  [[nodiscard]] tl::unexpected<Error> problem(const std::string& what) const;

  std::string_view rest_;
  std::span<const std::string_view> columns_;
  std::vector<std::size_t> at_;          // of each column in the file
  std::vector<std::string_view> cells_;  // of the row
  std::int64_t line_ = 0;
  std::int64_t rows_ = 0;
};

}  // namespace followspot
