#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.h"

namespace followspot::model {

struct TextField;

/// A message in protobuf's text format: fields in the order of the file, names may repeat.
struct TextMessage {
  std::vector<TextField> fields;

  /// The first (or only) field of that name; null where there is none.
  [[nodiscard]] const TextField* find(std::string_view name) const;
  /// The first message of that name, e.g. `config.message("model")`; null where there is none.
  [[nodiscard]] const TextMessage* message(std::string_view name) const;
};

/// A bare word or number, or a quoted string with its escapes resolved.
struct TextScalar {
  std::string text;
  bool quoted = false;
};

struct TextField {
  std::string name;
  std::variant<TextScalar, TextMessage> value;
  int line = 0;  ///< From 1.

  [[nodiscard]] const TextMessage* asMessage() const { return std::get_if<TextMessage>(&value); }
  [[nodiscard]] const TextScalar* asScalar() const { return std::get_if<TextScalar>(&value); }
};

/// Reads protobuf text format without a schema: `name: value`, `name { ... }`, `name: { ... }`, `<
/// ... >`, lists
/// `[a, b]`, comments `#`, strings in either quote, adjacent strings joined, separators `,` and
/// `;`.
/// @errors CorruptData: with the line. At most 64 levels and 2,000,000 fields.
/// @source Text Format Language Specification, protobuf.dev.
[[nodiscard]] Result<TextMessage> parseText(std::string_view text);

/// A string in double quotes, bytes outside printable ASCII escaped.
[[nodiscard]] std::string quoted(std::string_view bytes);

}  // namespace followspot::model
