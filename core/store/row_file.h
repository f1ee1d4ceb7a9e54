#pragma once

#include <string>
#include <string_view>

#include "core/base/output_file.h"
#include "core/types/label_map.h"

namespace followspot {

/// Rows of text into an OutputFile, built in one buffer that is used again.
/// @threading one thread at a time.
class RowFile {
 public:
  /// @errors as OutputFile::create.
  [[nodiscard]] static Result<RowFile> create(const std::filesystem::path& path);

  [[nodiscard]] std::string& row() { return row_; }
  void number(double value, int decimals);
  /// With as few digits as read back the same.
  void shortest(double value);
  void integer(std::int64_t value);
  /// A class's name as a CSV cell or JSON string, without a copy of it.
  void classCell(const LabelMap& labels, ClassId id);
  void classJson(const LabelMap& labels, ClassId id);
  /// As a CSV cell: quoted where it must be; text that a spreadsheet would run as a formula gets a
  /// ' before it.
  void cell(std::string_view text);
  /// As a JSON string, with its quotes. Bytes that are no UTF-8 must not come here (a LabelMap has
  /// none).
  void jsonString(std::string_view text);

  /// Writes what there is of a long row. @errors as OutputFile::write.
  Result<void> flushRow();
  /// Ends the row and writes it. @errors as OutputFile::write.
  Result<void> endRow();
  /// As OutputFile::overwrite, in rows that have ended.
  Result<bool> overwrite(std::size_t at, std::string_view bytes) {
    return file_.overwrite(at, bytes);
  }
  /// Makes the file whole.
  Result<void> finish() { return file_.commit(); }

 private:
  explicit RowFile(OutputFile file) : file_(std::move(file)) {}
  OutputFile file_;
  std::string row_;
};

/// The text of a CSV cell without its quotes and without the guard that `cell` may have put.
[[nodiscard]] std::string unguarded(std::string_view cell);

}  // namespace followspot
