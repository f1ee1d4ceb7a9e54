#pragma once

#include <string>
#include <string_view>

namespace followspot {

/// A number without exponent, with as few digits as read back the same: "0.1", "-12", "0.000001".
[[nodiscard]] std::string decimalText(double value);

/// a + b and a - b of such texts, digit by digit: formats that hold a corner where we hold a size,
/// or count pixels from 1, lose nothing on the way there and back, as binary fractions would. Texts
/// of more than some 35 digits are added as doubles.
[[nodiscard]] std::string decimalSum(std::string_view a, std::string_view b);
[[nodiscard]] std::string decimalDifference(std::string_view a, std::string_view b);

}  // namespace followspot
