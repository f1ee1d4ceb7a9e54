#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace followspot::model {

/// One field of a message in protobuf's text format: `name: value` or `name { ... }`.
struct TextField {
  enum class Kind {
    Message,  ///< `fields` hold its content.
    Text,     ///< Quoted; `value` is unescaped and may hold any byte.
    Token,    ///< A bare number, true/false or enumerator; `value` is as written ("-" joined).
  };

  std::string name;
  Kind kind = Kind::Message;
  std::string value;
  std::vector<TextField> fields;
  int line = 0;  ///< Where it begins, from 1; 0 where it was not read.

  /// The last field of that name, as protobuf takes it; null where there is none.
  [[nodiscard]] const TextField* find(std::string_view fieldName) const;

  /// A token as a number (also hexadecimal and octal integers, "1.5f", "inf", "nan").
  [[nodiscard]] std::optional<double> real() const;
  [[nodiscard]] std::optional<std::int64_t> integer() const;
  /// true, false, True, t, 1, ...
  [[nodiscard]] std::optional<bool> boolean() const;
};

/// Most bytes of a text file that is read.
inline constexpr std::size_t kMaxTextBytes = std::size_t{512} << 20;

/// Reads a file in text format into a tree, knowing nothing of its message types. `a: [1, 2]` comes
/// out as two fields `a`; braces and angle brackets are the same.
/// @return  a message without a name.
/// @errors CorruptData: names the line and what is wrong there.
/// @source protobuf.dev/reference/protobuf/textformat-spec
[[nodiscard]] Result<TextField> parseTextFormat(std::string_view text);

/// The fields of `root` as text, two blanks of indent a level; strings are escaped to plain ASCII.
[[nodiscard]] std::string writeTextFormat(const TextField& root);

}  // namespace followspot::model
