#include "core/media/natural_order.h"

#include <algorithm>

namespace followspot {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// Takes the digits off the front of `text`, without leading zeros.
std::string_view takeNumber(std::string_view& text) {
  const auto end = std::ranges::find_if_not(text, isDigit);
  std::string_view digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return digits;
}

}  // namespace

bool naturallyBefore(std::string_view a, std::string_view b) {
  const std::string_view wholeA = a;
  const std::string_view wholeB = b;
  while (!a.empty() && !b.empty()) {
    if (!isDigit(a.front()) || !isDigit(b.front())) {
      if (a.front() != b.front()) {
        return static_cast<unsigned char>(a.front()) < static_cast<unsigned char>(b.front());
      }
      a.remove_prefix(1);
      b.remove_prefix(1);
      continue;
    }
    const std::string_view x = takeNumber(a);
    const std::string_view y = takeNumber(b);
    if (x.size() != y.size()) {
      return x.size() < y.size();
    }
    if (x != y) {
      return x < y;
    }
  }
  if (a.empty() != b.empty()) {
    return a.empty();
  }
  // The same but for leading zeros.
  return wholeA.size() != wholeB.size() ? wholeA.size() < wholeB.size() : wholeA < wholeB;
}

}  // namespace followspot
