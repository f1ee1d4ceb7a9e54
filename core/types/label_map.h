#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/types/ids.h"

namespace followspot {

/// Names of a model's classes; line k of the file is class k.
/// @threading immutable.
class LabelMap {
 public:
  LabelMap() = default;
  explicit LabelMap(std::vector<std::string> names) : names_(std::move(names)) {}

  /// One name a line, UTF-8; CRLF and a byte-order mark are tolerated, a last empty line is none.
  /// @errors CorruptData: NUL or control characters, not UTF-8, a line over 200 bytes, over 100,000
  /// lines, or nothing.
  [[nodiscard]] static Result<LabelMap> parse(std::string_view text);

  [[nodiscard]] std::size_t size() const { return names_.size(); }
  [[nodiscard]] bool empty() const { return names_.empty(); }
  /// "class 7" where the map has no such line.
  [[nodiscard]] std::string nameOf(ClassId id) const;
  /// Exact name first, else the same name in another case.
  [[nodiscard]] std::optional<ClassId> find(std::string_view name) const;
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
};

}  // namespace followspot
