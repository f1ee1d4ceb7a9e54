#include "core/store/decimal_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

#include "core/base/text.h"

namespace followspot {
namespace {

__extension__ using Wide = __int128;

/// units / 10^scale
struct Decimal {
  Wide units = 0;
  int scale = 0;
};

// 10^37 times two still fits.
constexpr int kMostDigits = 37;

std::optional<Decimal> parse(std::string_view text) {
  const bool negative = text.starts_with('-');
  text.remove_prefix(negative || text.starts_with('+') ? 1 : 0);
  Decimal decimal;
  bool point = false;
  int digits = 0;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9' || ++digits > kMostDigits) {
      return std::nullopt;
    }
    decimal.units = decimal.units * 10 + (c - '0');
    decimal.scale += point ? 1 : 0;
  }
  if (digits == 0) {
    return std::nullopt;
  }
  decimal.units = negative ? -decimal.units : decimal.units;
  return decimal;
}

/// With more decimals; false where that is too long.
bool widen(Decimal& decimal, int scale) {
  Wide limit = 1;
  for (int k = 0; k < kMostDigits; ++k) {
    limit *= 10;
  }
  for (; decimal.scale < scale; ++decimal.scale) {
    if (decimal.units >= limit / 10 || decimal.units <= -(limit / 10)) {
      return false;
    }
    decimal.units *= 10;
  }
  return true;
}

std::string textOf(Decimal decimal) {
  const bool negative = decimal.units < 0;
  Wide rest = negative ? -decimal.units : decimal.units;
  std::string text;
  for (int k = 0; rest > 0 || k <= decimal.scale; ++k) {
    if (k == decimal.scale && k > 0) {
      text += '.';
    }
    text += static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  }
  text += negative ? "-" : "";
  std::ranges::reverse(text);
  if (decimal.scale > 0) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
      text.pop_back();
    }
  }
  return text;
}

std::string combine(std::string_view a, std::string_view b, int sign) {
  auto first = parse(a);
  auto second = parse(b);
  if (first && second) {
    const int scale = std::max(first->scale, second->scale);
    if (widen(*first, scale) && widen(*second, scale)) {
      return textOf({first->units + sign * second->units, scale});
    }
  }
  return decimalText(parseDouble(a).value_or(0) + sign * parseDouble(b).value_or(0));
}

}  // namespace

std::string decimalText(double value) {
  // The smallest double has some 1,080 characters.
  std::array<char, 1200> digits{};
  const auto [end, error] =
      std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed);
  return {digits.data(), end};
}

std::string decimalSum(std::string_view a, std::string_view b) { return combine(a, b, 1); }
std::string decimalDifference(std::string_view a, std::string_view b) { return combine(a, b, -1); }

}  // namespace followspot
