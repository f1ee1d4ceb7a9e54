#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace followspot {

/// White space (blank, tab, CR, LF) removed at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Well-formed UTF-8. @source Unicode 15, table 3-7.
[[nodiscard]] bool isUtf8(std::string_view text);

/// The pieces between separators; "" gives one empty piece.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// The whole text as a number, independent of locale; nothing if any character is left over.
/// "nan" and "inf" are numbers here: callers check for finiteness.
[[nodiscard]] std::optional<double> parseDouble(std::string_view text);
[[nodiscard]] std::optional<std::int64_t> parseInteger(std::string_view text);

/// A time as people write it: "12.5", "1:02.5", "1:02:03.25" (seconds, minutes and hours from the
/// right). Never negative.
[[nodiscard]] std::optional<double> parseTime(std::string_view text);

/// Seconds as "0:01:02.500", which `parseTime` reads. @param seconds  finite, >= 0.
[[nodiscard]] std::string formatTime(double seconds);

/// Shortest text that reads back as the same double; locale-independent.
[[nodiscard]] std::string formatNumber(double value);

/// Appends `value` with a fixed number of decimals; locale-independent, no allocation beyond the
/// string's own growth.
void appendFixed(std::string& text, double value, int decimals);

}  // namespace followspot
