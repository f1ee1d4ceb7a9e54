#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

#include "core/base/result.h"

namespace followspot {

/// A file that appears under its name only when it is whole.
///
/// Bytes go to a temporary name in the same folder; `commit` flushes them to the disk and renames.
/// Destroyed without `commit`, it removes the temporary file and leaves whatever stood under the
/// name. "-" is standard output, and a device or pipe is itself: both are written through as the
/// bytes come. No file that exists is touched before `commit`.
/// @threading one thread at a time.
class OutputFile {
 public:
  /// @errors NotFound: the folder does not exist. Unavailable: it cannot be written.
  [[nodiscard]] static Result<OutputFile> create(const std::filesystem::path& path);

  OutputFile(OutputFile&&) noexcept;
  OutputFile& operator=(OutputFile&&) noexcept;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();

  /// Buffered. @errors Unavailable: disk full, broken pipe; said by this call or a later one.
  Result<void> write(std::string_view bytes);
  Result<void> write(std::span<const std::byte> bytes);

  /// Writes over bytes that were written before: a figure in a header that is known at the end
  /// only.
  /// @param at  position of the first of them.
  /// @return false where that cannot be: the bytes have gone to standard output, a device or a
  /// pipe.
  /// @errors as write.
  Result<bool> overwrite(std::size_t at, std::string_view bytes);

  /// Hands what is buffered to the system, so that readers of a pipe see it.
  Result<void> flush();

  /// Makes the file whole and visible. Nothing may be written afterwards.
  Result<void> commit();

  [[nodiscard]] const std::filesystem::path& path() const;
  /// Where the bytes are until `commit`; for libraries that insist on opening a file by name.
  [[nodiscard]] const std::filesystem::path& temporaryPath() const;

 private:
  struct State;
  explicit OutputFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Writes a whole file at once, the same way.
[[nodiscard]] Result<void> writeFile(const std::filesystem::path& path, std::string_view bytes);

/// Reads a whole regular file of at most `maxBytes`.
/// @errors NotFound, Unavailable; Unsupported: a folder or device; CorruptData: larger than
/// `maxBytes`.
[[nodiscard]] Result<std::string> readFile(const std::filesystem::path& path, std::size_t maxBytes);

}  // namespace followspot
